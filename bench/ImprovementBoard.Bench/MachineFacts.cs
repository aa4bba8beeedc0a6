using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ImprovementBoard.Bench;

/// <summary>What the figures were measured on.</summary>
internal static class MachineFacts
{
    public static string Read(string checkout)
    {
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1 << 30);
        var cpu = Array.Find(File.ReadAllLines("/proc/cpuinfo"), l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? "unknown processor";
        var load = File.ReadAllText("/proc/loadavg").Split(' ')[0];
        return $"Measured on {DateTime.UtcNow:d MMMM yyyy} at commit {Say("git", "-C", checkout, "describe", "--always", "--dirty")}. " +
            $"{Environment.ProcessorCount} cores ({cpu}), {memory:0} GiB; {RuntimeInformation.OSDescription.Trim()}; {RuntimeInformation.FrameworkDescription}; Node.js {Say("node", "--version")}. " +
            $"The client runs on the same cores as the portal; load average at the end {load}.";
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
