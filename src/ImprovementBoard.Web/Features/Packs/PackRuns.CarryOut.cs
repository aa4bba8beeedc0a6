using ImprovementBoard.Core;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Distribution;
using ImprovementBoard.Core.Packs;
using ImprovementBoard.Core.Time;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.Mail;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.Packs;

/// <summary>Carrying out a run: its outcome is written down whatever happens, and who asked can stop it.</summary>
internal sealed partial class PackRuns
{
    // How often a run looks whether somebody wants it stopped; they may have asked on another node.
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(400);

    /// <summary>Carries out a run that a person asked for earlier. Rung again after it was cut short, it ends with the pack it had made.</summary>
    public async Task RunAskedAsync(int programmeId, int runId, int memberId, CancellationToken ct)
    {
        await using var db = database.Open(programmeId);
        var run = await db.PackRuns.SingleAsync(r => r.Id == runId, ct);
        if (run.Outcome is RunOutcome.Built or RunOutcome.Cancelled)
            return;
        var member = await db.Members.AsNoTracking().SingleAsync(m => m.Id == memberId, ct);
        var actor = new Actor(programmeId, member.Id, member.Title, member.Role);
        await CarryOutAsync(run, async stop =>
            await PackStore.MadeInAsync(db, run.Id, stop) is { } stands ? [stands]
            : run is { IsTest: true, ScheduleId: { } tested }
            ? [await packs.BuildTestAsync(actor, tested, words => ReportAsync(run, words), stop, run)]
            : run.PeriodKey is { } period
            ? await packs.PrepareAsync(actor, run.Audience, period, run.Correction, words => ReportAsync(run, words), stop, run) is { } pack ? [pack] : []
            : [await packs.BuildDraftAsync(actor, run.Audience, words => ReportAsync(run, words), stop, run)], ct);
    }

    /// <summary>Carries out what a schedule owes. Rung every day at its time, it leaves no trace where nothing is owed, unless the pack of a run that went wrong exists by now: that is noted once.</summary>
    public async Task RunScheduleAsync(int programmeId, int scheduleId, CancellationToken ct)
    {
        await using var db = database.Open(programmeId);
        var schedule = await db.Schedules.AsNoTracking().SingleOrDefaultAsync(s => s.Id == scheduleId, ct);
        if (schedule is null)
            return;
        var first = await packs.FirstOwedAsync(schedule, ct);
        if (first is null && !await MadeUpForAsync(db, scheduleId, ct))
            return;
        var id = await AddAsync(new PackRun { ProgrammeId = programmeId, Audience = schedule.Audience, ScheduleId = scheduleId, PeriodKey = first?.Period.Key, AskedBy = Actor.Scheduler(programmeId).Title, Outcome = RunOutcome.Running, Message = "Reading the facts" }, ct);
        var run = await db.PackRuns.SingleAsync(r => r.Id == id, ct);
        await CarryOutAsync(run, stop => packs.BuildDueAsync(programmeId, scheduleId, words => ReportAsync(run, words), stop, run), ct);
    }

