using System.Diagnostics;

namespace ImprovementBoard.Bench;

/// <summary>Leads posting updates at the same time, and what an open page with a circuit costs.</summary>
internal static class CircuitFigures
{
    private const int People = 50, Rounds = 4, WarmUp = 50, Idle = 200, Actions = 560, ThinkSeconds = 4;

    public static async Task<IReadOnlyList<Figure>> MeasureAsync(Workplace place, CancellationToken ct)
    {
        var seeds = Seeds.WithActions(place, Actions);
        await using var portal = await Portal.StartAsync(place, place.NewFolder("circuits"), seeds, ct);
        using var office = await Reader.SignInAsync(portal, "office", ct);
        var actions = Seeds.Updatable(seeds);

        var people = await Task.WhenAll(Enumerable.Range(0, People).Select(i => Task.Run(() => WorkAsync(office, actions[i], i, ct), ct)));
        var counted = people.SelectMany(p => p).ToList();

        return
        [
            Percentile("Opening the update page, request to form", counted.ConvertAll(c => c.Opened), null, $"{People} people at once, {Rounds} rounds each with 0 to {ThinkSeconds} s of thought; the form needs no circuit"),
            Percentile("Posting an update, click to seen", counted.ConvertAll(c => c.Posted), 150, "Same run; submit until the action page with the update is read"),
            new("— refused though nobody else wrote on that action", $"**{counted.Sum(c => c.Refused)}** of {counted.Count} updates", "none", counted.TrueForAll(c => c.Refused == 0), "“Someone else changed action …” after a submit; the update is submitted again within the time above"),
            Figure.AtMost("Memory per open page with a circuit", new(await MemoryAsync(place, seeds, actions, ct)), "KiB", 500, $"Growth of a fresh portal’s VmRSS from {WarmUp} to {WarmUp + Idle} open, idle pages of actions to decide on, divided by {Idle}; includes garbage not yet collected"),
        ];
    }

    private static async Task<double> MemoryAsync(Workplace place, string seeds, IReadOnlyList<string> actions, CancellationToken ct)
    {
        // A portal of its own: one that has been busy has free memory to give and would seem to need none.
        await using var portal = await Portal.StartAsync(place, place.NewFolder("idle"), seeds, ct);
        using var office = await Reader.SignInAsync(portal, "office", ct);
        var open = new List<Circuit>();
        try
        {
            var before = 0.0;
            for (var i = 0; i < WarmUp + Idle; i++)
            {
                if (i == WarmUp)
                {
                    await Task.Delay(2000, ct);
                    before = portal.Memory;
                }
                open.Add(await Circuit.OpenAsync(office, $"programmes/kirklees/actions/{actions[i % actions.Count]}", ct));
            }
            await Task.Delay(2000, ct);
            return (portal.Memory - before) * 1024 / Idle;
        }
        finally
        {
            foreach (var circuit in open)
                await circuit.DisposeAsync();
        }
    }

    private static async Task<List<(double Opened, double Posted, int Refused)>> WorkAsync(Reader office, string reference, int seed, CancellationToken ct)
    {
        var thought = new Random(seed);
        var times = new List<(double, double, int)>();
        for (var round = 0; round <= Rounds; round++)
        {
            await Task.Delay(thought.Next(ThinkSeconds * 1000), ct);
            var clock = Stopwatch.StartNew();
            var page = await office.PageAsync(Page(reference), ct);
            var opened = clock.Elapsed.TotalMilliseconds;
            await Task.Delay(thought.Next(ThinkSeconds * 1000), ct);
            var words = $"Round {round}: files read, and the family told.";
            clock.Restart();
            var (tries, next) = (1, await office.PostUpdateAsync(Page(reference), page, words, ct));
            for (; next is null && tries < 10; tries++)
            {
                // Nobody else writes on this action, so this is a refusal that a person could not understand; the page says to submit again.
                page = await office.PageAsync(Page(reference), ct);
                next = await office.PostUpdateAsync(Page(reference), page, words, ct);
            }
            if (next is null)
                throw new InvalidOperationException($"The update on {reference} was refused {tries} times.");
            var seen = await office.PageAsync(next, ct);
            if (!seen.Contains("Your update is saved.", StringComparison.Ordinal) || !seen.Contains($"Round {round}: files read", StringComparison.Ordinal))
                throw new InvalidOperationException($"The update on {reference} is not on the page {next}.");
            // The first round warms the portal up.
            if (round > 0)
                times.Add((opened, clock.Elapsed.TotalMilliseconds, tries - 1));
        }
        return times;
    }

    private static string Page(string reference) => $"programmes/kirklees/actions/{reference}/update";

    private static Figure Percentile(string what, List<double> took, double? bar, string how)
    {
        var v = new Values(took);
        return new(what, $"p50 {Figure.Number(v.Median)} ms, **p95 {Figure.Number(v.At(0.95))} ms**, max {Figure.Number(v.Max)} ms ({v.Count} times)",
            bar is { } b ? $"p95 ≤ {Figure.Number(b)} ms" : "", bar is { } most ? v.At(0.95) <= most : null, how);
    }
}
