using ImprovementBoard.Core.Packs.Tables;
using ImprovementBoard.Core.Ratings;
using ImprovementBoard.Core.Time;

namespace ImprovementBoard.Core.Packs.Sections;

/// <summary>Are we better, the same or worse?</summary>
public static class AnswerSection
{
    /// <summary>The section.</summary>
    public static readonly PackPart Part = PackPart.Of("answer", "The answer first", From, Outline);

    private const int Most = 3;

    // How leads say that nothing is in the way; a sentence that only begins so ("Nothing can move until…") is an ask.
    private static readonly HashSet<string> Nothing = new(["", "nothing", "nothing yet", "none", "no", "n/a"], StringComparer.OrdinalIgnoreCase);

    /// <summary>The answer first.</summary>
    public static PackAnswer From(PackFacts facts)
    {
        var trends = facts.Recommendations
            .Select(r => (Fact: r, Trend: Trends.Between(Was(facts, r), r.Rating)))
            .ToList();
        int up = trends.Count(t => t.Trend == Trend.Better), down = trends.Count(t => t.Trend == Trend.Worse);
        int stayed = trends.Count(t => t.Trend == Trend.Same), added = trends.Count(t => t.Trend == Trend.New);
        var newlyOff = trends.Count(t => t.Trend == Trend.Worse && t.Fact.Rating == DeliveryRating.OffTrack);
        var verdict = facts.Previous is null ? "first" : up > down && newlyOff == 0 ? "better" : down > up ? "worse" : "same";
        var recommendations = Counts(facts.Recommendations.Select(r => r.Rating), facts.Previous?.Recommendations.Values);
        var actions = Counts(facts.Actions.Select(a => a.Rating), facts.Previous?.Actions.Values.Select(a => a.Rating));
        return new PackAnswer(
            Conclusion(facts, verdict),
            facts.Actions.Any(a => a.Illustrative),
            verdict,
            facts.Previous is null
                ? $"Later ones say here how many recommendations moved up and how many moved down.{Overruled(facts)}"
                : $"{Words.Count(up, "recommendation")} moved up, {down} down, {stayed} stayed{(added == 0 ? "" : $", {added} {(added == 1 ? "is" : "are")} new")}. {ByNewDates(facts)}“Better” needs more up than down and none newly off track; “worse” needs more down than up.{Overruled(facts)}",
            Wins(facts),
            Worries(facts),
            Asks(facts),
            recommendations,
            actions,
            $"{Words.Shown(recommendations.Sum(c => c.Count), facts.Recommendations.Count)} for recommendations, {Words.Shown(actions.Sum(c => c.Count), facts.Actions.Count)} for actions",
            DeliveryChart.ByMonth(facts.PositionAsAt, facts.Recommendations.Select(r => (r.Strip, r.Rating)).ToList(), "recommendations"),
            Judges(facts) ? Grid(facts) : null);
    }

    private static PackSection Outline(PackSection head, PackAnswer said) => head.With(said.Chart).With(
        said.Grid is { } grid ? AnswerTables.Grid(grid) : null,
        AnswerTables.Counts(said),
        AnswerTables.Months(head.Number, said));

    /// <summary>True when impact was frozen with the facts; older packs have none, and say nothing of it.</summary>
    public static bool Judges(PackFacts facts) => facts.Recommendations.Any(r => r.Standing is not null);

    private static PackGrid Grid(PackFacts facts)
    {
        var grid = ImpactGrid.Of([.. facts.Recommendations.Select(r => new GridItem(r.Ref, r.Rating, r.Standing?.Impact?.Level))]);
        return new(
            grid.Conclusion,
            [.. ImpactGrid.Columns.Select(ActionsSection.Level)],
            [.. grid.Rows.Select(row => new PackGridRow(RatingLook.Of(row.Delivery).Code, [.. row.Cells.Select(Cell)], row.All))],
            grid.Totals,
            grid.All,
            $"{Words.Shown(grid.Rows.Sum(r => r.All), grid.All)}. Small numbers are the recommendations. Shaded: busy, no difference yet");
    }

    private static PackGridCell Cell(GridCell cell) =>
        new(cell.Refs.Count, cell.Impact is not null && cell.Refs.Count <= ImpactGrid.RefsShown ? string.Join(", ", cell.Refs) : "", cell.Watch);

    private static DeliveryRating? Was(PackFacts facts, RecommendationFact r) =>
        facts.Previous?.Recommendations.TryGetValue(r.Ref, out var was) == true ? was : null;

