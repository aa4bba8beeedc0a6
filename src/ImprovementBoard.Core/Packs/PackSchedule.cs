using System.Globalization;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Periods;
using ImprovementBoard.Core.Programmes;
using ImprovementBoard.Core.Schedules;

namespace ImprovementBoard.Core.Packs;

/// <summary>When packs of one edition are made. An edition has one schedule that has not ended.</summary>
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

    /// <summary>On which days, at what London time.</summary>
    public Rhythm Rhythm { get; set; } = new();

    /// <summary>False while it is paused, and once it has ended.</summary>
    public bool Enabled { get; set; }

    /// <summary>Packs due before this day are not made.</summary>
    public DateOnly ActiveFrom { get; set; }

    /// <summary>The day it was ended, or null.</summary>
    public DateOnly? EndedOn { get; private set; }

    /// <summary>Role title of who ended it, or null.</summary>
    public string? EndedBy { get; private set; }

    /// <summary>
    /// The posts that approve a pack before it is issued, in their order. Where there is none, packs are issued as they are made. Those of a schedule that
    /// has ended go on approving packs made by hand, until the edition has a new one.
    /// </summary>
    public List<int> ApproverIds { get; set; } = [];

    /// <summary>True when a pack is issued with its last approval; else the programme office issues it.</summary>
    public bool IssueWithLastApproval { get; set; } = true;

    /// <summary>True where no source states it.</summary>
    public bool Illustrative { get; set; }

    /// <inheritdoc/>
    public Guid Version { get; set; }

    /// <summary>The period that <paramref name="day"/> falls in.</summary>
    public PackPeriod PeriodOf(DateOnly day)
    {
        switch (Rhythm.Frequency)
        {
            case Frequency.Weekly or Frequency.EveryFewWeeks:
                var monday = day.AddDays(-(((int)day.DayOfWeek + 6) % 7));
                return new(Iso(monday), $"Week of {Time.Words.Long(monday)}");
            // A week is called by its Monday, so a day needs a mark of its own.
            case Frequency.Cron:
                return new($"day-{Iso(day)}", Time.Words.Long(day));
            default:
                return new(day.ToString("yyyy-MM", CultureInfo.InvariantCulture), Time.Words.MonthYear(day));
        }
    }

    /// <summary>When it rings next, and where that makes nothing because the period has its pack.</summary>
    /// <param name="made">Keys of the periods that have their pack.</param>
    /// <exception cref="RuleException">See <see cref="Rhythm.Checked"/>.</exception>
    public IReadOnlyList<NextTime> Next(DateTimeOffset after, IReadOnlySet<string> made) =>
        NextTime.Of(Rhythm, after, o => made.Contains(PeriodOf(o).Key) ? $"makes nothing: {PeriodOf(o).Name} has its pack already" : "");

    /// <summary>
    /// The packs that should exist by now, oldest first, one a period; none while it is paused. A demonstration stands still at its date, so for it the
    /// period that holds that date is due as soon as the schedule rings.
    /// </summary>
    /// <param name="today">The programme's date.</param>
    /// <param name="now">The instant, or null for a demonstration, where the clock does not count.</param>
    public IReadOnlyList<DuePack> DueBy(DateOnly today, DateTimeOffset? now)
    {
        if (!Enabled)
            return [];
        var due = Rhythm.Between(Later(ActiveFrom, today.AddDays(-400)), today)
            .Where(o => now is null || o.At <= now)
            .Select(o => new DuePack(PeriodOf(o), o.On) { At = o.At })
            .DistinctBy(d => d.Period).ToList();
        if (now is null && ActiveFrom <= today && due.TrueForAll(d => d.Period != PeriodOf(today)))
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

    /// <summary>
    /// The pack of its latest time, where it did not make it and will not: it was paused, held after a restore, or not yet active. The office can prepare
    /// it. Null where nothing was left out, and for the reporting calendar, whose frozen periods can be prepared at any time.
    /// </summary>
    /// <param name="today">The programme's date.</param>
    public DuePack? LeftOut(DateOnly today) =>
        EndedOn is null && Rhythm.Between(today.AddDays(-400), today) is [.., var last] && (!Enabled || last.On < ActiveFrom) ? new(PeriodOf(last), last.On) : null;

    /// <summary>Changes when packs are made.</summary>
    /// <param name="today">The programme's date.</param>
    /// <param name="now">The instant, or null for a demonstration.</param>
    /// <exception cref="RuleException">It has ended, or the rhythm makes no sense.</exception>
    public void Change(ScheduleInput input, DateOnly today, DateTimeOffset? now)
    {
        if (EndedOn is { } ended)
            throw new RuleException($"This schedule ended on {Time.Words.Long(ended)}. Add a new one for the {Audience.Words().ToLowerInvariant()} pack.");
        var rhythm = input.Rhythm.Checked();
        if (rhythm.Frequency != Frequency.EveryPeriod && rhythm.Next(now ?? Time.LondonTime.Of(today, TimeOnly.MinValue), 1).Count == 0)
            throw new RuleException("No day fits, so nothing would ever be made. Check day, month and year.", rhythm.Frequency == Frequency.Cron ? nameof(Rhythm.Cron) : nameof(Rhythm.StartsOn));
        var goesOn = Enabled && rhythm.SameDays(Rhythm);
        var passesBy = Time.LondonTime.Of(today, Rhythm.At) > now && Time.LondonTime.Of(today, rhythm.At) <= now && rhythm.Between(today, today).Any();
        (Rhythm, Enabled) = (rhythm, input.Enabled);
        // Turning it on or changing the rhythm must not make packs for times that have passed.
        if (!goesOn)
            ActiveFrom = Time.LondonTime.Of(today, Rhythm.At) <= now ? today.AddDays(1) : today;
        else if (passesBy)
            ActiveFrom = Later(ActiveFrom, today.AddDays(1));
    }

    /// <summary>Leaves out what fell due by now: it may have been issued before the database was put back from a copy, and a pack is never issued twice by itself.</summary>
    /// <param name="today">The programme's date.</param>
    public void LeaveOutMissed(DateOnly today, DateTimeOffset now)
    {
        var next = Rhythm.Frequency == Frequency.EveryPeriod || Time.LondonTime.Of(today, Rhythm.At) <= now ? today.AddDays(1) : today;
        ActiveFrom = Later(ActiveFrom, next);
    }

    /// <summary>Ends it for good. What it made stays; the edition can have a new schedule.</summary>
    /// <exception cref="RuleException">It has ended already.</exception>
    public void End(Actor by, DateOnly today)
    {
        if (EndedOn is { } ended)
            throw new RuleException($"This schedule was ended by the {Time.Words.Inside(EndedBy!)} on {Time.Words.Long(ended)} already. Load the page again.");
        (EndedOn, EndedBy, Enabled) = (today, by.Title, false);
    }

    /// <summary>Changes who approves its packs, and what happens then.</summary>
    /// <param name="posts">The posts of the programme.</param>
    /// <exception cref="RuleException">A post cannot approve, or stands in the order twice.</exception>
    public void AskApprovers(ScheduleInput input, IReadOnlyList<Member> posts, DateOnly today)
    {
        Approvers.Expect(input.ApproverIds, posts, today);
        (ApproverIds, IssueWithLastApproval) = ([.. input.ApproverIds], input.IssueWithLastApproval);
    }

    // A day that a holiday rule moved over the end of a month keeps the month it was meant for.
    private PackPeriod PeriodOf(Occurrence time) => PeriodOf(Rhythm.Frequency == Frequency.Cron ? time.On : time.Falls);

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static DateOnly Later(DateOnly a, DateOnly b) => a > b ? a : b;
}

/// <summary>What the programme office fills in for a schedule.</summary>
public sealed record ScheduleInput(Rhythm Rhythm, bool Enabled)
{
    /// <summary>See <see cref="PackSchedule.ApproverIds"/>.</summary>
    public IReadOnlyList<int> ApproverIds { get; init; } = [];

    /// <summary>See <see cref="PackSchedule.IssueWithLastApproval"/>.</summary>
    public bool IssueWithLastApproval { get; init; } = true;
}
