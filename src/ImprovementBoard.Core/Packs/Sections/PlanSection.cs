using ImprovementBoard.Core.Packs.Tables;
using ImprovementBoard.Core.Programmes;
using ImprovementBoard.Core.Ratings;
using ImprovementBoard.Core.Time;

namespace ImprovementBoard.Core.Packs.Sections;

/// <summary>The plan on a page, one line a recommendation.</summary>
public static class PlanSection
{
    /// <summary>The section.</summary>
    public static readonly PackPart Part = PackPart.Of("plan", "Plan on a page", From, Outline);

    /// <summary>The plan on a page.</summary>
    public static PackPlan From(PackFacts facts)
    {
        var all = facts.Recommendations;
        var late = all.Where(r => r.Rating == DeliveryRating.OffTrack).ToList();
        var conclusion = late.Count == 0
            ? $"None of {Words.Count(all.Count, "recommendation")} is off track."
            : $"{late.Count} of {Words.Count(all.Count, "recommendation")} {(late.Count == 1 ? "is" : "are")} off track, {Where(late)}.";
        var groups = all.GroupBy(r => r.Theme)
            .OrderBy(g => g.Key)
            .Select(g => new PackPlanGroup(g.Key.Words(), [.. g.Select(r => Row(facts, r))]))
            .ToList();
        return new(conclusion, facts.Actions.Any(a => a.Illustrative), RatingStrip.Label(facts.PositionAsAt), groups, Words.Shown(groups.Sum(g => g.Rows.Count), all.Count),
            AnswerSection.Judges(facts) ? $"Impact: {string.Join(", ", ImpactLook.All.Select(l => l.Words.ToLowerInvariant()))}; a dash: nobody has judged." : null);
    }

    private static PackSection Outline(PackSection head, PackPlan said)
    {
        // Where impact is shown there is no room for the count of actions, which the table of actions has.
        var judged = said.ImpactKey is not null;
        IReadOnlyList<PackCell> Cells(PackPlanRow r) =>
            [r.Ref, r.Title, PackCell.Rating(r.Rating), .. judged ? [r.Impact] : Array.Empty<PackCell>(), new StripCell(r.Strip), r.Trend, r.Owner, .. judged ? [] : new PackCell[] { r.Actions }];
        return head.With(
            new PackTable(
                "plan",
                "Recommendations",
                ["Ref", "Recommendation", "Delivery", .. judged ? ["Impact"] : Array.Empty<string>(), said.StripLabel, "Trend", "Owner", .. judged ? [] : new[] { "Actions" }],
                [.. said.Groups.Select(g => new PackTableGroup([g.Name], [.. g.Rows.Select(Cells)]))],
                said.Shown)
            {
                GroupColumns = ["Theme"],
            });
    }

    private static string Where(List<RecommendationFact> late)
    {
        var themes = late.CountBy(r => r.Theme).OrderByDescending(t => t.Value).ToList();
        var top = themes.Take(2).ToList();
        var names = Words.List([.. top.Select(t => Words.Inside(t.Key.Words()))]);
        return themes.Count <= 2 ? $"in {names}"
            : top.Sum(t => t.Value) * 2 > late.Count ? $"most in {names}"
            : $"in {themes.Count} themes";
    }

    private static PackPlanRow Row(PackFacts facts, RecommendationFact r) => new(
        r.Ref,
        r.Title,
        RatingLook.Of(r.Rating).Code,
        r.Reason,
        new(r.Strip, [.. RatingStrip.Parse(r.Strip).Select(x => x is { } rating ? RatingLook.Of(rating).Code : null)], RatingStrip.Spoken(r.Strip)),
        Trends.Between(facts.Previous?.Recommendations.TryGetValue(r.Ref, out var was) == true ? was : null, r.Rating).ToString(),
        r.Owner,
        Words.Count(r.Actions.Count, "action"),
        r.Standing is { } standing ? ActionsSection.Level(standing.Impact?.Level) : null);
}
