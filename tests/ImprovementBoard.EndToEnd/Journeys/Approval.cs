using ImprovementBoard.EndToEnd.Pages;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ImprovementBoard.EndToEnd.Journeys;

/// <summary>A pack that two approve before it goes out, what anybody can check of it, and what becomes of it when it is corrected.</summary>
[Collection(PagesRun.Name)]
public sealed class Approval(Portal portal)
{
    private const string Period = "periods/board-2018-07-12";

    [Fact]
    public Task A_pack_is_prepared_approved_in_order_issued_checked_and_superseded() => portal.WatchAsync(async visit =>
    {
        var office = await visit.SignedInAsync(Person.Office, SchedulePage.Address);
        await new SchedulePage(office).ApprovedByAsync("Head of safeguarding", "Board chair");

        var pack = await PrepareAsync(office, Period, "Prepare for approval");
        await Expect(office.GetByRole(AriaRole.Region, new() { Name = "Approval and issue" })).ToContainTextAsync("It waits for the head of safeguarding, 1 of 2.");
        var hash = await new PackPage(office).HashAsync();

        var chair = await visit.SignedInAsync(Person.Chair, "packs");
        await Expect(chair.GetByRole(AriaRole.Region, new() { Name = "Waiting for approval" })).ToContainTextAsync("Head of safeguarding");
        var member = await visit.SignedInAsync(Person.Member, "packs");
        Assert.Equal(404, (await member.GotoAsync(pack))!.Status);

        await ApproveAsync(await visit.SignedInAsync(Person.Lead, "my-updates"), "v1", hash, "Then it goes to the next approver.");
        await ApproveAsync(await visit.SignedInAsync(Person.Chair, ""), "v1", hash, "Yours is the last approval: it issues the pack.");

        var commissioner = await visit.SignedInAsync(Person.Commissioner, pack.Split("/kirklees/")[1]);
        var file = await new PackPage(commissioner).DownloadAsync();
        Assert.Equal(hash, file.Hash);
        await commissioner.GotoAsync(Visit.Below("packs/register"));
        var row = commissioner.GetByRole(AriaRole.Row).Filter(new() { HasText = hash[..12] });
        await Expect(row).ToContainTextAsync("Issued");
        await Expect(row).ToContainTextAsync("Commissioner: PDF");

        Assert.Equal("Genuine and current", await CheckFileAsync(visit, file.Path));
        await office.GotoAsync(pack);
        await office.GetByLabel("Why is there to be another version?").FillAsync("Table 2.1 named the wrong month.");
        var second = await PrepareHereAsync(office, "Prepare a corrected version");
        var corrected = await new PackPage(office).HashAsync();
        await ApproveAsync(await visit.SignedInAsync(Person.Lead, "my-updates"), "v2", corrected, "Then it goes to the next approver.");
        await ApproveAsync(await visit.SignedInAsync(Person.Chair, ""), "v2", corrected, "Yours is the last approval: it issues the pack.");

        Assert.Equal("Genuine, but superseded", await CheckHashAsync(visit, hash[..12]));
        await member.GotoAsync(pack);
        await Expect(member.GetByText("was superseded on")).ToContainTextAsync($"Pack {second.Split('/')[^1]}");
        Assert.Equal(200, (await member.Context.APIRequest.GetAsync($"{pack}/download")).Status);
    });

    private static async Task<string> PrepareAsync(IPage office, string path, string button)
    {
        await office.GotoAsync(Visit.Below(path));
        return await PrepareHereAsync(office, button);
    }

    /// <summary>Presses the button, waits for the pack and opens it. Answers its address.</summary>
    private static async Task<string> PrepareHereAsync(IPage office, string button)
    {
        await office.GetByRole(AriaRole.Button, new() { Name = button }).ClickAsync();
        var made = office.GetByRole(AriaRole.Link, new() { Name = "Open it" });
        await Expect(made).ToBeVisibleAsync(new() { Timeout = 60_000 });
        var address = (await made.GetAttributeAsync("href"))!;
        await office.GotoAsync(address);
        return address;
    }

    /// <summary>From the page where the approver looks.</summary>
    private static async Task ApproveAsync(IPage page, string version, string hash, string afterwards)
    {
        await page.Locator(".notice").Filter(new() { HasText = $"2018-07-12 {version}" }).GetByRole(AriaRole.Link, new() { Name = "Read and approve it" }).ClickAsync();
        var decide = page.GetByRole(AriaRole.Region, new() { Name = "Your approval" });
        await Expect(decide).ToContainTextAsync($"SHA-256 {hash}");
        await Expect(decide).ToContainTextAsync(afterwards);
        await decide.GetByRole(AriaRole.Button, new() { Name = "Approve" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = "Saved." })).ToBeVisibleAsync();
    }

    private static async Task<string> CheckFileAsync(Visit visit, string path)
    {
        var stranger = await visit.StrangerAsync();
        await stranger.GotoAsync("/sign-in");
        await stranger.GetByRole(AriaRole.Link, new() { Name = "Check whether a pack is genuine" }).ClickAsync();
        await stranger.GetByLabel("The PDF").SetInputFilesAsync(path);
        await stranger.GetByRole(AriaRole.Button, new() { Name = "Check the file" }).ClickAsync();
        return await AnswerAsync(stranger);
    }

    private static async Task<string> CheckHashAsync(Visit visit, string hash)
    {
        var stranger = await visit.StrangerAsync(javaScript: false);
        await stranger.GotoAsync("/verify");
        await stranger.GetByLabel("Or the SHA-256 of the file").FillAsync(hash);
        await stranger.GetByRole(AriaRole.Button, new() { Name = "Check the SHA-256" }).ClickAsync();
        return await AnswerAsync(stranger);
    }

    private static async Task<string> AnswerAsync(IPage stranger)
    {
        await stranger.WaitForURLAsync(url => url.Contains("sha256=", StringComparison.Ordinal));
        return await stranger.GetByRole(AriaRole.Heading, new() { Level = 2 }).First.InnerTextAsync();
    }
}
