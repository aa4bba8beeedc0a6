namespace ImprovementBoard.Core.Schedules;

/// <summary>How often something recurs.</summary>
public enum Frequency
{
    /// <summary>On one day of every month.</summary>
    Monthly,

    /// <summary>On one weekday of every week.</summary>
    Weekly,

    /// <summary>With every period of the reporting calendar, when its drafts are due, from its frozen facts.</summary>
    EveryPeriod,

    /// <summary>On one weekday of every month, such as its first Tuesday.</summary>
    MonthlyOnWeekday,

    /// <summary>On the last working day of every month.</summary>
    LastWorkingDay,

    /// <summary>Every few weeks, counted from a date.</summary>
    EveryFewWeeks,

    /// <summary>On the days that a cron expression names.</summary>
    Cron,
}

/// <summary>Which of its weekdays in a month.</summary>
public enum Which
{
    /// <summary>The first.</summary>
    First,

    /// <summary>The second.</summary>
    Second,

    /// <summary>The third.</summary>
    Third,

    /// <summary>The fourth; every month has it.</summary>
    Fourth,

    /// <summary>The last, which is the fourth or the fifth.</summary>
    Last,
}

/// <summary>What happens where a day is a Saturday, a Sunday or a bank holiday of England and Wales.</summary>
public enum HolidayRule
{
    /// <summary>Nothing: it stays.</summary>
    AsItFalls,

    /// <summary>It moves to the working day before.</summary>
    WorkingDayBefore,

    /// <summary>It moves to the working day after.</summary>
    WorkingDayAfter,
}

/// <summary>On which days, and at what time, something recurs. Every time is London time.</summary>
public sealed partial record Rhythm
{
    /// <summary>Most weeks from one time to the next.</summary>
    public const int MostWeeks = 26;

    /// <summary>Longest cron expression, in characters.</summary>
    public const int CronMaxLength = 100;

    /// <summary>How often. Which of the others count follows from it.</summary>
    public Frequency Frequency { get; init; }

    /// <summary>Day of the month, 1 to 28, for <see cref="Frequency.Monthly"/>.</summary>
    public int DayOfMonth { get; init; } = 1;

    /// <summary>Day of the week, for <see cref="Frequency.Weekly"/> and <see cref="Frequency.MonthlyOnWeekday"/>.</summary>
    public DayOfWeek Weekday { get; init; } = DayOfWeek.Monday;

    /// <summary>Which of them in a month, for <see cref="Frequency.MonthlyOnWeekday"/>.</summary>
    public Which Which { get; init; }

    /// <summary>Weeks from one time to the next, 2 to <see cref="MostWeeks"/>, for <see cref="Frequency.EveryFewWeeks"/>.</summary>
    public int EveryWeeks { get; init; } = 2;

    /// <summary>The first day, for <see cref="Frequency.EveryFewWeeks"/>.</summary>
    public DateOnly? StartsOn { get; init; }

    /// <summary>See <see cref="CronDays"/>; for <see cref="Frequency.Cron"/>, else empty.</summary>
    public string Cron { get; init; } = "";

    /// <summary>What happens on days that nobody works.</summary>
    public HolidayRule Holidays { get; init; }

    /// <summary>Time of day, to the minute.</summary>
    public TimeOnly At { get; init; }

    /// <summary>True where days can fall on a weekend or a bank holiday, so that <see cref="Holidays"/> counts.</summary>
    public bool CanMove => Frequency is not (Frequency.EveryPeriod or Frequency.LastWorkingDay);

    /// <summary>As it is kept: checked, and with the time of day that a cron expression names.</summary>
    /// <exception cref="RuleException">A number or a date makes no sense, or the expression cannot be read.</exception>
    public Rhythm Checked()
    {
        if (Frequency == Frequency.Monthly && DayOfMonth is < 1 or > 28)
            throw new RuleException("Choose a day from 1 to 28, so that every month has it.", nameof(DayOfMonth));
        if (Frequency == Frequency.EveryFewWeeks && EveryWeeks is < 2 or > MostWeeks)
            throw new RuleException($"Give the weeks from one time to the next: 2 to {MostWeeks}.", nameof(EveryWeeks));
        if (Frequency == Frequency.EveryFewWeeks && StartsOn is null)
            throw new RuleException("Give the first day. The weeks are counted from it.", nameof(StartsOn));
        if (Frequency != Frequency.Cron)
            return this;
        var cron = Text.Required(Cron, nameof(Cron), "Write a cron expression, such as 0 0 7 ? * TUE#1 for the first Tuesday at 07:00.", CronMaxLength);
        return this with { Cron = cron, At = CronDays.Parse(cron).At };
    }

    /// <summary>True when both mean the same days, whatever the time of day.</summary>
    public bool SameDays(Rhythm other) => Days == other.Days;

    private Rhythm Days => (Frequency switch
    {
        Frequency.Monthly => new Rhythm { DayOfMonth = DayOfMonth },
        Frequency.Weekly => new Rhythm { Weekday = Weekday },
        Frequency.MonthlyOnWeekday => new Rhythm { Weekday = Weekday, Which = Which },
        Frequency.EveryFewWeeks => new Rhythm { EveryWeeks = EveryWeeks, StartsOn = StartsOn },
        Frequency.Cron => new Rhythm { Cron = Cron },
        _ => new Rhythm(),
    }) with
    { Frequency = Frequency, Holidays = CanMove ? Holidays : HolidayRule.AsItFalls };
}
