using static ImprovementBoard.Core.Time.Words;

namespace ImprovementBoard.Core.Flags.Rules;

/// <summary>The date keeps slipping.</summary>
public sealed class DateMovedTwice() : FlagRule("date_moved_twice", Seriousness.Medium, "Date moved twice",
    "The due date of an action was moved twice or more, and it is not delivered.")
{
    /// <inheritdoc/>
    public override Raised? Check(ActionFlagFacts facts) =>
        facts is { DeliveredOn: null, MovesOn.Count: >= 2 }
            ? new(facts.MovesOn[1], $"Moved {facts.MovesOn.Count} times, last on {Short(facts.MovesOn[^1])}; now due on {Short(facts.Due)}")
            : null;
}
