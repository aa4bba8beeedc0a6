using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ImprovementBoard.EndToEnd.Pages;

internal sealed class ActionPage(IPage page)
{
    /// <summary>The latest update, which stands first.</summary>
    public ILocator LatestUpdate => page.GetByRole(AriaRole.Article).First;

    public Task SaysSavedAsync() => Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Your update is saved.");
}
