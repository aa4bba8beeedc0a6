using ImprovementBoard.Core;
using ImprovementBoard.Core.Schedules;

namespace ImprovementBoard.Web.Features.Packs;

/// <summary>A rhythm while somebody types it: numbers and dates may be missing.</summary>
public sealed class RhythmForm(Rhythm from)
{
    public Frequency Frequency { get; private set; } = from.Frequency;
    public int? DayOfMonth { get; set; } = from.DayOfMonth;
    public DayOfWeek Weekday { get; set; } = from.Weekday;
    public Which Which { get; set; } = from.Which;
    public int? EveryWeeks { get; set; } = from.EveryWeeks;
    public DateOnly? StartsOn { get; set; } = from.StartsOn;
    public string? Cron { get; set; } = from.Cron;
    public HolidayRule Holidays { get; set; } = from.Holidays;
    public TimeOnly? At { get; set; } = from.At;

    /// <summary>What was typed. A missing number is one that is refused.</summary>
    /// <exception cref="RuleException">The time is missing.</exception>
    public Rhythm Rhythm => new()
    {
        Frequency = Frequency,
        DayOfMonth = DayOfMonth ?? 0,
        Weekday = Weekday,
        Which = Which,
        EveryWeeks = EveryWeeks ?? 0,
        StartsOn = StartsOn,
        Cron = Cron ?? "",
        Holidays = Holidays,
        At = At ?? (Frequency is Frequency.EveryPeriod or Frequency.Cron ? TimeOnly.MinValue : throw new RuleException("Give a time such as 07:00.", nameof(At))),
    };

    /// <summary>Chooses how often. An expert begins with the expression for what stood there before.</summary>
    public void Choose(Frequency frequency)
    {
        if (frequency == Frequency.Cron && string.IsNullOrWhiteSpace(Cron) && At is not null)
            Cron = Rhythm.AsCron;
        Frequency = frequency;
    }

    /// <summary>How often, as a choice.</summary>
    public static string Words(Frequency frequency) => frequency switch
    {
        Frequency.Monthly => "Every month",
        Frequency.MonthlyOnWeekday => "Every month on a weekday, such as its first Tuesday",
        Frequency.LastWorkingDay => "On the last working day of every month",
        Frequency.Weekly => "Every week",
        Frequency.EveryFewWeeks => "Every few weeks from a date",
        Frequency.EveryPeriod => "With the reporting calendar",
        _ => "By a cron expression, for experts",
    };

    /// <summary>Every choice, the plain ones first.</summary>
    public static readonly IReadOnlyList<Frequency> Choices =
        [Frequency.Monthly, Frequency.MonthlyOnWeekday, Frequency.LastWorkingDay, Frequency.Weekly, Frequency.EveryFewWeeks, Frequency.EveryPeriod, Frequency.Cron];
}
