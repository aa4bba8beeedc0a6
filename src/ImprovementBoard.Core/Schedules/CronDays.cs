using System.Globalization;

namespace ImprovementBoard.Core.Schedules;

/// <summary>
/// A cron expression in Quartz's form that names days and one time of day: second, minute, hour, day of the month, month, day of the week and, if one
/// likes, year. A pack is made once a day at most, so second, minute and hour are one number each. Hand-written because nothing that Core may
/// reference reads it; a test compares it with Quartz day by day.
/// </summary>
public sealed class CronDays
{
    private static readonly CronPart
        Day = new("day of the month", 1, 31, []),
        Month = new("month", 1, 12, ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]),
        Weekday = new("day of the week", 1, 7, ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]),
        Year = new("year", 1970, 2199, []);

    private readonly IReadOnlySet<int> months, years;
    private readonly Func<DateOnly, bool> day;

    private CronDays(TimeOnly at, Func<DateOnly, bool> day, IReadOnlySet<int> months, IReadOnlySet<int> years) => (At, this.day, this.months, this.years) = (at, day, months, years);

    /// <summary>The time of day, London time.</summary>
    public TimeOnly At { get; }

    /// <summary>True on a day the expression names.</summary>
    public bool Includes(DateOnly date) => months.Contains(date.Month) && years.Contains(date.Year) && day(date);

    /// <summary>Reads an expression.</summary>
    /// <exception cref="RuleException">It cannot be read; the message says which part, and what it may be.</exception>
    public static CronDays Parse(string? expression)
    {
        var parts = Text.Clean(expression).ToUpperInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length is not (6 or 7))
        {
            throw CronPart.Fault($"A cron expression has 6 parts, or 7 with a year: second, minute, hour, day of the month, month, day of the week. This one has {parts.Length}.{(parts.Length == 5 ? " Most likely the seconds are missing: put a 0 in front." : "")}");
        }
        if (One(parts[0], "second", 59) != 0)
            throw CronPart.Fault("The second must be 0: runs begin on the minute.");
        var (minute, hour) = (One(parts[1], "minute", 59), One(parts[2], "hour", 23));
        if (parts[3] == "?" == (parts[5] == "?"))
            throw CronPart.Fault("Put ? as the day of the month or as the day of the week, whichever does not matter, and say the other; only one of the two counts.");
        return new(new(hour, minute), parts[5] == "?" ? DayOfMonth(parts[3]) : DayOfWeek(parts[5]), Month.Set(parts[4]), Year.Set(parts.Length == 7 ? parts[6] : "*"));
    }

    private static int One(string part, string name, int most) =>
        int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most ? number
        : throw CronPart.Fault($"The {name} is “{part}”. Give one number from 0 to {most}: a pack is made once a day at most.");

    private static Func<DateOnly, bool> DayOfMonth(string part)
    {
        if (part == "L")
            return d => d.Day == Last(d);
        if (part == "LW")
            return d => d.Day == NearestWeekday(d, Last(d));
        if (part.StartsWith("L-", StringComparison.Ordinal))
        {
            var before = Day.Number(part[2..], 0, 30);
            return d => d.Day == Last(d) - before;
        }
        if (part.EndsWith('W'))
        {
            // A month that lacks the day would have no nearest weekday to it.
            var nearest = Day.Number(part[..^1], 1, 28);
            return d => d.Day == NearestWeekday(d, nearest);
        }
        var days = Day.Set(part);
        return d => days.Contains(d.Day);
    }

    private static Func<DateOnly, bool> DayOfWeek(string part)
    {
        if (part.Length > 1 && part.EndsWith('L'))
        {
            var last = Weekday.Number(part[..^1]);
            return d => Number(d) == last && d.Day + 7 > Last(d);
        }
        if (part.Split('#') is [var which, var place])
        {
            var (weekday, nth) = (Weekday.Number(which), Weekday.Number(place, 1, 5));
            return d => Number(d) == weekday && (d.Day - 1) / 7 == nth - 1;
        }
        var days = Weekday.Set(part == "L" ? "SAT" : part);
        return d => days.Contains(Number(d));
    }

    private static int NearestWeekday(DateOnly month, int day) => (new DateOnly(month.Year, month.Month, day).DayOfWeek, day) switch
    {
        (System.DayOfWeek.Saturday, 1) => 3,
        (System.DayOfWeek.Saturday, _) => day - 1,
        (System.DayOfWeek.Sunday, _) => day == Last(month) ? day - 2 : day + 1,
        _ => day,
    };

    private static int Last(DateOnly month) => DateTime.DaysInMonth(month.Year, month.Month);

    private static int Number(DateOnly date) => (int)date.DayOfWeek + 1;
}

/// <summary>One part of a cron expression: what it is called, its smallest and largest number, and the names that stand for numbers.</summary>
internal sealed record CronPart(string Name, int Least, int Most, string[] Names)
{
    /// <summary>A fault of the expression.</summary>
    public static RuleException Fault(string message) => new(message, nameof(Rhythm.Cron));

    /// <summary>The numbers that a list of numbers, ranges and steps names.</summary>
    public IReadOnlySet<int> Set(string text) => text.Split(',').SelectMany(Range).ToHashSet();

    /// <summary>One number or name.</summary>
    public int Number(string text) => Number(text, Least, Most);

    /// <summary>One number or name between two.</summary>
    public int Number(string text, int least, int most)
    {
        if (Array.IndexOf(Names, text) is >= 0 and var place)
            return place + Least;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number : throw Unread(text, least, most);
    }

    private IEnumerable<int> Range(string text)
    {
        var halves = text.Split('/');
        if (halves.Length > 2)
            throw Unread(text, Least, Most);
        var step = halves.Length == 2 ? Number(halves[1], 1, Most) : 1;
        var ends = halves[0].Split('-');
        var (first, last) = halves[0] == "*" ? (Least, Most)
            : ends.Length == 2 ? (Number(ends[0]), Number(ends[1]))
            : (Number(halves[0]), halves.Length == 2 ? Most : Number(halves[0]));
        // FRI-MON goes over the end of the week.
        var span = last >= first ? last - first : Most - first + 1 + last - Least;
        for (var i = 0; i <= span; i += step)
            yield return first + i <= Most ? first + i : first + i - (Most - Least + 1);
    }

    private RuleException Unread(string text, int least, int most)
    {
        var names = Names.Length == 0 ? "" : $" or {Names[0]} to {Names[^1]}";
        return Fault($"The {Name} cannot be “{text}”. Write a number from {least} to {most}{names}; * for every one, 1-3 for a range, 1/2 for every second from 1, commas between several.");
    }
}
