using System.Net;

namespace ImprovementBoard.Tests.Features.Programmes;

/// <summary>The command that makes an empty programme and lets its first administrator in.</summary>
[Trait("Category", "Database")]
public sealed class AddProgrammeVerbTests
{
    private static readonly string[] Kirklees =
    [
        "add-programme", "--slug", "kirklees", "--name", "Kirklees children’s services", "--council", "Kirklees Council", "--code", "382", "--started", "2026-01-12",
        "--administrator", "head@council.example",
    ];

    [Fact]
    public async Task Its_link_lets_the_first_administrator_in_and_nothing_else_does()
    {
        await using var store = await TestStore.CreateAsync();

        var (exitCode, said) = await PortalProcess.RunAsync(store.Settings, Kirklees);
        var again = await PortalProcess.RunAsync(store.Settings, Kirklees);

        Assert.StartsWith("Kirklees children’s services is there, and empty. Give this link to head@council.example alone", said, StringComparison.Ordinal);
        Assert.Equal((1, "There is a programme kirklees already. Choose another --slug."), again);
        await using var portal = await PortalProcess.StartAsync(store.Settings);
        using var nobody = new HttpClient { BaseAddress = portal.Url };
        var link = said.Split('\n')[1];
        Assert.Matches("^/invitation/[A-Za-z0-9_-]{43}$", link);
        var page = WebUtility.HtmlDecode(await nobody.GetStringAsync(new Uri(link, UriKind.Relative)));
        Assert.Contains("IT team invites you to Kirklees children’s services, as Programme administrator.", page, StringComparison.Ordinal);
        Assert.Contains("Choose a password", page, StringComparison.Ordinal);
        Assert.Equal((0, 0), (exitCode, (await PortalProcess.RunAsync(store.Settings, "verify-history")).ExitCode));
    }

    [Theory]
    [InlineData("--slug", "Kirk lees", "The name in addresses has lower-case letters, digits and hyphens, at most 60, such as “kirklees”.")]
    [InlineData("--name", " ", "Give the programme a name, such as “Kirklees children’s services”.")]
    [InlineData("--code", "38", "The local authority code has three digits, such as 382.")]
    [InlineData("--administrator", "nobody", "This address has no @. Write it like clerk@council.gov.uk.")]
    [InlineData("--started", "2999-01-01", "A programme cannot begin after today. Write the day it began.")]
    public async Task What_makes_no_sense_is_told_in_a_sentence_and_makes_nothing(string option, string value, string sentence)
    {
        await using var store = TestStore.OnSqlite();
        string[] args = [.. Kirklees];
        args[Array.IndexOf(args, option) + 1] = value;

        Assert.Equal((1, sentence), await PortalProcess.RunAsync(store.Settings, args));

        Assert.Equal(0, (await PortalProcess.RunAsync(store.Settings, Kirklees)).ExitCode);
    }

    [Fact]
    public async Task Another_administrator_is_invited_where_the_first_never_came()
    {
        await using var store = TestStore.OnSqlite();
        await PortalProcess.RunAsync(store.Settings, Kirklees);

        var (exitCode, said) = await PortalProcess.RunAsync(store.Settings, "invite-administrator", "--programme", "kirklees", "--email", "head@council.example");

        Assert.Equal(0, exitCode);
        Assert.Matches("^An administrator of Kirklees children’s services is invited. Give this link to head@council.example alone; it works once, for 7 days, and is shown only now:\\n/invitation/[A-Za-z0-9_-]{43}$", said.Trim());
        Assert.Equal((1, "There is no programme leeds. Write its name as it stands in addresses."), await PortalProcess.RunAsync(store.Settings, "invite-administrator", "--programme", "leeds", "--email", "head@council.example"));
        Assert.Equal(0, (await PortalProcess.RunAsync(store.Settings, "verify-history")).ExitCode);
    }
}
