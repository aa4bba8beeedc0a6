using ImprovementBoard.Core;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Actions;
using ImprovementBoard.Core.History;
using ImprovementBoard.Core.Time;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Data;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.Actions;

/// <summary>Changes to the plan of an action: milestones, what blocks it, what it waits for, owners and money, and new dates by proposal.</summary>
public sealed class PlanService(ActionService actions)
{
    /// <summary>The office adds a milestone.</summary>
    /// <param name="seen">The version of the action that the person had on screen.</param>
    /// <exception cref="ForbiddenException">The person may not.</exception>
    /// <exception cref="RuleException">The rule refuses it, or someone else changed the action meanwhile.</exception>
    public Task AddMilestoneAsync(ProgrammeScope scope, string reference, Guid seen, string? title, DateOnly? date, CancellationToken ct = default) =>
        EditAsync(scope, reference, seen, action =>
        {
            var milestone = action.AddMilestone(title, date, scope.Actor, scope.Today, Cycle(scope));
            return (HistoryKind.PlanChanged, $"Milestone added: {milestone.Title}, {Words.Short(milestone.BaselineDate)}");
        }, ct);

    /// <summary>The lead, or the office for the lead, says that a milestone was reached.</summary>
    /// <inheritdoc cref="AddMilestoneAsync"/>
    public Task MarkMilestoneAsync(ProgrammeScope scope, string reference, Guid seen, int number, DateOnly? doneOn, CancellationToken ct = default) =>
        LeadAsync(scope, reference, seen, action =>
        {
            var due = action.MilestonesOn(scope.Today).FirstOrDefault(m => m.Number == number)?.Current;
            var milestone = action.MarkMilestone(number, doneOn, scope.Actor, scope.Today, Cycle(scope));
            return (HistoryKind.MilestoneDone, $"{milestone.Title}: done on {Words.Short(milestone.DoneOn!.Value)}, was due on {Words.Short(due!.Value)}");
        }, ct);

    /// <summary>The lead, or the office for the lead, says why a milestone was missed.</summary>
    /// <inheritdoc cref="AddMilestoneAsync"/>
    public Task ExplainMissAsync(ProgrammeScope scope, string reference, Guid seen, int number, string? reason, CancellationToken ct = default) =>
        LeadAsync(scope, reference, seen, action =>
        {
            var given = action.ExplainMiss(number, reason, scope.Actor, scope.Today);
            return (HistoryKind.MilestoneMissed, $"{action.Milestones.Single(m => m.Number == number).Title}: {given.Text}");
        }, ct);

    /// <summary>The lead or the office says that work cannot go on.</summary>
    /// <inheritdoc cref="AddMilestoneAsync"/>
    public Task BlockAsync(ProgrammeScope scope, string reference, Guid seen, string? reason, string? needsDecisionOf, CancellationToken ct = default) =>
        LeadAsync(scope, reference, seen, action => (HistoryKind.Blocked, action.Block(reason, needsDecisionOf, scope.Actor, scope.Today, Cycle(scope)).InWords()), ct);

    /// <summary>The lead or the office says that work can go on again.</summary>
    /// <inheritdoc cref="AddMilestoneAsync"/>
    public Task UnblockAsync(ProgrammeScope scope, string reference, Guid seen, CancellationToken ct = default) =>
        LeadAsync(scope, reference, seen, action =>
        {
            var block = action.Unblock(scope.Actor, scope.Today, Cycle(scope));
            return (HistoryKind.Unblocked, $"No longer blocked, was since {Words.Short(block.From)}: {block.Reason}");
        }, ct);

    /// <summary>The lead, or the office for the lead, says what will bring the action back on track, and by when.</summary>
    /// <inheritdoc cref="AddMilestoneAsync"/>
    public Task PlanRecoveryAsync(ProgrammeScope scope, string reference, Guid seen, string? text, DateOnly? backBy, CancellationToken ct = default) =>
        LeadAsync(scope, reference, seen, action =>
        {
            var before = action.RecoveryOn(scope.Today);
            var plan = action.PlanRecovery(text, backBy, scope.Actor, scope.Today);
            return (HistoryKind.RecoveryPlanned, $"Back on track by {Words.Short(plan.BackBy)}{(before is null ? "" : $", was by {Words.Short(before.BackBy)}")}: {plan.Text}");
        }, ct);

