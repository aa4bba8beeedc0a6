using ImprovementBoard.EndToEnd.Pages;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ImprovementBoard.EndToEnd.Journeys;

/// <summary>What the portal is for: words typed once by a lead reach the commissioner in a pack that nobody assembled.</summary>
[Collection(PortalRun.Name)]
public sealed class MainJourney(Portal portal)
{
    [Fact]
    public Task A_lead_posts_an_update_the_schedule_makes_the_pack_and_the_commissioner_downloads_it() => portal.WatchAsync(async visit =>
    {
        var sentence = $"Managers saw 91 of 94 children, note {Guid.NewGuid().ToString("N")[..8]}.";

        await PostUpdateAsync(await visit.SignInAsync(Person.Lead), sentence);
        await MakePackAsync(await visit.SignInAsync(Person.Office));
        await ReadPackAsync(await visit.SignInAsync(Person.Commissioner), sentence);
    });

    private static async Task PostUpdateAsync(IPage lead, string sentence)
    {
        var (menu, form, action) = (new Menu(lead), new UpdatePage(lead), new ActionPage(lead));
        await menu.EnterProgrammeAsync();
        await menu.OpenAsync("My updates");
        await lead.GetByRole(AriaRole.Link, new() { Name = "Post update on 1.2" }).ClickAsync();
        await form.WriteAsync(sentence, "Somebody they know comes to see them.", "Two posts are empty.");
        await form.SubmitAsync();

        await action.SaysSavedAsync();
        await Expect(action.LatestUpdate).ToContainTextAsync(sentence);
        await lead.ReloadAsync();
        await Expect(action.LatestUpdate).ToContainTextAsync(sentence);
    }

    private static async Task MakePackAsync(IPage office)
    {
        var (menu, schedule, packs) = (new Menu(office), new SchedulePage(office), new PacksPage(office));
        await menu.EnterProgrammeAsync();
        await menu.OpenAsync("Schedule and runs");
        await schedule.OpenFormAsync();
        var soon = NextFullMinuteInLondon();
        await schedule.ChangeToWeeklyAsync(soon.DayOfWeek, TimeOnly.FromDateTime(soon));
        await schedule.StandsAsync(soon.DayOfWeek, TimeOnly.FromDateTime(soon));

        await menu.OpenAsync("Packs");
        await packs.WaitForNumberedAsync(TimeSpan.FromSeconds(100));
    }

    private static async Task ReadPackAsync(IPage commissioner, string sentence)
    {
        var (menu, packs, pack) = (new Menu(commissioner), new PacksPage(commissioner), new PackPage(commissioner));
        await menu.EnterProgrammeAsync();
        await menu.OpenAsync("Packs");
        await packs.Numbered.ClickAsync();
        var hash = await pack.HashAsync();
        var file = await pack.DownloadAsync();

        Assert.Contains(sentence, await file.WordsAsync(), StringComparison.Ordinal);
        var facts = await file.FactsAsync();
        Assert.Contains("Tagged: yes", facts, StringComparison.Ordinal);
        Assert.Contains("Title: Board progress pack: Kirklees children’s services, Week of 6 August 2018", facts, StringComparison.Ordinal);
        Assert.Equal(hash, file.Hash);
        Assert.Equal(hash, (await pack.DownloadAsync()).Hash);
    }

    /// <summary>At least 20 seconds away, so that the form can be saved before it.</summary>
    private static DateTime NextFullMinuteInLondon()
    {
        var now = TimeZoneInfo.ConvertTime(DateTimeOffset.UtcNow, TimeZoneInfo.FindSystemTimeZoneById("Europe/London")).DateTime.AddSeconds(20);
        return now.Date.AddMinutes(Math.Ceiling(now.TimeOfDay.TotalMinutes));
    }
}
