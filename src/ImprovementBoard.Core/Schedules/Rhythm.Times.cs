using ImprovementBoard.Core.Time;

namespace ImprovementBoard.Core.Schedules;

/// <summary>When a rhythm comes round. Those of the reporting calendar have no times of their own: the calendar has.</summary>
public sealed partial record Rhythm
{
    // Further than any run of days that nobody works; at Christmas and Easter there are four.
    private const int MostMoved = 10;

    // 29 February on one weekday comes once in 28 years, and in 40 over a turn of a century.
    private const int DaysLookedAhead = 15_000;

    /// <summary>The next times after an instant, in their order; none of them at the same time.</summary>
    /// <exception cref="RuleException">See <see cref="Checked"/>.</exception>
    public IReadOnlyList<Occurrence> Next(DateTimeOffset after, int count) =>
        [.. From(LondonTime.DateOf(after)).Where(o => o.At > after).Take(count)];

    /// <summary>Those that happen from one day to another, in their order.</summary>
    /// <exception cref="RuleException">See <see cref="Checked"/>.</exception>
    public IReadOnlyList<Occurrence> Between(DateOnly first, DateOnly last) => [.. From(first).TakeWhile(o => o.On <= last)];

    private IEnumerable<Occurrence> From(DateOnly first)
    {
        var rhythm = Checked();
        if (Frequency == Frequency.EveryPeriod)
            yield break;
        var falls = rhythm.Falls();
        DateOnly? previous = null;
        for (var ahead = -MostMoved; ahead < DaysLookedAhead; ahead++)
        {
            var day = first.AddDays(ahead);
            if (!falls(day))
                continue;
            var on = Moved(day);
            // Days that end on the same one count once; where that one is named itself, it counts as itself.
            if (on < first || on == previous || (on != day && falls(on)))
                continue;
            previous = on;
            yield return new(day, on, LondonTime.Of(on, rhythm.At));
        }
    }

    private DateOnly Moved(DateOnly day) => !CanMove || WorkingDays.Includes(day) ? day : Holidays switch
    {
        HolidayRule.WorkingDayBefore => WorkingDays.Before(day, 1),
        HolidayRule.WorkingDayAfter => WorkingDays.After(day, 1),
        _ => day,
    };

    private Func<DateOnly, bool> Falls()
    {
        switch (Frequency)
        {
            case Frequency.Monthly:
                return day => day.Day == DayOfMonth;
            case Frequency.Weekly:
                return day => day.DayOfWeek == Weekday;
            case Frequency.MonthlyOnWeekday when Which == Which.Last:
                return day => day.DayOfWeek == Weekday && day.AddDays(7).Month != day.Month;
            case Frequency.MonthlyOnWeekday:
                return day => day.DayOfWeek == Weekday && (day.Day - 1) / 7 == (int)Which;
            case Frequency.LastWorkingDay:
                return day => WorkingDays.Includes(day) && WorkingDays.After(day, 1).Month != day.Month;
            case Frequency.EveryFewWeeks:
                return day => day >= StartsOn && (day.DayNumber - StartsOn.Value.DayNumber) % (7 * EveryWeeks) == 0;
            default:
                return CronDays.Parse(Cron).Includes;
        }
    }
}
