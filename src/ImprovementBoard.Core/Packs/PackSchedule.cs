using System.Globalization;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Periods;
using ImprovementBoard.Core.Programmes;

namespace ImprovementBoard.Core.Packs;

/// <summary>How often a pack is made.</summary>
public enum Frequency
{
    /// <summary>On one day of every month.</summary>
    Monthly,

    /// <summary>On one weekday of every week.</summary>
    Weekly,

    /// <summary>With every period of the reporting calendar, when its drafts are due, from its frozen facts.</summary>
    EveryPeriod,
}

/// <summary>The stretch of time a pack belongs to; with programme and audience it is unique.</summary>
/// <param name="Key">Such as "2018-08" or "2018-08-06" (the Monday of a week).</param>
/// <param name="Name">Such as "August 2018" or "Week of 6 August 2018".</param>
public sealed record PackPeriod(string Key, string Name);

/// <summary>A period of the reporting calendar whose facts are frozen.</summary>
public sealed record FrozenPeriod(string Key, DateOnly CutOffOn, DateOnly MeetingOn)
{
    /// <summary>Its pack.</summary>
    public DuePack Due => new(new(Key, ReportingPeriod.NameOf(MeetingOn)), CutOffOn);
}

/// <summary>A pack that is due: its period and the date its facts describe.</summary>
public sealed record DuePack(PackPeriod Period, DateOnly PositionAsAt);

/// <summary>When packs for one audience are made. Times are London times.</summary>
public sealed class PackSchedule : IProgrammeRow, IEditable
{
    /// <summary>At most this many missed packs are made up for after a long stop.</summary>
    public const int MostCaughtUp = 12;

    /// <summary>Key.</summary>
    public int Id { get; set; }

    /// <inheritdoc/>
    public int ProgrammeId { get; set; }

    /// <summary>For whom.</summary>
    public Audience Audience { get; set; }

    /// <summary>How often.</summary>
    public Frequency Frequency { get; set; }

    /// <summary>Day of the month, 1 to 28, for a monthly schedule.</summary>
    public int DayOfMonth { get; set; } = 1;

    /// <summary>Day of the week, for a weekly schedule.</summary>
    public DayOfWeek Weekday { get; set; } = DayOfWeek.Monday;

    /// <summary>London time of day.</summary>
    public TimeOnly At { get; set; }

    /// <summary>False while it is paused.</summary>
    public bool Enabled { get; set; }

    /// <summary>Packs due before this day are not made.</summary>
    public DateOnly ActiveFrom { get; set; }

    /// <summary>The posts that approve a pack before it is issued, in their order. Where there is none, packs are issued as they are made.</summary>
    public List<int> ApproverIds { get; set; } = [];

    /// <summary>True when a pack is issued with its last approval; else the programme office issues it.</summary>
    public bool IssueWithLastApproval { get; set; } = true;

    /// <summary>True where no source states it.</summary>
    public bool Illustrative { get; set; }

    /// <inheritdoc/>
    public Guid Version { get; set; }

    /// <summary>In words, such as "Monthly, on day 6 at 07:00".</summary>
    public string Words => Frequency switch
    {
        Frequency.Monthly => $"Monthly, on day {DayOfMonth} at {At:HH\\:mm}",
        Frequency.Weekly => $"Weekly, on {Weekday} at {At:HH\\:mm}",
        _ => "With every period of the reporting calendar, on the day its drafts are due",
    };

    /// <summary>The same in Quartz's cron form, read in London time; null where the reporting calendar rings.</summary>
    public string? Cron => Frequency switch
    {
        Frequency.Monthly => $"0 {At.Minute} {At.Hour} {DayOfMonth} * ?",
        Frequency.Weekly => $"0 {At.Minute} {At.Hour} ? * {(int)Weekday + 1}",
        _ => null,
    };

