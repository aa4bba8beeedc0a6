using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.History;
using ImprovementBoard.Core.Retention;
using ImprovementBoard.Core.Time;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.Evidence;
using ImprovementBoard.Web.History;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.Retention;

/// <summary>
/// Carries out every night what the periods say. One transaction for each batch, in the programme's turn, with the periods and holds of that moment: two nodes never take
/// the same thing, a hold put in the middle counts, and a portal that is killed leaves whole batches. Files go after their rows, by the sweeps.
/// </summary>
internal sealed class RetentionKeeper(BoardDatabase database, ErasureService erasures, OutboxSweep outbox, Trail trail, TimeProvider clock, ILogger<RetentionKeeper> log)
{
    private const int Batch = 200;

    private static readonly RetentionKind[] OfAccounts = [RetentionKind.SignInMeans, RetentionKind.Accounts];

    /// <summary>Every programme. One that breaks off does not keep the others from going on; it is told on its page, and tried again the next night.</summary>
    public async Task RunAllAsync(CancellationToken ct)
    {
        await using var none = database.OpenWithoutProgramme();
        foreach (var id in await none.Programmes.OrderBy(p => p.Id).Select(p => p.Id).ToListAsync(ct))
        {
            try
            {
                await erasures.TellAsync(id, ct);
                await RunAsync(id, ct);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                log.LogError(e, "The retention of programme {Programme} broke off", id);
                await TellAsync(id, FaultWords.Of(e), ct);
            }
        }
        await outbox.SweepAsync(ct);
    }

    /// <summary>One programme, once a date. Whoever comes again that day finds it done, or goes on with it.</summary>
    public async Task RunAsync(int programmeId, CancellationToken ct)
    {
        if (!await BeginAsync(programmeId, ct))
            return;
        var held = new Dictionary<RetentionKind, int>();
        foreach (var kind in RetentionRule.All.Select(r => r.Kind))
            held[kind] = OfAccounts.Contains(kind) ? await AccountsAsync(programmeId, kind, ct) : await RowsAsync(programmeId, kind, ct);
        await EndAsync(programmeId, held, ct);
    }

    private async Task<bool> BeginAsync(int programmeId, CancellationToken ct)
    {
        await using var night = await NightAsync(programmeId, ct);
        if (night.Run is not null)
            return night.Run.EndedAt is null;
        night.Db.RetentionRuns.Add(new() { ProgrammeId = programmeId, On = night.Facts.Day, StartedAt = night.Facts.Now });
        await night.SaveAsync(ct);
        return true;
    }

    // Walks by key, so that what is held is met once.
    private async Task<int> RowsAsync(int programmeId, RetentionKind kind, CancellationToken ct)
    {
        var (held, last) = (0, 0);
        while (true)
        {
            await using var night = await NightAsync(programmeId, ct);
            if (night.Run is not { EndedAt: null })
                return held;
            var rows = await night.Facts.Due(night.Db, kind).Where(d => d.Id > last).OrderBy(d => d.Id).Take(Batch).ToListAsync(ct);
            if (rows.Count == 0)
                return held;
            last = rows[^1].Id;
            var going = rows.FindAll(r => !night.Facts.Holds.Covers(r));
            held += rows.Count - going.Count;
            if (going.Count == 0)
                continue;
            await GoAsync(night, kind, going, ct);
            night.Certify(kind, going.Select(r => (r, night.Facts.DueOn(kind, r))));
            await night.SaveAsync(ct);
        }
    }

    private async Task<int> AccountsAsync(int programmeId, RetentionKind kind, CancellationToken ct)
    {
        while (true)
        {
            var (gone, held) = await SomeAccountsAsync(programmeId, kind, ct);
            foreach (var standing in gone)
                await trail.AccountChangedAsync(standing.Account, kind == RetentionKind.Accounts ? "Its address and all that names the person were removed: its period is over." : "Its ways of signing in were removed: its period after the last part is over.");
            if (kind == RetentionKind.Accounts && gone.Count > 0)
            {
                foreach (var programme in gone.SelectMany(s => s.Posts).Select(p => p.Programme).Distinct())
                    await erasures.TellAsync(programme, ct);
                await erasures.CheckpointAsync();
            }
            if (gone.Count < Batch)
                return held;
        }
    }

