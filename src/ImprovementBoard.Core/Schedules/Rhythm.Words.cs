using System.Globalization;

namespace ImprovementBoard.Core.Schedules;

/// <summary>A rhythm in words, and as a cron expression.</summary>
public sealed partial record Rhythm
{
    /// <summary>In words, such as "Monthly, on the first Tuesday at 07:00".</summary>
    public string Words => Frequency switch
    {
        Frequency.Monthly => $"Monthly, on day {DayOfMonth} at {Clock}",
        Frequency.Weekly => $"Weekly, on {Weekday} at {Clock}",
        Frequency.MonthlyOnWeekday => $"Monthly, on the {Which.ToString().ToLowerInvariant()} {Weekday} at {Clock}",
        Frequency.LastWorkingDay => $"Monthly, on the last working day at {Clock}",
        Frequency.EveryFewWeeks => $"Every {EveryWeeks} weeks from {(StartsOn is { } first ? $"{first.DayOfWeek} {Time.Words.Long(first)}" : "a date")} at {Clock}",
        Frequency.Cron => $"By the cron expression {Cron}, which means {Clock}",
        _ => "With every period of the reporting calendar, on the day its drafts are due",
    };

    /// <summary>What happens on days that nobody works, as the end of a sentence; empty where nothing does.</summary>
    public string HolidayWords => (CanMove ? Holidays : HolidayRule.AsItFalls) switch
    {
        HolidayRule.WorkingDayBefore => "on the working day before where that is a weekend or a bank holiday",
        HolidayRule.WorkingDayAfter => "on the working day after where that is a weekend or a bank holiday",
        _ => "",
    };

    /// <summary>Words and holiday rule in one sentence without its full stop.</summary>
    public string InFull => HolidayWords is { Length: > 0 } moved ? $"{Words}, {moved}" : Words;

    /// <summary>
    /// The same days and time as a cron expression in Quartz's form; null where none can say it: weeks counted from a date, working days, the reporting
    /// calendar. It knows nothing of bank holidays.
    /// </summary>
    public string? AsCron => Frequency switch
    {
        Frequency.Monthly => $"0 {At.Minute} {At.Hour} {DayOfMonth} * ?",
        Frequency.Weekly => $"0 {At.Minute} {At.Hour} ? * {Short(Weekday)}",
        Frequency.MonthlyOnWeekday when Which == Which.Last => $"0 {At.Minute} {At.Hour} ? * {(int)Weekday + 1}L",
        Frequency.MonthlyOnWeekday => $"0 {At.Minute} {At.Hour} ? * {Short(Weekday)}#{(int)Which + 1}",
        Frequency.Cron => Cron,
        _ => null,
    };

    private string Clock => At.ToString("HH:mm", CultureInfo.InvariantCulture);

    private static string Short(DayOfWeek day) => day.ToString()[..3].ToUpperInvariant();
}
