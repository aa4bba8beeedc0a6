using System.Security.Cryptography;
using System.Text;
using ImprovementBoard.EndToEnd.Pages;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ImprovementBoard.EndToEnd.Journeys;

/// <summary>What shows that something is done: attached on a phone, downloaded and relied on by somebody else.</summary>
[Collection(PortalRun.Name)]
public sealed class Evidence(Portal portal) : IDisposable
{
    // The second is delivered in the demonstration, with nothing attached that shows it.
    private const string Action = "1.2", Bare = "L6.1";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("improvementboard-files-");

    [Fact]
    public Task A_lead_attaches_a_pdf_on_a_phone_and_the_office_downloads_it_and_signs_off() => portal.WatchAsync(async visit =>
    {
        var path = Write("visits-july.pdf", "%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n");
        var phone = await visit.SignedInAsync(Person.Lead, $"actions/{Action}");
        await phone.SetViewportSizeAsync(360, 740);
        await phone.GetByRole(AriaRole.Button, new() { Name = "Mark as delivered" }).ClickAsync();
        await Expect(phone.GetByRole(AriaRole.Status).Filter(new() { HasText = "Saved." })).ToBeVisibleAsync();

        var office = await visit.SignedInAsync(Person.Office, $"actions/{Bare}");
        await Expect(Section(office, "Evidence")).ToContainTextAsync("No evidence yet.");
        await office.GetByLabel("Check again from").FillAsync("2019-02-06");
        await office.GetByRole(AriaRole.Button, new() { Name = "Sign off", Exact = true }).ClickAsync();
        await Expect(office.GetByRole(AriaRole.Alert).Filter(new() { HasText = "No evidence is attached to action L6.1. Attach some, or send it back." })).ToBeVisibleAsync();

        await Section(phone, "Evidence").GetByRole(AriaRole.Link, new() { Name = "Attach evidence" }).ClickAsync();
        var form = new AttachPage(phone);
        await form.FillAsync(path, "Audit of 30 visits");
        await form.SubmitAsync();
        await form.SaysAttachedAsync();
        var hash = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(path)));
        await Expect(Section(phone, "Versions")).ToContainTextAsync(hash);

        await office.GotoAsync(Visit.Below($"actions/{Action}"));
        await Expect(Section(office, "Decide")).ToContainTextAsync("the strongest is internally tested.");
        await Section(office, "Evidence").GetByRole(AriaRole.Link, new() { Name = "Audit of 30 visits" }).ClickAsync();
        var download = await office.RunAndWaitForDownloadAsync(() => office.GetByRole(AriaRole.Link, new() { Name = "Download visits-july.pdf" }).ClickAsync());
        Assert.Equal("visits-july.pdf", download.SuggestedFilename);
        Assert.Equal(hash, Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(await download.PathAsync()))));

        await office.GotoAsync(Visit.Below($"actions/{Action}"));
        await office.GetByLabel("Check again from").FillAsync("2019-02-06");
        await office.GetByRole(AriaRole.Button, new() { Name = "Sign off", Exact = true }).ClickAsync();
        await Expect(office.GetByRole(AriaRole.Status).Filter(new() { HasText = "Saved." })).ToBeVisibleAsync();
        await Expect(office.Locator(".tag").First).ToHaveTextAsync("Complete");
    });

    [Fact]
    public Task Without_a_script_60_MB_are_refused_in_words_and_a_mended_form_goes_through() => portal.WatchAsync(async visit =>
    {
        var page = await visit.SignInAsync(Person.Lead, javaScript: false);
        await page.GotoAsync(Visit.Below(AttachPage.Address("11.1")));
        var form = new AttachPage(page);
        var film = Write("film.pdf", "%PDF-1.7\n");
        await using (var large = File.OpenWrite(film))
            large.SetLength(60_000_000);

        await form.FillAsync(film, "Audit with pictures");
        await form.SubmitAsync();
        await Expect(form.Summary).ToContainTextAsync("“film.pdf” is larger than 25 MB.");
        await Expect(form.Finding).ToHaveValueAsync("27 of 30 children were seen on the planned day.");

        await page.GetByLabel("File", new() { Exact = true }).SetInputFilesAsync(Write("audit.csv", "seen,children\r\nyes,27\r\nno,3\r\n"));
        await form.SubmitAsync();
        await form.SaysAttachedAsync();
    });

    public void Dispose() => folder.Delete(recursive: true);

    private string Write(string name, string content)
    {
        var path = Path.Combine(folder.FullName, name);
        File.WriteAllText(path, content, Encoding.ASCII);
        return path;
    }

    private static ILocator Section(IPage page, string name) => page.GetByRole(AriaRole.Region, new() { Name = name, Exact = true });
}