    private async Task<(List<AccountStanding> Gone, int Held)> SomeAccountsAsync(int programmeId, RetentionKind kind, CancellationToken ct)
    {
        await using var night = await NightAsync(programmeId, ct);
        if (night.Run is not { EndedAt: null })
            return ([], 0);
        await night.Db.LockAccountsAsync(ct);
        var due = (await AccountRetention.DueAsync(night.Db, kind, night.Facts, ct)).ToLookup(d => d.Standing.Held || night.Facts.Holds.Covers(d.Row));
        var (going, held) = (due[false].Take(Batch).ToList(), due[true].Count());
        if (going.Count == 0)
            return ([], held);
        var gone = going.ConvertAll(d => d.Standing);
        if (kind == RetentionKind.SignInMeans)
            await AccountRetention.RemoveSignInAsync(night.Db, [.. gone.Select(s => s.Account)], ct);
        else
        {
            foreach (var standing in gone)
            {
                await AccountRetention.EraseAsync(night.Db, standing.Account, night.Facts.Day, night.Actor.Title, ct);
                night.Db.Disposals.AddRange(ErasureService.Elsewhere(standing, programmeId, night.Facts.Day, night.Actor.Title));
            }
            foreach (var (row, _, _) in going)
                night.Record(HistoryKind.PersonErased, $"The person who was {Words.Inside(row.Name)} was erased, because the period after their last part is over");
        }
        night.Certify(kind, going.Select(d => (d.Row, d.DueOn)));
        await night.SaveAsync(ct);
        return (gone, held);
    }

    private static async Task GoAsync(Night night, RetentionKind kind, List<DueRow> rows, CancellationToken ct)
    {
        var (db, today) = (night.Db, night.Facts.Day);
        var ids = rows.ConvertAll(r => r.Id);
        switch (kind)
        {
            case RetentionKind.UpdateDrafts:
                await db.UpdateDrafts.Where(d => ids.Contains(d.Id)).ExecuteDeleteAsync(ct);
                break;
            case RetentionKind.PackRuns:
                await db.PackRuns.Where(r => ids.Contains(r.Id)).ExecuteDeleteAsync(ct);
                break;
            case RetentionKind.DraftPacks:
                var files = await db.Packs.Where(p => ids.Contains(p.Id)).Select(p => p.FileHash).Distinct().ToListAsync(ct);
                await db.PackRuns.Where(r => r.PackId != null && ids.Contains(r.PackId.Value)).ExecuteUpdateAsync(set => set.SetProperty(r => r.PackId, (int?)null), ct);
                await db.Packs.Where(p => ids.Contains(p.Id)).ExecuteDeleteAsync(ct);
                // The same bytes may be those of another draft, also in another programme.
                await db.Files.Where(f => files.Contains(f.Hash) && !db.Packs.IgnoreQueryFilters().Any(p => p.FileHash == f.Hash || p.SnapshotHash == f.Hash)).ExecuteDeleteAsync(ct);
                break;
            case RetentionKind.Mails:
                (await db.Mail.Where(m => ids.Contains(m.Id)).ToListAsync(ct)).ForEach(m => m.Clear(today));
                break;
            case RetentionKind.Invitations:
                (await db.Invitations.Where(i => ids.Contains(i.Id)).ToListAsync(ct)).ForEach(i => i.Forget());
                break;
            case RetentionKind.Recipients:
                (await db.Recipients.Where(r => ids.Contains(r.Id)).ToListAsync(ct)).ForEach(r => r.Forget());
                break;
            default:
                await DeleteEvidenceAsync(night, ids, ct);
                break;
        }
    }

