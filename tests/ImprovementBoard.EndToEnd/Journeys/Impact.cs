using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ImprovementBoard.EndToEnd.Journeys;

/// <summary>Impact is judged against evidence, and a recommendation is assured by a second person; the chair reads it all.</summary>
[Collection(PortalRun.Name)]
public sealed class Impact(Portal portal)
{
    [Fact]
    public Task The_office_judges_impact_as_far_as_the_evidence_goes_and_the_chair_finds_it() => portal.WatchAsync(async visit =>
    {
        var office = await visit.SignedInAsync(Person.Office, "recommendations/20");
        await office.GetByLabel("What would children notice?").FillAsync("A few children moved closer to home; most still live far away.");
        await office.GetByRole(AriaRole.Radio, new() { Name = "3 Making a difference" }).CheckAsync();
        await office.GetByRole(AriaRole.Checkbox, new() { Name = "Strategy for enough local homes" }).CheckAsync();
        await PressAsync(office, "Judge impact", saved: false);
        await Expect(office.GetByRole(AriaRole.Alert).Filter(new() { HasText = "needs an audit with a stated sample" })).ToBeVisibleAsync();
        await Expect(office.GetByLabel("What would children notice?")).ToHaveValueAsync("A few children moved closer to home; most still live far away.");

        await office.GetByRole(AriaRole.Radio, new() { Name = "1 No difference yet" }).CheckAsync();
        await PressAsync(office, "Judge impact");

        var chair = await visit.SignedInAsync(Person.Chair, "recommendations?impact=no_difference_yet");
        await chair.GetByRole(AriaRole.Link, new() { Name = "Find more homes close to home" }).ClickAsync();
        await Expect(Section(chair, "What difference it makes")).ToContainTextAsync("A few children moved closer to home");
        await Expect(Section(chair, "What difference it makes")).ToContainTextAsync("Document, self-reported, 5 Jul 2018");
        await Expect(chair.GetByRole(AriaRole.Button, new() { Name = "Judge impact" })).ToHaveCountAsync(0);
    });

    [Fact]
    public Task The_office_assures_what_is_signed_off_and_reopens_it_with_its_history() => portal.WatchAsync(async visit =>
    {
        var office = await visit.SignedInAsync(Person.Office, "recommendations/8");
        await Expect(Section(office, "Where it stands")).ToContainTextAsync("Awaiting assurance");
        await PressAsync(office, "Assure", saved: false);
        await Expect(office.GetByRole(AriaRole.Alert).Filter(new() { HasText = "Give a re-check date after today" })).ToBeVisibleAsync();
        await office.GetByLabel("Check again from").FillAsync("2019-02-06");
        await PressAsync(office, "Assure");
        await Expect(Section(office, "Where it stands")).ToContainTextAsync("Assured, embedding");

        await office.GetByLabel("Why it does not stand").FillAsync("Children in care were asked again and named nothing.");
        await PressAsync(office, "Reopen");

        var chair = await visit.SignedInAsync(Person.Chair, "recommendations/8");
        await Expect(Section(chair, "Where it stands")).ToContainTextAsync("Children in care were asked again and named nothing");
        await Expect(Section(chair, "History")).ToContainTextAsync("Assured; re-check on 6 Feb 2019");
    });

    [Fact]
    public Task Every_number_of_the_grid_leads_to_as_many_recommendations() => portal.WatchAsync(async visit =>
    {
        var chair = await visit.SignedInAsync(Person.Chair, "");
        var links = await chair.Locator(".grid a.count").EvaluateAllAsync<string[]>("links => links.map(a => a.textContent + ' ' + a.getAttribute('href'))");
        Assert.InRange(links.Length, 8, 36);
        foreach (var (count, href) in links.Select(l => (l.Split(' ')[0], l.Split(' ')[1])))
        {
            await chair.GotoAsync(href);
            await Expect(chair.Locator("p.shown")).ToContainTextAsync($"{count} of {count} shown");
        }
    });

    private static ILocator Section(IPage page, string name) => page.GetByRole(AriaRole.Region, new() { Name = name });

    private static async Task PressAsync(IPage page, string name, bool saved = true)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true }).ClickAsync();
        if (saved)
            await Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = "Saved." })).ToBeVisibleAsync();
    }
}
