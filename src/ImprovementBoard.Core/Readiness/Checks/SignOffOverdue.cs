using ImprovementBoard.Core.Actions;
using ImprovementBoard.Core.Ratings;
using static ImprovementBoard.Core.Time.Words;

namespace ImprovementBoard.Core.Readiness.Checks;

/// <summary>It is said to be done, and nobody has agreed or disagreed.</summary>
public sealed class SignOffOverdue() : ReadinessCheck("sign_off_overdue", "Sign-offs overdue",
    $"Nothing that was delivered has waited more than {DeliveryRule.SignOffWorkingDays} working days for sign-off.")
{
    /// <inheritdoc/>
    public override IEnumerable<ReadinessItem> Find(ReadinessFacts facts) =>
        facts.Actions
            // The rating rule turns it to "at risk" for this reason alone.
            .Where(a => a is { State: ActionState.AwaitingSignOff, Delivery: DeliveryRating.AtRisk })
            .Select(a => a.Item($"Delivered on {Short(a.DeliveredOn!.Value)}, and neither signed off nor sent back.", ReadinessRemedy.SignOff));
}
