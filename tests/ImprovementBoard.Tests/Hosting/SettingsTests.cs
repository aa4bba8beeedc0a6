using ImprovementBoard.Web;
using ImprovementBoard.Web.Hosting;
using Microsoft.Extensions.Configuration;

namespace ImprovementBoard.Tests.Hosting;

public sealed class SettingsTests
{
    [Theory]
    [InlineData("DataDirectory", " ", "ImprovementBoard:DataDirectory is empty. Give a folder, such as \"data\".")]
    [InlineData("Database:Provider", "Oracle", "ImprovementBoard:Database:Provider is \"Oracle\". Use \"Sqlite\" or \"Postgres\".")]
    [InlineData("Database:Provider", "Postgres", "ImprovementBoard:Database:ConnectionString is empty. PostgreSQL needs one.")]
    [InlineData("Packs:TimeLimitSeconds", "0", "ImprovementBoard:Packs:TimeLimitSeconds is 0. Use 1 to 600.")]
    [InlineData("Packs:TimeLimitSeconds", "601", "ImprovementBoard:Packs:TimeLimitSeconds is 601. Use 1 to 600.")]
    [InlineData("Packs:NodePath", "", "ImprovementBoard:Packs:NodePath is empty. Give the Node.js program, such as \"node\".")]
    [InlineData("Demonstration:Password", "short", "ImprovementBoard:Demonstration:Password is shorter than 12 characters.")]
    [InlineData("SignIn:IdleMinutes", "4", "ImprovementBoard:SignIn:IdleMinutes is 4. Use 5 to 480.")]
    [InlineData("SignIn:HoursAtMost", "25", "ImprovementBoard:SignIn:HoursAtMost is 25. Use 1 to 24.")]
    [InlineData("Mail:Port", "0", "ImprovementBoard:Mail:Port is 0. Use 1 to 65535, usually 587.")]
    [InlineData("Mail:Security", "Ssl", "ImprovementBoard:Mail:Security is \"Ssl\". Use \"StartTls\", \"Tls\" or \"None\".")]
    [InlineData("Mail:TimeLimitSeconds", "301", "ImprovementBoard:Mail:TimeLimitSeconds is 301. Use 1 to 300.")]
    [InlineData("Mail:From", "office", "ImprovementBoard:Mail:From is \"office\". Give the address that mails come from, such as \"improvement@council.gov.uk\".")]
    [InlineData("Mail:User", "office", "ImprovementBoard:Mail:Password is empty. Give both ImprovementBoard:Mail:User and ImprovementBoard:Mail:Password, or neither.")]
    [InlineData("Mail:Password", "secret", "ImprovementBoard:Mail:User is empty. Give both ImprovementBoard:Mail:User and ImprovementBoard:Mail:Password, or neither.")]
    [InlineData("Mail:PublicUrl", "https://portal.example/board", "ImprovementBoard:Mail:PublicUrl is \"https://portal.example/board\". Give the address at which people reach the portal, such as \"https://improvement.council.gov.uk\".")]
    [InlineData("Mail:PublicUrl", "portal.example", "ImprovementBoard:Mail:PublicUrl is \"portal.example\". Give the address at which people reach the portal, such as \"https://improvement.council.gov.uk\".")]
    public void A_bad_setting_is_named_in_one_sentence(string key, string value, string sentence) =>
        Assert.Equal([sentence], Read((key, value)));

    [Fact]
    public void A_mail_server_needs_a_sender_an_address_for_links_and_a_safe_way_for_its_password()
    {
        Assert.Equal(["ImprovementBoard:Mail:From", "ImprovementBoard:Mail:PublicUrl"], Read(("Mail:Host", "smtp.council.gov.uk")).Select(f => f.Split(' ')[0]));
        Assert.Contains("ImprovementBoard:Mail:Host is \"smtp://mail\". Give the name of the mail server alone, such as \"smtp.council.gov.uk\"; its port goes into ImprovementBoard:Mail:Port.", Read(("Mail:Host", "smtp://mail")));
        (string, string)[] good = [("Mail:Host", "smtp.council.gov.uk"), ("Mail:From", "office@council.gov.uk"), ("Mail:PublicUrl", "https://portal.example/"), ("Mail:User", "office"), ("Mail:Password", "secret")];
        Assert.Empty(Read(good));
        Assert.Equal("ImprovementBoard:Mail:Security is \"None\", which would show the password to everybody on the way. Use \"StartTls\" or \"Tls\".", Assert.Single(Read([.. good, ("Mail:Security", "None")])));
    }