    private async Task CarryOutAsync(PackRun run, Func<CancellationToken, Task<IReadOnlyList<Pack>>> work, CancellationToken ct)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ct);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var watch = run.ScheduleId is null || run.IsTest ? StopWhenAskedAsync(run, stop, over.Token) : Task.CompletedTask;
        try
        {
            await ReportAsync(run, "Reading the facts");
            var made = await work(stop.Token);
            var replaced = string.Concat(made.Select(p => p.Replaced).Distinct());
            await EndAsync(run, made.Count == 0 ? RunOutcome.NothingDue : RunOutcome.Built,
                made.Count == 0
                    ? run.ScheduleId is not null ? "Every pack that is due exists already; nothing was made." : "Somebody else prepared this pack meanwhile; nothing was made."
                    : $"{(made.Any(p => p.Approvals.Count > 0) ? "Made for approval" : "Made")} {Words.List([.. made.Select(p => $"{p.Name.ToLowerInvariant()} ({p.PeriodName}, {Words.Count(p.Pages, "page")})")])}{string.Concat(made.Where(p => p.LateSince is not null).Select(p => $". {p.Name} {new LatePack(p.LateSince!.Value, p.BuiltAt, p.LateBecause).Words}"))}{(replaced.Length > 0 ? $". No font has these characters, so they are printed as □: {replaced}" : "")}",
                made is [.., var last] ? last.Id : null);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The portal is stopping: the row stays "running" and is marked at the next start.
            throw;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await EndAsync(run, RunOutcome.Cancelled, Cancelled((await CancelledByAsync(run, default))!), null);
        }
        catch (Exception e)
        {
            var said = e is RenderException or RuleException or ForbiddenException;
            if (!said)
                log.LogError(e, "A run that makes packs failed");
            await EndAsync(run, RunOutcome.Failed, said ? e.Message : $"The run failed: {FaultWords.Of(e)} Your IT team finds more in the log.", null);
            if (run is { ScheduleId: not null, IsTest: false })
                await WarnAsync(run, ct);
            throw;
        }
        finally
        {
            await over.CancelAsync();
            await watch;
        }
    }

    /// <summary>Mails those who see to schedules, once a day however often it is tried.</summary>
    private async Task WarnAsync(PackRun run, CancellationToken ct)
    {
        try
        {
            await using var db = database.Open(run.ProgrammeId);
            await using var transaction = await db.LockProgrammeAsync(ct);
            var programme = await db.Programmes.AsNoTracking().SingleAsync(p => p.Id == run.ProgrammeId, ct);
            var now = clock.GetUtcNow();
            var today = programme.Today(now);
            var posts = (await db.Members.AsNoTracking().ToListAsync(ct)).Where(m => m.Role.May(Permission.ManageSchedules)).ToDictionary(m => m.Id);
            var (subject, body) = Letters.RunFailed(programme, run.Audience, run.AskedAt);
            foreach (var (post, address) in await db.AddressesAsync(posts.Keys, today, ct))
                await db.PostAsync(new($"run-failed/{run.ScheduleId}/{now:yyyy-MM-dd}/{post}", $"run/{run.Id}", address, posts[post].Title, subject, body, Urls.PackSchedules(programme.Slug)), today, now, ct);
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // What broke the run may break this too; the dashboard tells of it all the same.
            log.LogError(e, "That run {Run} failed could not be mailed", run.Id);
        }
    }

    // True when the last run went wrong and its pack was made otherwise.
    private static async Task<bool> MadeUpForAsync(BoardDbContext db, int scheduleId, CancellationToken ct) =>
        await db.PackRuns.AsNoTracking().Where(r => r.ScheduleId == scheduleId && !r.IsTest).OrderByDescending(r => r.Id).FirstOrDefaultAsync(ct) is { WentWrong: true } last
        && await ScheduleQueries.MadeUpFor(db, db.PackRuns.Where(r => r.Id == last.Id)).AnyAsync(ct);

    private async Task StopWhenAskedAsync(PackRun run, CancellationTokenSource stop, CancellationToken over)
    {
        try
        {
            using var tick = new PeriodicTimer(Look);
            while (await tick.WaitForNextTickAsync(over))
            {
                if (await CancelledByAsync(run, over) is null)
                    continue;
                await stop.CancelAsync();
                return;
            }
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
        catch (Exception e)
        {
            log.LogError(e, "A run cannot be cancelled: the database did not answer");
        }
    }

    private async Task<string?> CancelledByAsync(PackRun run, CancellationToken ct)
    {
        await using var db = database.Open(run.ProgrammeId);
        return await db.PackRuns.Where(r => r.Id == run.Id).Select(r => r.CancelledBy).SingleAsync(ct);
    }
}
