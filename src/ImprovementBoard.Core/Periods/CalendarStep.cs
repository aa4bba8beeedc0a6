using ImprovementBoard.Core.Time;

namespace ImprovementBoard.Core.Periods;

/// <summary>
/// A step of the work around a meeting, in its order. No source states the lead times that councils keep; those here are proposed
/// (domain research §4) and follow from the two dates of a period.
/// </summary>
public enum CalendarStep
{
    /// <summary>Leads are asked for their updates: 10 working days before the cut-off.</summary>
    Commission,

    /// <summary>Leads who have not posted are asked again: 2 working days before the cut-off.</summary>
    Chase,

    /// <summary>The last day on which an update counts. The facts are frozen after it.</summary>
    CutOff,

    /// <summary>The office checks what is missing: 2 working days after the cut-off.</summary>
    Check,

    /// <summary>Drafts are made from the frozen facts: 3 working days after the cut-off.</summary>
    Draft,

    /// <summary>Packs go out: 5 working days before the meeting.</summary>
    Issue,

    /// <summary>Decisions of the meeting are written down: 2 working days after it.</summary>
    Decisions,

    /// <summary>Challenges of the meeting are with somebody: 5 working days after it.</summary>
    FollowUp,
}

/// <summary>Words and dates of <see cref="CalendarStep"/>.</summary>
public static class CalendarSteps
{
    /// <summary>All steps, in their order.</summary>
    public static readonly IReadOnlyList<CalendarStep> All = Enum.GetValues<CalendarStep>();

    /// <summary>The step in words.</summary>
    public static string Words(this CalendarStep step) => step switch
    {
        CalendarStep.Commission => "Commission updates",
        CalendarStep.Chase => "Chase",
        CalendarStep.CutOff => "Cut-off",
        CalendarStep.Check => "Check",
        CalendarStep.Draft => "Draft packs",
        CalendarStep.Issue => "Issue packs",
        CalendarStep.Decisions => "Write down decisions",
        _ => "Follow up challenges",
    };

    /// <summary>True for what the portal does, or sees, by itself.</summary>
    public static bool IsAutomatic(this CalendarStep step) => step <= CalendarStep.Issue;

    /// <summary>True for what a person may say is done: what the portal cannot see, and packs that went out another way. The office is reminded of it.</summary>
    public static bool IsByHand(this CalendarStep step) => step >= CalendarStep.Issue;

    /// <summary>The day a step is due.</summary>
    public static DateOnly DueOn(this CalendarStep step, DateOnly cutOffOn, DateOnly meetingOn) => step switch
    {
        CalendarStep.Commission => WorkingDays.Before(cutOffOn, 10),
        CalendarStep.Chase => WorkingDays.Before(cutOffOn, 2),
        CalendarStep.CutOff => cutOffOn,
        CalendarStep.Check => WorkingDays.After(cutOffOn, 2),
        CalendarStep.Draft => WorkingDays.After(cutOffOn, 3),
        CalendarStep.Issue => WorkingDays.Before(meetingOn, 5),
        CalendarStep.Decisions => WorkingDays.After(meetingOn, 2),
        _ => WorkingDays.After(meetingOn, 5),
    };
}
