using ImprovementBoard.Core.Packs.Tables;
using ImprovementBoard.Core.Programmes;
using ImprovementBoard.Core.Time;
using ImprovementBoard.Core.Visits;

namespace ImprovementBoard.Core.Packs.Sections;

/// <summary>Every recommendation across every visit: what inspectors said each time, what they said again, what they never tested.</summary>
public static class MatrixSection
{
    // What fits beside each other on a page; later visits go into a further table.
    private const int Across = 6;

    /// <summary>The section.</summary>
    public static readonly PackPart Part = PackPlain.Part("matrix", "What inspectors said, visit by visit", From);

    /// <summary>The matrix; null in facts that were frozen without it.</summary>
    public static PackPlain? From(PackFacts facts)
    {
        if (facts.Matrix is not { } matrix)
            return null;
        var titles = facts.Recommendations.ToDictionary(r => r.Ref, r => r.Title);
        var words = matrix.Rows.SelectMany(r => r.Cells).Select(c => c.Word).Distinct().Order();
        return new(
            Conclusion(matrix),
            false,
            [
                PackTable.Of("occasions", "When they looked", Words.Shown(matrix.Occasions.Count, matrix.Occasions.Count), ["Inspection or visit", "When", "Findings"],
                    matrix.Occasions.Select(IReadOnlyList<PackCell> (o) => [o.Name, o.Dates, o.Silent ? "None recorded, so it tested nothing here" : "Recorded"])),
                .. Enumerable.Range(0, matrix.Occasions.Count).Chunk(Across).Select((across, i) => Table(matrix, titles, across, i + 1)),
            ],
            [
                $"{string.Join("; ", words.Select(w => $"“{w.Words()}”: {w.Meaning()}"))}. Where inspectors said several things about one recommendation, the worst is shown. “Time 3”: said for the third time. “Said again” counts every finding that repeats an earlier one, and one visit can bring several.",
            ]);
    }

    private static string Conclusion(MatrixFacts matrix)
    {
        var (all, never, again) = (matrix.Rows.Count, matrix.Rows.Count(r => r.LookedAt == 0), matrix.Rows.Count(r => r.SaidAgain > 0));
        if (matrix.Visits == 0)
            return $"No visit since the inspection has looked at any of {Words.Count(all, "recommendation")} yet.";
        var untested = matrix.Untested.Count == 0 ? "" : $" Never tested: {Words.List([.. matrix.Untested.Select(t => Words.Inside(t.Words()))])}.";
        return $"On {Words.Count(matrix.Visits, "visit")} since the inspection, inspectors looked at {all - never} of {Words.Count(all, "recommendation")} and repeated a concern about {again} of those {all - never}.{untested}";
    }

    private static PackTable Table(MatrixFacts matrix, Dictionary<string, string> titles, int[] across, int number)
    {
        List<IReadOnlyList<PackCell>> rows = [.. matrix.Rows.Select(IReadOnlyList<PackCell> (r) =>
            [r.Ref, titles[r.Ref], .. across.Select(i => (PackCell)Cell(r.Cells[i])), r.SaidAgain])];
        return PackTable.Of(
            number == 1 ? "matrix" : $"matrix_{number}",
            number == 1 ? "Visit matrix" : $"Visit matrix, part {number}",
            $"{Words.Shown(rows.Count, rows.Count)}, {Words.Count(across.Length, "occasion")} of {matrix.Occasions.Count}",
            ["Ref", "Recommendation", .. across.Select(i => matrix.Occasions[i].Name), "Said again"],
            rows);
    }

    private static string Cell(MatrixCell cell) => cell.Word == CellWord.NotLookedAt ? "–" : $"{cell.Word.Words()}{(cell.Time > 1 ? $", time {cell.Time}" : "")}";
}