    [Theory]
    [InlineData("Authority", "sign-in.council.gov.uk", "Authority is \"sign-in.council.gov.uk\". Give the https address of the council’s provider, such as \"https://sign-in.council.gov.uk\".")]
    [InlineData("Authority", "http://sign-in.council.gov.uk", "Authority is \"http://sign-in.council.gov.uk\". Give the https address of the council’s provider, such as \"https://sign-in.council.gov.uk\".")]
    [InlineData("Authority", "https://sign-in.council.gov.uk?a=b", "Authority is \"https://sign-in.council.gov.uk?a=b\". Give the https address of the council’s provider, such as \"https://sign-in.council.gov.uk\".")]
    [InlineData("Authority", "https://login.microsoftonline.com/common/v2.0", "Authority is \"https://login.microsoftonline.com/common/v2.0\", which is not one council’s. Give the tenant by its number: \"https://login.microsoftonline.com/00000000-0000-0000-0000-000000000000/v2.0\".")]
    [InlineData("Authority", "https://login.microsoftonline.com/organizations", "Authority is \"https://login.microsoftonline.com/organizations\", which is not one council’s. Give the tenant by its number: \"https://login.microsoftonline.com/00000000-0000-0000-0000-000000000000/v2.0\".")]
    [InlineData("ClientId", "", "ClientId is empty. Give the number of the portal at the provider.")]
    [InlineData("ClientSecret", " ", "ClientSecret is empty. Give the secret that the provider made for the portal.")]
    [InlineData("Name", "", "Name is \"\". Give what people sign in with, to be read after “Sign in with”, in at most 60 characters, such as \"your council account\".")]
    [InlineData("Scopes", "profile", "Scopes is \"profile\". It must hold \"openid\".")]
    [InlineData("GroupClaim", "", "GroupClaim is empty. Give the claim that names groups, such as \"groups\".")]
    [InlineData("Groups:0:Group", "", "Groups:0:Group is empty. Give the group as the provider names it.")]
    [InlineData("Groups:0:Programme", "", "Groups:0:Programme is empty. Give the programme’s name in addresses, such as \"kirklees\".")]
    [InlineData("Groups:0:Role", "Chief", "Groups:0:Role is \"Chief\". Use one of Chair, Member, Commissioner, Lead, Office, Admin.")]
    [InlineData("Groups:0:Role", "3", "Groups:0:Role is \"3\". Use one of Chair, Member, Commissioner, Lead, Office, Admin.")]
    [InlineData("Groups:0:Role", "viewer", "Groups:0:Role is \"viewer\", which needs a last day, and groups give none. Invite external viewers by mail instead.")]
    [InlineData("Groups:0:Title", "", "Groups:0:Title is \"\". Give the title of the post in at most 100 characters.")]
    [InlineData("Groups:0:Agency", "", "Groups:0:Agency is \"\". Give the agency of the post in at most 100 characters.")]
    public void A_bad_setting_of_single_sign_on_is_named_in_one_sentence(string key, string value, string sentence)
    {
        Dictionary<string, string> settings = new()
        {
            ["Authority"] = "https://sign-in.council.gov.uk",
            ["ClientId"] = "portal",
            ["ClientSecret"] = "secret",
            ["Groups:0:Group"] = "leads",
            ["Groups:0:Programme"] = "kirklees",
            ["Groups:0:Role"] = "lead",
            ["Groups:0:Title"] = "Head of service",
            ["Groups:0:Agency"] = "Council",
        };
        Assert.Empty(Read([.. settings.Select(s => ($"SingleSignOn:{s.Key}", s.Value))]));
        settings[key] = value;

        Assert.Equal([$"ImprovementBoard:SingleSignOn:{sentence}"], Read([.. settings.Select(s => ($"SingleSignOn:{s.Key}", s.Value))]));
        // Switched off, nothing of it counts.
        settings["Authority"] = "";
        Assert.Empty(Read([.. settings.Select(s => ($"SingleSignOn:{s.Key}", s.Value))]));
    }

