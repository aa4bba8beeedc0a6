using System.Diagnostics;
using System.Globalization;

namespace ImprovementBoard.Bench;

/// <summary>What /proc says about processes.</summary>
internal static class Proc
{
    /// <summary>A line of /proc/&lt;id&gt;/status in KiB; 0 when the process is gone.</summary>
    public static long Kilobytes(int id, string key)
    {
        try
        {
            var line = Array.Find(File.ReadAllLines($"/proc/{id}/status"), l => l.StartsWith(key, StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line[key.Length..].Replace("kB", "").Trim(), CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    /// <summary>True once a child has become the renderer; until its exec it shows its parent's memory.</summary>
    public static bool Draws(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/cmdline").Contains("render.mjs", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>A process and all that came of it.</summary>
    public static IEnumerable<int> Tree(int id) => Children(id).SelectMany(Tree).Prepend(id);

    /// <summary>The processes started by a process.</summary>
    public static IEnumerable<int> Children(int id)
    {
        try
        {
            return [.. Directory.GetDirectories($"/proc/{id}/task")
                .SelectMany(task => File.ReadAllText(Path.Combine(task, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .Select(s => int.Parse(s, CultureInfo.InvariantCulture))];
        }
        catch (IOException)
        {
            return [];
        }
    }
}

/// <summary>Watches the Node.js child of a process: how long it lives and its peak memory.</summary>
internal sealed class ChildWatch : IAsyncDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly Task watching;
    private long peak;
    private TimeSpan lived;

    public ChildWatch(int parent) => watching = Task.Run(() => WatchAsync(parent));

    /// <summary>Peak memory in MiB.</summary>
    public double Peak => peak / 1024.0;

    /// <summary>Seconds from when a child was first seen to when it was last seen.</summary>
    public double Seconds => lived.TotalSeconds;

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await watching;
        stop.Dispose();
    }

    private async Task WatchAsync(int parent)
    {
        var clock = new Stopwatch();
        // Bounded: no pack takes longer than its own limit of a minute.
        for (var i = 0; i < 60_000 && !stop.IsCancellationRequested; i++)
        {
            foreach (var child in Proc.Children(parent).Where(Proc.Draws))
            {
                var now = Proc.Kilobytes(child, "VmHWM:");
                if (now == 0)
                    continue;
                clock.Start();
                peak = Math.Max(peak, now);
                lived = clock.Elapsed;
            }
            await Task.Delay(4);
        }
    }
}
