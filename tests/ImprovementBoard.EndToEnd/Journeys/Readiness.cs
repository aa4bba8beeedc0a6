using ImprovementBoard.EndToEnd.Pages;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ImprovementBoard.EndToEnd.Journeys;

/// <summary>The gate before packs are issued: one item is put right from the list, another waived, and the pack prints why.</summary>
[Collection(PortalRun.Name)]
public sealed class Readiness(Portal portal)
{
    private const string Why = "The new data set is shown to the board itself on 23 August.";

    [Fact]
    public Task The_office_puts_one_item_right_waives_another_and_the_pack_prints_why() => portal.WatchAsync(async visit =>
    {
        var page = await visit.SignedInAsync(Person.Office, "");
        await page.GetByRole(AriaRole.Link, new() { Name = "Readiness gate" }).ClickAsync();
        var plans = page.GetByRole(AriaRole.Region, new() { Name = "Off track or at risk without a recovery plan" });
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Checks", Exact = true })).ToContainTextAsync("Passed");

        await plans.GetByRole(AriaRole.Link, new() { Name = "Give recovery plan: action 20.1", Exact = true }).ClickAsync();
        await page.GetByLabel("What will bring it back on track?").FillAsync("The panel meets twice a month from September.");
        await page.GetByLabel("Back on track by").FillAsync("2018-08-06");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save recovery plan" }).ClickAsync();
        await Expect(Fault(page)).ToContainTextAsync("after today");
        await Expect(page.GetByLabel("What will bring it back on track?")).ToHaveValueAsync("The panel meets twice a month from September.");
        await page.GetByLabel("Back on track by").FillAsync("2018-10-31");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save recovery plan" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = "Saved." })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Recovery plan" })).ToContainTextAsync("31 Oct 2018");

        await page.GotoAsync("/programmes/kirklees/periods/board-2018-08-23/readiness");
        await Expect(plans.GetByRole(AriaRole.Link, new() { Name = "Action 20.1" })).ToHaveCountAsync(0);
        await plans.GetByRole(AriaRole.Link, new() { Name = "Waive action L3.1", Exact = true }).ClickAsync();
        await page.GetByLabel("Why packs may go out without it").FillAsync("Later.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Waive", Exact = true }).ClickAsync();
        await Expect(Fault(page)).ToContainTextAsync("in 10 characters or more");
        await page.GetByLabel("Why packs may go out without it").FillAsync(Why);
        await page.GetByRole(AriaRole.Button, new() { Name = "Waive", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("The board and commissioner packs of this period print your reason.");
        await Expect(plans).ToContainTextAsync(Why);

        await plans.GetByRole(AriaRole.Link, new() { NameRegex = new("^Waive all") }).ClickAsync();
        var all = page.GetByRole(AriaRole.Region, new() { NameRegex = new("^Waive all [0-9]+ open: off track or at risk") });
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Waive all") }).ClickAsync();
        await Expect(Fault(page)).ToContainTextAsync("in 10 characters or more");
        await Expect(all).Not.ToContainTextAsync("L3.1");
        await all.GetByRole(AriaRole.Link, new() { Name = "Leave them open" }).ClickAsync();

        await page.GotoAsync($"/programmes/kirklees/{PacksPage.Address}");
        var packs = new PacksPage(page);
        await packs.BuildDraftAsync();
        await packs.OpenBuiltAsync();
        var words = await (await new PackPage(page).DownloadAsync()).WordsAsync();
        Assert.Contains(Why, words, StringComparison.Ordinal);
        Assert.Contains("The panel meets twice a month from September.", words, StringComparison.Ordinal);
        await page.GetByRole(AriaRole.Link, new() { Name = "Read as a page" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "B Readiness" })).ToContainTextAsync(Why);
    });

    // A page with an island has alerts of its own for a lost connection.
    private static ILocator Fault(IPage page) => page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "One thing to put right" });
}
