using ImprovementBoard.Core.Programmes;
using ImprovementBoard.Core.Ratings;
using ImprovementBoard.Core.Time;

namespace ImprovementBoard.Core.Packs.Sections;

/// <summary>Section 3: the plan on a page, one line a recommendation.</summary>
public static class PlanSection
{
    /// <summary>The plan on a page.</summary>
    public static PackPlan From(PackFacts facts)
    {
        var all = facts.Recommendations;
        var late = all.Where(r => r.Rating == DeliveryRating.OffTrack).ToList();
        var themes = late.CountBy(r => r.Theme).OrderByDescending(t => t.Value).Take(2).Select(t => t.Key.Words().ToLowerInvariant()).ToList();
        var conclusion = late.Count == 0
            ? $"None of {Words.Count(all.Count, "recommendation")} is off track."
            : $"{late.Count} of {Words.Count(all.Count, "recommendation")} {(late.Count == 1 ? "is" : "are")} off track, most in {Words.List(themes)}.";
        var groups = all.GroupBy(r => r.Theme)
            .OrderBy(g => g.Key)
            .Select(g => new PackPlanGroup(g.Key.Words(), [.. g.Select(r => Row(facts, r))]))
            .ToList();
        return new(conclusion, facts.Actions.Any(a => a.Illustrative), RatingStrip.Label(facts.PositionAsAt), groups, Words.Shown(all.Count, all.Count));
    }

    private static PackPlanRow Row(PackFacts facts, RecommendationFact r) => new(
        r.Ref,
        r.Title,
        RatingLook.Of(r.Rating).Code,
        r.Reason,
        [.. RatingStrip.Parse(r.Strip).Select(x => x is { } rating ? RatingLook.Of(rating).Code : null)],
        Trends.Between(facts.Previous?.Recommendations.TryGetValue(r.Ref, out var was) == true ? was : null, r.Rating).ToString(),
        r.Owner,
        Words.Count(r.Actions.Count, "action"));
}
