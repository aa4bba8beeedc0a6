using ImprovementBoard.Core.Periods;
using ImprovementBoard.Core.Time;

namespace ImprovementBoard.Core.Schedules;

/// <summary>A time to come, as people read it.</summary>
/// <param name="When">Day and time, such as "Tue 4 Sep 2018, 07:00".</param>
/// <param name="Note">What is unusual about it, such as where it was moved from; empty where nothing is.</param>
public sealed record NextTime(string When, string Note)
{
    /// <summary>How many are shown before a schedule is saved.</summary>
    public const int Shown = 6;

    /// <summary>The next times of a rhythm.</summary>
    /// <param name="more">What else is unusual about one; empty where nothing is.</param>
    /// <exception cref="RuleException">See <see cref="Rhythm.Checked"/>.</exception>
    public static IReadOnlyList<NextTime> Of(Rhythm rhythm, DateTimeOffset after, Func<Occurrence, string>? more = null)
    {
        var at = rhythm.Checked().At;
        var next = rhythm.Next(after, Shown);
        return [.. next.Select((o, i) => new NextTime(o.Words, string.Join("; ", new[] { o.Moved, o.ClockChange(i == 0 ? after : next[i - 1].At, at), more?.Invoke(o) ?? "" }.Where(w => w.Length > 0))))];
    }

    /// <summary>The next days on which the reporting calendar has packs made.</summary>
    /// <param name="periods">Cut-off and meeting of each period, in their order.</param>
    public static IReadOnlyList<NextTime> Of(IEnumerable<(DateOnly CutOffOn, DateOnly MeetingOn)> periods, DateOnly today) =>
        [.. periods.Select(p => (On: CalendarStep.Draft.DueOn(p.CutOffOn, p.MeetingOn), p.MeetingOn)).Where(p => p.On >= today).Take(Shown)
            .Select(p => new NextTime($"{p.On.DayOfWeek.ToString()[..3]} {Words.Short(p.On)}", $"for the {Words.Inside(ReportingPeriod.NameOf(p.MeetingOn))}"))];
}
