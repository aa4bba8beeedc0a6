using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Time;

namespace ImprovementBoard.Core.Actions;

// Milestones, what blocks the work, who answers for it and what it costs.
public sealed partial class ActionItem
{
    /// <summary>Steps on the way; there may be none.</summary>
    public List<Milestone> Milestones { get; set; } = [];

    /// <summary>Every agreed move of a milestone, oldest first.</summary>
    public List<MilestoneMove> MilestoneMoves { get; set; } = [];

    /// <summary>Every reason given for a missed milestone, oldest first.</summary>
    public List<MissedReason> MissedReasons { get; set; } = [];

    /// <summary>The times during which it was blocked, oldest first.</summary>
    public List<ActionBlock> Blocks { get; set; } = [];

    /// <summary>Ownership and money, oldest first.</summary>
    public List<ActionTerms> Terms { get; set; } = [];

    /// <summary>The post that is senior responsible owner now, or null; the last of <see cref="Terms"/> says the same.</summary>
    public int? SroId { get; set; }

    /// <summary>The milestones as they stood at the end of <paramref name="day"/>, in the order of their dates.</summary>
    public IReadOnlyList<MilestoneView> MilestonesOn(DateOnly day) =>
        [.. Milestones.Where(m => m.AddedOn <= day)
            .Select(m =>
            {
                var current = MilestoneMoves.FindLast(v => v.Milestone == m.Number && v.On <= day)?.To ?? m.BaselineDate;
                var done = m.DoneBy(day);
                return new MilestoneView(
                    m.Number, m.Title, m.BaselineDate, current, done ? m.DoneOn : null, !done && current < day,
                    MissedReasons.FindLast(r => r.Milestone == m.Number && r.On <= day), m.Illustrative);
            })
            .OrderBy(m => m.Current).ThenBy(m => m.Number)];

    /// <summary>What blocks it at the end of <paramref name="day"/>, or null.</summary>
    public ActionBlock? BlockOn(DateOnly day) => Blocks.FindLast(b => b.HoldsOn(day));

    /// <summary>Ownership and money as they stood at the end of <paramref name="day"/>, or null.</summary>
    public ActionTerms? TermsOn(DateOnly day) => Terms.FindLast(t => t.On <= day);

    /// <summary>Adds a milestone.</summary>
    /// <exception cref="RuleException">It is delivered, or title or date do not fit the action.</exception>
    public Milestone AddMilestone(string? title, DateOnly? date, Actor by, DateOnly today, int cycleDays)
    {
        ExpectOpen("take a milestone");
        var milestone = new Milestone
        {
            Number = Milestones.Count + 1,
            Title = Text.Required(title, "MilestoneTitle", "Write what will be there, such as “Advert published”.", Milestone.TitleMaxLength),
            BaselineDate = date is { } day && day >= BaselineStart && day <= Due
                ? day
                : throw new RuleException($"Give a date from {Words.Long(BaselineStart)}, when the action starts, to {Words.Long(Due)}, when it is due.", "MilestoneDate"),
            AddedOn = today,
            AddedBy = by.Title,
        };
        Milestones.Add(milestone);
        Rate(today, cycleDays);
        return milestone;
    }

    /// <summary>Says that a milestone was reached.</summary>
    /// <param name="doneOn">The actual date.</param>
    /// <exception cref="RuleException">Work has not started or is delivered, the milestone is done already, or the date makes no sense.</exception>
    public Milestone MarkMilestone(int number, DateOnly? doneOn, Actor by, DateOnly today, int cycleDays)
    {
        Expect(ActionState.InProgress, "have a milestone marked as done");
        var milestone = Undone(number);
        if (doneOn is not { } day || day < BaselineStart || day > today)
            throw new RuleException($"Give the day it was done: from {Words.Long(BaselineStart)}, when the action was agreed to start, to today.", "DoneOn");
        (milestone.DoneOn, milestone.RecordedOn, milestone.RecordedBy) = (day, today, by.Title);
        Rate(today, cycleDays);
        return milestone;
    }