    /// <summary>The period that <paramref name="day"/> falls in.</summary>
    public PackPeriod PeriodOf(DateOnly day)
    {
        if (Frequency != Frequency.Weekly)
            return new(day.ToString("yyyy-MM", CultureInfo.InvariantCulture), Time.Words.MonthYear(day));
        var monday = day.AddDays(-(((int)day.DayOfWeek + 6) % 7));
        return new(monday.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), $"Week of {Time.Words.Long(monday)}");
    }

    /// <summary>
    /// The packs that should exist by now, oldest first, one a period; none while it is paused. A demonstration stands still at its date, so for it the
    /// period that holds that date is due as soon as the schedule rings.
    /// </summary>
    /// <param name="today">The programme's date.</param>
    /// <param name="timeOfDay">London time of day, or null for a demonstration, where the clock does not count.</param>
    public IReadOnlyList<DuePack> DueBy(DateOnly today, TimeOnly? timeOfDay)
    {
        if (!Enabled)
            return [];
        var due = new List<DuePack>();
        for (var day = Later(ActiveFrom, today.AddDays(-400)); day <= today; day = day.AddDays(1))
        {
            var rings = Frequency == Frequency.Monthly ? day.Day == DayOfMonth : day.DayOfWeek == Weekday;
            if (rings && (day < today || timeOfDay is null || timeOfDay >= At))
                due.Add(new(PeriodOf(day), day));
        }
        if (timeOfDay is null && ActiveFrom <= today && due.TrueForAll(d => d.Period != PeriodOf(today)))
            due.Add(new(PeriodOf(today), today));
        return due.TakeLast(MostCaughtUp).ToList();
    }

    /// <summary>The packs of frozen periods that should exist by now, oldest first; none while it is paused.</summary>
    /// <param name="periods">In the order of their cut-offs.</param>
    public IReadOnlyList<DuePack> DueBy(DateOnly today, IEnumerable<FrozenPeriod> periods) =>
        !Enabled ? [] : [.. periods
            .Where(p => CalendarStep.Draft.DueOn(p.CutOffOn, p.MeetingOn) is var due && due <= today && due >= ActiveFrom)
            .Select(p => p.Due)
            .TakeLast(MostCaughtUp)];

    /// <summary>Changes when packs are made.</summary>
    /// <param name="today">The programme's date.</param>
    /// <param name="timeOfDay">London time of day, or null for a demonstration.</param>
    /// <exception cref="RuleException">The day is outside 1 to 28.</exception>
    public void Change(ScheduleInput input, DateOnly today, TimeOnly? timeOfDay)
    {
        if (input.Frequency == Frequency.Monthly && input.DayOfMonth is (< 1 or > 28))
            throw new RuleException("Choose a day from 1 to 28, so that every month has it.", nameof(DayOfMonth));
        var (wasEnabled, before) = (Enabled, Rhythm);
        (Frequency, DayOfMonth, Weekday, At, Enabled) = (input.Frequency, input.DayOfMonth, input.Weekday, input.At, input.Enabled);
        // Turning it on or changing the rhythm must not make packs for times that have passed.
        if (!wasEnabled || Rhythm != before)
            ActiveFrom = timeOfDay >= At ? today.AddDays(1) : today;
    }

    /// <summary>Changes who approves its packs, and what happens then.</summary>
    /// <param name="posts">The posts of the programme.</param>
    /// <exception cref="RuleException">A post cannot approve, or stands in the order twice.</exception>
    public void AskApprovers(ScheduleInput input, IReadOnlyList<Member> posts, DateOnly today)
    {
        Approvers.Expect(input.ApproverIds, posts, today);
        (ApproverIds, IssueWithLastApproval) = ([.. input.ApproverIds], input.IssueWithLastApproval);
    }

    private (Frequency Frequency, int Day) Rhythm => (Frequency, Frequency switch { Frequency.Monthly => DayOfMonth, Frequency.Weekly => (int)Weekday, _ => 0 });

    private static DateOnly Later(DateOnly a, DateOnly b) => a > b ? a : b;
}

/// <summary>What the programme office fills in for a schedule.</summary>
public sealed record ScheduleInput(Frequency Frequency, int DayOfMonth, DayOfWeek Weekday, TimeOnly At, bool Enabled)
{
    /// <summary>See <see cref="PackSchedule.ApproverIds"/>.</summary>
    public IReadOnlyList<int> ApproverIds { get; init; } = [];

    /// <summary>See <see cref="PackSchedule.IssueWithLastApproval"/>.</summary>
    public bool IssueWithLastApproval { get; init; } = true;
}