    [Theory]
    [InlineData("https://login.microsoftonline.com/0a1b2c3d-0000-4000-8000-0123456789ab/v2.0", "https://login.microsoftonline.com/0a1b2c3d-0000-4000-8000-0123456789ab/v2.0")]
    [InlineData("https://login.microsoftonline.com/0a1b2c3d-0000-4000-8000-0123456789ab", "https://sts.windows.net/0a1b2c3d-0000-4000-8000-0123456789ab/")]
    [InlineData("https://sign-in.council.gov.uk/realms/a", "https://sign-in.council.gov.uk/realms/a")]
    [InlineData("http://localhost:4000", "http://localhost:4000")]
    public void Who_issues_tokens_follows_from_the_authority(string authority, string issuer)
    {
        Assert.Empty(Read(("SingleSignOn:Authority", authority), ("SingleSignOn:ClientId", "portal"), ("SingleSignOn:ClientSecret", "secret")));
        Assert.Equal(issuer, new ImprovementBoard.Web.Features.SingleSignOn.SingleSignOnOptions { Authority = authority }.Issuer);
    }

    [Theory]
    [InlineData("Packs:TimeLimitSeconds", "soon")]
    [InlineData("Packs:TimeLimitSeconds", "1e9")]
    [InlineData("Demonstration:Load", "perhaps")]
    public void A_value_that_is_not_of_its_kind_is_named(string key, string value)
    {
        var sentence = Assert.Single(Read((key, value)));

        Assert.Contains($"ImprovementBoard:{key}", sentence, StringComparison.Ordinal);
        Assert.Contains(value, sentence, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', sentence);
    }

    [Fact]
    public void All_faults_are_told_at_once() =>
        Assert.Equal(3, Read(("Database:Provider", "Oracle"), ("Packs:TimeLimitSeconds", "-1"), ("Packs:NodePath", " ")).Count);

    [Fact]
    public void The_file_of_the_repository_has_no_fault()
    {
        var configuration = new ConfigurationBuilder().AddJsonFile(Path.Combine(AppHome.Path, "appsettings.json")).Build();

        Assert.Empty(Settings.Read(configuration, out var options));
        Assert.Equal(("data", "Sqlite", 60, "node"), (options.DataDirectory, options.Database.Provider, options.Packs.TimeLimitSeconds, options.Packs.NodePath));
    }

    [Theory]
    [InlineData("ImprovementBoard:Packs:TimeLimitSeconds", "soon")]
    [InlineData("ImprovementBoard:Database:Provider", "Oracle")]
    public async Task The_portal_does_not_start_with_a_bad_setting(string key, string value)
    {
        await using var store = TestStore.OnSqlite();

        var (exitCode, said) = await PortalProcess.RunAsync(new Dictionary<string, string>(store.Settings) { [key] = value });

        Assert.NotEqual(0, exitCode);
        Assert.Contains(key, Assert.Single(said.Split('\n')), StringComparison.Ordinal);
        Assert.False(File.Exists(store.File));
    }

    [Theory]
    [InlineData("Production")]
    [InlineData("Staging")]
    [InlineData("Developmnet")]
    public async Task In_earnest_the_demonstration_needs_a_password_of_its_own(string environment)
    {
        await using var store = TestStore.OnSqlite();

        var (exitCode, said) = await PortalProcess.RunAsync(new Dictionary<string, string>(store.Settings) { ["ASPNETCORE_ENVIRONMENT"] = environment, ["ImprovementBoard:Demonstration:Load"] = "true" });

        Assert.NotEqual(0, exitCode);
        Assert.Contains("ImprovementBoard:Demonstration:Password is empty.", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("There is no command \"packs\". Commands: add-programme, invite-administrator, pack, reset-second-factor, restore, verify-history.", "packs")]
    [InlineData("Use: restore --from board-copy.db, or restore alone for a database that you have put back yourself.", "restore", "board-copy.db")]
    [InlineData("There is no file /no/such/copy.db.", "restore", "--from", "/no/such/copy.db")]
    [InlineData("Use: pack --programme kirklees --audience board --output board.pdf", "pack", "--programme", "kirklees")]
    [InlineData("There is no edition for \"parents\". Use --audience board, commissioner, public, summary.", "pack", "--programme", "kirklees", "--audience", "parents", "--output", "x.pdf")]
    public async Task A_command_that_cannot_be_carried_out_says_so_in_one_line(string sentence, params string[] args)
    {
        await using var store = TestStore.OnSqlite();

        var (exitCode, said) = await PortalProcess.RunAsync(store.Settings, args);

        Assert.Equal((1, sentence), (exitCode, said));
    }

    private static List<string> Read(params (string Key, string Value)[] given) => [.. Settings.Read(
        new ConfigurationBuilder().AddInMemoryCollection(given.Select(g => KeyValuePair.Create($"{BoardOptions.Section}:{g.Key}", (string?)g.Value))).Build(), out _)];
}
