using ImprovementBoard.Core;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Actions;
using ImprovementBoard.Core.History;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.History;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.Actions;

/// <summary>Changes to actions: permission, rule, history and save in one transaction.</summary>
public sealed class ActionService(BoardDatabase database, DeliveryRatings ratings, TimeProvider clock)
{
    /// <summary>Posts a progress update.</summary>
    /// <param name="seen">The version of the action that the person had on screen.</param>
    /// <exception cref="ForbiddenException">The person neither leads the action nor runs the office.</exception>
    /// <exception cref="RuleException">An answer is missing or makes no sense, or someone else changed the action meanwhile.</exception>
    public async Task PostUpdateAsync(ProgrammeScope scope, string reference, Guid seen, UpdateInput input, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        await using var transaction = await db.LockProgrammeAsync(ct);
        var action = await db.Actions
            .Include(a => a.Updates)
            .Include(a => a.Recommendations).ThenInclude(r => r.Actions)
            .AsSplitQuery()
            .SingleOrDefaultAsync(a => a.Ref == reference, ct)
            ?? throw new RuleException($"There is no action {reference} in this programme.");
        if (!scope.Actor.MayPostUpdate(action))
            throw new ForbiddenException();
        if (action.Version != seen)
            throw Stale(reference);

        var before = action.Delivery;
        var byOffice = scope.Actor.MemberId != action.LeadId;
        action.PostUpdate(input, scope.Actor.MemberId!.Value, byOffice, scope.Today, scope.Programme.UpdateCycleDays);
        db.Record(scope.Actor, clock.GetUtcNow(), scope.Today, Subject.Action, action.Ref, HistoryKind.UpdatePosted, $"Update posted{(byOffice ? " for the lead" : "")}: {input.WhatChanged.Trim()}");
        ratings.Note(db, action, before, scope.Today);
        ratings.RollUp(db, action.Recommendations, scope.Today);
        // Even where nothing on the row itself changed, the next save from an older form must be refused.
        db.Entry(action).Property(a => a.Version).IsModified = true;
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }

    private static RuleException Stale(string reference) =>
        new($"Someone else changed action {reference} while you were writing. Your words are kept: read what they posted below, then submit again.");
}
