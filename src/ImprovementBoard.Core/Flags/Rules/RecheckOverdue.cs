using static ImprovementBoard.Core.Time.Words;

namespace ImprovementBoard.Core.Flags.Rules;

/// <summary>Whether it still holds should have been checked.</summary>
public sealed class RecheckOverdue() : FlagRule("recheck_overdue", Seriousness.Medium, "Re-check overdue",
    "The day on which an action or a recommendation was to be checked again has passed, and no result is recorded.")
{
    /// <inheritdoc/>
    public override Raised? Check(ActionFlagFacts facts) => facts.ClosedOn is null ? Passed(facts.RecheckOn, facts.Today) : null;

    /// <inheritdoc/>
    public override Raised? Check(RecommendationFlagFacts facts) => facts.Settled ? null : Passed(facts.RecheckOn, facts.Today);

    private static Raised? Passed(DateOnly? recheckOn, DateOnly today) =>
        recheckOn is { } day && day < today ? new(day.AddDays(1), $"A re-check was set for {Short(day)}") : null;
}