    /// <summary>The office sets the senior responsible owner, the cost and where the money comes from.</summary>
    /// <inheritdoc cref="AddMilestoneAsync"/>
    public Task SetTermsAsync(ProgrammeScope scope, string reference, Guid seen, TermsInput input, CancellationToken ct = default) =>
        EditAsync(scope, reference, seen, async (db, action) =>
        {
            var sro = input.SroId is { } id ? await db.Members.SingleOrDefaultAsync(m => m.Id == id, ct) : null;
            var (before, was) = (action.TermsOn(scope.Today), await db.Members.Where(m => m.Id == action.SroId).Select(m => m.Title).SingleOrDefaultAsync(ct));
            var terms = action.SetTerms(input, sro, scope.Actor, scope.Today);
            return (HistoryKind.PlanChanged,
                $"Senior responsible owner: {PlanWords.Was(sro?.Title ?? "none", was ?? "none")}; cost: {PlanWords.Was(PlanWords.Cost(terms), PlanWords.Cost(before))}; funding: {PlanWords.Was(PlanWords.Funding(terms), PlanWords.Funding(before))}");
        }, ct);

    /// <summary>The office sets the partner agency that shares the action.</summary>
    /// <inheritdoc cref="AddMilestoneAsync"/>
    public Task SetPartnerAsync(ProgrammeScope scope, string reference, Guid seen, string? partner, CancellationToken ct = default) =>
        EditAsync(scope, reference, seen, action =>
        {
            var change = action.SetPartner(partner, scope.Actor, scope.Today, Cycle(scope));
            return (HistoryKind.PlanChanged, $"Partner agency changed from {change.From ?? "none"} to {action.PartnerAgency ?? "none"}");
        }, ct);

    /// <summary>The office keeps the action out of the public edition and of the file for information requests, or lets it in again.</summary>
    /// <inheritdoc cref="AddMilestoneAsync"/>
    public Task SetPublicationAsync(ProgrammeScope scope, string reference, Guid seen, bool notForPublication, string? reason, CancellationToken ct = default) =>
        EditAsync(scope, reference, seen, action => (HistoryKind.PlanChanged, action.SetPublication(notForPublication, reason)), ct);

    /// <summary>The office lets the action wait for another.</summary>
    /// <inheritdoc cref="AddMilestoneAsync"/>
    public Task WaitForAsync(ProgrammeScope scope, string reference, Guid seen, string? other, CancellationToken ct = default) =>
        EditAsync(scope, reference, seen, async (db, action) =>
        {
            var name = Text.Required(other, nameof(Dependency.WaitsForId), "Give the reference of the action it waits for, such as 15.1.", 20);
            var target = await db.Actions.SingleOrDefaultAsync(a => a.Ref == name, ct) ?? throw new RuleException($"There is no action {name} in this programme.", nameof(Dependency.WaitsForId));
            var inForce = await db.Dependencies.Where(d => d.Until == null).ToListAsync(ct);
            var refs = await RefsAsync(db, ct);
            var dependency = Dependency.Between(action, target, inForce, id => refs[id], scope.Actor, scope.Today);
            db.Add(dependency);
            return (HistoryKind.PlanChanged, $"Waits for {target.Ref} {target.Title}. It waits for: {PlanWords.Was(WaitsFor(action, [.. inForce, dependency], refs), WaitsFor(action, inForce, refs))}");
        }, ct);

    /// <summary>The office says that the action waits for another no longer.</summary>
    /// <inheritdoc cref="AddMilestoneAsync"/>
    public Task StopWaitingAsync(ProgrammeScope scope, string reference, Guid seen, int dependencyId, CancellationToken ct = default) =>
        EditAsync(scope, reference, seen, async (db, action) =>
        {
            var dependency = await db.Dependencies.SingleOrDefaultAsync(d => d.Id == dependencyId && d.ActionItemId == action.Id && d.Until == null, ct)
                ?? throw new RuleException($"Action {reference} does not wait for that action.");
            (dependency.Until, dependency.EndedBy) = (scope.Today, scope.Actor.Title);
            var refs = await RefsAsync(db, ct);
            var before = await db.Dependencies.Where(d => d.Until == null).ToListAsync(ct);
            return (HistoryKind.PlanChanged, $"No longer waits for {refs[dependency.WaitsForId]}. It waits for: {PlanWords.Was(WaitsFor(action, before.Where(d => d.Id != dependencyId), refs), WaitsFor(action, before, refs))}");
        }, ct);

