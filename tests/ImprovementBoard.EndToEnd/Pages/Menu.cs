using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ImprovementBoard.EndToEnd.Pages;

/// <summary>Going through the portal by clicking.</summary>
internal sealed class Menu(IPage page)
{
    /// <summary>From the list of programmes into the demonstration.</summary>
    public async Task EnterProgrammeAsync()
    {
        await page.GetByRole(AriaRole.Link, new() { Name = "Kirklees" }).ClickAsync();
        await HeadingIsAsync("Where the programme stands");
    }

    /// <summary>By a link of the navigation, whose page has the heading <paramref name="heading"/>.</summary>
    public async Task OpenAsync(string link, string? heading = null)
    {
        // A count may stand behind the words of the link.
        await page.GetByRole(AriaRole.Navigation, new() { Name = "Programme" })
            .GetByRole(AriaRole.Link, new() { NameRegex = new Regex($@"^{link}\s*\d*$") }).ClickAsync();
        await HeadingIsAsync(heading ?? link);
    }

    public Task HeadingIsAsync(string heading) => Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync(heading);
}
