using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using ImprovementBoard.EndToEnd.Pages;
using Microsoft.Playwright;

namespace ImprovementBoard.EndToEnd;

/// <summary>The browser windows of one test, watched for complaints.</summary>
public sealed partial class Visit(Portal portal, string name) : IAsyncDisposable
{
    // Every step of every test would be half as slow again.
    private static readonly bool Traced = Environment.GetEnvironmentVariable("ImprovementBoard__TestTraces") == "1";

    private readonly List<(string Who, IBrowserContext Context, IPage Page)> windows = [];
    private readonly List<IPage> tabs = [];
    private readonly ConcurrentQueue<string> complaints = new();
    private readonly int logged = portal.Host.Log.Lines.Count;

    public string Url => portal.Url;

    /// <summary>A window of somebody not signed in.</summary>
    public Task<IPage> StrangerAsync(bool javaScript = true) => OpenAsync("Stranger", null, javaScript);

    /// <summary>A window of somebody who signs in now, through the form.</summary>
    public async Task<IPage> SignInAsync(Person person, bool javaScript = true)
    {
        var page = await OpenAsync($"{person}", null, javaScript);
        await page.GotoAsync("/");
        await new SignInPage(page).SignInAsync(person.Email(), PortalHost.Password);
        portal.Remember(person, await page.Context.StorageStateAsync());
        return page;
    }

    /// <summary>A window of somebody who is signed in already, at an address below the programme.</summary>
    public async Task<IPage> SignedInAsync(Person person, string path)
    {
        var page = portal.SessionOf(person) is { } session ? await OpenAsync($"{person}", session) : await SignInAsync(person);
        await page.GotoAsync(Below(path));
        return page;
    }

    /// <summary>A tab in a window that stays open for others who only look: a window for each look would cost more than the look.</summary>
    public async Task<IPage> LookAsync(Person person, string path)
    {
        if (portal.WindowOf(person) is not { } window)
        {
            if (portal.SessionOf(person) is null)
                await SignInAsync(person);
            portal.Keep(person, window = await NewWindowAsync(portal.SessionOf(person)));
        }
        var page = await window.NewPageAsync();
        tabs.Add(page);
        Listen(page, $"{person}");
        await page.GotoAsync(Below(path));
        return page;
    }

    /// <summary>An address below the programme; one with a slash at its beginning as it is.</summary>
    public static string Below(string path) => path.StartsWith('/') ? path : $"/programmes/{PortalHost.Slug}{(path.Length == 0 ? "" : "/")}{path}";

    /// <summary>No console error (a broken content security policy is one), no script error, no answer 500, no error in the server's log.</summary>
    public void CheckNothingComplained(Regex? expected = null) => Assert.Empty(complaints.Where(c => expected?.IsMatch(c) != true).Concat(portal.Host.Log.ErrorsAfter(logged)));

    /// <summary>Keeps what shows why a test failed; with <c>ImprovementBoard__TestTraces=1</c> traces too, to open with <c>playwright show-trace</c>.</summary>
    public async Task KeepEvidenceAsync()
    {
        var folder = Path.Combine(Portal.Evidence, name);
        Directory.CreateDirectory(folder);
        await File.WriteAllLinesAsync(Path.Combine(folder, "server.log"), portal.Host.Log.Lines);
        await File.WriteAllLinesAsync(Path.Combine(folder, "complaints.txt"), complaints);
        foreach (var page in tabs.Where(t => !t.IsClosed))
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"tab-{tabs.IndexOf(page) + 1}.png"), FullPage = true });
        foreach (var (who, context, page) in windows)
        {
            if (!page.IsClosed)
                await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{who}.png"), FullPage = true });
            if (Traced)
                await context.Tracing.StopAsync(new() { Path = Path.Combine(folder, $"{who}.zip") });
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var page in tabs)
            await page.CloseAsync();
        foreach (var (_, context, _) in windows)
            await context.DisposeAsync();
    }

    private async Task<IPage> OpenAsync(string who, string? session, bool javaScript = true)
    {
        var context = await NewWindowAsync(session, javaScript);
        if (Traced)
            await context.Tracing.StartAsync(new() { Snapshots = true });
        var page = await context.NewPageAsync();
        Listen(page, who);
        windows.Add(($"{who}-{windows.Count + 1}", context, page));
        return page;
    }

    private async Task<IBrowserContext> NewWindowAsync(string? session, bool javaScript = true)
    {
        var window = await portal.Browser.NewContextAsync(new()
        {
            BaseURL = portal.Url,
            Locale = "en-GB",
            TimezoneId = "Europe/London",
            ViewportSize = new() { Width = 1280, Height = 900 },
            StorageState = session,
            JavaScriptEnabled = javaScript,
        });
        window.SetDefaultTimeout(20_000);
        return window;
    }

    private void Listen(IPage page, string who)
    {
        page.Console += (_, message) =>
        {
            // That a page itself is not found or not allowed is an error to the browser too; the test looks at the answer.
            var ownAnswer = message.Location.StartsWith(page.Url, StringComparison.Ordinal) && OwnAnswer().IsMatch(message.Text);
            if (message.Type == "error" && !ownAnswer)
                complaints.Enqueue($"{who} at {page.Url}: {message.Text} ({message.Location})");
        };
        page.PageError += (_, error) => complaints.Enqueue($"{who} at {page.Url}: {error}");
        page.Response += (_, response) =>
        {
            if (response.Status >= 500)
                complaints.Enqueue($"{who}: {response.Status} from {response.Url}");
        };
    }

    [GeneratedRegex("status of 4(0[34]|10)")]
    private static partial Regex OwnAnswer();
}
