using ImprovementBoard.Core.Packs.Tables;
using ImprovementBoard.Core.Ratings;
using ImprovementBoard.Core.Recommendations;
using ImprovementBoard.Core.Time;

namespace ImprovementBoard.Core.Packs.Sections;

/// <summary>Every difference to the last pack, none left out.</summary>
public static class ChangesSection
{
    /// <summary>The section.</summary>
    public static readonly PackPart Part = PackPart.Of("changes", "What changed since the last pack", From, Outline);

    /// <summary>What changed.</summary>
    public static PackChanges From(PackFacts facts)
    {
        if (facts.Previous is not { } previous)
            return new("This is the first pack of this edition, so there is nothing to compare with yet.", false, null, [], Words.Shown(0, 0));

        var name = Words.Inside(previous.Name);
        List<PackChange> rows =
        [
            .. facts.Recommendations
                .Where(r => previous.Recommendations.TryGetValue(r.Ref, out var was) && was != r.Rating)
                .Select(r => Moved(r.Ref, r.Title, previous.Recommendations[r.Ref], r.Rating, r.Reason, r.Since, BetterByDate(facts, r))),
            .. facts.Actions
                .Where(a => previous.Actions.TryGetValue(a.Ref, out var was) && was.Rating != a.Rating)
                .Select(a => Moved(a.Ref, a.Title, previous.Actions[a.Ref].Rating, a.Rating, a.Reason, a.Since, BetterByDate(previous, a))),
            .. facts.Recommendations
                .Where(r => !previous.Recommendations.ContainsKey(r.Ref))
                .Select(r => Added(ChangeKind.NewRecommendation, r.Ref, r.Title, r.Rating, r.Reason)),
            .. facts.Actions
                .Where(a => !previous.Actions.ContainsKey(a.Ref))
                .Select(a => Added(ChangeKind.NewAction, a.Ref, a.Title, a.Rating, a.AddedOn <= previous.PositionAsAt ? $"In the plan since {Words.Short(a.AddedOn.Value)}; not told in {name}" : a.Reason)),
            .. previous.Recommendations
                .ExceptBy(facts.Recommendations.Select(r => r.Ref), was => was.Key)
                .Select(was => Removed(was.Key, $"A recommendation of {name}", was.Value)),
            .. previous.Actions
                .ExceptBy(facts.Actions.Select(a => a.Ref), was => was.Key)
                .Select(was => Removed(was.Key, $"An action of {name}", was.Value.Rating)),
            // The dates themselves are compared: the day of a move may be the last pack's own, or lie before it when it was entered late.
            .. facts.Actions
                .Where(a => previous.Actions.TryGetValue(a.Ref, out var was) && was.Due != a.Due)
                .Select(a => Redated(a, previous.Actions[a.Ref].Due)),
            .. Standing(facts, previous, (now, was) => now.Impact?.Level != was.Impact?.Level, Judged),
            .. facts.Audience == Audience.Public ? [] : Standing(facts, previous, (now, was) => now.State != was.State, Stands),
        ];
        return new(
            Conclusion(rows, name),
            facts.Actions.Any(a => a.Illustrative),
            $"{previous.Name}, position as at {Words.Long(previous.PositionAsAt)}",
            rows,
            Words.Shown(rows.Count, rows.Count));
    }

    private static PackSection Outline(PackSection head, PackChanges said) => head.With(
        new PackTable(
            "changes",
            "What changed",
            ["Ref", "Recommendation, action or finding", "Was", "Now", "Why", "On"],
            [.. said.Rows.GroupBy(r => r.Kind).Select(kind => new PackTableGroup([kind.Key], [.. kind.Select(IReadOnlyList<PackCell> (r) => [r.Ref, r.Title, Side(r.From), Side(r.To), r.Why, r.On])]))],
            said.Shown)
        {
            GroupColumns = ["What happened"],
        });

    private static PackCell Side(PackSide? side) => side?.Rating is { } code ? PackCell.Rating(code) : side?.Day is { } day ? day : side?.Words;

