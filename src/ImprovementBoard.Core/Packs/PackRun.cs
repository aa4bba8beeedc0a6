using ImprovementBoard.Core.Programmes;

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

/// <summary>One attempt to make packs. Written before the work begins, so that a run cut short leaves a trace.</summary>
public sealed class PackRun : IProgrammeRow
{
    /// <summary>Key.</summary>
    public int Id { get; set; }

    /// <inheritdoc/>
    public int ProgrammeId { get; set; }

    /// <summary>For whom.</summary>
    public Audience Audience { get; set; }

    /// <summary>The schedule that rang, or null when a person asked.</summary>
    public int? ScheduleId { get; set; }

    /// <summary>Key of the period a pack was asked for, or null for a draft and for a schedule.</summary>
    public string? PeriodKey { get; set; }

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

    /// <summary>The last pack it made, or null.</summary>
    public int? PackId { get; set; }

    /// <summary>True when nothing more will happen.</summary>
    public bool IsOver => Outcome is not (RunOutcome.Waiting or RunOutcome.Running);
}
