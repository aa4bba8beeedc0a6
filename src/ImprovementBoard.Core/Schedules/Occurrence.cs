using System.Globalization;
using ImprovementBoard.Core.Time;

namespace ImprovementBoard.Core.Schedules;

/// <summary>One time at which something recurs.</summary>
/// <param name="Falls">The day that the rhythm names.</param>
/// <param name="On">The day it happens: another one where a holiday rule moves it.</param>
/// <param name="At">The instant, with the offset of London then.</param>
public sealed record Occurrence(DateOnly Falls, DateOnly On, DateTimeOffset At)
{
    /// <summary>The day and time such as "Tue 4 Sep 2018, 07:00".</summary>
    public string Words => $"{Day(On)} {On.Year}, {At.ToString("HH:mm", CultureInfo.InvariantCulture)}";

    /// <summary>Why it is not on the day the rhythm names, such as "moved from Mon 27 Aug, bank holiday"; empty where it is.</summary>
    public string Moved => On == Falls ? "" : $"moved from {Day(Falls)}, {(Falls.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? "weekend" : "bank holiday")}";

    /// <summary>What the clocks do to it, such as "clocks have gone back: Greenwich mean time from here"; empty where nothing.</summary>
    /// <param name="before">The instant of the time before it.</param>
    /// <param name="time">The time of day that the rhythm names.</param>
    public string ClockChange(DateTimeOffset before, TimeOnly time)
    {
        if (TimeOnly.FromTimeSpan(At.TimeOfDay) != time)
            return $"the clocks go forward over {time.ToString("HH:mm", CultureInfo.InvariantCulture)} that night";
        return (At.Offset - LondonTime.At(before).Offset).Ticks switch
        {
            > 0 => "the clocks have gone forward: summer time (UTC+1) from here",
            < 0 => "the clocks have gone back: winter time (UTC) from here",
            _ => "",
        };
    }

    private static string Day(DateOnly day) => $"{day.DayOfWeek.ToString()[..3]} {day.Day} {Time.Words.Month(day)}";
}
