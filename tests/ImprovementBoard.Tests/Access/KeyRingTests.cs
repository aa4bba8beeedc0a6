using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ImprovementBoard.Web;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.Mail;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ImprovementBoard.Tests.Access;

[Trait("Category", "Database")]
public sealed class KeyRingTests : IAsyncLifetime
{
    private const string Secret = "what only the recipient may know";

    private TestStore store = null!;

    public async Task InitializeAsync()
    {
        store = await TestStore.CreateAsync();
        await using var portal = Portal(started: false);
        await portal.GetRequiredService<BoardDatabase>().MigrateBoardAsync(TimeProvider.System);
    }

    public async Task DisposeAsync() => await store.DisposeAsync();

    [Fact]
    public async Task What_one_node_closes_another_opens()
    {
        await using var one = Portal();
        await using var another = Portal();
        Assert.Equal(Secret, Seal(another).Open(Seal(one).Close(Secret)));
        Assert.Contains("<value>", await KeyAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_a_certificate_a_copy_of_the_database_opens_nothing_and_the_next_certificate_takes_over()
    {
        var (first, second) = (Certificate("first"), Certificate("second"));
        string closed;
        await using (var portal = Portal(new() { Certificate = first, CertificatePassword = "first" }))
            closed = Seal(portal).Close(Secret);
        Assert.DoesNotContain("<value>", await KeyAsync(), StringComparison.Ordinal);

        await using (var copy = Portal(started: false))
            Assert.Null(Seal(copy).Open(closed));
        await using (var stranger = Portal(new() { Certificate = second, CertificatePassword = "second" }, started: false))
            Assert.Null(Seal(stranger).Open(closed));
        await using var renewed = Portal(new() { Certificate = second, CertificatePassword = "second", EarlierCertificate = first, EarlierCertificatePassword = "first" });
        Assert.Equal(Secret, Seal(renewed).Open(closed));
    }

    [Fact]
    public async Task The_start_with_a_certificate_closes_what_stands_in_the_clear_and_what_the_earlier_one_closed()
    {
        var (first, second) = (Certificate("first"), Certificate("second"));
        string closed;
        await using (var portal = Portal())
            closed = Seal(portal).Close(Secret);
        Assert.Contains("<value>", await KeyAsync(), StringComparison.Ordinal);
        var folder = Directory.CreateDirectory(Path.Combine(store.Folder, "keys")).FullName;

        await StartAsync(new() { Certificate = first, CertificatePassword = "first" });
        var under = await KeyAsync();
        Assert.DoesNotContain("<value>", under, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder));
        await StartAsync(new() { Certificate = first, CertificatePassword = "first" });
        Assert.Equal(under, await KeyAsync());
        // Nobody can open it here, so it stays as it is.
        await StartAsync(new() { Certificate = second, CertificatePassword = "second" });
        Assert.Equal(under, await KeyAsync());

        await StartAsync(new() { Certificate = second, CertificatePassword = "second", EarlierCertificate = first, EarlierCertificatePassword = "first" });
        await using var after = Portal(new() { Certificate = second, CertificatePassword = "second" }, started: false);
        Assert.Equal(Secret, Seal(after).Open(closed));

        async Task StartAsync(KeyOptions keys)
        {
            await using var portal = Portal(keys, started: false);
            await portal.CloseKeysAsync(new() { DataDirectory = store.Options.DataDirectory, Keys = keys });
        }
    }

    [Fact]
    public async Task A_portal_that_lost_its_certificate_makes_a_key_of_its_own_and_one_that_has_a_key_makes_none()
    {
        var certificate = Certificate("lost");
        await using (var before = Portal(new() { Certificate = certificate, CertificatePassword = "lost" }))
            before.KeepKeys();
        await KeyAsync();

        await using var portal = Portal();
        await using var db = portal.GetRequiredService<BoardDatabase>().OpenWithoutProgramme();
        Assert.Equal(2, await db.Keys.CountAsync());
        Assert.Equal(Secret, Seal(portal).Open(Seal(portal).Close(Secret)));
    }

    [Fact]
    public async Task A_link_is_sealed_in_the_middle_of_a_write()
    {
        await using var portal = Portal();
        await using var db = portal.GetRequiredService<BoardDatabase>().OpenWithoutProgramme();
        await using var turn = await db.LockInstallationAsync(CancellationToken.None);
        Assert.Equal(Secret, Seal(portal).Open(Seal(portal).Close(Secret)));
    }

    [Fact]
    public async Task Keys_of_an_earlier_version_are_taken_over_once()
    {
        string closed;
        await using (var earlier = Portal())
            closed = Seal(earlier).Close(Secret);
        await using var portal = Portal(started: false);
        var database = portal.GetRequiredService<BoardDatabase>();
        var folder = Directory.CreateDirectory(Path.Combine(store.Folder, "keys")).FullName;
        await using (var db = database.OpenWithoutProgramme())
        {
            var key = await db.Keys.SingleAsync();
            await File.WriteAllTextAsync(Path.Combine(folder, $"{key.Name}.xml"), key.Xml);
            await db.Keys.ExecuteDeleteAsync();
        }
        await database.TakeOverKeysAsync(store.Options);
        await database.TakeOverKeysAsync(store.Options);

        Assert.Equal(Secret, Seal(portal).Open(closed));
        await KeyAsync();
    }

    [Theory]
    [InlineData("no-such.pfx", "", "no-such.pfx")]
    [InlineData(null, "wrong", "its password in ImprovementBoard:Keys:CertificatePassword.")]
    public void A_certificate_that_cannot_be_opened_is_named(string? file, string password, string words)
    {
        var fault = Assert.Single(new KeyOptions { Certificate = file ?? Certificate("right"), CertificatePassword = password }.Faults());
        Assert.StartsWith("ImprovementBoard:Keys:Certificate is ", fault, StringComparison.Ordinal);
        Assert.Contains(words, fault, StringComparison.Ordinal);
    }

    /// <summary>Services over the database, with a key as a start makes one.</summary>
    private ServiceProvider Portal(KeyOptions? keys = null, bool started = true)
    {
        var options = new BoardOptions { DataDirectory = store.Options.DataDirectory, Database = store.Options.Database, Keys = keys ?? new() };
        var portal = new ServiceCollection().AddLogging().AddBoardDatabase(options).AddKeyRing(options).AddSingleton<MailSeal>().BuildServiceProvider();
        if (started)
            portal.KeepKeys();
        return portal;
    }

    private static MailSeal Seal(ServiceProvider portal) => portal.GetRequiredService<MailSeal>();

    private async Task<string> KeyAsync()
    {
        await using var portal = Portal(started: false);
        await using var db = portal.GetRequiredService<BoardDatabase>().OpenWithoutProgramme();
        return await db.Keys.Select(k => k.Xml).SingleAsync();
    }

    private string Certificate(string password)
    {
        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest($"CN={password}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var file = Path.Combine(store.Folder, $"{password}.pfx");
        File.WriteAllBytes(file, certificate.Export(X509ContentType.Pkcs12, password));
        return file;
    }
}
