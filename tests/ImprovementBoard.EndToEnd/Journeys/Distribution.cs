using System.Text;
using System.Text.RegularExpressions;
using ImprovementBoard.EndToEnd.Pages;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ImprovementBoard.EndToEnd.Journeys;

/// <summary>An issued pack on its way to somebody outside, who has no account: mail, link, download, and the end of the link.</summary>
[Collection(PagesRun.Name)]
public sealed partial class Distribution(Portal portal)
{
    private const string Address = "overview@scrutiny.example";

    [Fact]
    public Task An_issued_pack_is_mailed_downloaded_by_its_link_and_the_link_withdrawn() => portal.WatchAsync(async visit =>
    {
        var office = await visit.SignedInAsync(Person.Office, "packs/distribution");
        var form = office.GetByRole(AriaRole.Region, new() { Name = "Add somebody outside" });
        await form.GetByLabel("Edition").SelectOptionAsync("Public");
        await form.GetByLabel("Role").FillAsync("Clerk to scrutiny");
        await form.GetByLabel("Agency").FillAsync("Council");
        await form.GetByLabel("E-mail address").FillAsync(Address);
        await form.GetByRole(AriaRole.Button, new() { Name = "Add the recipient" }).ClickAsync();
        await Expect(office.GetByRole(AriaRole.Region, new() { Name = "Public edition" })).ToContainTextAsync(Address);

        await office.GotoAsync(Visit.Below("periods/board-2018-07-12"));
        await office.Locator("//h3[.='Public pack']/following-sibling::div[1]//button").ClickAsync();
        var made = office.GetByRole(AriaRole.Link, new() { Name = "Open it" });
        await Expect(made).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await office.GotoAsync((await made.GetAttributeAsync("href"))!);
        var hash = await new PackPage(office).HashAsync();
        await office.GetByRole(AriaRole.Link, new() { Name = "Who got it by mail" }).ClickAsync();
        var row = office.GetByRole(AriaRole.Row).Filter(new() { HasText = "Clerk to scrutiny" });
        await UntilAsync(office, row, "In the outbox");

        var stranger = await visit.StrangerAsync();
        await stranger.GotoAsync(new Uri(await LinkAsync()).PathAndQuery);
        await Expect(stranger.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("Board of 12 July 2018");
        Assert.Empty(await Axe.ComplaintsAsync(stranger));
        var download = await stranger.RunAndWaitForDownloadAsync(() => stranger.GetByRole(AriaRole.Button, new() { Name = "Download PDF" }).ClickAsync());
        Assert.Equal(hash, new Pdf(await download.PathAsync()).Hash);

        await UntilAsync(office, row, "Downloaded");
        await Expect(row).ToContainTextAsync("1 time");
        await row.GetByRole(AriaRole.Button, new() { Name = "Withdraw link: Clerk to scrutiny" }).ClickAsync();
        await Expect(office.GetByRole(AriaRole.Status)).ToContainTextAsync("The link is withdrawn");
        await stranger.ReloadAsync();
        await Expect(stranger.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("This link was withdrawn");
        await Expect(stranger.GetByRole(AriaRole.Button)).ToHaveCountAsync(0);
    });

    // Mails go out every ten seconds.
    private static async Task UntilAsync(IPage page, ILocator row, string words)
    {
        for (var end = DateTime.UtcNow.AddSeconds(40); DateTime.UtcNow < end && !(await row.InnerTextAsync()).Contains(words, StringComparison.Ordinal);)
        {
            await Task.Delay(500);
            await page.ReloadAsync();
        }
        await Expect(row).ToContainTextAsync(words);
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

    [GeneratedRegex("http[^\r\n]+/pack-link/[A-Za-z0-9_-]{43}")]
    private static partial Regex Link();
}
