using ImprovementBoard.Core.Programmes;

namespace ImprovementBoard.Core.Actions;

/// <summary>What became of a proposal.</summary>
public enum ProposalOutcome
{
    /// <summary>The dates moved.</summary>
    Accepted,

    /// <summary>The dates stay.</summary>
    Refused,

    /// <summary>Whoever proposed it took it back.</summary>
    Withdrawn,
}

/// <summary>
/// A proposal to re-baseline an action: new dates with a reason, decided by a second person. Due dates move in no other way.
/// <see cref="ActionItem.ProposeDates"/> and <see cref="ActionItem.AcceptDates"/> say who may and what is refused.
/// </summary>
public sealed class DateProposal : IProgrammeRow
{
    /// <summary>Longest reference of a decision, in characters.</summary>
    public const int DecisionMaxLength = 40;

    /// <summary>Key.</summary>
    public int Id { get; set; }

    /// <inheritdoc/>
    public int ProgrammeId { get; set; }

    /// <summary>The action.</summary>
    public int ActionItemId { get; set; }

    /// <summary>The day it was proposed.</summary>
    public DateOnly ProposedOn { get; set; }

    /// <summary>The post that proposed it; it may not decide.</summary>
    public int? ProposedById { get; set; }

    /// <summary>Role title of that post.</summary>
    public required string ProposedBy { get; set; }

    /// <summary>The due date in force when it was proposed.</summary>
    public DateOnly FromDue { get; set; }

    /// <summary>The due date proposed; the same when only milestones move.</summary>
    public DateOnly NewDue { get; set; }

    /// <summary>New dates of milestones, where they would move.</summary>
    public List<ProposedMilestone> Milestones { get; set; } = [];

    /// <summary>Why.</summary>
    public required string Reason { get; set; }

    /// <summary>The day it was decided or withdrawn, or null while it is open.</summary>
    public DateOnly? DecidedOn { get; set; }

    /// <summary>Role title of who decided, or null.</summary>
    public string? DecidedBy { get; set; }

    /// <summary>What became of it, or null while it is open.</summary>
    public ProposalOutcome? Outcome { get; set; }

    /// <summary>Reference of the decision, or null.</summary>
    public string? Decision { get; set; }

    /// <summary>What the decider wrote, or null.</summary>
    public string? Note { get; set; }

    /// <summary>True where no source states it.</summary>
    public bool Illustrative { get; set; }

    /// <summary>True when it had been proposed and not decided at the end of <paramref name="day"/>.</summary>
    public bool OpenOn(DateOnly day) => ProposedOn <= day && (DecidedOn is null || DecidedOn > day);

    /// <summary>Ends it.</summary>
    internal void End(ProposalOutcome outcome, string by, string? decision, string? note, DateOnly today) =>
        (Outcome, DecidedBy, Decision, Note, DecidedOn) = (outcome, by, decision, note, today);
}

/// <summary>A new date proposed for a milestone.</summary>
public sealed class ProposedMilestone
{
    /// <summary>The milestone, by its number in the action.</summary>
    public int Milestone { get; set; }

    /// <summary>The date proposed.</summary>
    public DateOnly To { get; set; }
}

/// <summary>What a lead fills in to ask for new dates.</summary>
/// <param name="Milestones">Dates by the number of the milestone; those that stay as they are may be left out.</param>
public sealed record DatesInput(DateOnly? NewDue, IReadOnlyDictionary<int, DateOnly?> Milestones, string? Reason);
