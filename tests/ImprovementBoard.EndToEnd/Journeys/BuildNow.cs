using System.Text.RegularExpressions;
using ImprovementBoard.EndToEnd.Pages;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ImprovementBoard.EndToEnd.Journeys;

/// <summary>A draft is built while one watches, and only those who may read drafts know of it.</summary>
[Collection(PortalRun.Name)]
public sealed partial class BuildNow(Portal portal)
{
    [Fact]
    public Task The_office_builds_a_draft_that_does_not_exist_for_the_chair() => portal.WatchAsync(async visit =>
    {
        var office = await visit.SignedInAsync(Person.Office, PacksPage.Address);
        var packs = new PacksPage(office);

        var said = await packs.BuildDraftAsync();
        await packs.OpenBuiltAsync();
        await Expect(office.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("Draft");

        Assert.Matches("Waiting to start|Reading the facts|Drawing the draft", said);
        Assert.Contains("You can leave this page", said, StringComparison.Ordinal);
        var draft = new Uri(office.Url).AbsolutePath;
        Assert.Matches(DraftAddress(), draft);

        var chair = await visit.SignedInAsync(Person.Chair, PacksPage.Address);
        await new Menu(chair).HeadingIsAsync("Packs");
        await Expect(new PacksPage(chair).Drafts).ToHaveCountAsync(0);
        Assert.Equal(404, (await chair.GotoAsync(draft))!.Status);
        Assert.Equal(404, (await chair.Context.APIRequest.GetAsync($"{draft}/download")).Status);
        Assert.Equal(200, (await office.Context.APIRequest.GetAsync($"{draft}/download")).Status);
    });

    [GeneratedRegex(@"/packs/draft-\d+$")]
    private static partial Regex DraftAddress();
}
