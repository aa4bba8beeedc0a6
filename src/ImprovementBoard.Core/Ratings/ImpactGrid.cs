using ImprovementBoard.Core.Time;

namespace ImprovementBoard.Core.Ratings;

/// <summary>A recommendation as the grid sees it.</summary>
/// <param name="Impact">Null where nobody has judged.</param>
public sealed record GridItem(string Ref, DeliveryRating Delivery, ImpactRating? Impact);

/// <summary>Recommendations with one delivery rating and one impact rating.</summary>
/// <param name="Refs">Their references, in the order of the report.</param>
/// <param name="Watch">True for what is busy and makes no difference yet.</param>
public sealed record GridCell(ImpactRating? Impact, IReadOnlyList<string> Refs, bool Watch);

/// <summary>One line of the grid: a delivery rating.</summary>
public sealed record GridRow(DeliveryRating Delivery, IReadOnlyList<GridCell> Cells)
{
    /// <summary>Recommendations on this line.</summary>
    public int All => Cells.Sum(c => c.Refs.Count);
}

/// <summary>Delivery by impact, counted over recommendations: the same grid on the dashboard and in the pack.</summary>
/// <param name="Rows">One for each delivery rating, each with a cell for "not judged" and every impact rating.</param>
/// <param name="Totals">Recommendations in each column.</param>
/// <param name="All">Recommendations in all.</param>
/// <param name="Conclusion">What to conclude, in one sentence.</param>
public sealed record ImpactGrid(IReadOnlyList<GridRow> Rows, IReadOnlyList<int> Totals, int All, string Conclusion)
{
    /// <summary>A cell names its recommendations up to this many.</summary>
    public const int RefsShown = 6;

    /// <summary>The columns: not judged, then 0 to 4.</summary>
    public static readonly IReadOnlyList<ImpactRating?> Columns = [null, .. Enum.GetValues<ImpactRating>()];

    /// <summary>The grid of these recommendations.</summary>
    public static ImpactGrid Of(IReadOnlyList<GridItem> items)
    {
        var cells = items.ToLookup(i => (i.Delivery, i.Impact), i => i.Ref);
        List<GridRow> rows = [.. RatingLook.All.Select(l => new GridRow(l.Rating,
            [.. Columns.Select(impact => new GridCell(impact, [.. cells[(l.Rating, impact)]], IsBusyWithoutDifference(l.Rating, impact)))]))];
        return new(rows, [.. Columns.Select((_, i) => rows.Sum(r => r.Cells[i].Refs.Count))], items.Count, Conclude(items));
    }

    /// <summary>True for what goes well on paper and makes no difference to children yet: on track, awaiting sign-off or complete, with impact 0 or 1.</summary>
    public static bool IsBusyWithoutDifference(DeliveryRating delivery, ImpactRating? impact) =>
        delivery is DeliveryRating.OnTrack or DeliveryRating.AwaitingSignOff or DeliveryRating.Complete && impact <= ImpactRating.NoDifferenceYet;

    private static string Conclude(IReadOnlyList<GridItem> items)
    {
        if (items.Count == 0)
            return "There is no recommendation yet.";
        var going = items.Count(i => i.Delivery is DeliveryRating.OnTrack or DeliveryRating.AwaitingSignOff or DeliveryRating.Complete);
        var better = items.Count(i => i.Impact >= ImpactRating.MakingADifference);
        var unjudged = items.Count(i => i.Impact is null);
        return $"{going} of {Words.Count(items.Count, "recommendation")} {(going == 1 ? "is" : "are")} on track, awaiting sign-off or complete; {(better == 0 ? "none is" : better == 1 ? "1 is" : $"{better} are")} judged to make a difference to children{(unjudged == 0 ? "" : $", and on {unjudged} nobody has judged yet")}.";
    }
}