    /// <summary>Says why a milestone was missed. It stays missed; a later reason stands beside the earlier ones in the history.</summary>
    /// <exception cref="RuleException">The milestone is not missed, or the reason is missing.</exception>
    public MissedReason ExplainMiss(int number, string? reason, Actor by, DateOnly today)
    {
        var milestone = Undone(number);
        if (!MilestonesOn(today).Single(m => m.Number == number).Missed)
            throw new RuleException($"The date of “{milestone.Title}” has not passed, so there is nothing to explain yet.");
        var given = new MissedReason { Milestone = number, On = today, By = by.Title, Text = Text.Required(reason, "MissedReason", "Write why it was missed, and what happens now.", ReasonMaxLength) };
        MissedReasons.Add(given);
        return given;
    }

    /// <summary>Says that work cannot go on.</summary>
    /// <param name="needsDecisionOf">Who must decide, or nothing when the lead can clear it.</param>
    /// <exception cref="RuleException">It is blocked already or delivered, or the reason is missing.</exception>
    public ActionBlock Block(string? reason, string? needsDecisionOf, Actor by, DateOnly today, int cycleDays)
    {
        ExpectOpen("be blocked");
        if (BlockOn(today) is not null)
            throw new RuleException($"Action {Ref} is marked as blocked already. Say that it is free again first.");
        var who = Text.Clean(needsDecisionOf);
        var block = new ActionBlock
        {
            From = today,
            By = by.Title,
            Reason = Text.Required(reason, "BlockReason", "Write what stops the work.", ActionBlock.ReasonMaxLength),
            NeedsDecisionOf = who.Length == 0 ? null : Text.Required(who, "NeedsDecisionOf", "", ActionBlock.DeciderMaxLength),
        };
        Blocks.Add(block);
        Rate(today, cycleDays);
        return block;
    }

    /// <summary>Says that work can go on.</summary>
    /// <exception cref="RuleException">It is not blocked.</exception>
    public ActionBlock Unblock(Actor by, DateOnly today, int cycleDays)
    {
        var block = BlockOn(today) ?? throw new RuleException($"Action {Ref} is not marked as blocked.");
        (block.Until, block.EndedBy) = (today, by.Title);
        Rate(today, cycleDays);
        return block;
    }

    /// <summary>Sets the senior responsible owner, the cost and where the money comes from.</summary>
    /// <param name="sro">The post chosen, or null for none.</param>
    /// <exception cref="RuleException">The owner leads the action or has left, the cost makes no sense, or money is agreed that has no source.</exception>
    public ActionTerms SetTerms(TermsInput input, Member? sro, Actor by, DateOnly today)
    {
        if (sro?.Id == LeadId)
            throw new RuleException("The lead cannot be the senior responsible owner too. Choose another post.", nameof(input.SroId));
        if (sro is null ? input.SroId is not null : !sro.HoldsOn(today))
            throw new RuleException("Choose a post that somebody holds now.", nameof(input.SroId));
        if (input.CostPounds is < 0 or > ActionTerms.CostMost)
            throw new RuleException($"Give the cost in whole pounds, from 0 to {Words.Number(ActionTerms.CostMost)}, or leave it empty.", nameof(input.CostPounds));
        var funding = Text.Clean(input.Funding);
        if (funding.Length > ActionTerms.FundingMaxLength)
            throw Text.Fault(funding, nameof(input.Funding), "", ActionTerms.FundingMaxLength)!;
        if (input.FundingAgreed && funding.Length == 0)
            throw new RuleException("Write where the agreed money comes from.", nameof(input.Funding));
        var terms = new ActionTerms
        {
            On = today,
            By = by.Title,
            SroId = sro?.Id,
            CostPounds = input.CostPounds,
            Funding = funding.Length == 0 ? null : funding,
            FundingAgreed = input.FundingAgreed,
        };
        Terms.Add(terms);
        SroId = terms.SroId;
        return terms;
    }

    private Milestone Undone(int number)
    {
        var milestone = Milestones.Find(m => m.Number == number) ?? throw new RuleException($"Action {Ref} has no such milestone.");
        return milestone.RecordedOn is null ? milestone : throw new RuleException($"“{milestone.Title}” is marked as done already.");
    }

    private void ExpectOpen(string what)
    {
        if (DeliveredOn is not null)
            throw new RuleException($"Action {Ref} {StateWords(State)}, so it cannot {what}.");
    }
}
