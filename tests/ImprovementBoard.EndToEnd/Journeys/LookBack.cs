using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ImprovementBoard.EndToEnd.Journeys;

/// <summary>A board member looks at a past date, and compares it with today.</summary>
[Collection(PortalRun.Name)]
public sealed class LookBack(Portal portal)
{
    [Fact]
    public Task A_board_member_looks_back_follows_links_there_and_compares_with_today() => portal.WatchAsync(async visit =>
    {
        var page = await visit.SignedInAsync(Person.Chair, "");
        await page.GetByText("Position as at").ClickAsync();
        await page.GetByLabel("Look back at").FillAsync("2018-03-31");
        await page.GetByRole(AriaRole.Banner).GetByRole(AriaRole.Button, new() { Name = "Show" }).ClickAsync();

        await Expect(page.GetByText("You are looking back")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Actions", Exact = false }).First.ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "15.2", Exact = true }).ClickAsync();
        await Expect(page.GetByText("You are looking back")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "29 June 2018" })).ToHaveCountAsync(0);

        await page.GetByRole(AriaRole.Link, new() { Name = "Compare with today" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "What changed between two dates" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Main)).ToContainTextAsync("Between 31 March 2018 and 6 August 2018");
        await Expect(page.GetByText("You are looking back")).ToHaveCountAsync(0);
    });
}
