using ImprovementBoard.Core;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Actions;
using ImprovementBoard.Core.History;
using ImprovementBoard.Core.Ratings;
using ImprovementBoard.Core.Time;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.History;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.Actions;

/// <summary>Changes to actions: permission, rule, history and save in one transaction.</summary>
public sealed class ActionService(BoardDatabase database, DeliveryRatings ratings, TimeProvider clock)
{
    /// <summary>Posts a progress update and ends its draft. Exactly the same posted again from the same form is answered as the first was.</summary>
    /// <param name="seen">The version of the action that the person had on screen.</param>
    /// <exception cref="ForbiddenException">The person neither leads the action nor runs the office.</exception>
    /// <exception cref="RuleException">An answer is missing or makes no sense, or someone else changed the action meanwhile.</exception>
    public Task PostUpdateAsync(ProgrammeScope scope, string reference, Guid seen, UpdateInput input, CancellationToken ct = default) =>
        ChangeAsync(scope, reference, seen, scope.Actor.MayPostUpdate, action =>
        {
            var byOffice = scope.Actor.MemberId != action.LeadId;
            action.PostUpdate(input, scope.Actor.MemberId!.Value, byOffice, scope.Today, scope.Programme.UpdateCycleDays);
            return (HistoryKind.UpdatePosted, $"Update posted{(byOffice ? " for the lead" : "")}: {Text.Clean(input.WhatChanged)}");
        }, ct, posted: input);

    /// <summary>The lead, or the office for the lead, says that the action is delivered.</summary>
    /// <inheritdoc cref="PostUpdateAsync"/>
    public Task DeliverAsync(ProgrammeScope scope, string reference, Guid seen, CancellationToken ct = default) =>
        ChangeAsync(scope, reference, seen, scope.Actor.MayPostUpdate, action =>
        {
            action.Deliver(scope.Actor, scope.Today, scope.Programme.UpdateCycleDays);
            return (HistoryKind.Delivered, "Delivered; awaiting sign-off");
        }, ct);

    /// <summary>A second person signs it off and sets the re-check.</summary>
    /// <exception cref="ForbiddenException">The person may not review actions.</exception>
    /// <exception cref="RuleException">The action or the date does not allow it, or someone else changed the action meanwhile.</exception>
    public Task SignOffAsync(ProgrammeScope scope, string reference, Guid seen, DateOnly? recheckOn, CancellationToken ct = default) =>
        ReviewAsync(scope, reference, seen, action =>
        {
            action.SignOff(scope.Actor, recheckOn, scope.Today, scope.Programme.UpdateCycleDays);
            return (HistoryKind.SignedOff, $"Signed off; re-check on {Words.Short(recheckOn!.Value)}");
        }, ct);

    /// <summary>The re-check found that the change holds.</summary>
    /// <inheritdoc cref="SignOffAsync"/>
    public Task CloseAsync(ProgrammeScope scope, string reference, Guid seen, CancellationToken ct = default) =>
        ReviewAsync(scope, reference, seen, action =>
        {
            action.Close(scope.Actor, scope.Today, scope.Programme.UpdateCycleDays);
            return (HistoryKind.Closed, "Re-check passed; closed");
        }, ct);

    /// <summary>A delivery does not stand: sent back, failed at re-check, or reopened.</summary>
    /// <inheritdoc cref="SignOffAsync"/>
    public Task ReopenAsync(ProgrammeScope scope, string reference, Guid seen, string reason, CancellationToken ct = default) =>
        ReviewAsync(scope, reference, seen, action =>
        {
            action.Reopen(scope.Actor, reason, scope.Today, scope.Programme.UpdateCycleDays);
            var round = action.EarlierRounds[^1];
            return (HistoryKind.Reopened, $"{round.How.Words()}: {round.Reason}");
        }, ct, (db, action) =>
        {
            foreach (var r in action.Recommendations.Where(r => r.FollowReopened(action, scope.Actor.Title, scope.Today)))
                db.Record(scope.Actor, clock.GetUtcNow(), scope.Today, Subject.Recommendation, r.Ref, HistoryKind.Reopened, r.EarlierRounds[^1].Reason);
        });

