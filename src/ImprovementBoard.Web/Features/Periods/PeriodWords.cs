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
