using System.Text;
using System.Text.RegularExpressions;
using ImprovementBoard.EndToEnd.Pages;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ImprovementBoard.EndToEnd.Journeys;

/// <summary>
/// What the product is named for: the office opens a period, its facts are frozen, two approve its pack, somebody outside downloads it by a link, and
/// anybody can check the file; then the pack is corrected. In a portal of its own, because its date moves on.
/// </summary>
[Collection(CalendarRun.Name)]
public sealed partial class FromPeriodToReader(Portal portal)
{
    private const string Period = "periods/board-2018-12-13", Label = "2018-12-13", Address = "overview@scrutiny.example";

    [Fact]
    public Task From_opening_a_period_to_a_download_that_is_genuine_and_the_correction_of_it() => portal.WatchAsync(async visit =>
    {
        var office = await visit.SignedInAsync(Person.Office, "packs/distribution");
        await AddRecipientAsync(office);
        await office.GotoAsync(Visit.Below(SchedulePage.Address));
        await new SchedulePage(office).ApprovedByAsync("Head of safeguarding", "Board chair");
        await OpenPeriodAsync(office);
        await portal.Host.MoveOnAsync(new(2018, 11, 30));
        await office.GotoAsync(Visit.Below(Period));
        await Expect(Section(office, "Dates")).ToContainTextAsync("Frozen");
        await Expect(office.GetByRole(AriaRole.Button, new() { Name = "Prepare for approval" })).ToHaveCountAsync(0);
        await WaiveEverythingAsync(office);

        await office.GotoAsync(Visit.Below(Period));
        var pack = await PrepareAsync(office, "Prepare for approval: board pack");
        await Expect(Section(office, "Approval and issue")).ToContainTextAsync("It waits for the head of safeguarding, 1 of 2.");
        var hash = await new PackPage(office).HashAsync();
        var chair = await visit.SignedInAsync(Person.Chair, "packs");
        await Expect(Section(chair, "Waiting for approval")).ToContainTextAsync("Head of safeguarding");
        var member = await visit.SignedInAsync(Person.Member, "packs");
        Assert.Equal(404, (await member.GotoAsync(pack))!.Status);
        await ApproveAsync(await visit.SignedInAsync(Person.Lead, "my-updates"), "v1", hash, "Then it goes to the next approver.");
        await ApproveAsync(await visit.SignedInAsync(Person.Chair, ""), "v1", hash, "Yours is the last approval: it issues the pack.");

        await portal.Host.PostAsync();
        var stranger = await visit.StrangerAsync();
        await stranger.GotoAsync(new Uri(await LinkAsync()).PathAndQuery);
        await Expect(stranger.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("Board of 13 December 2018");
        Assert.Empty(await Axe.ComplaintsAsync(stranger));
        var download = await stranger.RunAndWaitForDownloadAsync(() => stranger.GetByRole(AriaRole.Button, new() { Name = "Download PDF" }).ClickAsync());
        var file = new Pdf(await download.PathAsync());
        Assert.Equal(hash, file.Hash);
        Assert.Equal("Genuine and current", await CheckFileAsync(visit, file.Path));

        await office.GotoAsync(pack);
        await office.GetByRole(AriaRole.Link, new() { Name = "Who got it by mail" }).ClickAsync();
        var row = office.GetByRole(AriaRole.Row).Filter(new() { HasText = "Clerk to scrutiny" });
        await Expect(row).ToContainTextAsync("Downloaded");
        await Expect(row).ToContainTextAsync("1 time");
        await row.GetByRole(AriaRole.Button, new() { Name = "Withdraw link: Clerk to scrutiny" }).ClickAsync();
        await Expect(office.GetByRole(AriaRole.Status)).ToContainTextAsync("The link is withdrawn");
        await stranger.ReloadAsync();
        await Expect(stranger.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("This link was withdrawn");
        await Expect(stranger.GetByRole(AriaRole.Button)).ToHaveCountAsync(0);

        var commissioner = await visit.SignedInAsync(Person.Commissioner, pack.Split("/kirklees/")[1]);
        Assert.Equal(hash, (await new PackPage(commissioner).DownloadAsync()).Hash);
        await commissioner.GotoAsync(Visit.Below("packs/register"));
        var entry = commissioner.GetByRole(AriaRole.Row).Filter(new() { HasText = hash[..12] });
        await Expect(entry).ToContainTextAsync("Issued");
        await Expect(entry).ToContainTextAsync("Commissioner: PDF");

        await office.GotoAsync(pack);
        await office.GetByLabel("Why is there to be another version?").FillAsync("Table 2.1 named the wrong month.");
        var second = await PrepareAsync(office, "Prepare a corrected version");
        var corrected = await new PackPage(office).HashAsync();
        await ApproveAsync(await visit.SignedInAsync(Person.Lead, "my-updates"), "v2", corrected, "Then it goes to the next approver.");
        await ApproveAsync(await visit.SignedInAsync(Person.Chair, ""), "v2", corrected, "Yours is the last approval: it issues the pack.");
        Assert.Equal("Superseded", await CheckHashAsync(visit, hash[..12]));
        await member.GotoAsync(pack);
        await Expect(member.GetByText("was superseded on")).ToContainTextAsync($"Pack {second.Split('/')[^1]}");
        Assert.Equal(200, (await member.Context.APIRequest.GetAsync($"{pack}/download")).Status);
    });

    private static async Task AddRecipientAsync(IPage office)
    {
        var form = Section(office, "Add somebody outside");
        await form.GetByLabel("Edition").SelectOptionAsync("Board");
        await form.GetByLabel("Role").FillAsync("Clerk to scrutiny");
        await form.GetByLabel("Agency").FillAsync("Council");
        await form.GetByLabel("E-mail address").FillAsync(Address);
        await form.GetByRole(AriaRole.Button, new() { Name = "Add the recipient" }).ClickAsync();
        await Expect(Section(office, "Board edition")).ToContainTextAsync(Address);
    }

    /// <summary>Adds the next meeting to the calendar; the period that leads to it is planned, then collects.</summary>
    private async Task OpenPeriodAsync(IPage office)
    {
        await office.GotoAsync(Visit.Below("periods"));
        await office.GetByLabel("First meeting").FillAsync("2018-12-13");
        await office.GetByLabel("How many meetings").FillAsync("1");
        await Expect(office.Locator("#preview")).ToContainTextAsync("29 Nov 2018");
        await office.GetByRole(AriaRole.Button, new() { Name = "Add periods" }).ClickAsync();
        await office.GetByRole(AriaRole.Link, new() { Name = "Board of 13 December 2018" }).ClickAsync();
        await Expect(Section(office, "Dates")).ToContainTextAsync("Planned");
        await portal.Host.MoveOnAsync(new(2018, 11, 16));
        await office.ReloadAsync();
        await Expect(Section(office, "Dates")).ToContainTextAsync("Collecting");
    }

    private static async Task WaiveEverythingAsync(IPage office)
    {
        var waive = office.GetByRole(AriaRole.Link, new() { NameRegex = new("^Waive ") });
        await office.GotoAsync(Visit.Below($"{Period}/readiness"));
        while (await waive.CountAsync() > 0)
        {
            await waive.First.ClickAsync();
            await office.GetByLabel("Why packs may go out without").FillAsync("The board looks at each of these itself on 13 December.");
            await office.GetByRole(AriaRole.Button, new() { NameRegex = new("^Waive") }).ClickAsync();
            await Expect(office.GetByRole(AriaRole.Status).Filter(new() { HasText = "Waived." })).ToBeVisibleAsync();
        }
    }

    /// <summary>Presses the button, waits for the pack and opens it. Answers its address.</summary>
    private static async Task<string> PrepareAsync(IPage office, string button)
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
        await page.Locator(".notice").Filter(new() { HasText = $"{Label} {version}" }).GetByRole(AriaRole.Link, new() { Name = "Read and approve it" }).ClickAsync();
        var decide = Section(page, "Your approval");
        await Expect(decide).ToContainTextAsync($"SHA-256 {hash}");
        await Expect(decide).ToContainTextAsync(afterwards);
        await decide.GetByRole(AriaRole.Button, new() { Name = "Approve" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = "Saved." })).ToBeVisibleAsync();
    }

