using static ImprovementBoard.Core.Time.Words;

namespace ImprovementBoard.Core.Flags.Rules;

/// <summary>What shows it was made long before it was done.</summary>
public sealed class EvidenceOlderThanClaim() : FlagRule("evidence_older", Seriousness.Medium, "Evidence older than the claim",
    $"The newest evidence that everybody may read on a delivered action that is not closed is dated more than {Days} days before the day it was said to be delivered.")
{
    /// <summary>Evidence this many days older than the claim still counts. Our rule: no source sets one.</summary>
    public const int Days = 90;

    /// <inheritdoc/>
    public override Raised? Check(ActionFlagFacts facts) =>
        facts is { ClosedOn: null, DeliveredOn: { } on, NewestEvidenceOn: { } newest } && newest < on.AddDays(-Days)
            ? new(on, $"Newest evidence that everybody may read is of {Short(newest)}; said to be delivered on {Short(on)}")
            : null;
}
