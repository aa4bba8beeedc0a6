using ImprovementBoard.Core.Ratings;
using ImprovementBoard.Core.Time;
using static ImprovementBoard.Core.Time.Words;

namespace ImprovementBoard.Core.Readiness.Checks;

/// <summary>New dates were asked for, and nobody has said yes or no: the pack would print dates that nobody believes.</summary>
public sealed class UndecidedDates() : ReadinessCheck("undecided_dates", "New dates undecided",
    $"No proposal of new dates has waited more than {Days} working days for a decision.")
{
    /// <summary>Working days a proposal may wait, as long as a sign-off. Our rule: no source sets one.</summary>
    public const int Days = DeliveryRule.SignOffWorkingDays;

    /// <inheritdoc/>
    public override IEnumerable<ReadinessItem> Find(ReadinessFacts facts) =>
        from a in facts.Actions
        where a.ProposedOn is { } day && WorkingDays.Between(day, facts.Day) > Days
        select a.Item($"New dates were proposed on {Short(a.ProposedOn!.Value)}, and neither accepted nor refused.", ReadinessRemedy.DecideDates);
}
