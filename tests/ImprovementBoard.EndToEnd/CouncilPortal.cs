using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Web.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ImprovementBoard.EndToEnd;

/// <summary>A portal whose council has a provider of sign-ins: a real one, on this machine, once a test starts it.</summary>
public sealed class CouncilPortal : Portal
{
    private const string ClientId = "portal", ClientSecret = "only for tests";

    private static readonly int Port = FreePort();

    private Process? provider;

    public CouncilPortal() : base(Settings())
    {
    }

    /// <summary>Where the provider is.</summary>
    public static string Provider => $"http://127.0.0.1:{Port}";

    /// <summary>An hour has passed since anybody proved anything to the provider.</summary>
    public async Task AgeProofsAsync()
    {
        var before = DateTimeOffset.UtcNow.AddHours(-1);
        await using var db = Host.Services.GetRequiredService<BoardDatabase>().OpenWithoutProgramme();
        await db.Sessions.Where(s => s.ProvedAt != null).ExecuteUpdateAsync(set => set.SetProperty(s => s.ProvedAt, before));
    }

    /// <summary>Starts the provider and waits until it serves.</summary>
    public async Task StartProviderAsync()
    {
        if (provider is not null)
            return;
        var start = new ProcessStartInfo("node")
        {
            WorkingDirectory = Path.Combine(PortalHost.Checkout, "tests", "SignOnProvider"),
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var arg in new[] { "provider.mjs", $"{Port}", ClientId, ClientSecret, Url })
            start.ArgumentList.Add(arg);
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        provider = Process.Start(start)!;
        provider.Exited += (_, _) => ready.TrySetException(new InvalidOperationException("The provider ended before it was ready."));
        provider.EnableRaisingEvents = true;
        provider.OutputDataReceived += (_, e) => _ = e.Data == "ready" && ready.TrySetResult();
        provider.BeginOutputReadLine();
        // What it warns of, such as its own use in tests, is read so that it never waits for a reader.
        provider.BeginErrorReadLine();
        await ready.Task.WaitAsync(TimeSpan.FromSeconds(60));
    }

    public override async Task DisposeAsync()
    {
        if (provider is { HasExited: false })
        {
            provider.Kill();
            await provider.WaitForExitAsync();
        }
        provider?.Dispose();
        await base.DisposeAsync();
    }

    private static Dictionary<string, string> Settings() => new()
    {
        ["SingleSignOn:Authority"] = Provider,
        ["SingleSignOn:ClientId"] = ClientId,
        ["SingleSignOn:ClientSecret"] = ClientSecret,
        ["SingleSignOn:Groups:0:Group"] = "leads",
        ["SingleSignOn:Groups:0:Programme"] = PortalHost.Slug,
        ["SingleSignOn:Groups:0:Role"] = nameof(Role.Lead),
        ["SingleSignOn:Groups:0:Title"] = "Head of early help",
        ["SingleSignOn:Groups:0:Agency"] = "Council",
    };

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

/// <summary>A portal whose council’s provider is down.</summary>
public sealed class DownPortal() : Portal(new Dictionary<string, string>
{
    ["SingleSignOn:Authority"] = "http://127.0.0.1:9",
    ["SingleSignOn:ClientId"] = "portal",
    ["SingleSignOn:ClientSecret"] = "only for tests",
    ["SingleSignOn:Name"] = "your Kirklees account",
});

/// <summary>People who cannot sign in with their council account today.</summary>
[CollectionDefinition(Name)]
public sealed class DownRun : ICollectionFixture<DownPortal>
{
    public const string Name = "Council down";
}

/// <summary>People who sign in with their council account.</summary>
[CollectionDefinition(Name)]
public sealed class CouncilRun : ICollectionFixture<CouncilPortal>
{
    public const string Name = "Council";
}

/// <summary>A test that runs the provider; skipped, with the reason, where Node.js is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NodeFactAttribute : FactAttribute
{
    public NodeFactAttribute()
    {
        if (!(Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "node")) || File.Exists(Path.Combine(folder, "node.exe"))))
            Skip = "Node.js is not installed, so no provider of sign-ins can be run.";
    }
}
