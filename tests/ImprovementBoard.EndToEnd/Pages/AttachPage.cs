using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ImprovementBoard.EndToEnd.Pages;

/// <summary>The form that attaches evidence.</summary>
internal sealed class AttachPage(IPage page)
{
    public static string Address(string action) => $"actions/{action}/evidence/add";

    public ILocator Finding => page.GetByLabel("What does it show?");

    public ILocator Summary => page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "to put right" });

    public async Task FillAsync(string path, string title)
    {
        await page.GetByLabel("File", new() { Exact = true }).SetInputFilesAsync(path);
        await page.GetByLabel("What is it?").FillAsync(title);
        await page.GetByLabel("Kind").SelectOptionAsync("Audit");
        await page.GetByRole(AriaRole.Radio, new() { Name = "Internally tested" }).CheckAsync();
        await page.GetByLabel("Date of the evidence").FillAsync("2018-07-20");
        await page.GetByLabel("How many did it look at?").FillAsync("30");
        await Finding.FillAsync("27 of 30 children were seen on the planned day.");
        await page.GetByLabel("I have checked that no child can be identified").CheckAsync();
    }

    public Task SubmitAsync() => page.GetByRole(AriaRole.Button, new() { Name = "Attach evidence" }).ClickAsync();

    public Task SaysAttachedAsync() => Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Attached.");
}
