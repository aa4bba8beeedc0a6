namespace ImprovementBoard.Bench;

/// <summary>Reading pages under load, in a programme of 10,000 actions.</summary>
internal static class PageFigures
{
    private const int Actions = 10_000, Connections = 4;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(10), Time = TimeSpan.FromSeconds(10);

    public static async Task<IReadOnlyList<Figure>> MeasureAsync(Workplace place, CancellationToken ct)
    {
        var (data, seeds) = place.Programme(Actions);
        await using var portal = await Portal.StartAsync(place, data, seeds, ct);
        using var chair = await Reader.SignInAsync(portal, "chair", ct);
        return
        [
            await PageAsync(chair, $"Actions list, 100 of {Actions:#,0} rows", "programmes/kirklees/actions", 100, compressed: false, ct),
            await PageAsync(chair, "— compressed (Brotli), as browsers ask", "programmes/kirklees/actions", null, compressed: true, ct),
            await PageAsync(chair, "— sorted by due date, page 50", "programmes/kirklees/actions?sort=due&page=50", null, compressed: false, ct),
            await PageAsync(chair, "Recommendations list", "programmes/kirklees/recommendations", null, compressed: false, ct),
            await PageAsync(chair, "One action", "programmes/kirklees/actions/1.2", null, compressed: false, ct),
            await PageAsync(chair, "Dashboard", "programmes/kirklees", null, compressed: false, ct),
        ];
    }

    private static async Task<Figure> PageAsync(Reader reader, string what, string path, double? bar, bool compressed, CancellationToken ct)
    {
        var served = await Load.RunAsync(reader, path, Connections, WarmUp, Time, compressed, ct);
        var ms = served.Milliseconds;
        return new(what,
            $"**{Figure.Number(served.PerSecond)} requests/s**; p50 {Figure.Number(ms.Median)} ms, p95 {Figure.Number(ms.At(0.95))} ms; {served.Bytes:#,0} bytes",
            bar is { } b ? $"≥ {Figure.Number(b)} requests/s" : "", bar is { } least ? served.PerSecond >= least : null,
            $"{Connections} kept-alive connections, signed in, {Time.TotalSeconds:0} s after {WarmUp.TotalSeconds:0} s of warm-up; full HTML");
    }
}

/// <summary>How the dashboard grows with the programme.</summary>
internal static class DashboardFigures
{
    private const int Small = 56, Large = 10_000, WarmUp = 100, Count = 200;

    public static async Task<IReadOnlyList<Figure>> MeasureAsync(Workplace place, CancellationToken ct)
    {
        var (small, large) = (await TimeAsync(place, Small, ct), await TimeAsync(place, Large, ct));
        var ratio = large.Median / small.Median;
        var how = $"{Count} requests one after another after {WarmUp} that do not count";
        return
        [
            Figure.AtMost($"Dashboard, {Small} actions", small, "ms", null, how),
            Figure.AtMost($"Dashboard, {Large:#,0} actions", large, "ms", null, how),
            new("— growth", $"**{Figure.Number(ratio)} ×**", "≤ 1.5 ×", ratio <= 1.5, "Ratio of the medians"),
        ];
    }

    private static async Task<Values> TimeAsync(Workplace place, int actions, CancellationToken ct)
    {
        var (data, seeds) = place.Programme(actions);
        await using var portal = await Portal.StartAsync(place, data, seeds, ct);
        using var chair = await Reader.SignInAsync(portal, "chair", ct);
        return await Load.CountAsync(chair, "programmes/kirklees", WarmUp, Count, ct);
    }
}