    /// <summary>A reviewer accepts the latest update, and may agree a rating other than the rule's.</summary>
    /// <inheritdoc cref="SignOffAsync"/>
    public Task AcceptUpdateAsync(ProgrammeScope scope, string reference, Guid seen, int updateId, DeliveryRating? agreed, string? reason, CancellationToken ct = default) =>
        ReviewAsync(scope, reference, seen, action =>
        {
            action.AcceptUpdate(updateId, scope.Actor, agreed, reason, scope.Today, scope.Programme.UpdateCycleDays);
            return (HistoryKind.UpdateAccepted, agreed is { } rating ? $"Update accepted; {RatingLook.Of(rating).Word.ToLowerInvariant()} agreed: {Text.Clean(reason)}" : Text.Clean(reason) is { Length: > 0 } note ? $"Update accepted: {note}" : "Update accepted");
        }, ct);

    /// <summary>A reviewer returns the latest update with a reason.</summary>
    /// <inheritdoc cref="SignOffAsync"/>
    public Task ReturnUpdateAsync(ProgrammeScope scope, string reference, Guid seen, int updateId, string? reason, CancellationToken ct = default) =>
        ReviewAsync(scope, reference, seen, action =>
        {
            action.ReturnUpdate(updateId, scope.Actor, reason, scope.Today, scope.Programme.UpdateCycleDays);
            return (HistoryKind.UpdateReturned, $"Update returned: {Text.Clean(reason)}");
        }, ct);

    private Task ReviewAsync(ProgrammeScope scope, string reference, Guid seen, Func<ActionItem, (HistoryKind, string)> change, CancellationToken ct, Action<BoardDbContext, ActionItem>? follow = null) =>
        ChangeAsync(scope, reference, seen, _ => scope.Actor.May(Permission.ReviewActions), change, ct, follow);

    private Task ChangeAsync(ProgrammeScope scope, string reference, Guid seen, Func<ActionItem, bool> may, Func<ActionItem, (HistoryKind Kind, string What)> change, CancellationToken ct, Action<BoardDbContext, ActionItem>? follow = null, UpdateInput? posted = null) =>
        ChangeAsync(scope, reference, seen, may, (_, action) => Task.FromResult(change(action)), ct, follow, posted);

    /// <summary>One change of one action, in one transaction; <paramref name="change"/> may read and add other rows.</summary>
    /// <inheritdoc cref="PostUpdateAsync"/>
    internal async Task ChangeAsync(ProgrammeScope scope, string reference, Guid seen, Func<ActionItem, bool> may, Func<BoardDbContext, ActionItem, Task<(HistoryKind Kind, string What)>> change, CancellationToken ct, Action<BoardDbContext, ActionItem>? follow = null, UpdateInput? posted = null)
    {
        await using var db = database.Open(scope.Id);
        await using var transaction = await db.LockProgrammeAsync(ct);
        var action = await db.Actions
            .Include(a => a.Updates)
            .Include(a => a.Evidence)
            .Include(a => a.Recommendations).ThenInclude(r => r.Actions)
            .AsSplitQuery()
            .SingleOrDefaultAsync(a => a.Ref == reference, ct)
            ?? throw new RuleException($"There is no action {reference} in this programme.");
        scope.Actor.Require(may(action), $"change action {action.Ref}, which their role or their part in it does not allow");
        if (posted is not null && action.HasPosted(posted, scope.Actor.MemberId))
            return;
        // It waited for its turn across midnight, and the facts of the day before may be frozen.
        if (posted is not null && scope.Programme.Today(clock.GetUtcNow()) > scope.Today)
            throw new RuleException("The day ended while this was being saved, so it would count for the day before. Save it again.");
        if (action.Version != seen)
            throw Stale(reference);

        var before = action.Delivery;
        var (kind, what) = await change(db, action);
        db.Record(scope.Actor, clock.GetUtcNow(), scope.Today, Subject.Action, action.Ref, kind, what);
        follow?.Invoke(db, action);
        ratings.Note(db, action, before, scope.Today);
        ratings.RollUp(db, action.Recommendations, scope.Today);
        // Even where nothing on the row itself changed, the next save from an older form must be refused.
        db.Entry(action).Property(a => a.Version).IsModified = true;
        await db.SaveChangesAsync(ct);
        if (posted is not null)
            await db.UpdateDrafts.Where(d => d.ActionItemId == action.Id && d.MemberId == scope.Actor.MemberId).ExecuteDeleteAsync(ct);
        await transaction.CommitAsync(ct);
    }

    private static RuleException Stale(string reference) =>
        new($"Someone else changed action {reference} while you were writing. Your words are kept: read what stands now, then submit again.");
}
