using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ImprovementBoard.EndToEnd.Pages;

/// <summary>The form in which a lead or the office posts an update.</summary>
internal sealed partial class UpdatePage(IPage page)
{
    public ILocator WhatChanged => page.GetByLabel("What changed?");
    public ILocator ChildWouldNotice => page.GetByLabel("What would a child notice?");
    public ILocator InTheWay => page.GetByLabel("What is in the way?");
    public ILocator Forecast => page.GetByLabel("When will it finish?");

    /// <summary>Where the draft stands.</summary>
    public ILocator Draft => page.Locator("[data-kept]");

    /// <summary>What the connection means for what is typed.</summary>
    public ILocator Said => page.Locator("[data-said]");

    /// <summary>What is wrong, all in one place.</summary>
    public ILocator Summary => page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "to put right" });

    public static string Address(string reference) => $"actions/{reference}/update";

    /// <summary>Throws away what an earlier test typed about this action.</summary>
    public async Task<UpdatePage> AfreshAsync()
    {
        if (await page.GetByRole(AriaRole.Button, new() { Name = "Start afresh" }).IsVisibleAsync())
        {
            await page.GetByRole(AriaRole.Button, new() { Name = "Start afresh" }).ClickAsync();
            await Expect(WhatChanged).ToHaveValueAsync("No change");
        }
        return this;
    }

    public async Task WriteAsync(string whatChanged, string childWouldNotice = "Nothing yet", string inTheWay = "Nothing", string forecast = "2018-12-21")
    {
        await WhatChanged.FillAsync(whatChanged);
        await ChildWouldNotice.FillAsync(childWouldNotice);
        await InTheWay.FillAsync(inTheWay);
        await Forecast.FillAsync(forecast);
    }

    public Task SubmitAsync() => page.GetByRole(AriaRole.Button, new() { NameRegex = Submit() }).ClickAsync();

    /// <summary>The sentence beside a field, and in the summary.</summary>
    public async Task RefusesAsync(ILocator field, string sentence)
    {
        await Expect(Summary).ToContainTextAsync(sentence);
        await Expect(field).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(page.Locator(".field").Filter(new() { Has = field })).ToContainTextAsync(sentence);
    }

    // “Submit mine as well” where somebody was faster.
    [GeneratedRegex("^Submit (update|mine as well)$")]
    private static partial Regex Submit();
}
