using System.Diagnostics;

namespace ImprovementBoard.Bench;

/// <summary>The board pack of the demonstration: asked for by a person, made by the schedule, drawn from the command line.</summary>
internal static class PackFigures
{
    private const int Runs = 7;

    public static async Task<IReadOnlyList<Figure>> MeasureAsync(Workplace place, CancellationToken ct)
    {
        var data = place.NewFolder("pack");
        var (scheduled, asked) = await DraftRuns.MeasureAsync(place, data, place.DemonstrationSeeds, Runs, ct);
        var verb = await VerbRuns.MeasureAsync(place, data, Runs, ct);
        return
        [
            Figure.AtMost("Board pack of the demonstration, asked to stored", asked.Seconds, "s", 1.2, DraftRuns.How(Runs)),
            Figure.AtMost("— peak memory of the Node.js child", asked.Memory, "MiB", 150, "VmHWM of the child, read every 4 ms"),
            Figure.AtMost("— first scheduled run, cold", new(scheduled!.Seconds), "s", null, $"Once, while the portal starts; AskedAt to EndedAt: {scheduled.Message}"),
            Figure.AtMost($"— command line, {verb.Pages} pages", verb.Seconds, "s", null, $"{Runs} times `pack --programme kirklees --audience board`, process start to end; includes the start of .NET"),
            Figure.AtMost("— of it the Node.js child", verb.Child, "s", null, "From when the child is first seen in /proc to when it is last seen"),
        ];
    }
}

/// <summary>A pack of about 150 pages.</summary>
internal static class LongPackFigures
{
    private const int Actions = 750, Most = 5000, Runs = 5;

    public static async Task<IReadOnlyList<Figure>> MeasureAsync(Workplace place, CancellationToken ct)
    {
        var data = place.NewFolder("long-pack");
        var seeds = Seeds.WithActions(place, Actions);
        var (_, asked) = await DraftRuns.MeasureAsync(place, data, seeds, Runs, ct);
        var verb = await VerbRuns.MeasureAsync(place, data, Runs, ct);
        var (_, most) = await DraftRuns.MeasureAsync(place, place.NewFolder("most-actions"), Seeds.WithActions(place, Most), 1, ct);
        var peers = await PeerFigures.MeasureAsync(place, data, seeds, asked.Child.Median, ct);
        return
        [
            Figure.AtMost($"Pack of {verb.Pages} ({Actions} actions), asked to stored", asked.Seconds, "s", 4, DraftRuns.How(Runs)),
            Figure.AtMost("— of it the Node.js child", asked.Child, "s", null, "From when the child is first seen in /proc to when it is last seen"),
            Figure.AtMost("— peak memory of the child", asked.Memory, "MiB", null, "VmHWM of the child, read every 4 ms"),
            Figure.AtMost("— command line", verb.Seconds, "s", null, $"{Runs} times, process start to end; includes the start of .NET"),
            Figure.AtMost($"Pack of {Most} actions, asked to stored", most.Seconds, "s", 60, "One draft after one that does not count; 60 s is when a run is given up"),
            Figure.AtMost("— peak memory of the child", most.Memory, "MiB", null, "VmHWM of the child, read every 4 ms"),
            .. peers,
        ];
    }
}

/// <summary>Drafts asked for by “Build now” in a running portal.</summary>
internal sealed record DraftRuns(Values Seconds, Values Child, Values Memory)
{
    public static string How(int runs) => $"{runs} drafts by “Build now” over a circuit after one that does not count, AskedAt to EndedAt of their rows in PackRuns";

    /// <summary>Starts the portal, waits for what its schedules owe, and asks. The scheduled run is null where no schedule is enabled.</summary>
    public static async Task<(Run? Scheduled, DraftRuns Asked)> MeasureAsync(Workplace place, string data, string seeds, int runs, CancellationToken ct)
    {
        var (seconds, child, memory) = (new List<double>(), new List<double>(), new List<double>());
        await using var portal = await Portal.StartAsync(place, data, seeds, ct);
        var scheduled = seeds == place.DemonstrationSeeds ? await BoardFile.NextRunAsync(data, 0, ct) : null;
        using var office = await Reader.SignInAsync(portal, "office", ct);
        await using var page = await Circuit.OpenAsync(office, "programmes/kirklees/packs", ct);
        var button = await page.ButtonAsync("Build now", ct);
        var last = scheduled?.Id ?? 0;
        for (var i = 0; i <= runs; i++)
        {
            await using var watch = new ChildWatch(portal.Id);
            await page.DispatchAsync(button, "click", """{"type":"click","detail":1}""", ct);
            var run = await BoardFile.NextRunAsync(data, last, ct);
            last = run.Id;
            if (i > 0)
            {
                seconds.Add(run.Seconds);
                child.Add(watch.Seconds);
                memory.Add(watch.Peak);
            }
            // The page looks every 0.3 s and enables its button again.
            await Task.Delay(700, ct);
        }
        return (scheduled, new(new(seconds), new(child), new(memory)));
    }
}

/// <summary>Runs of the command-line verb.</summary>
internal sealed record VerbRuns(Values Seconds, Values Child, Values Memory, string Pages)
{
    public static async Task<VerbRuns> MeasureAsync(Workplace place, string data, int runs, CancellationToken ct)
    {
        var (seconds, child, memory, pages) = (new List<double>(), new List<double>(), new List<double>(), "");
        for (var i = 0; i < runs; i++)
        {
            var log = Path.Combine(data, "verb.log");
            var clock = Stopwatch.StartNew();
            using var process = Portal.Run(place, data, place.DemonstrationSeeds, log, ["pack", "--programme", "kirklees", "--audience", "board", "--output", Path.Combine(data, "pack.pdf")]);
            await using var watch = new ChildWatch(process.Id);
            try
            {
                await process.WaitForExitAsync(ct).WaitAsync(TimeSpan.FromSeconds(120), ct);
            }
            finally
            {
                if (!process.HasExited)
                    process.Kill(entireProcessTree: true);
            }
            seconds.Add(clock.Elapsed.TotalSeconds);
            var said = await File.ReadAllTextAsync(log, ct);
            if (process.ExitCode != 0)
                throw new InvalidOperationException($"The verb failed: {said}");
            pages = said.Split(": ")[1].Split(' ')[0];
            child.Add(watch.Seconds);
            memory.Add(watch.Peak);
        }
        return new(new(seconds), new(child), new(memory), pages);
    }
}
