using ImprovementBoard.EndToEnd.Pages;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ImprovementBoard.EndToEnd.Journeys;

/// <summary>The office tries a schedule: only those who read drafts learn of it, and nothing else changes.</summary>
[Collection(PortalRun.Name)]
public sealed class TestRun(Portal portal)
{
    [Fact]
    public Task The_office_tries_a_schedule_and_nobody_else_is_told() => portal.WatchAsync(async visit =>
    {
        var office = await visit.SignedInAsync(Person.Office, SchedulePage.Address);

        var draft = await new SchedulePage(office).TryAsync();

        await office.ReloadAsync();
        var run = office.GetByRole(AriaRole.Region, new() { Name = "Runs", Exact = true }).GetByRole(AriaRole.Row).Nth(1);
        await Expect(run).ToContainTextAsync("test run");
        await Expect(run).ToContainTextAsync("Made draft");
        Assert.Equal(200, (await office.GotoAsync(draft))!.Status);
        var chair = await visit.SignedInAsync(Person.Chair, PacksPage.Address);
        Assert.Equal(404, (await chair.GotoAsync(draft))!.Status);
    });
}
