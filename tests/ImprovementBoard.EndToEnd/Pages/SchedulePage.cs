using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ImprovementBoard.EndToEnd.Pages;

internal sealed class SchedulePage(IPage page)
{
    public const string Address = "packs/schedule";

    public async Task OpenFormAsync()
    {
        await page.GetByText("Change the schedule").ClickAsync();
        await Expect(page.GetByLabel("How often")).ToBeVisibleAsync();
    }

    public async Task ChangeToWeeklyAsync(DayOfWeek day, TimeOnly at)
    {
        await page.GetByLabel("How often").SelectOptionAsync("Every week");
        await page.GetByLabel("Day of the week").SelectOptionAsync($"{day}");
        await page.GetByLabel("At", new() { Exact = true }).FillAsync($"{at:HH\\:mm}");
        await page.GetByLabel("Packs are made").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save schedule" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Saved");
    }

    /// <summary>Tries the schedule, and answers the address of the draft it made.</summary>
    public async Task<string> TryAsync()
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Test run to myself" }).ClickAsync();
        var made = page.Locator(".acts").GetByRole(AriaRole.Link, new() { Name = "Open it" });
        await Expect(made).ToBeVisibleAsync(new() { Timeout = 60_000 });
        return (await made.GetAttributeAsync("href"))!;
    }

    /// <summary>Names who approves packs, in this order.</summary>
    public async Task ApprovedByAsync(params string[] posts)
    {
        await OpenFormAsync();
        for (var i = 0; i < 3; i++)
            await ChooseAsync(page.GetByLabel($"{i + 1}. approver"), i < posts.Length ? posts[i] : "Nobody");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save schedule" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Saved");
    }

    // The agency stands behind the title of a post.
    private static async Task ChooseAsync(ILocator place, string post) =>
        await place.SelectOptionAsync((await place.Locator("option").Filter(new() { HasTextRegex = new($"^{Regex.Escape(post)}(,|$)") }).First.GetAttributeAsync("value"))!);

    /// <summary>What the page says after a reload about when the pack is made.</summary>
    public async Task StandsAsync(DayOfWeek day, TimeOnly at)
    {
        await page.ReloadAsync();
        await Expect(page.GetByRole(AriaRole.Main)).ToContainTextAsync($"Weekly, on {day} at {at:HH\\:mm} (London time)");
    }
}
