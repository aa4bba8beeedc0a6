using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ImprovementBoard.EndToEnd.Journeys;

/// <summary>Dates move in one way only: proposed with a reason, decided by somebody else. The first agreed date, the slip and the count stay.</summary>
[Collection(PortalRun.Name)]
public sealed class NewDates(Portal portal)
{
    private const string Action = "actions/14.1";

    [Fact]
    public Task A_lead_proposes_the_office_decides_and_the_chair_reads_slip_and_count() => portal.WatchAsync(async visit =>
    {
        var lead = await visit.SignedInAsync(Person.Lead, Action);
        await lead.GetByText("Propose new dates").ClickAsync();
        await lead.GetByLabel("New due date").FillAsync("2018-01-31");
        await lead.GetByLabel("Why must they move?").FillAsync("Health can share attendance only from November.");
        await lead.GetByRole(AriaRole.Button, new() { Name = "Propose", Exact = true }).ClickAsync();
        await Expect(lead.GetByRole(AriaRole.Alert).Filter(new() { HasText = "lies before today" })).ToBeVisibleAsync();
        await Expect(lead.GetByLabel("Why must they move?")).ToHaveValueAsync("Health can share attendance only from November.");
        await lead.GetByLabel("New due date").FillAsync("2018-11-30");
        await PressAsync(lead, "Propose");
        await Expect(Section(lead, "Dates and ownership")).ToContainTextAsync("28 Sep 2018");
        await Expect(Section(lead, "New dates proposed")).ToContainTextAsync("Waits for a decision");
        await Expect(lead.GetByRole(AriaRole.Button, new() { Name = "Accept new dates" })).ToHaveCountAsync(0);

        var office = await visit.SignedInAsync(Person.Office, "");
        await office.GetByRole(AriaRole.Link, new() { Name = "2 actions", Exact = true }).ClickAsync();
        await office.GetByRole(AriaRole.Link, new() { Name = "14.1", Exact = true }).ClickAsync();
        await office.GetByLabel("Reference of the decision").FillAsync("D-24");
        await PressAsync(office, "Accept new dates");

        var chair = await visit.SignedInAsync(Person.Chair, Action);
        await Expect(Section(chair, "Dates and ownership")).ToContainTextAsync("+63 days after 28 Sep 2018, moved once");
        await Expect(Section(chair, "New dates proposed")).ToContainTextAsync("decision D-24");
        await Expect(Section(chair, "History")).ToContainTextAsync("Moved by decision D-24: due date from 28 Sep 2018 to 30 Nov 2018");
        await Expect(chair.Locator(".tag").First).ToHaveTextAsync("At risk");
    });

    private static ILocator Section(IPage page, string name) => page.GetByRole(AriaRole.Region, new() { Name = name });

    private static async Task PressAsync(IPage page, string name)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = "Saved." })).ToBeVisibleAsync();
    }
}