    /// <summary>The link in the mail that lies in the outbox.</summary>
    private async Task<string> LinkAsync()
    {
        var outbox = Path.Combine(portal.Host.Services.GetRequiredService<IConfiguration>()["ImprovementBoard:DataDirectory"]!, "outbox");
        foreach (var file in Directory.GetFiles(outbox, "*.eml"))
        {
            var mail = await File.ReadAllTextAsync(file);
            if (mail.Contains($" <{Address}>", StringComparison.Ordinal))
                return Link().Match(Encoding.UTF8.GetString(Convert.FromBase64String(mail.Split("\r\n\r\n", 2)[1].Replace("\r\n", "", StringComparison.Ordinal)))).Value;
        }
        throw new InvalidOperationException($"No mail to {Address} in {outbox}.");
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
        await stranger.GetByLabel("Or the SHA-256").FillAsync(hash);
        await stranger.GetByRole(AriaRole.Button, new() { Name = "Check the SHA-256" }).ClickAsync();
        return await AnswerAsync(stranger);
    }

    private static async Task<string> AnswerAsync(IPage stranger)
    {
        await Expect(stranger).ToHaveURLAsync(new Regex("(file|sha256)="));
        return await stranger.GetByRole(AriaRole.Heading, new() { Level = 2 }).First.InnerTextAsync();
    }

    private static ILocator Section(IPage page, string name) => page.GetByRole(AriaRole.Region, new() { Name = name, Exact = true });

    [GeneratedRegex("http[^\r\n]+/pack-link/[A-Za-z0-9_-]{43}")]
    private static partial Regex Link();
}
