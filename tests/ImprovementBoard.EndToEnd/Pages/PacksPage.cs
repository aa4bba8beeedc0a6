using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ImprovementBoard.EndToEnd.Pages;

internal sealed partial class PacksPage(IPage page)
{
    private readonly ILocator build = page.GetByRole(AriaRole.Region, new() { Name = "Build it now" });

    public const string Address = "packs";

    /// <summary>Packs with a number, which the schedule made.</summary>
    public ILocator Numbered => page.GetByRole(AriaRole.Link, new() { NameRegex = NumberedName() });

    public ILocator Drafts => page.GetByRole(AriaRole.Link, new() { NameRegex = DraftName() });

    /// <summary>How the last run by hand ended.</summary>
    public ILocator Outcome => build.Locator(".notice");

    /// <summary>Loads the page again and again until the schedule has made a pack.</summary>
    public async Task WaitForNumberedAsync(TimeSpan atMost)
    {
        var end = DateTime.UtcNow + atMost;
        while (await Numbered.CountAsync() == 0)
        {
            Assert.True(DateTime.UtcNow < end, $"The schedule made no pack within {atMost.TotalSeconds} seconds.");
            await Task.Delay(TimeSpan.FromSeconds(1));
            await page.ReloadAsync();
        }
    }

    /// <summary>Builds a draft and answers everything the page said on the way.</summary>
    public async Task<string> BuildDraftAsync()
    {
        var status = build.GetByRole(AriaRole.Status);
        await Expect(status).ToBeAttachedAsync();
        // A draft takes half a second, so a test that only looks now and then would miss what is said meanwhile.
        await status.EvaluateAsync("""
            box => {
              window.said = '';
              new MutationObserver(() => window.said += `${box.textContent.trim()}\n`).observe(box, { subtree: true, childList: true, characterData: true });
            }
            """);
        await build.GetByRole(AriaRole.Button, new() { Name = "Build now" }).ClickAsync();
        await Expect(Outcome).ToContainTextAsync("Made draft", new() { Timeout = 60_000 });
        return await page.EvaluateAsync<string>("() => window.said");
    }

    public Task OpenBuiltAsync() => build.GetByRole(AriaRole.Link, new() { Name = "Open it" }).ClickAsync();

    [GeneratedRegex(@"^Pack \d+$")]
    private static partial Regex NumberedName();

    [GeneratedRegex(@"^Draft \d+$")]
    private static partial Regex DraftName();
}