    private static string Conclusion(List<PackChange> rows, string name)
    {
        if (rows.Count == 0)
            return $"Nothing changed since {name}: no rating, no due date and no state moved, and nothing was added or removed.";
        int Of(string kind) => rows.Count(r => r.Kind == kind);
        int neither = Of(ChangeKind.Neither), recommendations = Of(ChangeKind.NewRecommendation), actions = Of(ChangeKind.NewAction), removed = Of(ChangeKind.Removed);
        var byDate = Of(ChangeKind.BetterByDate);
        List<string> parts = [$"{Words.Count(Of(ChangeKind.Better) + byDate, "rating")} got better{(byDate == 0 ? "" : $" ({byDate} with a due date moved)")}", $"{Of(ChangeKind.Worse)} got worse"];
        if (neither > 0)
            parts.Add($"{neither} moved neither way");
        parts.Add($"{Words.Count(Of(ChangeKind.DueDate), "due date")} moved");
        if (Of(ChangeKind.Impact) is > 0 and var impacts)
            parts.Add($"impact was judged otherwise on {Words.Count(impacts, "recommendation")}");
        if (Of(ChangeKind.State) is > 0 and var states)
            parts.Add($"{Words.Count(states, "recommendation")} reached another state");
        if (recommendations > 0)
            parts.Add($"{Words.Count(recommendations, "recommendation is", "recommendations are")} new");
        if (actions > 0)
            parts.Add($"{Words.Count(actions, "action is", "actions are")} new");
        if (removed > 0)
            parts.Add($"{Words.Count(removed, "item was", "items were")} removed");
        return $"Since {name}, {Words.List(parts)}.";
    }

    private static IEnumerable<PackChange> Standing(PackFacts facts, PreviousPack previous, Func<StandingFact, StandingFact, bool> moved, Func<RecommendationFact, StandingFact, StandingFact, PackChange> row) =>
        facts.Recommendations.SelectMany(r => r.Standing is { } now && previous.Standings?.GetValueOrDefault(r.Ref) is { } was && moved(now, was) ? [row(r, now, was)] : Array.Empty<PackChange>());

    private static PackChange Judged(RecommendationFact r, StandingFact now, StandingFact was) => new(
        r.Ref, r.Title, ChangeKind.Impact, new(Words: ImpactLook.WordsOf(was.Impact?.Level)), new(Words: ImpactLook.WordsOf(now.Impact?.Level)),
        now.Impact?.Reason ?? "", now.Impact?.On);

    private static PackChange Stands(RecommendationFact r, StandingFact now, StandingFact was) => new(
        r.Ref, r.Title, ChangeKind.State, new(Words: was.State.Words()), new(Words: now.State.Words()), now.StateReason, now.StateSince);

    // A new date can turn a rating without any work having been done.
    private static bool BetterByDate(PreviousPack previous, ActionFact a) =>
        previous.Actions.TryGetValue(a.Ref, out var was) && was.Due != a.Due && Trends.Between(was.Rating, a.Rating) == Trend.Better;

    /// <summary>True when a recommendation moved up and one of its actions did so with its due date moved.</summary>
    internal static bool BetterByDate(PackFacts facts, RecommendationFact r) =>
        facts.Previous is { } previous && previous.Recommendations.TryGetValue(r.Ref, out var was) && Trends.Between(was, r.Rating) == Trend.Better
        && facts.Actions.Any(a => r.Actions.Contains(a.Ref) && BetterByDate(previous, a));

    private static PackChange Moved(string reference, string title, DeliveryRating from, DeliveryRating to, string why, DateOnly? on, bool byDate)
    {
        var kind = Trends.Between(from, to) switch { Trend.Better when byDate => ChangeKind.BetterByDate, Trend.Better => ChangeKind.Better, Trend.Worse => ChangeKind.Worse, _ => ChangeKind.Neither };
        return new(reference, title, kind, Rated(from), Rated(to), why, on);
    }

    private static PackChange Added(string kind, string reference, string title, DeliveryRating rating, string why) =>
        new(reference, title, kind, null, Rated(rating), why, null);

    // The last pack froze no title.
    private static PackChange Removed(string reference, string title, DeliveryRating was) =>
        new(reference, title, ChangeKind.Removed, Rated(was), null, "No longer in the plan", null);

    private static PackSide Rated(DeliveryRating rating) => new(Rating: RatingLook.Of(rating).Code);

    private static PackChange Redated(ActionFact a, DateOnly was)
    {
        var move = a.DueMoves.OrderBy(m => m.On).LastOrDefault();
        return new(
            a.Ref, a.Title, ChangeKind.DueDate, new(Day: was), new(Day: a.Due),
            move switch
            {
                null => "No agreed move is recorded",
                { Reason: "", Decision: "" } => "Agreed; its reason is not in this edition.",
                _ => $"{move.Reason.TrimEnd('.')} (decision {move.Decision})",
            },
            move?.On);
    }
}
