using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading.Channels;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.Actions;
using ImprovementBoard.Web.Features.Mail;
using ImprovementBoard.Web.Features.Periods;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ImprovementBoard.EndToEnd;

/// <summary>The portal on a free port with its own data: the demonstration with its schedule paused, and a second programme of strangers.</summary>
public sealed partial class PortalHost : WebApplicationFactory<Program>
{
    public const string Password = "a password for this run only";

    /// <summary>The demonstration, and a programme that none of its people belong to.</summary>
    public const string Slug = "kirklees", StrangersSlug = "elsewhere";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("improvementboard-e2e-");

    private readonly IReadOnlyDictionary<string, string> settings;

    public PortalHost(IReadOnlyDictionary<string, string> settings)
    {
        this.settings = settings;
        UseKestrel(0);
        CopySeeds(Slug, (file, text) => file == "pack-schedules.json" ? text.Replace("\"enabled\": true", "\"enabled\": false", StringComparison.Ordinal) : text);
        CopySeeds(StrangersSlug, (file, text) => file == "pack-schedules.json" ? "[]" : text
            .Replace("\"slug\": \"kirklees\"", $"\"slug\": \"{StrangersSlug}\"", StringComparison.Ordinal)
            .Replace("@kirklees.example", "@elsewhere.example", StringComparison.Ordinal));
    }

    /// <summary>What the server logged so far.</summary>
    public ServerLog Log { get; } = new();

    /// <summary>Where it listens, without a slash at the end.</summary>
    public string Url
    {
        get
        {
            StartServer();
            return ClientOptions.BaseAddress.ToString().TrimEnd('/');
        }
    }

    /// <summary>The checkout, found from where the tests run.</summary>
    public static string Checkout
    {
        get
        {
            var here = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(here.FullName, "ImprovementBoard.sln")))
                here = here.Parent ?? throw new InvalidOperationException("These tests run from a checkout.");
            return here.FullName;
        }
    }

    /// <summary>The demonstration stands at a later day from now on, rated again as by night, and its calendar has carried out what is due by then.</summary>
    public async Task MoveOnAsync(DateOnly day)
    {
        await using (var db = Services.GetRequiredService<BoardDatabase>().OpenWithoutProgramme())
            await db.Programmes.Where(p => p.Slug == Slug).ExecuteUpdateAsync(set => set.SetProperty(p => p.DemonstrationToday, day));
        await Services.GetRequiredService<DeliveryRatings>().BringAllUpToDateAsync(CancellationToken.None);
        await Services.GetRequiredService<PeriodKeeper>().RunAllDueAsync(CancellationToken.None);
    }

    /// <summary>Every mail that is due goes out now and not with the next round.</summary>
    public Task PostAsync() => Services.GetRequiredService<PostOffice>().DeliverDueAsync(CancellationToken.None);

    /// <summary>The link of the invitation mailed to an address.</summary>
    public async Task<string> InvitationAsync(string address)
    {
        // The portal’s own round may have taken the mail a moment before: then its file is still to come.
        var files = Channel.CreateUnbounded<string>();
        using var outbox = new FileSystemWatcher(folder.CreateSubdirectory(Path.Combine("data", "outbox")).FullName, "*.eml");
        outbox.Created += (_, e) => files.Writer.TryWrite(e.FullPath);
        outbox.Renamed += (_, e) => files.Writer.TryWrite(e.FullPath);
        outbox.EnableRaisingEvents = true;
        await PostAsync();
        foreach (var file in Directory.GetFiles(outbox.Path, outbox.Filter))
            files.Writer.TryWrite(file);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        await foreach (var file in files.Reader.ReadAllAsync(patience.Token))
        {
            var mail = await File.ReadAllTextAsync(file, patience.Token);
            if (mail.Contains($" <{address}>", StringComparison.Ordinal))
                return Invitation().Match(Encoding.UTF8.GetString(Convert.FromBase64String(mail.Split("\r\n\r\n", 2)[1].Replace("\r\n", "", StringComparison.Ordinal)))).Value;
        }
        throw new InvalidOperationException($"No mail to {address} in the outbox.");
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        foreach (var (key, value) in settings)
            builder.UseSetting($"ImprovementBoard:{key}", value);
        Configure(builder);
    }

    private void Configure(IWebHostBuilder builder) => builder
        // As a council runs it, error pages included.
        .UseEnvironment(Environments.Staging)
        .UseSetting("ImprovementBoard:Demonstration:Load", "true")
        // These reach the program as arguments, so they are there when it reads its settings.
        .UseSetting("ImprovementBoard:DataDirectory", Path.Combine(folder.FullName, "data"))
        .UseSetting("ImprovementBoard:SeedsDirectory", Path.Combine(folder.FullName, "seeds"))
        .UseSetting("ImprovementBoard:Demonstration:Password", Password)
        .UseSetting("ImprovementBoard:Limits:RequestsPerMinute", "100000")
        .UseSetting("ImprovementBoard:SignIn:PlainHttp", "true")
        .ConfigureLogging(logging => logging.ClearProviders().AddProvider(Log));

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        folder.Delete(recursive: true);
    }

    [GeneratedRegex("http[^\r\n]+/invitation/[A-Za-z0-9_-]{43}")]
    private static partial Regex Invitation();

    private void CopySeeds(string slug, Func<string, string, string> change)
    {
        var target = folder.CreateSubdirectory(Path.Combine("seeds", slug));
        foreach (var file in Directory.GetFiles(Path.Combine(Checkout, "seeds", Slug), "*.json"))
            File.WriteAllText(Path.Combine(target.FullName, Path.GetFileName(file)), change(Path.GetFileName(file), File.ReadAllText(file)));
    }
}

/// <summary>Keeps what the server logs, for a test that fails.</summary>
public sealed class ServerLog : ILoggerProvider
{
    private readonly ConcurrentQueue<(LogLevel Level, string Line)> lines = new();

    public IReadOnlyList<string> Lines => [.. lines.Select(l => l.Line)];

    /// <summary>Errors since the first <paramref name="seen"/> lines.</summary>
    public IReadOnlyList<string> ErrorsAfter(int seen) => [.. lines.Skip(seen).Where(l => l.Level >= LogLevel.Error).Select(l => l.Line)];

    public ILogger CreateLogger(string categoryName) => new Logger(categoryName, lines);

    public void Dispose()
    {
        // Nothing to let go of.
    }

    private sealed class Logger(string category, ConcurrentQueue<(LogLevel Level, string Line)> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue((logLevel, $"{DateTime.UtcNow:HH:mm:ss.fff} {logLevel} {category}: {formatter(state, exception)}{(exception is null ? "" : $"\n{exception}")}"));
    }
}
