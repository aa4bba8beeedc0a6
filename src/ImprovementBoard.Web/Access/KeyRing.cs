using System.Xml.Linq;
using ImprovementBoard.Web.Data;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ImprovementBoard.Web.Access;

/// <summary>
/// The keys that close cookies, forms and the links of mails that wait. They stand in the database, so that every node and every restored copy has them;
/// a certificate of the settings encrypts them there.
/// </summary>
internal static class KeyRing
{
    /// <summary>Where the keys were kept before the database had them, below the data directory.</summary>
    private const string EarlierFolder = "keys";

    public static IServiceCollection AddKeyRing(this IServiceCollection services, BoardOptions options)
    {
        var keys = services.AddDataProtection().SetApplicationName("ImprovementBoard");
        services.AddOptions<KeyManagementOptions>().Configure<BoardDatabase>((o, database) => o.XmlRepository = new Rows(database));
        if (options.Keys.Current() is { } current)
            keys.ProtectKeysWithCertificate(current);
        if (options.Keys.Earlier() is { } earlier)
            keys.UnprotectKeysWithAnyCertificate(earlier);
        return services;
    }

    /// <summary>Takes over the keys of the folder once, so that after the upgrade nobody signs in anew and no waiting mail loses its link.</summary>
    public static async Task TakeOverKeysAsync(this BoardDatabase database, BoardOptions options)
    {
        var folder = Path.Combine(AppHome.Resolve(options.DataDirectory), EarlierFolder);
        await using var db = database.OpenWithoutProgramme();
        if (!Directory.Exists(folder) || await db.Keys.AnyAsync())
            return;
        foreach (var file in Directory.GetFiles(folder, "key-*.xml"))
            db.Keys.Add(new() { Name = Path.GetFileNameWithoutExtension(file), Xml = await File.ReadAllTextAsync(file) });
        await db.SaveChangesAsync();
    }

    private sealed class Rows(BoardDatabase database) : IXmlRepository
    {
        public IReadOnlyCollection<XElement> GetAllElements()
        {
            using var db = database.OpenWithoutProgramme();
            return [.. db.Keys.Select(k => k.Xml).AsEnumerable().Select(XElement.Parse)];
        }

        public void StoreElement(XElement element, string friendlyName)
        {
            using var db = database.OpenWithoutProgramme();
            var xml = element.ToString(SaveOptions.DisableFormatting);
            db.Database.ExecuteSql($"""INSERT INTO "Keys" ("Name", "Xml") VALUES ({friendlyName}, {xml})""");
        }
    }
}

/// <summary>A key of the portal as the framework writes it.</summary>
public sealed class PortalKey
{
    /// <summary>Number of the row.</summary>
    public int Id { get; set; }

    /// <summary>The framework's name for it.</summary>
    public required string Name { get; set; }

    /// <summary>The key, encrypted where a certificate is set.</summary>
    public required string Xml { get; set; }

    internal sealed class Mapping : IEntityTypeConfiguration<PortalKey>
    {
        public void Configure(EntityTypeBuilder<PortalKey> builder) => builder.ToTable("Keys").Property(k => k.Name).HasMaxLength(100);
    }
}
