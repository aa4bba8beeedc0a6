namespace ImprovementBoard.Core.Time;

/// <summary>
/// Bank holidays of England and Wales, with Christmas Day and Good Friday, which the plan regulations
/// name beside them (SI 2007/462, regulation 1). Computed from 1978, when the early May holiday began.
/// </summary>
public static class BankHolidays
{
    // Royal proclamations that added, moved or replaced a day. Moved days: the usual one is left out below.
    private static readonly HashSet<DateOnly> Added =
    [
        new(1981, 7, 29), new(1995, 5, 8), new(1999, 12, 31), new(2002, 6, 3), new(2002, 6, 4), new(2011, 4, 29),
        new(2012, 6, 4), new(2012, 6, 5), new(2020, 5, 8), new(2022, 6, 2), new(2022, 6, 3), new(2022, 9, 19), new(2023, 5, 8),
    ];

    private static readonly HashSet<DateOnly> MovedAway =
    [
        new(1995, 5, 1), new(2002, 5, 27), new(2012, 5, 28), new(2020, 5, 4), new(2022, 5, 30),
    ];

    /// <summary>True on a bank holiday, Christmas Day or Good Friday.</summary>
    public static bool Includes(DateOnly day) => Added.Contains(day) || (!MovedAway.Contains(day) && IsUsual(day));

    private static bool IsUsual(DateOnly day)
    {
        var easter = Easter(day.Year);
        if (day == easter.AddDays(-2) || day == easter.AddDays(1))
            return true;
        return (day.Month, day.Day, day.DayOfWeek) switch
        {
            (1, 1, _) or (12, 25, _) or (12, 26, _) => true,
            (1, 2 or 3, DayOfWeek.Monday) => true,           // New Year's Day fell on a weekend
            (5, <= 7, DayOfWeek.Monday) => true,             // early May
            (5, >= 25, DayOfWeek.Monday) => true,            // spring
            (8, >= 25, DayOfWeek.Monday) => true,            // summer
            (12, 27, DayOfWeek.Monday or DayOfWeek.Tuesday) => true, // Christmas Day fell on a weekend
            (12, 28, DayOfWeek.Monday or DayOfWeek.Tuesday) => true, // Boxing Day, or both, fell on a weekend
            _ => false,
        };
    }

    // Gregorian Easter, the anonymous algorithm (Meeus, Astronomical Algorithms, chapter 8).
    private static DateOnly Easter(int year)
    {
        int a = year % 19, b = year / 100, c = year % 100, d = b / 4, e = b % 4, f = (b + 8) / 25, g = (b - f + 1) / 3;
        int h = ((19 * a) + b - d - g + 15) % 30, i = c / 4, k = c % 4, l = (32 + (2 * e) + (2 * i) - h - k) % 7;
        int m = (a + (11 * h) + (22 * l)) / 451, sum = h + l - (7 * m) + 114;
        return new DateOnly(year, sum / 31, (sum % 31) + 1);
    }
}
