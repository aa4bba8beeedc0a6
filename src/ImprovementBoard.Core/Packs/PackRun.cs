using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Programmes;
using ImprovementBoard.Core.Time;

namespace ImprovementBoard.Core.Packs;

/// <summary>How a run ended, or where it is.</summary>
public enum RunOutcome
{
    /// <summary>Asked for, not yet begun.</summary>
    Waiting,

    /// <summary>Going on.</summary>
    Running,

    /// <summary>Made one pack or more.</summary>
    Built,

    /// <summary>Every pack that was due existed already.</summary>
    NothingDue,

    /// <summary>Ended with an error; the message says which.</summary>
    Failed,

    /// <summary>The portal stopped in the middle; the pack is made by a later run.</summary>
    Interrupted,

    /// <summary>A person stopped it before a pack was made.</summary>
    Cancelled,
}

/// <summary>What became of the pack that a run of a schedule owed when it went wrong.</summary>
public enum RunSequel
{
    /// <summary>It is tried again by itself.</summary>
    TriedAgain,

    /// <summary>It exists by now.</summary>
    Made,

    /// <summary>It does not exist, and its schedule does not make it any more.</summary>
    LeftOut,
}

/// <summary>One attempt to make packs. Written before the work begins, so that a run cut short leaves a trace.</summary>
public sealed class PackRun : IProgrammeRow
{
    /// <summary>Longest reason of an acknowledgement, in characters.</summary>
    public const int ReasonMaxLength = 500;

    /// <summary>Key.</summary>
    public int Id { get; set; }

    /// <inheritdoc/>
    public int ProgrammeId { get; set; }

    /// <summary>For whom.</summary>
    public Audience Audience { get; set; }

    /// <summary>The schedule that rang or that is tested, or null.</summary>
    public int? ScheduleId { get; set; }

    /// <summary>True when somebody asked what the schedule would make: a draft, and nothing else.</summary>
    public bool IsTest { get; set; }

    /// <summary>
    /// Key of the period a pack was asked for, or whose pack a schedule made last or was at when it went wrong; null for a draft, and for a schedule where
    /// it was not kept yet.
    /// </summary>
    public string? PeriodKey { get; set; }

    /// <summary>The version that was asked for; null for a draft, for a schedule, and where it was not kept yet.</summary>
    public int? Version { get; set; }

    /// <summary>Why a further version was asked for, or empty.</summary>
    public string Correction { get; set; } = "";

    /// <summary>Role title of who asked for it to be stopped, or null.</summary>
    public string? CancelledBy { get; set; }

    /// <summary>Role title of who asked, or "Scheduler".</summary>
    public required string AskedBy { get; set; }

    /// <summary>The instant it was asked for, in UTC.</summary>
    public DateTimeOffset AskedAt { get; set; }

    /// <summary>The instant it ended, or null.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>How it stands.</summary>
    public RunOutcome Outcome { get; set; }

    /// <summary>What it is doing, or how it ended, in one sentence.</summary>
    public string Message { get; set; } = "";

    /// <summary>The last pack it made, or null. What a person asked for is stored together with this key, so that a run made twice makes its pack once.</summary>
    public int? PackId { get; set; }

    /// <summary>Role title of who knows that it failed and sees to it, or null.</summary>
    public string? AcknowledgedBy { get; private set; }

    /// <summary>The programme's date then, or null.</summary>
    public DateOnly? AcknowledgedOn { get; private set; }

    /// <summary>What is being done about it, or null.</summary>
    public string? AcknowledgedReason { get; private set; }

    /// <summary>True when nothing more will happen.</summary>
    public bool IsOver => Outcome is not (RunOutcome.Waiting or RunOutcome.Running);

    /// <summary>True when it went wrong by itself.</summary>
    public bool WentWrong => Outcome is RunOutcome.Failed or RunOutcome.Interrupted;

    /// <summary>What to do about it, in one or two sentences; empty where nothing is to be done.</summary>
    public string WhatToDo => Outcome switch
    {
        RunOutcome.Failed when ScheduleId is null || IsTest => "Put right what the words name, or give them to your IT team; then ask again.",
        RunOutcome.Failed => "It is tried again by itself, twice at once and then every hour. Put right what the words name, or give them to your IT team; then a test run shows whether it works.",
        RunOutcome.Interrupted when ScheduleId is null || IsTest => "Ask again.",
        RunOutcome.Interrupted => "What is still due is made when the portal starts, and every hour. Where no later run follows, ask your IT team whether the portal stays up.",
        _ => "",
    };

    /// <summary>The same, by what became of its pack.</summary>
    public string WhatToDoAfter(RunSequel sequel) => sequel switch
    {
        RunSequel.Made => "",
        RunSequel.LeftOut => "It is not tried again: its schedule has been paused, changed, ended or held since, so its pack is left out. Where it is still wanted, prepare it on the packs page or on the page of its period; else acknowledge this.",
        _ => WhatToDo,
    };

    /// <summary>Somebody knows that it failed; it warns nobody any more.</summary>
    /// <param name="reason">What is being done about it.</param>
    /// <exception cref="RuleException">It did not fail, somebody has said so already, or the reason is missing or too long.</exception>
    public void Acknowledge(Actor by, string? reason, DateOnly today)
    {
        if (!WentWrong)
            throw new RuleException("This run did not fail. Load the page again to see how it ended.");
        if (AcknowledgedOn is { } on)
            throw new RuleException($"The {Words.Inside(AcknowledgedBy!)} acknowledged this run on {Words.Long(on)}. Load the page again.");
        AcknowledgedReason = Text.Required(reason, "Reason", "Write what is being done about it, and by whom.", ReasonMaxLength);
        (AcknowledgedBy, AcknowledgedOn) = (by.Title, today);
    }
}
