namespace ImprovementBoard.Bench;

/// <summary>A past date, two dates compared, what needs attention, and a new day, in a programme of 10,000 actions.</summary>
internal static class LookBackFigures
{
    private const int Actions = 10_000, HistoryEntries = 200_000, WarmUp = 10, Count = 40, Nights = 5;

    public static async Task<IReadOnlyList<Figure>> MeasureAsync(Workplace place, CancellationToken ct)
    {
        var (data, seeds) = place.Programme(Actions);
        // A first start makes the database; it takes the rest of the history while nobody uses it.
        await (await Portal.StartAsync(place, data, seeds, ct)).DisposeAsync();
        BoardFile.FillHistory(data, HistoryEntries);
        await using var portal = await Portal.StartAsync(place, data, seeds, ct);
        using var chair = await Reader.SignInAsync(portal, "chair", ct);
        var how = $"{Count} requests one after another after {WarmUp} that do not count; {BoardFile.Count(data, "History"):#,0} history entries, {BoardFile.Count(data, "Standings"):#,0} standings";
        return
        [
            Figure.AtMost("Dashboard as at a past date", await TimeAsync("programmes/kirklees@2018-03-31"), "ms", 300, how),
            Figure.AtMost("Actions list as at a past date", await TimeAsync("programmes/kirklees@2018-03-31/actions"), "ms", null, how),
            Figure.AtMost("Two dates compared", await TimeAsync("programmes/kirklees/compare?from=2018-03-31"), "ms", 1000, how),
            Figure.AtMost("Attention list", await TimeAsync("programmes/kirklees/attention"), "ms", 300, $"{how}; {BoardFile.Count(data, "Flags"):#,0} flags"),
            Figure.AtMost("Pace", await TimeAsync("programmes/kirklees/pace"), "ms", null, how),
            Figure.AtMost("Flags worked out anew, with the page that asked", await NightsAsync("FlaggedOn"), "s", 3, $"{Nights} times the first dashboard after the programme’s flags were set back to the day before"),
            Figure.AtMost("Ratings worked out anew, with the page that asked", await NightsAsync("RatedOn"), "s", null, $"{Nights} times the same for its ratings"),
        ];

        async Task<Values> NightsAsync(string date)
        {
            var took = new List<double>();
            for (var night = 0; night < Nights; night++)
            {
                BoardFile.SetBack(data, date);
                took.AddRange((await Load.CountAsync(chair, "programmes/kirklees", 0, 1, ct)).All);
            }
            return new(took.Select(ms => ms / 1000));
        }

        Task<Values> TimeAsync(string path) => Load.CountAsync(chair, path, WarmUp, Count, ct);
    }
}
