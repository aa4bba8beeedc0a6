using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ImprovementBoard.EndToEnd.Journeys;

/// <summary>After a visit: the office takes in what inspectors said, and everybody sees it where they look.</summary>
[Collection(PortalRun.Name)]
public sealed class FindingIntake(Portal portal)
{
    [Fact]
    public Task The_office_takes_in_three_findings_and_the_matrix_and_the_recommendation_show_them() => portal.WatchAsync(async visit =>
    {
        var office = await visit.SignedInAsync(Person.Office, "visits");
        await office.GetByRole(AriaRole.Link, new() { Name = "Record a visit" }).ClickAsync();
        await office.GetByRole(AriaRole.Button, new() { Name = "Record visit" }).ClickAsync();
        await Expect(office.GetByRole(AriaRole.Alert).Filter(new() { HasText = "Give the first day on site." })).ToBeVisibleAsync();
        await office.GetByLabel("First day on site").FillAsync("2018-07-31");
        await office.GetByLabel("Last day on site").FillAsync("2018-08-01");
        await office.GetByLabel("What did they look at?").FillAsync("Adoption and private fostering");
        await office.GetByLabel("What did they say of the pace?").SelectOptionAsync(new SelectOptionValue { Label = "Steady progress" });
        await office.GetByRole(AriaRole.Button, new() { Name = "Record visit" }).ClickAsync();
        await Expect(office.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Add findings");

        await office.GetByLabel("What inspectors said", new() { Exact = true }).FillAsync("4. Learning meetings are still not held when a placement ends.\nPrivate fostering has no lead.\nAdopters spoke well of their training.");
        await office.GetByRole(AriaRole.Button, new() { Name = "Make rows" }).ClickAsync();
        await office.GetByRole(AriaRole.Button, new() { Name = "Save 3 findings" }).ClickAsync();
        await Expect(office.GetByRole(AriaRole.Alert).Filter(new() { HasText = "Finding 1: Choose which way it points." })).ToBeVisibleAsync();

        await Row(office, 1).GetByLabel("Which way it points").SelectOptionAsync("Weakness");
        await Row(office, 1).GetByLabel("Whom it is about").SelectOptionAsync("ChildrenInCare");
        await Row(office, 1).GetByLabel("Recommendations it bears on").SelectOptionAsync("22");
        await Row(office, 1).GetByLabel("Was it said before?").SelectOptionAsync(new SelectOptionValue { Index = 1 });
        await Row(office, 2).GetByLabel("Which way it points").SelectOptionAsync("NewConcern");
        await Row(office, 2).GetByLabel("Whom it is about").SelectOptionAsync("ChildrenInCare");
        await Row(office, 2).GetByLabel("Theme").SelectOptionAsync("Partnership");
        await Row(office, 3).GetByLabel("Which way it points").SelectOptionAsync("Strength");
        await Row(office, 3).GetByLabel("Whom it is about").SelectOptionAsync("ChildrenInCare");
        await Row(office, 3).GetByLabel("Recommendations it bears on").SelectOptionAsync("22");
        await office.GetByRole(AriaRole.Button, new() { Name = "Save 3 findings" }).ClickAsync();
        await Expect(office.GetByRole(AriaRole.Status).Filter(new() { HasText = "The findings are saved." })).ToBeVisibleAsync();
        await Expect(Section(office, "Findings")).ToContainTextAsync("3 of 3 shown");

        var chair = await visit.SignedInAsync(Person.Chair, "visits/matrix");
        var row = chair.GetByRole(AriaRole.Row).Filter(new() { HasText = "22 Keep improving adoption" });
        await Expect(row).ToContainTextAsync("Not yet");
        await Expect(row).ToContainTextAsync("said 2 times; 1 concern, 1 in favour");
        await chair.GotoAsync(Visit.Below("recommendations/22"));
        await Expect(Section(chair, "What inspectors said, visit by visit")).ToContainTextAsync("Learning meetings are still not held when a placement ends.");
        await chair.GotoAsync(Visit.Below("visits"));
        await Expect(Section(chair, "Concerns not answered yet")).ToContainTextAsync("Private fostering has no lead.");

        await office.GetByRole(AriaRole.Link, new() { Name = "Private fostering has no lead." }).ClickAsync();
        await office.GetByLabel("What the council does about it").FillAsync("The head of children in care leads it from September.");
        await office.GetByRole(AriaRole.Button, new() { Name = "Save answer" }).ClickAsync();
        await Expect(Section(office, "What the council answered")).ToContainTextAsync("The head of children in care leads it from September.");
    });

    [Fact]
    public Task Rows_half_filled_in_come_back_after_a_reload() => portal.WatchAsync(async visit =>
    {
        var office = await visit.SignedInAsync(Person.Office, "visits/2017-06/findings/add");
        await office.GetByLabel("What inspectors said", new() { Exact = true }).FillAsync("Children waited for a school place.\nManagers knew their data.\nForms were late.");
        await office.GetByRole(AriaRole.Button, new() { Name = "Make rows" }).ClickAsync();
        await Row(office, 1).GetByLabel("Which way it points").SelectOptionAsync("Weakness");
        await Row(office, 1).GetByLabel("Recommendations it bears on").SelectOptionAsync("22");
        await Expect(Row(office, 1).GetByRole(AriaRole.Button, new() { Name = "Take off recommendation 22" })).ToBeVisibleAsync();
        await office.Context.SetOfflineAsync(true);
        await Row(office, 2).GetByLabel("What was said").FillAsync("Managers knew their data and used it");
        await office.WaitForFunctionAsync("() => Object.values(localStorage).some(kept => kept.includes('and used it'))");
        await office.Context.SetOfflineAsync(false);
        await office.ReloadAsync();

        await Expect(office.GetByText("Restored what you typed at")).ToBeVisibleAsync();
        await Expect(Row(office, 1).GetByLabel("Which way it points")).ToHaveValueAsync("Weakness");
        await Expect(Row(office, 1).GetByRole(AriaRole.Button, new() { Name = "Take off recommendation 22" })).ToBeVisibleAsync();
        await Expect(Row(office, 2).GetByLabel("What was said")).ToHaveValueAsync("Managers knew their data and used it");

        await office.GetByRole(AriaRole.Button, new() { Name = "Start afresh" }).ClickAsync();
        await Expect(office.Locator("fieldset")).ToHaveCountAsync(0);
        await office.ReloadAsync();
        await Expect(office.GetByRole(AriaRole.Button, new() { Name = "Make rows" })).ToBeVisibleAsync();
        await Expect(office.GetByText("Restored what you typed at")).ToHaveCountAsync(0);
    });

    [Fact]
    public Task The_office_tests_a_strength_again_and_its_next_date_shows() => portal.WatchAsync(async visit =>
    {
        var office = await visit.SignedInAsync(Person.Office, "visits");
        await office.GetByRole(AriaRole.Link, new() { Name = "The eight children known to be privately fostered" }).ClickAsync();
        await office.GetByRole(AriaRole.Button, new() { Name = "It holds" }).ClickAsync();
        await Expect(office.GetByRole(AriaRole.Alert).Filter(new() { HasText = "Write what was looked at" })).ToBeVisibleAsync();
        await office.GetByLabel("What the test found").FillAsync("All nine children were seen by a manager; two had waited six weeks.");
        await office.GetByRole(AriaRole.Button, new() { Name = "It has declined" }).ClickAsync();

        await Expect(Section(office, "On the watch list of strengths")).ToContainTextAsync("Re-tested: declined");
        await Expect(Section(office, "On the watch list of strengths")).ToContainTextAsync("two had waited six weeks");
    });

    private static ILocator Section(IPage page, string name) => page.GetByRole(AriaRole.Region, new() { Name = name });

    private static ILocator Row(IPage page, int number) => page.GetByRole(AriaRole.Group, new() { Name = $"Finding {number} of 3" });
}
