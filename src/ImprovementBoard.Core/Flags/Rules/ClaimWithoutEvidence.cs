using static ImprovementBoard.Core.Time.Words;

namespace ImprovementBoard.Core.Flags.Rules;

/// <summary>It is said to be done, and nothing shows it.</summary>
public sealed class ClaimWithoutEvidence() : FlagRule("claim_without_evidence", Seriousness.High, "Claim without evidence",
    "The lead says that an action is delivered, no evidence that everybody may read stands on it, and it is not closed.")
{
    /// <inheritdoc/>
    public override Raised? Check(ActionFlagFacts facts) =>
        facts is { ClosedOn: null, DeliveredOn: { } on, NewestEvidenceOn: null } ? new(on, $"Said to be delivered on {Short(on)}; no evidence that everybody may read stands") : null;
}
