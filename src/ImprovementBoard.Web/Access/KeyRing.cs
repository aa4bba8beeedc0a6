using System.Security.Cryptography;
using System.Xml.Linq;
using ImprovementBoard.Web.Data;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
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

    /// <summary>How long before its end a key gets a successor: every node reads the keys once a day.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromDays(14);

    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(90);

    /// <summary>Names in the framework’s files of keys.</summary>
    private static readonly XNamespace Framework = "http://schemas.asp.net/2015/03/dataProtection";

    public static IServiceCollection AddKeyRing(this IServiceCollection services, BoardOptions options)
    {
        var keys = services.AddDataProtection().SetApplicationName("ImprovementBoard");
        services.AddOptions<KeyManagementOptions>().Configure<BoardDatabase>((o, database) =>
        {
            o.XmlRepository = new Rows(database);
            // Made in the middle of a write, a key would wait on SQLite for that very write.
            o.AutoGenerateKeys = false;
        });
        if (options.Keys.Current() is { } current)
            keys.ProtectKeysWithCertificate(current);
        if (options.Keys.Earlier() is { } earlier)
            keys.UnprotectKeysWithAnyCertificate(earlier);
        return services;
    }

    /// <summary>Takes over the keys of the folder once, so that after the upgrade nobody signs in anew and no waiting mail loses its link.</summary>
    public static async Task TakeOverKeysAsync(this BoardDatabase database, BoardOptions options)
    {
        var folder = FolderOf(options);
        await using var db = database.OpenWithoutProgramme();
        if (!Directory.Exists(folder) || await db.Keys.AnyAsync())
            return;
        foreach (var file in Directory.GetFiles(folder, "key-*.xml"))
            db.Keys.Add(new() { Name = Path.GetFileNameWithoutExtension(file), Xml = await File.ReadAllTextAsync(file) });
        await db.SaveChangesAsync();
    }

    /// <summary>
    /// Closes every key under the certificate of the settings: those that stand in the clear from before it, and those that the earlier one closed, so that after
    /// one start nothing needs that one any more.
    /// </summary>
    public static async Task CloseKeysAsync(this IServiceProvider services, BoardOptions options)
    {
        if (options.Keys.Current() is not { } certificate)
            return;
        var (mine, close, open) = (Convert.ToBase64String(certificate.RawData), new CertificateXmlEncryptor(certificate, services.GetRequiredService<ILoggerFactory>()), new EncryptedXmlDecryptor(services));
        await using var db = services.GetRequiredService<BoardDatabase>().OpenWithoutProgramme();
        foreach (var key in (await db.Keys.ToListAsync()).Where(k => !k.Xml.Contains(mine, StringComparison.Ordinal)))
        {
            try
            {
                key.Xml = Closed(XElement.Parse(key.Xml), close, open).ToString(SaveOptions.DisableFormatting);
            }
            catch (CryptographicException)
            {
                // Closed by a certificate that nobody named: it stays as it is, and the framework says so whenever it reads the keys.
            }
        }
        await db.SaveChangesAsync();
        if (Directory.Exists(FolderOf(options)))
            Directory.Delete(FolderOf(options), recursive: true);
    }

    /// <summary>Makes the first key, and each next one in time: at the start and every night.</summary>
    public static void KeepKeys(this IServiceProvider services)
    {
        // The clock that the framework reads.
        var (keys, now) = (services.GetRequiredService<IKeyManager>(), TimeProvider.System.GetUtcNow());
        var last = keys.GetAllKeys().Where(k => !k.IsRevoked && Opens(k)).Max(k => (DateTimeOffset?)k.ExpirationDate) ?? now;
        var from = last > now ? last : now;
        if (from < now + Ahead)
            keys.CreateNewKey(from, from + Lifetime);
    }

    private static bool Opens(IKey key)
    {
        try
        {
            return key.CreateEncryptor() is not null;
        }
        catch (CryptographicException)
        {
            // Closed by a certificate that is gone.
            return false;
        }
    }

    private static XElement Closed(XElement key, CertificateXmlEncryptor close, EncryptedXmlDecryptor open)
    {
        foreach (var secret in key.Descendants(Framework + "encryptedSecret").ToList())
            secret.ReplaceWith(open.Decrypt(secret.Elements().Single()));
        foreach (var secret in key.Descendants().Where(e => (bool?)e.Attribute(Framework + "requiresEncryption") == true).ToList())
        {
            var closed = close.Encrypt(new XElement(secret));
            secret.ReplaceWith(new XElement(Framework + "encryptedSecret", new XAttribute("decryptorType", closed.DecryptorType.AssemblyQualifiedName!), closed.EncryptedElement));
        }
        return key;
    }

    private static string FolderOf(BoardOptions options) => Path.Combine(AppHome.Resolve(options.DataDirectory), EarlierFolder);

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
