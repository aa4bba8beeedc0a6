namespace ImprovementBoard.Core.Access;

/// <summary>What narrows a right to single items. The rule itself is code; this says it, and names where it stands.</summary>
/// <param name="Where">The method that decides, in <see cref="Actor"/> or where the items are read.</param>
/// <param name="Name">What it is about, in a few words.</param>
/// <param name="Says">The rule.</param>
public sealed record RowRule(string Where, string Name, string Says)
{
    /// <summary>Every such rule. A method of <see cref="Actor"/> that asks about one item has its line here.</summary>
    public static IReadOnlyList<RowRule> All { get; } =
    [
        new(nameof(Actor.MayPostUpdate), "Own actions", "A lead posts updates on actions their post leads, and on no other."),
        new(nameof(Actor.MayReview), "Nobody reviews their own work", "Who leads an action, or marked it as delivered, does not accept its updates or sign it off."),
        new(nameof(Actor.MayDecide), "Nobody decides on their own dates", "Who leads an action, or proposed its new dates, does not decide on them."),
        new(nameof(Actor.MayAssure), "Nobody assures what they own", "The owner of a recommendation does not decide whether it is met."),
        new(nameof(Actor.MayJudgeImpact), "Nobody judges what they own", "The owner of a recommendation does not judge its impact."),
        new(nameof(Actor.MayAnswer), "Answers to findings", "A lead answers findings on recommendations their post owns; the programme office answers any."),
        new(nameof(Actor.MayAddEvidence), "Own evidence", "A lead attaches and withdraws evidence on what their post leads or owns."),
        new("EvidenceQueries.Readable", "Confidential evidence", "Read by those with the right, and by a lead or the office whose post leads the action or owns the recommendation it is attached to. For everybody else it does not exist: not in lists, counts, exports, history or packs, and not in flags, the readiness gate or what a judgement rests on."),
        new("ReadableVisits.Visits", "Letters not published yet", "To an external viewer a visit exists once its letter is published: until then it is not in lists, counts, the matrix, flags or the history, what was contradicted by it tells no reason, and packs made meanwhile open in the public edition alone."),
        new("PackQueries.Readable", "Drafts and packs before issue", "A draft, a waiting or a withdrawn pack exists for those who may read drafts; a waiting one also for its approvers."),
        new("UpdateDraft", "Unfinished updates", "What is typed but not posted is seen by its author alone."),
        new("BoardDbContext", "Programme", "Every row belongs to one programme. Who does not belong to it gets the same answer as for something that does not exist."),
        new("HoldSet.Covers", "Holds", "What a hold covers is neither deleted nor erased, by nobody and by no night, until an administrator lifts it."),
        new("Erasure.Refusal", "Erasure", "Somebody is erased only when they have no part in any programme any more."),
        new(nameof(Member.HoldsOn), "From and until", "A right begins on the first day of the membership and ends after its last; it is asked again at every click."),
        new(nameof(Member.ChangeRole), "Nobody changes their own role", "Another administrator does. The last administrator of a programme can neither get another role nor leave."),
    ];
}
