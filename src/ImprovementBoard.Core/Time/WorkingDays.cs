using System.Collections.Concurrent;

namespace ImprovementBoard.Core.Time;

/// <summary>Counting in working days: not Saturday, Sunday or a bank holiday of England and Wales (SI 2007/462, regulation 1).</summary>
public static class WorkingDays
{
    private static readonly ConcurrentDictionary<int, DateOnly[]> HolidaysByYear = new();

    /// <summary>True on a day that counts.</summary>
    public static bool Includes(DateOnly day) => IsWeekday(day) && !BankHolidays.Includes(day);

    /// <summary>The day that is <paramref name="count"/> working days after <paramref name="from"/>; the next working day is day 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public static DateOnly After(DateOnly from, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return Walk(from, count, 1);
    }

    /// <summary>The day that is <paramref name="count"/> working days before <paramref name="from"/>; the working day before is day 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public static DateOnly Before(DateOnly from, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return Walk(from, count, -1);
    }

    /// <summary>Working days after <paramref name="from"/> up to and including <paramref name="to"/>; 0 when <paramref name="to"/> is not later.</summary>
    public static int Between(DateOnly from, DateOnly to)
    {
        if (to <= from)
            return 0;
        var holidays = 0;
        for (var year = from.Year; year <= to.Year; year++)
        {
            var days = HolidaysByYear.GetOrAdd(year, WeekdayHolidays);
            holidays += year > from.Year && year < to.Year ? days.Length : days.Count(h => h > from && h <= to);
        }
        return WeekdaysUpTo(to) - WeekdaysUpTo(from) - holidays;
    }

    private static DateOnly Walk(DateOnly day, int count, int step)
    {
        while (count > 0)
        {
            day = day.AddDays(step);
            if (Includes(day))
                count--;
        }
        return day;
    }

    // Day number 0 is a Monday.
    private static int WeekdaysUpTo(DateOnly day) => ((day.DayNumber + 1) / 7 * 5) + Math.Min((day.DayNumber + 1) % 7, 5);

    private static DateOnly[] WeekdayHolidays(int year)
    {
        var first = new DateOnly(year, 1, 1);
        return [.. Enumerable.Range(0, DateTime.IsLeapYear(year) ? 366 : 365).Select(first.AddDays).Where(d => IsWeekday(d) && BankHolidays.Includes(d))];
    }

    private static bool IsWeekday(DateOnly day) => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);
}