    /// <summary>The lead or the office proposes new dates.</summary>
    /// <inheritdoc cref="AddMilestoneAsync"/>
    public Task ProposeDatesAsync(ProgrammeScope scope, string reference, Guid seen, DatesInput input, CancellationToken ct = default) =>
        DatesAsync(scope, reference, seen, scope.Actor.MayPostUpdate, action =>
        {
            var proposal = action.ProposeDates(input, scope.Actor, scope.Today);
            return (HistoryKind.DatesProposed, $"Proposed: {PlanWords.Moves(proposal, action)}. {proposal.Reason}");
        }, ct);

    /// <summary>A second person accepts new dates: they hold from today.</summary>
    /// <inheritdoc cref="AddMilestoneAsync"/>
    public Task AcceptDatesAsync(ProgrammeScope scope, string reference, Guid seen, int proposalId, string? decision, string? note, CancellationToken ct = default) =>
        DatesAsync(scope, reference, seen, Reviews(scope), action =>
        {
            var proposal = action.AcceptDates(proposalId, scope.Actor, decision, note, scope.Today, Cycle(scope));
            return (proposal.NewDue == proposal.FromDue ? HistoryKind.PlanChanged : HistoryKind.DueDateMoved,
                $"Moved by decision {proposal.Decision}: {PlanWords.Moves(proposal, action)}. {proposal.Reason}");
        }, ct);

    /// <summary>A second person refuses new dates: they stay.</summary>
    /// <inheritdoc cref="AddMilestoneAsync"/>
    public Task RefuseDatesAsync(ProgrammeScope scope, string reference, Guid seen, int proposalId, string? decision, string? note, CancellationToken ct = default) =>
        DatesAsync(scope, reference, seen, Reviews(scope), action =>
        {
            var proposal = action.RefuseDates(proposalId, scope.Actor, decision, note, scope.Today);
            return (HistoryKind.DatesRefused, $"Refused{(proposal.Decision is { } d ? $" by decision {d}" : "")}: {PlanWords.Moves(proposal, action)}. {proposal.Note}");
        }, ct);

    /// <summary>Whoever proposed new dates takes them back.</summary>
    /// <inheritdoc cref="AddMilestoneAsync"/>
    public Task WithdrawDatesAsync(ProgrammeScope scope, string reference, Guid seen, int proposalId, CancellationToken ct = default) =>
        DatesAsync(scope, reference, seen, scope.Actor.MayPostUpdate, action =>
            (HistoryKind.DatesRefused, $"Taken back: {PlanWords.Moves(action.WithdrawDates(proposalId, scope.Actor, scope.Today), action)}"), ct);

    private static Task<Dictionary<int, string>> RefsAsync(BoardDbContext db, CancellationToken ct) => db.Actions.Select(a => new { a.Id, a.Ref }).ToDictionaryAsync(a => a.Id, a => a.Ref, ct);

    private static string WaitsFor(ActionItem action, IEnumerable<Dependency> dependencies, Dictionary<int, string> refs) =>
        dependencies.Where(d => d.ActionItemId == action.Id).Select(d => refs[d.WaitsForId]).Order(StringComparer.Ordinal).ToList() is { Count: > 0 } others ? Words.List(others) : "nothing";

    private static int Cycle(ProgrammeScope scope) => scope.Programme.UpdateCycleDays;

    private static Func<ActionItem, bool> Reviews(ProgrammeScope scope) => _ => scope.Actor.May(Permission.ReviewActions);

    private Task LeadAsync(ProgrammeScope scope, string reference, Guid seen, Func<ActionItem, (HistoryKind, string)> change, CancellationToken ct) =>
        actions.ChangeAsync(scope, reference, seen, scope.Actor.MayPostUpdate, (_, action) => Task.FromResult(change(action)), ct);

    private Task EditAsync(ProgrammeScope scope, string reference, Guid seen, Func<ActionItem, (HistoryKind, string)> change, CancellationToken ct) =>
        EditAsync(scope, reference, seen, (_, action) => Task.FromResult(change(action)), ct);

    private Task EditAsync(ProgrammeScope scope, string reference, Guid seen, Func<BoardDbContext, ActionItem, Task<(HistoryKind, string)>> change, CancellationToken ct) =>
        actions.ChangeAsync(scope, reference, seen, _ => scope.May(Permission.EditPlan), change, ct);

    private Task DatesAsync(ProgrammeScope scope, string reference, Guid seen, Func<ActionItem, bool> may, Func<ActionItem, (HistoryKind, string)> change, CancellationToken ct) =>
        actions.ChangeAsync(scope, reference, seen, may, async (db, action) =>
        {
            await db.Entry(action).Collection(a => a.Proposals).LoadAsync(ct);
            return change(action);
        }, ct);
}
