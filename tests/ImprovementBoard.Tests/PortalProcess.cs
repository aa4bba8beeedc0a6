using System.Diagnostics;

namespace ImprovementBoard.Tests;

/// <summary>The built portal as a process of its own.</summary>
internal sealed class PortalProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process process;
    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<string> said = [];

    private PortalProcess(IEnumerable<KeyValuePair<string, string>> settings, string[] args)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList = { typeof(Program).Assembly.Location },
        };
        foreach (var arg in args)
            start.ArgumentList.Add(arg);
        // It lives for a second or two: nothing it learns about its own hot paths pays.
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        foreach (var (key, value) in settings)
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        process = new Process { StartInfo = start, EnableRaisingEvents = true };
        process.Exited += (_, _) => ready.TrySetException(new InvalidOperationException("It ended."));
        process.OutputDataReceived += (_, e) => Hear(e.Data);
        process.ErrorDataReceived += (_, e) => Hear(e.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Starts a portal and waits until it serves.</summary>
    public static async Task<PortalProcess> StartAsync(IEnumerable<KeyValuePair<string, string>> settings)
    {
        var portal = new PortalProcess(settings, []);
        try
        {
            await portal.ready.Task.WaitAsync(Patience);
        }
        catch (Exception e) when (e is TimeoutException or InvalidOperationException)
        {
            await portal.DisposeAsync();
            throw new InvalidOperationException($"The portal did not start:\n{portal.Said}", e);
        }
        return portal;
    }

    /// <summary>Runs to the end; the exit code and everything it said.</summary>
    public static async Task<(int ExitCode, string Said)> RunAsync(IEnumerable<KeyValuePair<string, string>> settings, params string[] args)
    {
        await using var portal = new PortalProcess(settings, args);
        await portal.process.WaitForExitAsync().WaitAsync(Patience);
        return (portal.process.ExitCode, portal.Said);
    }

    /// <summary>Everything it said so far.</summary>
    public string Said
    {
        get
        {
            lock (said)
                return string.Join('\n', said);
        }
    }

    /// <summary>Where it listens.</summary>
    public Uri Url => new(Said.Split("ImprovementBoard is ready on ")[1].Split('\n')[0]);

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            await KillAsync();
        process.Dispose();
    }

    private void Hear(string? line)
    {
        if (line is null)
            return;
        lock (said)
            said.Add(line);
        if (line.StartsWith("ImprovementBoard is ready on", StringComparison.Ordinal))
            ready.TrySetResult();
    }
}
