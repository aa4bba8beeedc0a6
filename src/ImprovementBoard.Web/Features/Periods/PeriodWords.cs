using ImprovementBoard.Core.Periods;
using ImprovementBoard.Core.Time;

namespace ImprovementBoard.Web.Features.Periods;

/// <summary>What is said about periods on more than one page.</summary>
internal static class PeriodWords
{
    /// <summary>Until when updates count, without a stop at the end.</summary>
    public static string CountUntil(PeriodRow current, DateOnly today) => current.CutOffOn == today
        ? $"Updates count for the board of {Words.Long(current.MeetingOn)} until the end of today"
        : $"Updates count for the board of {Words.Long(current.MeetingOn)} until the end of {Words.Long(current.CutOffOn)}, in {Words.Count(WorkingDays.Between(today, current.CutOffOn), "working day")}";

    /// <summary>Who does a step.</summary>
    public static string By(CalendarStep step) => !step.IsAutomatic() ? "by the office" : step.IsByHand() ? "by itself, or by the office" : "by itself";

    /// <summary>When the facts of a period are frozen whose cut-off has passed.</summary>
    /// <param name="held">True where the programme waits to be released after a restore.</param>
    public static string Freezing(PeriodView period, bool held) =>
        held ? "Its facts are frozen once an administrator has released the programme after the restore."
        : period.Steps.Any(s => s is { Step: CalendarStep.CutOff, Done.Failed: true }) ? "Its facts could not be frozen. That is tried again every hour; the step “Cut-off” says why it failed."
        : "Its facts are frozen within the hour.";

    /// <summary>What became of a step by <paramref name="today"/>.</summary>
    public static string State(StepRow step, DateOnly today) => step switch
    {
        { Done: { Failed: true } } => "Failed",
        { Done: not null } => "Done",
        // Its whole day belongs to it.
        { Step: CalendarStep.CutOff } when step.DueOn == today => "Today",
        _ when step.DueOn > today => "To come",
        _ when step.DueOn == today => "Due today",
        _ => "Not done",
    };
}
