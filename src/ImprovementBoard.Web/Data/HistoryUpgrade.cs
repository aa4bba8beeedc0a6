using ImprovementBoard.Core.History;
using ImprovementBoard.Web.Features.Evidence;
using ImprovementBoard.Web.History;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Data;

/// <summary>Brings a database to the present version: tables, the chain of histories that were written before there was one, and the guards of the history tables.</summary>
internal static class HistoryUpgrade
{
    /// <summary>Can be called at every start, on every node, and again after it was cut short.</summary>
    public static async Task MigrateBoardAsync(this BoardDatabase database, TimeProvider clock, CancellationToken ct = default)
    {
        await using var db = database.OpenWithoutProgramme();
        // Asked first: with nothing to apply, the call itself would cost half a second to compare models.
        if ((await db.Database.GetPendingMigrationsAsync(ct)).Any())
            await db.Database.MigrateAsync(ct);
        await db.GuardHistoryAsync(ct);
        // An index finds it: what has no seal was numbered, and only ever from 1 on.
        foreach (var programme in await db.History.IgnoreQueryFilters().Where(h => h.Sequence == 1 && h.Hash == "").Select(h => h.ProgrammeId).ToListAsync(ct))
            await SealWhatWasThereAsync(database, programme, clock, ct);
    }

    /// <summary>One transaction for each programme: it is sealed whole or not at all.</summary>
    private static async Task SealWhatWasThereAsync(BoardDatabase database, int programmeId, TimeProvider clock, CancellationToken ct)
    {
        await using var db = database.Open(programmeId);
        await using var turn = await db.LockProgrammeAsync(ct);
        // Another node may have been faster.
        if (await db.History.AnyAsync(h => h.Hash != "", ct))
            return;
        await TellEvidenceAsync(db, ct);
        var (last, hash) = (0L, HistorySeal.None);
        while (await db.History.AsNoTracking().Where(h => h.Sequence > last).OrderBy(h => h.Sequence).Take(5000).ToListAsync(ct) is { Count: > 0 } entries)
        {
            foreach (var entry in entries)
            {
                // As it stands, to the last digit: what was written before is not rounded now.
                (entry.PreviousHash, entry.Sequence) = (hash, last + 1);
                (last, hash) = (entry.Sequence, HistorySeal.HashOf(entry));
                await db.History.Where(h => h.Id == entry.Id).ExecuteUpdateAsync(set => set.SetProperty(h => h.PreviousHash, entry.PreviousHash).SetProperty(h => h.Hash, hash), ct);
            }
        }
        var programme = await db.Programmes.AsNoTracking().SingleAsync(p => p.Id == programmeId, ct);
        var now = clock.GetUtcNow();
        db.Record(Core.Access.Actor.Scheduler(programmeId), now, programme.Today(now), Subject.Programme, "history", HistoryKind.HistorySealed,
            $"The {last} entries that were here before histories were sealed are sealed as they stood; what became of them earlier, no seal can tell");
        await db.SaveChangesAsync(ct);
        await turn.CommitAsync(ct);
    }

    /// <summary>What entries tell about evidence was known by their words alone; from now on they name it, so that they need not move when it becomes confidential.</summary>
    private static async Task TellEvidenceAsync(BoardDbContext db, CancellationToken ct)
    {
        foreach (var item in await db.Evidence.AsNoTracking().Include(e => e.Versions).ToListAsync(ct))
        {
            List<string> told = [.. item.Versions.Select(v => EvidenceHistory.Added(item, v)), EvidenceHistory.Withdrawn(item)];
            var (opened, subject) = (EvidenceHistory.Opened(item), item.ActionItemId is null ? Subject.Recommendation : Subject.Action);
            var reference = await db.Actions.Where(a => a.Id == item.ActionItemId).Select(a => a.Ref).SingleOrDefaultAsync(ct) ?? await db.Recommendations.Where(r => r.Id == item.RecommendationId).Select(r => r.Ref).SingleAsync(ct);
            await db.History
                .Where(h => (h.Subject == Subject.Evidence && h.SubjectRef == $"{item.Id}")
                    || (h.Subject == subject && h.SubjectRef == reference && (told.Contains(h.What) || (h.Kind == HistoryKind.EvidenceAccessChanged && h.What.StartsWith(opened)))))
                .ExecuteUpdateAsync(set => set.SetProperty(h => h.EvidenceId, item.Id), ct);
        }
    }
}
