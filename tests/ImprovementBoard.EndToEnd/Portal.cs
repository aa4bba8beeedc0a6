using System.Collections.Concurrent;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace ImprovementBoard.EndToEnd;

/// <summary>One portal and one browser for all tests of a collection.</summary>
public class Portal : IAsyncLifetime
{
    /// <summary>Where a failed test leaves what shows why; emptied by the next run.</summary>
    public static readonly string Evidence = EmptyFolder(Path.Combine(PortalHost.Checkout, "tests", "ImprovementBoard.EndToEnd", "TestResults"));

    private readonly ConcurrentDictionary<Person, string> sessions = new();
    private readonly ConcurrentDictionary<Person, IBrowserContext> windows = new();
    private readonly ConcurrentDictionary<Person, CookieContainer> cookies = new();
    private IPlaywright playwright = null!;

    public Portal() : this(new Dictionary<string, string>())
    {
    }

    protected Portal(IReadOnlyDictionary<string, string> settings) => Host = new(settings);

    public PortalHost Host { get; }

    public IBrowser Browser { get; private set; } = null!;

    public string Url => Host.Url;

    /// <summary>Runs a journey. When it fails, or the browser or the server complains, TestResults holds pictures, complaints and the server's log.</summary>
    /// <param name="expected">Complaints of the browser that the journey brings about on purpose.</param>
    public async Task WatchAsync(Func<Visit, Task> journey, [CallerMemberName] string name = "", [CallerFilePath] string file = "", Regex? expected = null)
    {
        await using var visit = new Visit(this, $"{Path.GetFileNameWithoutExtension(file)}.{name}");
        try
        {
            // A journey that hangs is a fault with a name; green ones take seconds.
            await journey(visit).WaitAsync(TimeSpan.FromMinutes(4));
            visit.CheckNothingComplained(expected);
        }
        catch
        {
            await visit.KeepEvidenceAsync();
            throw;
        }
    }

    /// <summary>Cookies of somebody who signed in before, because the portal slows down sign-ins.</summary>
    internal string? SessionOf(Person person) => sessions.GetValueOrDefault(person);

    internal void Remember(Person person, string session) => sessions[person] = session;

    /// <summary>A window of somebody who only looks; it is closed with the browser.</summary>
    internal IBrowserContext? WindowOf(Person person) => windows.GetValueOrDefault(person);

    internal void Keep(Person person, IBrowserContext window) => windows[person] = window;

    /// <summary>Cookies of a caller that is no browser and signed in before.</summary>
    internal CookieContainer? CookiesOf(Person person) => cookies.GetValueOrDefault(person);

    internal void Remember(Person person, CookieContainer signedIn) => cookies[person] = signedIn;

    public virtual async Task InitializeAsync()
    {
        _ = Url;
        // Long enough for two busy cores; a green run never waits for it.
        Assertions.SetDefaultExpectTimeout(15_000);
        playwright = await Playwright.CreateAsync();
        Browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Environment.GetEnvironmentVariable("CHROMIUM_PATH") ?? "/usr/bin/chromium",
            Args = ["--lang=en-GB", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    private static string EmptyFolder(string path)
    {
        if (Directory.Exists(path))
            Directory.Delete(path, recursive: true);
        return path;
    }

    public virtual async Task DisposeAsync()
    {
        await Browser.DisposeAsync();
        playwright.Dispose();
        await Host.DisposeAsync();
    }
}

/// <summary>People at work: these tests share a portal and run one after another.</summary>
[CollectionDefinition(Name)]
public sealed class PortalRun : ICollectionFixture<Portal>
{
    public const string Name = "Portal";
}

/// <summary>Pages looked at and addresses called: these tests share another portal, beside the one people work in.</summary>
[CollectionDefinition(Name)]
public sealed class PagesRun : ICollectionFixture<Portal>
{
    public const string Name = "Pages";
}

/// <summary>A portal whose date moves on.</summary>
[CollectionDefinition(Name)]
public sealed class CalendarRun : ICollectionFixture<Portal>
{
    public const string Name = "Calendar";
}
