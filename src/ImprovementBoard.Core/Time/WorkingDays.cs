namespace ImprovementBoard.Core.Time;

/// <summary>Counting in working days: not Saturday, Sunday or a bank holiday of England and Wales (SI 2007/462, regulation 1).</summary>
public static class WorkingDays
{
    /// <summary>True on a day that counts.</summary>
    public static bool Includes(DateOnly day) =>
        day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !BankHolidays.Includes(day);

    /// <summary>The day that is <paramref name="count"/> working days after <paramref name="from"/>; the next working day is day 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public static DateOnly After(DateOnly from, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var day = from;
        while (count > 0)
        {
            day = day.AddDays(1);
            if (Includes(day))
                count--;
        }
        return day;
    }

    /// <summary>Working days after <paramref name="from"/> up to and including <paramref name="to"/>; 0 when <paramref name="to"/> is not later.</summary>
    public static int Between(DateOnly from, DateOnly to)
    {
        var count = 0;
        for (var day = from.AddDays(1); day <= to; day = day.AddDays(1))
        {
            if (Includes(day))
                count++;
        }
        return count;
    }
}
