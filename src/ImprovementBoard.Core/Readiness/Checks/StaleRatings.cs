using ImprovementBoard.Core.Ratings;
using static ImprovementBoard.Core.Time.Words;

namespace ImprovementBoard.Core.Readiness.Checks;

/// <summary>A rating that rests on what was true once.</summary>
public sealed class StaleRatings() : ReadinessCheck("stale_ratings", "Stale ratings",
    $"No rating of work under way rests on a forecast that has passed, and no impact of a recommendation that is not closed was judged more than {Days} days ago. A missing update is counted under its own check.")
{
    /// <summary>A judgement of impact is looked at again after this many days, a quarter. Our rule: no source sets one.</summary>
    public const int Days = 92;

    /// <inheritdoc/>
    public override IEnumerable<ReadinessItem> Find(ReadinessFacts facts) =>
        facts.Actions
            .Where(a => a.UpdateDueBy >= facts.Day && a.Forecast < facts.Day)
            .Select(a => a.Item($"It was forecast to finish by {Short(a.Forecast)}, which has passed; it is not delivered.", ReadinessRemedy.PostUpdate))
            .Concat(facts.Recommendations
                .Where(r => !r.Settled && r.JudgedOn?.AddDays(Days) < facts.Day)
                .Select(r => r.Item($"Its impact was last judged on {Short(r.JudgedOn!.Value)}: {Inside(ImpactLook.WordsOf(r.Impact))}.", ReadinessRemedy.JudgeImpact)));
}
