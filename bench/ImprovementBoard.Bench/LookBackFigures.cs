namespace ImprovementBoard.Bench;

/// <summary>A past date and two dates compared, in a programme of 10,000 actions.</summary>
internal static class LookBackFigures
{
    private const int Actions = 10_000, WarmUp = 10, Count = 40;

    public static async Task<IReadOnlyList<Figure>> MeasureAsync(Workplace place, CancellationToken ct)
    {
        var (data, seeds) = place.Programme(Actions);
        await using var portal = await Portal.StartAsync(place, data, seeds, ct);
        using var chair = await Reader.SignInAsync(portal, "chair", ct);
        var how = $"{Count} requests one after another after {WarmUp} that do not count; {BoardFile.Count(data, "History"):#,0} history entries, {BoardFile.Count(data, "Standings"):#,0} standings";
        return
        [
            Figure.AtMost("Dashboard as at a past date", await TimeAsync("programmes/kirklees@2018-03-31"), "ms", 300, how),
            Figure.AtMost("Actions list as at a past date", await TimeAsync("programmes/kirklees@2018-03-31/actions"), "ms", null, how),
            Figure.AtMost("Two dates compared", await TimeAsync("programmes/kirklees/compare?from=2018-03-31"), "ms", 1000, how),
        ];

        Task<Values> TimeAsync(string path) => Load.CountAsync(chair, path, WarmUp, Count, ct);
    }
}
