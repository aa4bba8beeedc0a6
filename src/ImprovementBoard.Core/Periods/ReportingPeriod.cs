using System.Globalization;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Programmes;
using ImprovementBoard.Core.Time;

namespace ImprovementBoard.Core.Periods;

/// <summary>Where a reporting period has got to, read from its dates.</summary>
public enum PeriodStage
{
    /// <summary>It has not opened.</summary>
    Planned,

    /// <summary>It runs; updates are not asked for yet.</summary>
    Open,

    /// <summary>Leads are asked for their updates.</summary>
    Collecting,

    /// <summary>The cut-off has passed and the facts are about to be frozen.</summary>
    CutOff,

    /// <summary>Its facts are frozen and never change.</summary>
    Frozen,
}

/// <summary>Words for <see cref="PeriodStage"/>.</summary>
public static class PeriodStages
{
    /// <summary>The stage in words.</summary>
    public static string Words(this PeriodStage stage) => stage switch
    {
        PeriodStage.CutOff => "Cut off, not frozen yet",
        _ => stage.ToString(),
    };
}

/// <summary>
/// The time from one cut-off to the next, told to one meeting of the board. At its cut-off the facts are frozen once; every pack of the
/// period reads them, and what comes later counts for the next.
/// </summary>
public sealed class ReportingPeriod : IProgrammeRow, IEditable
{
    /// <summary>Fewest working days from a cut-off to its meeting: the steps between them need so many.</summary>
    public const int LeastWorkingDays = 8;

    /// <summary>Longest reason for new dates, in characters.</summary>
    public const int ReasonMaxLength = 500;

    /// <summary>Key.</summary>
    public int Id { get; set; }

    /// <inheritdoc/>
    public int ProgrammeId { get; set; }

    /// <summary>Name in addresses and of its packs, such as "board-2018-08-23": the meeting first agreed, with a number where another period had it before. It never changes.</summary>
    public required string Key { get; set; }

    /// <summary>The first day.</summary>
    public DateOnly OpensOn { get; set; }

    /// <summary>The last day on which an update counts; the facts are frozen as at its end.</summary>
    public DateOnly CutOffOn { get; set; }

    /// <summary>The meeting it reports to.</summary>
    public DateOnly MeetingOn { get; set; }

    /// <summary>The day from which it was in the calendar.</summary>
    public DateOnly AddedOn { get; set; }

    /// <summary>Every change of its dates, oldest first.</summary>
    public List<PeriodMove> Moves { get; set; } = [];

    /// <summary>The instant its facts were frozen, in UTC, or null.</summary>
    public DateTimeOffset? FrozenAt { get; private set; }

    /// <summary>The programme's date then, or null.</summary>
    public DateOnly? FrozenOn { get; private set; }

    /// <summary>Role title of who froze them, or null.</summary>
    public string? FrozenBy { get; private set; }

    /// <summary>The frozen facts as JSON, or null before.</summary>
    public string? FactsJson { get; private set; }

    /// <summary>SHA-256 of <see cref="FactsJson"/>, hexadecimal, or null before.</summary>
    public string? FactsHash { get; private set; }

    /// <summary>True where no source states it.</summary>
    public bool Illustrative { get; set; }

    /// <inheritdoc/>
    public Guid Version { get; set; }

    /// <summary>Name on screen.</summary>
    public string Name => NameOf(MeetingOn);

    /// <summary>Name of the period that reports to a meeting.</summary>
    public static string NameOf(DateOnly meetingOn) => $"Board of {Words.Long(meetingOn)}";

    /// <summary>What the mails of a step are counted by.</summary>
    public static string MailsOf(string key, CalendarStep step) => $"period/{key}/{step}";

    /// <summary>Key of the period that reports to a meeting.</summary>
    public static string KeyOf(DateOnly meetingOn) => $"board-{meetingOn.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}";

    /// <summary>The same beside other periods: one whose meeting was moved keeps its key, so the next that meets on that day has a number behind it.</summary>
    /// <param name="taken">The keys of the other periods.</param>
    public static string KeyOf(DateOnly meetingOn, IReadOnlySet<string> taken) =>
        Enumerable.Range(2, taken.Count).Select(n => $"{KeyOf(meetingOn)}-{n}").Prepend(KeyOf(meetingOn)).First(key => !taken.Contains(key));

    /// <summary>Where it stood at the end of <paramref name="day"/>.</summary>
    public PeriodStage StageOn(DateOnly day) => Stage(day, OpensOn, CutOffOn, MeetingOn, FrozenOn);