    private static async Task DeleteEvidenceAsync(Night night, List<int> ids, CancellationToken ct)
    {
        var db = night.Db;
        var items = await db.Evidence.Include(e => e.Versions).Where(e => e.Versions.Any(v => ids.Contains(v.Id))).ToListAsync(ct);
        var actions = items.Select(i => i.ActionItemId).OfType<int>().ToList();
        var recommendations = items.Select(i => i.RecommendationId).OfType<int>().ToList();
        var refs = await db.Actions.Where(a => actions.Contains(a.Id)).ToDictionaryAsync(a => a.Id, a => a.Ref, ct);
        var recommended = await db.Recommendations.Where(r => recommendations.Contains(r.Id)).ToDictionaryAsync(r => r.Id, r => r.Ref, ct);
        foreach (var item in items)
        {
            var going = item.Versions.FindAll(v => ids.Contains(v.Id));
            going.ForEach(v => v.Delete(night.Facts.Day));
            var action = item.ActionItemId is { } a ? refs[a] : null;
            var recommendation = item.RecommendationId is { } r ? recommended[r] : null;
            // Its name must not be found any more.
            item.Index(new[] { action, recommendation }.OfType<string>());
            var (subject, reference) = EvidenceHistory.SubjectOf(item, action, recommendation);
            night.Record(HistoryKind.EvidenceDeleted, EvidenceHistory.Deleted(item, going), subject, reference, item.Id);
        }
    }

    private async Task EndAsync(int programmeId, Dictionary<RetentionKind, int> held, CancellationToken ct)
    {
        await using var night = await NightAsync(programmeId, ct);
        if (night.Run is not { EndedAt: null } run)
            return;
        foreach (var (kind, count) in held)
            run.SetHeld(kind, count);
        run.End(night.Facts.Now);
        // A night on which nothing went is told by its report.
        if (run.Gone > 0)
            night.Record(HistoryKind.RetentionCarriedOut, run.Words);
        await night.SaveAsync(ct);
    }

    private async Task TellAsync(int programmeId, string fault, CancellationToken ct)
    {
        try
        {
            await using var night = await NightAsync(programmeId, ct);
            if (night.Run is not { EndedAt: null } run || run.Fault == fault)
                return;
            run.Break(fault);
            night.Record(HistoryKind.RetentionCarriedOut, $"Broke off: {run.Fault}");
            await night.SaveAsync(ct);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            log.LogError(e, "That the retention of programme {Programme} broke off could not be written down", programmeId);
        }
    }

    private async Task<Night> NightAsync(int programmeId, CancellationToken ct)
    {
        var db = database.Open(programmeId);
        ProgrammeTurn? turn = null;
        try
        {
            turn = await db.LockProgrammeAsync(ct);
            var now = clock.GetUtcNow();
            var today = (await db.Programmes.AsNoTracking().SingleAsync(p => p.Id == programmeId, ct)).Today(now);
            return new(db, turn, await RetentionFacts.ReadAsync(db, today, now, ct), await db.RetentionRuns.SingleOrDefaultAsync(r => r.On == today, ct));
        }
        catch
        {
            await (turn?.DisposeAsync() ?? ValueTask.CompletedTask);
            await db.DisposeAsync();
            throw;
        }
    }

    /// <summary>The programme's turn for one batch.</summary>
    private sealed class Night(BoardDbContext db, ProgrammeTurn turn, RetentionFacts facts, RetentionRun? run) : IAsyncDisposable
    {
        public BoardDbContext Db => db;

        public RetentionFacts Facts => facts;

        public RetentionRun? Run => run;

        public Actor Actor { get; } = Actor.Scheduler(db.ProgrammeId);

        public void Certify(RetentionKind kind, IEnumerable<(DueRow Row, DateOnly DueOn)> gone)
        {
            var lines = gone.Select(g => new Disposal { ProgrammeId = db.ProgrammeId, Kind = kind, Ref = g.Row.Ref(kind), DueOn = g.DueOn, On = facts.Day, By = Actor.Title }).ToList();
            db.Disposals.AddRange(lines);
            run!.AddGone(kind, lines.Count);
        }

        public void Record(HistoryKind kind, string what, Subject subject = Subject.Programme, string reference = "retention", int? evidence = null) =>
            db.Record(Actor, facts.Now, facts.Day, subject, reference, kind, what, evidence);

        public async Task SaveAsync(CancellationToken ct)
        {
            await db.SaveChangesAsync(ct);
            await turn.CommitAsync(ct);
        }

        public async ValueTask DisposeAsync()
        {
            await turn.DisposeAsync();
            await db.DisposeAsync();
        }
    }
}
