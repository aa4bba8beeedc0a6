using static ImprovementBoard.Core.Time.Words;

namespace ImprovementBoard.Core.Flags.Rules;

/// <summary>Nobody has said anything for long.</summary>
public sealed class NoUpdateForTwoCycles() : FlagRule("no_update", Seriousness.High, "No update for two cycles",
    "An action under way has had no update for more than two update cycles; an update that was returned does not count.")
{
    /// <inheritdoc/>
    public override Raised? Check(ActionFlagFacts facts) =>
        facts.UpdateDueBy is { } due && due.AddDays(facts.CycleDays) is var last && last < facts.Today
            ? new(last.AddDays(1), facts.LastUpdateOn is { } on ? $"Last update on {Short(on)}" : $"No update yet; the first was due by {Short(due)}")
            : null;
}
