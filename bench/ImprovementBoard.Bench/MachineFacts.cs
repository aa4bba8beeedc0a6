using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ImprovementBoard.Bench;

/// <summary>What the figures were measured on.</summary>
internal sealed class MachineFacts
{
    private readonly (long Wanted, long Stolen) before = Processor();

    public string Read(string checkout)
    {
        var (wanted, stolen) = Processor();
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1 << 30);
        var cpu = Array.Find(File.ReadAllLines("/proc/cpuinfo"), l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? "unknown processor";
        var load = File.ReadAllText("/proc/loadavg").Split(' ')[0];
        return $"Measured on {DateTime.UtcNow:d MMMM yyyy} at commit {Say("git", "-C", checkout, "describe", "--always", "--dirty")}. " +
            $"{Environment.ProcessorCount} cores ({cpu}), {memory:0} GiB; {RuntimeInformation.OSDescription.Trim()}; {RuntimeInformation.FrameworkDescription}; Node.js {Say("node", "--version")}. " +
            $"The client runs on the same cores as the portal; load average at the end {load}. " +
            // A virtual machine whose host is busy waits; a run with more than a few percent says less about the portal.
            $"The host kept back {100.0 * (stolen - before.Stolen) / Math.Max(1, wanted - before.Wanted):0.0} % of the processor time asked for.";
    }

    /// <summary>Processor time asked for so far and the part of it that the host gave to others, in ticks (proc(5): columns of /proc/stat).</summary>
    private static (long Wanted, long Stolen) Processor()
    {
        var ticks = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(long.Parse).ToArray();
        const int Idle = 3, Waiting = 4, Steal = 7;
        return (ticks.Take(Steal + 1).Where((_, i) => i is not (Idle or Waiting)).Sum(), ticks[Steal]);
    }

    private static string Say(string program, params string[] args)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, UseShellExecute = false };
        Array.ForEach(args, start.ArgumentList.Add);
        using var process = Process.Start(start)!;
        var said = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        return said;
    }
}
