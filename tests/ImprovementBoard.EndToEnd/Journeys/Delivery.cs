using ImprovementBoard.EndToEnd.Pages;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ImprovementBoard.EndToEnd.Journeys;

/// <summary>Delivered is not closed: the lead says so, somebody else agrees, and what does not hold is reopened with its history.</summary>
[Collection(PortalRun.Name)]
public sealed class Delivery(Portal portal)
{
    private const string Action = "actions/15.1";

    [Fact]
    public Task A_lead_delivers_the_office_signs_off_and_reopens_and_the_chair_reads_it_all() => portal.WatchAsync(async visit =>
    {
        var lead = await visit.SignedInAsync(Person.Lead, Action);
        await PressAsync(lead, "Mark as delivered");
        await Expect(lead.Locator(".tag").First).ToHaveTextAsync("Awaiting sign-off");

        var office = await visit.SignedInAsync(Person.Office, Action);
        await PressAsync(office, "Sign off", saved: false);
        await Expect(office.GetByRole(AriaRole.Alert).Filter(new() { HasText = "Give a re-check date after today" })).ToBeVisibleAsync();
        await office.GetByLabel("Check again from").FillAsync("2019-02-06");
        await PressAsync(office, "Sign off");
        await Expect(Section(office, "Dates and ownership")).ToContainTextAsync("6 Feb 2019");

        await office.GetByLabel("Why it does not stand").FillAsync("Ten files of July show conferences booked late.");
        await PressAsync(office, "Reopen");
        await Expect(office.Locator(".tag").First).Not.ToHaveTextAsync("Complete");

        var chair = await visit.SignedInAsync(Person.Chair, Action);
        await Expect(Section(chair, "Dates and ownership")).ToContainTextAsync("Ten files of July show conferences booked late.");
        await Expect(Section(chair, "History")).ToContainTextAsync("Signed off; re-check on 6 Feb 2019");
        await Expect(chair.GetByRole(AriaRole.Button, new() { Name = "Mark as delivered" })).ToHaveCountAsync(0);
    });

    [Fact]
    public Task The_office_returns_an_update_with_a_reason_that_the_lead_reads() => portal.WatchAsync(async visit =>
    {
        var office = await visit.SignedInAsync(Person.Office, "actions/14.2");
        await PressAsync(office, "Return update", saved: false);
        await Expect(office.GetByRole(AriaRole.Alert).Filter(new() { HasText = "Write what is missing" })).ToBeVisibleAsync();
        await office.GetByLabel("Reason").FillAsync("Say how many meetings had all agencies.");
        await PressAsync(office, "Return update");

        await Expect(new ActionPage(office).LatestUpdate).ToContainTextAsync("Say how many meetings had all agencies.");
    });

    private static ILocator Section(IPage page, string name) => page.GetByRole(AriaRole.Region, new() { Name = name });

    private static async Task PressAsync(IPage page, string name, bool saved = true)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true }).ClickAsync();
        if (saved)
            await Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = "Saved." })).ToBeVisibleAsync();
    }
}
