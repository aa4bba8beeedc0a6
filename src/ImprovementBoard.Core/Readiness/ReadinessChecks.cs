using ImprovementBoard.Core.Readiness.Checks;

namespace ImprovementBoard.Core.Readiness;

/// <summary>Every check of the gate.</summary>
public static class ReadinessChecks
{
    /// <summary>All checks, in the order they are shown. A new check is a class of its own and a line here.</summary>
    public static IReadOnlyList<ReadinessCheck> All { get; } =
    [
        new MissingUpdates(),
        new StaleRatings(),
        new SignOffOverdue(),
        new UndecidedDates(),
        new WithoutRecoveryPlan(),
        new ClosedWithoutEvidence(),
        new OverOptimisticGreens(),
    ];
}
