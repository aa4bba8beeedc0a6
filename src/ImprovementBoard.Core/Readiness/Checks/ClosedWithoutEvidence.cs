using ImprovementBoard.Core.Actions;

namespace ImprovementBoard.Core.Readiness.Checks;

/// <summary>It is called done, and nothing shows it.</summary>
public sealed class ClosedWithoutEvidence() : ReadinessCheck("no_evidence", "Closures without evidence",
    "Every action that is said to be delivered, is signed off or closed has evidence that stands and everybody may read.")
{
    /// <inheritdoc/>
    public override IEnumerable<ReadinessItem> Find(ReadinessFacts facts) =>
        from a in facts.Actions
        where a is { State: >= ActionState.AwaitingSignOff, HasEvidence: false }
        select a.Item($"{a.State.Words()}; no evidence that everybody may read stands on it.", ReadinessRemedy.AttachEvidence);
}