    private static string Conclusion(PackFacts facts, string verdict)
    {
        var off = facts.Recommendations.Count(r => r.Rating == DeliveryRating.OffTrack);
        var complete = facts.Recommendations.Count(r => r.Rating == DeliveryRating.Complete);
        var all = facts.Recommendations.Count;
        var start = verdict switch
        {
            "first" => "The first pack of this edition",
            "better" => $"Better than {Words.Inside(facts.Previous!.Name)}",
            "worse" => $"Worse than {Words.Inside(facts.Previous!.Name)}",
            _ => $"Neither better nor worse than {Words.Inside(facts.Previous!.Name)}",
        };
        return $"{start}: {off} of {Words.Count(all, "recommendation")} {(off == 1 ? "is" : "are")} off track{Before(facts, DeliveryRating.OffTrack, off)} and {complete} of {all} {(complete == 1 ? "is" : "are")} complete{Before(facts, DeliveryRating.Complete, complete)}.";
    }

    private static string Before(PackFacts facts, DeliveryRating rating, int now) =>
        facts.Previous?.Recommendations.Values.Count(r => r == rating) is { } was && was != now ? $" ({was} before)" : "";

    private static string ByNewDates(PackFacts facts) => facts.Recommendations.Count(r => ChangesSection.BetterByDate(facts, r)) is > 0 and var moved
        ? $"On {moved} of those that moved up a due date was moved. "
        : "";

    // A reader who knows the rule must not take such a rating for the rule's.
    private static string Overruled(PackFacts facts) => facts.Actions.Count(a => a.ReviewerSays is { } agreed && agreed == a.Rating && agreed != a.RuleSays) is > 0 and var agreed
        ? $" The {(agreed == 1 ? "rating" : "ratings")} of {Words.Count(agreed, "action")} {(agreed == 1 ? "was" : "were")} agreed by a reviewer against the rule."
        : "";

    // What got better since the last pack; in a first pack, what is done.
    private static List<PackPoint> Wins(PackFacts facts) =>
        [.. facts.Actions
            .Where(a => facts.Previous is { } previous
                ? previous.Actions.TryGetValue(a.Ref, out var was) && Trends.Between(was.Rating, a.Rating) == Trend.Better
                : a.Rating is DeliveryRating.Complete or DeliveryRating.AwaitingSignOff)
            .OrderByDescending(a => Trends.Rank(a.Rating))
            .ThenByDescending(a => a.Since)
            .Take(Most)
            .Select(a => new PackPoint(a.Ref, $"{a.Title}: now {RatingLook.Of(a.Rating).Word.ToLowerInvariant()}. {a.Reason}."))];

    private static IEnumerable<ActionFact> WorstFirst(PackFacts facts) => facts.Actions
        .Where(a => a.Rating == DeliveryRating.OffTrack)
        .OrderBy(a => a.Due);

    private static List<PackPoint> Worries(PackFacts facts) =>
        [.. WorstFirst(facts).Take(Most).Select(a => new PackPoint(a.Ref, $"{a.Title}. {a.Reason}."))];

    // First what waits for a decision; then what the leads of off-track work say is in the way, for somebody above them to remove.
    private static List<PackPoint> Asks(PackFacts facts) =>
        [.. facts.Actions
            .Where(a => a.Blocked?.NeedsDecisionOf is not null)
            .OrderBy(a => a.Due)
            .Select(a => new PackPoint(a.Ref, $"A decision of the {Words.Inside(a.Blocked!.NeedsDecisionOf!)}: {a.Blocked.Reason.TrimEnd('.', ' ')}."))
            .Concat(WorstFirst(facts)
                .Where(a => a.Blocked?.NeedsDecisionOf is null && a.LastUpdate is { } u && !Nothing.Contains(u.InTheWay.Trim().TrimEnd('.')))
                .Select(a => new PackPoint(a.Ref, a.LastUpdate!.InTheWay)))
            .Take(Most)];

    private static List<PackCount> Counts(IEnumerable<DeliveryRating> now, IEnumerable<DeliveryRating>? before)
    {
        var nowBy = now.CountBy(r => r).ToDictionary();
        var beforeBy = before?.CountBy(r => r).ToDictionary();
        return [.. RatingLook.All.Select(l => new PackCount(l.Code, nowBy.GetValueOrDefault(l.Rating), beforeBy?.GetValueOrDefault(l.Rating)))];
    }
}
