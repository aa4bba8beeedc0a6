using ImprovementBoard.EndToEnd.Pages;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ImprovementBoard.EndToEnd.Journeys;

/// <summary>Reading needs no script: old browsers, locked-down laptops, broken connections.</summary>
[Collection(PortalRun.Name)]
public sealed class WithoutJavaScript(Portal portal)
{
    [Fact]
    public Task A_member_signs_in_reads_the_dashboard_filters_sorts_and_opens_an_action() => portal.WatchAsync(async visit =>
    {
        var page = await visit.SignInAsync(Person.Member, javaScript: false);
        var menu = new Menu(page);
        await menu.EnterProgrammeAsync();
        await page.GetByText("The same figures as a table").ClickAsync();
        await Expect(page.Locator("details table").GetByRole(AriaRole.Row)).ToHaveCountAsync(7);

        await menu.OpenAsync("Actions");
        await page.GetByLabel("Delivery").SelectOptionAsync("Off track");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show" }).ClickAsync();
        await Expect(page.GetByText("that fit, of 56 in all")).ToBeVisibleAsync();
        var due = page.GetByRole(AriaRole.Columnheader, new() { Name = "Due" });
        await due.GetByRole(AriaRole.Link).ClickAsync();
        await Expect(due).ToHaveAttributeAsync("aria-sort", "ascending");
        await Expect(page.GetByLabel("Delivery")).ToHaveValueAsync("off_track");

        var action = page.GetByRole(AriaRole.Main).Locator("tbody").GetByRole(AriaRole.Row).First.GetByRole(AriaRole.Link).Last;
        var title = await action.InnerTextAsync();
        await action.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync(title);
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Where it stands" })).ToBeVisibleAsync();
    });
}
