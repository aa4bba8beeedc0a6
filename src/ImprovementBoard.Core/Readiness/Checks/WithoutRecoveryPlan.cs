using ImprovementBoard.Core.Actions;
using ImprovementBoard.Core.Ratings;
using static ImprovementBoard.Core.Time.Words;

namespace ImprovementBoard.Core.Readiness.Checks;

/// <summary>It is late or at risk, and nobody says what will bring it back.</summary>
public sealed class WithoutRecoveryPlan() : ReadinessCheck("no_recovery_plan", "Off track or at risk without a recovery plan",
    "Every action that is off track or at risk, and not delivered, has a recovery plan whose day has not passed.")
{
    /// <inheritdoc/>
    public override IEnumerable<ReadinessItem> Find(ReadinessFacts facts) =>
        from a in facts.Actions
        where ActionItem.NeedsRecovery(a.Delivery, a.State) && !(a.BackBy >= facts.Day)
        let rating = Sentence(RatingLook.Of(a.Delivery).Word.ToLowerInvariant())
        select a.Item(a.BackBy is { } backBy ? $"{rating}; its recovery plan was to bring it back by {Short(backBy)}." : $"{rating}; no recovery plan says what will bring it back, and by when.", ReadinessRemedy.PlanRecovery);
}