    /// <summary>Where a period with these dates stood at the end of <paramref name="day"/>.</summary>
    public static PeriodStage Stage(DateOnly day, DateOnly opensOn, DateOnly cutOffOn, DateOnly meetingOn, DateOnly? frozenOn) =>
        frozenOn <= day ? PeriodStage.Frozen
        : day > cutOffOn ? PeriodStage.CutOff
        : day >= CalendarStep.Commission.DueOn(cutOffOn, meetingOn) ? PeriodStage.Collecting
        : day >= opensOn ? PeriodStage.Open
        : PeriodStage.Planned;

    /// <summary>Changes meeting and cut-off. The earlier dates stay in <see cref="Moves"/>.</summary>
    /// <param name="after">The cut-off of the period before, or null.</param>
    /// <param name="before">The cut-off of the period after, or null.</param>
    /// <exception cref="RuleException">It is cut off or frozen, a date makes no sense, nothing changes, or the reason is missing.</exception>
    public void Move(PeriodInput input, DateOnly? after, DateOnly? before, Actor by, DateOnly today)
    {
        if (FrozenAt is not null || today > CutOffOn)
            throw new RuleException("The cut-off of this period has passed, so its dates stay.");
        if (input.MeetingOn is not { } meeting || meeting < today || meeting > today.AddYears(3))
            throw new RuleException("Give the day of the meeting, today or later.", nameof(input.MeetingOn));
        if (input.CutOffOn is not { } cutOff || cutOff < today)
            throw new RuleException("Give the cut-off, today or later.", nameof(input.CutOffOn));
        if (WorkingDays.Between(cutOff, meeting) < LeastWorkingDays)
            throw new RuleException($"Checking, drafting and issuing need {LeastWorkingDays} working days between the cut-off and the meeting. The latest cut-off for that meeting is {Words.Long(WorkingDays.Before(meeting, LeastWorkingDays))}.", nameof(input.CutOffOn));
        if (cutOff <= after)
            throw new RuleException($"The period before is cut off on {Words.Long(after.Value)}. Choose a later day.", nameof(input.CutOffOn));
        if (cutOff >= before)
            throw new RuleException($"The period after is cut off on {Words.Long(before.Value)}. Choose an earlier day.", nameof(input.CutOffOn));
        if ((cutOff, meeting) == (CutOffOn, MeetingOn))
            throw new RuleException("These are the dates it has already. Change one of them.", nameof(input.MeetingOn));
        Moves.Add(new PeriodMove
        {
            On = today,
            By = by.Title,
            FromCutOff = CutOffOn,
            FromMeeting = MeetingOn,
            Reason = Text.Required(input.Reason, nameof(input.Reason), "Write why the dates change.", ReasonMaxLength),
        });
        (CutOffOn, MeetingOn) = (cutOff, meeting);
    }

    /// <summary>Keeps the facts for good.</summary>
    /// <param name="hash">SHA-256 of <paramref name="json"/>, hexadecimal.</param>
    /// <exception cref="RuleException">They are frozen already, or the cut-off day is not over.</exception>
    public void Freeze(string json, string hash, string by, DateOnly today, DateTimeOffset now)
    {
        ExpectCutOff(today);
        (FactsJson, FactsHash, FrozenBy, FrozenOn, FrozenAt) = (json, hash, by, today, now);
    }

    /// <summary>Checks that its facts can be frozen.</summary>
    /// <exception cref="RuleException">They are frozen already, or the cut-off day is not over.</exception>
    public void ExpectCutOff(DateOnly today)
    {
        if (FrozenAt is not null)
            throw new RuleException("The facts of this period are frozen already.");
        if (today <= CutOffOn)
            throw new RuleException($"Updates count until the end of {Words.Long(CutOffOn)}. The facts can be frozen from the day after.");
    }
}

/// <summary>Dates of a period that were changed.</summary>
public sealed class PeriodMove
{
    /// <summary>The day they were changed.</summary>
    public DateOnly On { get; set; }

    /// <summary>Role title of who changed them.</summary>
    public required string By { get; set; }

    /// <summary>The cut-off before.</summary>
    public DateOnly FromCutOff { get; set; }

    /// <summary>The meeting before.</summary>
    public DateOnly FromMeeting { get; set; }

    /// <summary>Why.</summary>
    public required string Reason { get; set; }
}

/// <summary>What the programme office fills in to change the dates of a period.</summary>
public sealed record PeriodInput(DateOnly? CutOffOn, DateOnly? MeetingOn, string? Reason);
