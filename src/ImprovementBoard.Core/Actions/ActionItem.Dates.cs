using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Time;

namespace ImprovementBoard.Core.Actions;

// Re-baselining: proposed with a reason, decided by a second person. The first agreed dates stay for ever.
public sealed partial class ActionItem
{
    /// <summary>Every proposal of new dates, oldest first.</summary>
    public List<DateProposal> Proposals { get; set; } = [];

    /// <summary>How often the due date was moved, by the day last rated.</summary>
    public int TimesMoved { get; private set; }

    /// <summary>"moved once", "moved 2 times", or null when it never was.</summary>
    public static string? MovedWords(int times) => times switch { 0 => null, 1 => "moved once", _ => $"moved {times} times" };

    /// <summary>The slip and how often the date was moved, such as "+92 days on 29 Jun 2018, moved 2 times".</summary>
    public static string SlipWords(DateOnly baselineDue, DateOnly due, int timesMoved) =>
        SlipWords(baselineDue, due) + (MovedWords(timesMoved) is { } moved ? $", {moved}" : "");

    /// <summary>Asks for new dates. Nothing moves yet. Proposals must be loaded.</summary>
    /// <exception cref="RuleException">One waits already, it is delivered, no date changes, a date makes no sense, or there is no reason.</exception>
    public DateProposal ProposeDates(DatesInput input, Actor by, DateOnly today)
    {
        ExpectOpen("get new dates");
        if (Proposals.Exists(p => p.OpenOn(today)))
            throw new RuleException($"New dates for action {Ref} are proposed already and wait for a decision.");
        if (input.NewDue is not { } due || due > LatestDate)
            throw new RuleException($"Give the new due date, between today and {LatestDate.Year}.", nameof(input.NewDue));
        var known = MilestonesOn(today);
        var proposal = new DateProposal
        {
            ProgrammeId = ProgrammeId,
            ActionItemId = Id,
            ProposedOn = today,
            ProposedById = by.MemberId,
            ProposedBy = by.Title,
            FromDue = Due,
            NewDue = due,
            Milestones = [.. known
                .Where(m => m.DoneOn is null && input.Milestones.TryGetValue(m.Number, out var to) && to is not null && to != m.Current)
                .Select(m => new ProposedMilestone { Milestone = m.Number, To = input.Milestones[m.Number]!.Value })],
            Reason = Text.Clean(input.Reason),
        };
        CheckDates(proposal, today);
        proposal.Reason = Text.Required(input.Reason, nameof(input.Reason), "Write why the dates must move.", ReasonMaxLength);
        Proposals.Add(proposal);
        return proposal;
    }

    /// <summary>A second person accepts: the dates move from today, and the action is rated again.</summary>
    /// <param name="decision">Reference of the decision.</param>
    /// <exception cref="RuleException">It is decided already, the person proposed it or leads the action, a date has passed meanwhile, or the reference is missing.</exception>
    public DateProposal AcceptDates(int proposalId, Actor by, string? decision, string? note, DateOnly today, int cycleDays)
    {
        var proposal = ToDecide(proposalId, by);
        ExpectOpen("get new dates");
        CheckDates(proposal, today);
        var reference = Text.Required(decision, nameof(DateProposal.Decision), "Give the reference of the decision, such as D-24.", DateProposal.DecisionMaxLength);
        proposal.End(ProposalOutcome.Accepted, by.Title, reference, Note(note), today);
        if (proposal.NewDue != Due)
            DueMoves.Add(new() { On = today, To = proposal.NewDue, Reason = proposal.Reason, Decision = reference });
        MilestoneMoves.AddRange(proposal.Milestones.Select(m => new MilestoneMove { Milestone = m.Milestone, On = today, To = m.To, Decision = reference }));
        Rate(today, cycleDays);
        return proposal;
    }

    /// <summary>A second person refuses with a reason: the dates stay.</summary>
    /// <exception cref="RuleException">It is decided already, the person proposed it or leads the action, or the reason is missing.</exception>
    public DateProposal RefuseDates(int proposalId, Actor by, string? decision, string? note, DateOnly today)
    {
        var proposal = ToDecide(proposalId, by);
        var reference = Text.Clean(decision) is { Length: > 0 } given ? Text.Required(given, nameof(DateProposal.Decision), "", DateProposal.DecisionMaxLength) : null;
        proposal.End(ProposalOutcome.Refused, by.Title, reference, Text.Required(note, nameof(DateProposal.Note), "Write why the dates stay.", ReasonMaxLength), today);
        return proposal;
    }

    /// <summary>Whoever proposed it takes it back.</summary>
    /// <exception cref="RuleException">It is decided already, or somebody else proposed it.</exception>
    public DateProposal WithdrawDates(int proposalId, Actor by, DateOnly today)
    {
        var proposal = Open(proposalId);
        if (proposal.ProposedById != by.MemberId)
            throw new RuleException($"Only the {Words.Inside(proposal.ProposedBy)} can take this proposal back.");
        proposal.End(ProposalOutcome.Withdrawn, by.Title, null, null, today);
        return proposal;
    }

    private DateProposal ToDecide(int proposalId, Actor by)
    {
        var proposal = Open(proposalId);
        if (by.MemberId == LeadId)
            throw new RuleException($"You lead action {Ref}. Someone else must decide on its dates.");
        if (by.MemberId is { } member && member == proposal.ProposedById)
            throw new RuleException("You proposed these dates. Someone else must decide.");
        return proposal;
    }

    private DateProposal Open(int proposalId)
    {
        var proposal = Proposals.Find(p => p.Id == proposalId) ?? throw new RuleException($"Action {Ref} has no such proposal.");
        return proposal.Outcome is null ? proposal : throw new RuleException("This proposal was decided meanwhile. Read what became of it on the action’s page.");
    }

    // Asked when it is proposed and again when it is decided: days pass in between.
    private void CheckDates(DateProposal proposal, DateOnly today)
    {
        var earliest = today > BaselineStart ? today : BaselineStart;
        if (proposal.NewDue < earliest)
            throw new RuleException($"The new due date {Words.Long(proposal.NewDue)} lies before {(earliest == today ? "today" : "the agreed start of the action")}. Give a later date.", nameof(DatesInput.NewDue));
        if (proposal.NewDue == Due && proposal.Milestones.Count == 0)
            throw new RuleException($"The due date is {Words.Long(Due)} already and no milestone would move. Change a date.", nameof(DatesInput.NewDue));
        foreach (var m in MilestonesOn(today).Where(m => m.DoneOn is null))
        {
            var to = proposal.Milestones.Find(p => p.Milestone == m.Number)?.To;
            if (to < earliest)
                throw new RuleException($"The new date of “{m.Title}” lies before {(earliest == today ? "today" : "the agreed start of the action")}. Give a later date.", $"Milestone-{m.Number}");
            if ((to ?? m.Current) > proposal.NewDue)
                throw new RuleException($"“{m.Title}” would be due on {Words.Long(to ?? m.Current)}, after the action itself. Move one of the two.", $"Milestone-{m.Number}");
        }
    }

    private static string? Note(string? note) => Text.Clean(note) is { Length: > 0 } given ? Text.Required(given, nameof(DateProposal.Note), "", ReasonMaxLength) : null;
}
