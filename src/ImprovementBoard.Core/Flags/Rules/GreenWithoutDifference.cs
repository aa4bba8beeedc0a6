using ImprovementBoard.Core.Ratings;
using static ImprovementBoard.Core.Time.Words;

namespace ImprovementBoard.Core.Flags.Rules;

/// <summary>The work is on time, and children are no better off. It stands for "green while its measure is red" until measures are kept.</summary>
public sealed class GreenWithoutDifference() : FlagRule("green_without_difference", Seriousness.Medium, "On track without difference",
    "Delivery of a recommendation is on track or better while its impact is judged “no difference yet”, and it is not closed.")
{
    /// <inheritdoc/>
    public override Raised? Check(RecommendationFlagFacts facts) =>
        facts is { Settled: false, Delivery: >= DeliveryRating.OnTrack and not DeliveryRating.NotDue, Impact: ImpactRating.NoDifferenceYet, JudgedOn: { } judged }
            ? new(facts.BetterOn > judged ? facts.BetterOn.Value : judged, $"Delivery is {RatingLook.Of(facts.Delivery).Word.ToLowerInvariant()}; judged to make no difference yet on {Short(judged)}")
            : null;
}
