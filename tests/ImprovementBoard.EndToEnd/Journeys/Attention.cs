using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ImprovementBoard.EndToEnd.Journeys;

/// <summary>From the dashboard to the list, and a flag that can wait.</summary>
[Collection(PortalRun.Name)]
public sealed class Attention(Portal portal)
{
    [Fact]
    public Task A_flag_that_can_wait_is_acknowledged_with_a_reason_and_a_day() => portal.WatchAsync(async visit =>
    {
        var page = await visit.SignedInAsync(Person.Chair, "");
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "What needs attention" })).ToContainTextAsync("No action answers it");
        await page.GetByRole(AriaRole.Region, new() { Name = "What needs attention" }).GetByRole(AriaRole.Link, new() { Name = "flags" }).ClickAsync();
        await page.GetByLabel("Rule", new() { Exact = true }).SelectOptionAsync("Strength not tested again");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show" }).ClickAsync();
        await Expect(page.GetByText("shown that fit")).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "Acknowledge" }).First.ClickAsync();
        await page.GetByLabel("Day it comes back").FillAsync("2018-09-03");
        await page.GetByRole(AriaRole.Button, new() { Name = "Acknowledge" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "Write why it can wait" })).ToBeVisibleAsync();
        await Expect(page.GetByLabel("Day it comes back")).ToHaveValueAsync("2018-09-03");
        await page.GetByLabel("Why it can wait").FillAsync("The audit of private fostering is booked for August.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Acknowledge" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Acknowledged.");

        await page.GetByLabel("Show", new() { Exact = true }).SelectOptionAsync("acknowledged");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show" }).ClickAsync();
        await Expect(page.GetByText("The audit of private fostering is booked for August.")).ToBeVisibleAsync();
    });
}
