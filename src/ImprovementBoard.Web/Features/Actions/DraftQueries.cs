using ImprovementBoard.Core.Actions;
using ImprovementBoard.Core.History;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Data;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.Actions;

/// <summary>Reads about updates that are being written.</summary>
public sealed class DraftQueries(BoardDatabase database)
{
    /// <summary>The person's own draft on an action, or null.</summary>
    public async Task<UpdateDraft?> MineAsync(ProgrammeScope scope, int actionId, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        return await db.UpdateDrafts.AsNoTracking().SingleOrDefaultAsync(d => d.ActionItemId == actionId && d.MemberId == scope.Actor.MemberId, ct);
    }

    /// <summary>Updates on the person's actions that a reviewer returned and that wait for better ones, by reference of the action.</summary>
    public async Task<IReadOnlyDictionary<string, ProgressUpdate>> ReturnedAsync(ProgrammeScope scope, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        return await (
            from u in db.Updates.AsNoTracking()
            join a in db.Actions on u.ActionItemId equals a.Id
            where a.LeadId == scope.Actor.MemberId && a.SignedOffOn == null && u.Returned && u.ReviewedOn <= scope.Today
                && !db.Updates.Any(n => n.ActionItemId == u.ActionItemId && (n.On > u.On || (n.On == u.On && n.Id > u.Id)))
            select new { a.Ref, u }).ToDictionaryAsync(x => x.Ref, x => x.u, ct);
    }

    /// <summary>When the person's drafts were last saved, by reference of the action.</summary>
    public async Task<IReadOnlyDictionary<string, DateTimeOffset>> SavedAsync(ProgrammeScope scope, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        return await (
            from d in db.UpdateDrafts.AsNoTracking()
            join a in db.Actions on d.ActionItemId equals a.Id
            where d.MemberId == scope.Actor.MemberId && d.WhatChanged + d.ChildWouldNotice + d.InTheWay != ""
            select new { a.Ref, d.SavedAt }).ToDictionaryAsync(x => x.Ref, x => x.SavedAt, ct);
    }

    /// <summary>The last history entry of an action; what has a greater number happened after it was read.</summary>
    public async Task<long> LastHistoryAsync(ProgrammeScope scope, string reference, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        return await Of(db, reference).MaxAsync(h => (long?)h.Sequence, ct) ?? 0;
    }

    /// <summary>What happened to an action after an entry of its history, oldest first.</summary>
    public async Task<IReadOnlyList<HistoryEntry>> SinceAsync(ProgrammeScope scope, string reference, long entry, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        return await Of(db, reference).Where(h => h.Sequence > entry).OrderBy(h => h.Sequence).ToListAsync(ct);
    }

    private static IQueryable<HistoryEntry> Of(BoardDbContext db, string reference) =>
        db.History.AsNoTracking().Where(h => h.Subject == Subject.Action && h.SubjectRef == reference);
}
