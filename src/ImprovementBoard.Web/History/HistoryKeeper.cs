using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Distribution;
using ImprovementBoard.Core.History;
using ImprovementBoard.Core.Programmes;
using ImprovementBoard.Core.Time;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.Mail;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.History;

/// <summary>Proves histories every night and when somebody asks, keeps what came of it, warns those who see to it, and once a week mails how far they had come.</summary>
internal sealed class HistoryKeeper(BoardDatabase database, HistoryVerifier verifier, TimeProvider clock, ILogger<HistoryKeeper> log)
{
    /// <summary>Proves every chain. One that cannot be read does not keep the others from being proved.</summary>
    public async Task CheckAllAsync(CancellationToken ct)
    {
        foreach (var (id, slug) in await verifier.ChainsAsync(ct))
        {
            await TryAsync(id, async () =>
            {
                var check = await verifier.ProgrammeAsync(id, "Nightly check", [], ct);
                await (slug is null ? KeepAbandonedAsync(check, ct) : KeepAsync(id, Actor.Scheduler(id), check, asked: false, ct));
            });
        }
        await TryAsync(0, async () => await KeepInstallationAsync(await verifier.InstallationAsync("Nightly check", [], ct), ct));
    }

    /// <summary>Proves the history of one programme for a person.</summary>
    /// <exception cref="ForbiddenException">The person may not.</exception>
    public async Task<HistoryCheck> CheckAsync(ProgrammeScope scope, CancellationToken ct = default)
    {
        scope.Actor.Require(Permission.ReadTrail);
        var check = await verifier.ProgrammeAsync(scope.Id, scope.Actor.Title, [], ct);
        await KeepAsync(scope.Id, scope.Actor, check, asked: true, ct);
        return check;
    }

    private async Task KeepAsync(int programmeId, Actor actor, HistoryCheck check, bool asked, CancellationToken ct)
    {
        await using var db = database.Open(programmeId);
        await using var turn = await db.LockProgrammeAsync(ct);
        var programme = await db.Programmes.AsNoTracking().SingleAsync(p => p.Id == programmeId, ct);
        var (now, today) = (clock.GetUtcNow(), programme.Today(clock.GetUtcNow()));
        var last = await LastAsync(db, programmeId, ct);
        db.HistoryChecks.Add(check);
        // A night on which nothing is wrong, or still the same, is told by the list of checks.
        if (asked || (last?.Words ?? "") != check.Words)
            db.Record(actor, now, today, Subject.Programme, "history", HistoryKind.HistoryChecked, check.Fault is null ? $"Checked and whole: {check.Entries} entries" : $"Checked and broken: {check.Words}");
        if (check.Fault is not null)
        {
            log.LogError("The history of {Programme} is broken: {Words}", programme.Slug, check.Words);
            await WarnAsync(db, Permission.ReadTrail, $"history-broken/{programmeId}", Letters.HistoryBroken(programme), Urls.HistoryCheck(programme.Slug), today, now, ct);
        }
        else if (!asked)
            await SendCheckpointAsync(db, programme, check, today, now, ct);
        await db.SaveChangesAsync(ct);
        await turn.CommitAsync(ct);
    }

    // There is nobody whose programme it is, and no history to tell it in.
    private async Task KeepAbandonedAsync(HistoryCheck check, CancellationToken ct)
    {
        await using var db = database.OpenWithoutProgramme();
        db.HistoryChecks.Add(check);
        await db.SaveChangesAsync(ct);
        log.LogError("The history of chain {Chain} is broken: {Words}", check.Chain, check.Words);
    }

    private async Task KeepInstallationAsync(HistoryCheck check, CancellationToken ct)
    {
        await using var db = database.OpenWithoutProgramme();
        db.HistoryChecks.Add(check);
        await db.SaveChangesAsync(ct);
        if (check.Fault is null)
            return;
        log.LogError("The record of sign-ins is broken: {Words}", check.Words);
        foreach (var programme in await db.Programmes.AsNoTracking().ToListAsync(ct))
        {
            await using var inside = database.Open(programme.Id);
            await using var turn = await inside.LockProgrammeAsync(ct);
            var now = clock.GetUtcNow();
            await WarnAsync(inside, Permission.ReadSignIns, "history-broken/0", Letters.SignInsBroken(programme), Urls.SignIns(programme.Slug), programme.Today(now), now, ct);
            await inside.SaveChangesAsync(ct);
            await turn.CommitAsync(ct);
        }
    }

    /// <summary>The last check of a chain, or null.</summary>
    internal static Task<HistoryCheck?> LastAsync(BoardDbContext db, int chain, CancellationToken ct) =>
        db.HistoryChecks.AsNoTracking().Where(c => c.Chain == chain).OrderByDescending(c => c.Id).FirstOrDefaultAsync(ct);

    // A history that is written anew shows only against what left the server: by the first check of a week, Monday’s unless it was missed, that finds more than the last mail told.
    private static async Task SendCheckpointAsync(BoardDbContext db, Programme programme, HistoryCheck check, DateOnly today, DateTimeOffset now, CancellationToken ct)
    {
        var day = LondonTime.DateOf(now);
        var (week, about) = ($"checkpoint/{day.AddDays(-((int)day.DayOfWeek + 6) % 7):yyyy-MM-dd}", $"checkpoint/{check.Entries}");
        if (!await db.Mail.AnyAsync(m => m.About == about || m.Key.StartsWith(week), ct))
            await db.PostToAsync(m => m.Role is Role.Commissioner or Role.Office, week, about, Letters.Checkpoint(programme, check), Urls.HistoryCheck(programme.Slug), today, now, ct);
    }

    // At most one mail a day to each, however often it is checked.
    private static Task WarnAsync(BoardDbContext db, Permission sees, string key, (string Subject, string Body) letter, string page, DateOnly today, DateTimeOffset now, CancellationToken ct) =>
        db.PostToAsync(m => m.Role.May(sees), $"{key}/{now:yyyy-MM-dd}", "history", letter, page, today, now, ct);

    private async Task TryAsync(int chain, Func<Task> check)
    {
        try
        {
            await check();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            log.LogError(e, "The history of chain {Chain} could not be checked", chain);
        }
    }
}
