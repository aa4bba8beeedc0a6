using ImprovementBoard.Core.Packs.Tables;
using ImprovementBoard.Core.Time;

namespace ImprovementBoard.Core.Packs.Sections;

/// <summary>The tables of <see cref="AnswerSection"/>.</summary>
internal static class AnswerTables
{
    /// <summary>Recommendations and actions by rating, beside the last pack where there is one.</summary>
    public static PackTable Counts(PackAnswer said)
    {
        var compared = said.Recommendations.Concat(said.Actions).Any(c => c.Was is not null);
        string[] columns = compared ? ["Rating", "Recommendations now", "Recommendations last pack", "Actions now", "Actions last pack"] : ["Rating", "Recommendations", "Actions"];
        IEnumerable<PackCell> Both(int now, int? was) => compared ? [now, was] : [now];
        IReadOnlyList<PackCell> Row(PackCell head, (int Now, int? Was) recommendations, (int Now, int? Was) actions) =>
            [head, .. Both(recommendations.Now, recommendations.Was), .. Both(actions.Now, actions.Was)];
        return PackTable.Of("counts", "Ratings, counted", said.Shown, columns,
            said.Recommendations.Zip(said.Actions, (r, a) => Row(PackCell.Rating(r.Rating), (r.Count, r.Was), (a.Count, a.Was)))
                .Append(Row("All", All(said.Recommendations), All(said.Actions))));
    }

    /// <summary>The figures of the chart, top series first.</summary>
    public static PackTable Months(string number, PackAnswer said) => PackTable.Of(
        "months", $"Figures of chart {number}.1", Words.Shown(said.Chart.Series.Count, said.Chart.Series.Count), ["Recommendations", .. said.Chart.Categories],
        said.Chart.Series.Reverse().Select(IReadOnlyList<PackCell> (s) => [PackCell.Rating(s.Rating), .. s.Values.Select(v => (PackCell)v)]));

    /// <summary>Delivery by impact: the counts, then which recommendations they count.</summary>
    public static PackTable Grid(PackGrid grid)
    {
        List<int> named = [.. Enumerable.Range(0, grid.Columns.Count).Where(i => grid.Rows.Any(r => r.Cells[i].Refs.Length > 0))];
        List<string> levels = [.. grid.Columns.Select(c => new LevelCell(c).Words)];
        return PackTable.Of(
            "grid", "Delivery by impact", grid.Shown,
            ["Delivery and impact", .. levels, "All", .. named.Select(i => $"{levels[i]}: which")],
            grid.Rows
                .Select(IReadOnlyList<PackCell> (r) => [PackCell.Rating(r.Rating), .. r.Cells.Select(c => new NumberCell(c.Count, c.Watch)), r.All, .. named.Select(i => (PackCell)r.Cells[i].Refs)])
                .Append(["All", .. grid.Totals.Select(t => (PackCell)t), grid.All, .. named.Select(_ => PackCell.Empty)]));
    }

    private static (int Now, int? Was) All(IReadOnlyList<PackCount> counts) =>
        (counts.Sum(c => c.Count), counts.All(c => c.Was is not null) ? counts.Sum(c => c.Was) : null);
}
