using System.Diagnostics;

namespace ImprovementBoard.Bench;

/// <summary>Three editions of one programme; and a night in which everything is due at once, while people read.</summary>
internal static class EditionFigures
{
    private const int Runs = 5;
    private static readonly string[] Editions = ["Board", "Commissioner", "Public"];

    public static async Task<IReadOnlyList<Figure>> MeasureAsync(Workplace place, CancellationToken ct)
    {
        var data = place.NewFolder("editions");
        await using var portal = await Portal.StartAsync(place, data, place.DemonstrationSeeds, ct);
        var last = (await BoardFile.NextRunAsync(data, 0, ct)).Id;
        using var office = await Reader.SignInAsync(portal, "office", ct);
        await using var page = await Circuit.OpenAsync(office, "programmes/kirklees/packs", ct);
        var button = await page.ButtonAsync("Build now", ct);
        var edition = page.Handlers("select", "onchange")[0];
        var together = new List<double>();
        for (var i = 0; i <= Runs; i++)
        {
            var seconds = 0.0;
            foreach (var name in Editions)
            {
                await page.DispatchAsync(edition, "change", $$"""{"value":"{{name}}"}""", ct);
                await page.DispatchAsync(button, "click", """{"type":"click","detail":1}""", ct);
                var run = await BoardFile.NextRunAsync(data, last, ct);
                (last, seconds) = (run.Id, seconds + run.Seconds);
                // The page looks every 0.3 s and enables its button again.
                await Task.Delay(700, ct);
            }
            if (i > 0)
                together.Add(seconds);
        }
        return [Figure.AtMost("Board, commissioner and public edition together, asked to stored", new Values(together), "s", 4, $"{Runs} times after one that does not count; each edition by “Build now” over a circuit, the sum of the three")];
    }
}

/// <summary>A night in which two editions of each of a hundred programmes fall due, while people of several read.</summary>
internal static class NightFigures
{
    private const int Programmes = 100, Warm = 20, Packs = 2 * Programmes;

    // One person each: the first programme that is drawn, the last, and two between.
    private static readonly int[] Read = [0, 33, 66, 99];

    public static async Task<IReadOnlyList<Figure>> MeasureAsync(Workplace place, CancellationToken ct)
    {
        var data = place.NewFolder("night");
        await using var portal = await Portal.StartAsync(place, data, Seeds.WithNight(place, Programmes, months: 1), ct);
        var clock = Stopwatch.StartNew();
        var (took, warm, most) = (new List<double>(), 0.0, 0.0);
        var readers = new List<(Reader Chair, string Home)>();
        try
        {
            foreach (var i in Read)
                readers.Add((await Reader.SignInAsync(portal, Seeds.Prefix(i) + "chair", ct), $"programmes/{Seeds.Slug(i)}"));
            var turn = 0;
            for (var made = 0L; made < Packs; made = BoardFile.Count(data, "Packs"))
            {
                if (clock.Elapsed > TimeSpan.FromMinutes(15))
                    throw new InvalidOperationException($"{made} of {Packs} packs were made in a quarter of an hour.");
                var (chair, home) = readers[turn % readers.Count];
                var page = (turn++ / readers.Count % 3) switch { 0 => home, 1 => $"{home}/actions", _ => $"{home}/packs{(BoardFile.BoardPack(data, home.Split('/')[^1]) is { } pack ? $"/{pack}" : "")}" };
                var before = Stopwatch.GetTimestamp();
                await chair.PageAsync(page, ct);
                took.Add(Stopwatch.GetElapsedTime(before).TotalMilliseconds);
                if (made <= Warm)
                    warm = Math.Max(warm, portal.Memory);
                most = Math.Max(most, portal.Memory);
                await Task.Delay(200, ct);
            }
        }
        finally
        {
            readers.ForEach(r => r.Chair.Dispose());
        }
        var pages = new Values(took);
        return
        [
            Figure.AtMost($"{Packs} packs in one night, {Programmes} programmes × 2 editions", new(clock.Elapsed.TotalSeconds), "s", 600, "Once, from ready until all are stored: the packs that fell due while the portal was down; loading the programmes does not count"),
            Figure.AtMost("— pages meanwhile, p95", new(pages.At(0.95)), "ms", 300, $"{pages.Count} requests, one every 0.2 s: dashboard, list of actions and a pack’s page of {Read.Length} programmes in turn; median {Figure.Number(pages.Median)} ms, longest {Figure.Number(pages.Max)} ms"),
            Figure.AtMost("— memory of the portal after them", new(portal.Memory), "MiB", warm * 1.25, $"VmRSS; at most {Figure.Number(warm)} MiB during the first {Warm}, {Figure.Number(most)} MiB during all; the bar is a quarter above the first"),
        ];
    }
}
