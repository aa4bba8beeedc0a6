using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ImprovementBoard.EndToEnd.Pages;

internal sealed class PackPage(IPage page)
{
    /// <summary>The SHA-256 that the page shows.</summary>
    public async Task<string> HashAsync()
    {
        var hash = page.Locator("dl > div").Filter(new() { HasText = "SHA-256 of the file" }).Locator("dd");
        await Expect(hash).ToBeVisibleAsync();
        return await hash.InnerTextAsync();
    }

    public async Task<Pdf> DownloadAsync()
    {
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "Download PDF", Exact = true }).ClickAsync());
        return new Pdf(await download.PathAsync());
    }
}
