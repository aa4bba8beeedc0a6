using System.Diagnostics;

namespace ImprovementBoard.Bench;

/// <summary>From process start to the first answer, with and without a database, and to the first pack.</summary>
internal static class StartFigures
{
    private const int Runs = 5;

    public static async Task<IReadOnlyList<Figure>> MeasureAsync(Workplace place, CancellationToken ct)
    {
        var data = place.NewFolder("start");
        double first, untilPack;
        var clock = Stopwatch.StartNew();
        await using (var portal = await Portal.StartAsync(place, data, place.DemonstrationSeeds, ct))
        {
            first = portal.StartToReady.TotalSeconds;
            await BoardFile.NextRunAsync(data, 0, ct);
            untilPack = clock.Elapsed.TotalSeconds;
        }
        var again = new List<double>();
        for (var i = 0; i < Runs; i++)
        {
            await using var portal = await Portal.StartAsync(place, data, place.DemonstrationSeeds, ct);
            again.Add(portal.StartToReady.TotalSeconds);
        }
        return
        [
            Figure.AtMost("Start to ready, existing database", new(again), "s", 4, $"{Runs} starts; process start until /health/ready answers 200, asked every 10 ms"),
            Figure.AtMost("First start to ready, empty database", new(first), "s", null, "Once; creates the tables and loads the demonstration"),
            Figure.AtMost("First start until the scheduled packs are stored", new(untilPack), "s", null, "Once; the first run makes every pack the schedule owes"),
        ];
    }
}
