using ImprovementBoard.Core.Actions;
using ImprovementBoard.Core.Ratings;
using static ImprovementBoard.Core.Time.Words;

namespace ImprovementBoard.Core.Readiness.Checks;

/// <summary>It is called on track, and something speaks against it.</summary>
public sealed class OverOptimisticGreens() : ReadinessCheck("optimistic_greens", "Over-optimistic greens",
    "Nothing is rated on track while its due date has passed or it waits for late work; no lead calls on track what is rated lower, unanswered by a reviewer; and no recommendation that is not closed is on track or better while it makes no difference yet.")
{
    /// <inheritdoc/>
    public override IEnumerable<ReadinessItem> Find(ReadinessFacts facts) =>
        facts.Actions.Where(a => a.State <= ActionState.InProgress).Select(a => Action(a, facts.Day)).OfType<ReadinessItem>()
            .Concat(facts.Recommendations
                .Where(r => r is { Settled: false, Impact: ImpactRating.NoDifferenceYet, Delivery: >= DeliveryRating.OnTrack and not DeliveryRating.NotDue })
                .Select(r => r.Item($"Delivery is {Word(r.Delivery)}; on {Short(r.JudgedOn!.Value)} it was judged to make no difference yet.", ReadinessRemedy.JudgeImpact)));

    private static ReadinessItem? Action(ReadinessAction a, DateOnly day) => a switch
    {
        { Delivery: DeliveryRating.OnTrack } when a.Due < day =>
            a.Item($"Rated on track; it was due on {Short(a.Due)} and is not delivered.", ReadinessRemedy.PostUpdate),
        { Delivery: DeliveryRating.OnTrack, WaitsForLate.Count: > 0 } =>
            a.Item($"Rated on track; it waits for {List(a.WaitsForLate)}.", ReadinessRemedy.PostUpdate),
        { Reviewed: false, LeadSays: DeliveryRating.OnTrack, Delivery: < DeliveryRating.OnTrack } =>
            a.Item($"The lead calls it on track where it is {Word(a.Delivery)}; no reviewer has answered.", ReadinessRemedy.Review),
        _ => null,
    };

    private static string Word(DeliveryRating rating) => RatingLook.Of(rating).Word.ToLowerInvariant();
}
