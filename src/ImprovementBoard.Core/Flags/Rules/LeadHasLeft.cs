using static ImprovementBoard.Core.Time.Words;

namespace ImprovementBoard.Core.Flags.Rules;

/// <summary>Nobody leads it any more.</summary>
public sealed class LeadHasLeft() : FlagRule("lead_has_left", Seriousness.High, "Lead has left",
    "The post that leads an action is empty, the action is not closed, and nobody has taken over.")
{
    /// <inheritdoc/>
    public override Raised? Check(ActionFlagFacts facts) =>
        facts.ClosedOn is null && facts.LeadLeftOn is { } left && left < facts.Today
            ? new(left.AddDays(1), $"{facts.Lead} left on {Short(left)}; nobody has taken over")
            : null;
}
