using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Packs;
using ImprovementBoard.Core.Time;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Data;
using Microsoft.EntityFrameworkCore;
using Quartz;

namespace ImprovementBoard.Web.Features.Packs;

/// <summary>
/// The record of attempts to make packs. A row is written before the work and updated as it goes, so that progress can be watched,
/// left and found again, and a run that was cut short is seen.
/// </summary>
internal sealed class PackRuns(BoardDatabase database, PackService packs, ISchedulerFactory schedulers, TimeProvider clock, ILogger<PackRuns> log)
{
    /// <summary>Asks for a draft and returns at once; the run goes on whoever leaves the page.</summary>
    /// <exception cref="ForbiddenException">The person may not build packs.</exception>
    public async Task<int> AskForDraftAsync(ProgrammeScope scope, Audience audience, CancellationToken ct = default)
    {
        scope.Actor.Require(Permission.BuildPack);
        var id = await AddAsync(scope.Id, audience, null, scope.Actor.Title, RunOutcome.Waiting, "Waiting to start", ct);
        try
        {
            var scheduler = await schedulers.GetScheduler(ct);
            await scheduler.TriggerJob(PackJob.DraftKey, new JobDataMap
            {
                [PackJob.Programme] = $"{scope.Id}",
                [PackJob.Run] = $"{id}",
                [PackJob.Member] = $"{scope.Actor.MemberId}",
            }, ct);
        }
        catch (SchedulerException e)
        {
            log.LogError(e, "A draft could not be asked for");
            await UpdateAsync(scope.Id, id, RunOutcome.Failed, "The scheduler did not take the request. Try again in a minute.", null, clock.GetUtcNow());
        }
        return id;
    }

    /// <summary>Carries out a draft run asked for earlier.</summary>
    public async Task RunDraftAsync(int programmeId, int runId, int memberId, CancellationToken ct)
    {
        await using var db = database.Open(programmeId);
        var run = await db.PackRuns.SingleAsync(r => r.Id == runId, ct);
        if (run.Outcome == RunOutcome.Built)
            return;
        var member = await db.Members.AsNoTracking().SingleAsync(m => m.Id == memberId, ct);
        var actor = new Actor(programmeId, member.Id, member.Title, member.Role);
        await CarryOutAsync(run, async () => [await packs.BuildDraftAsync(actor, run.Audience, words => ReportAsync(run, words), ct)], ct);
    }

    /// <summary>Carries out what a schedule owes.</summary>
    public async Task RunScheduleAsync(int programmeId, int scheduleId, CancellationToken ct)
    {
        await using var db = database.Open(programmeId);
        var schedule = await db.Schedules.AsNoTracking().SingleOrDefaultAsync(s => s.Id == scheduleId, ct);
        if (schedule is null)
            return;
        var id = await AddAsync(programmeId, schedule.Audience, scheduleId, Actor.Scheduler(programmeId).Title, RunOutcome.Running, "Reading the facts", ct);
        var run = await db.PackRuns.SingleAsync(r => r.Id == id, ct);
        await CarryOutAsync(run, () => packs.BuildDueAsync(programmeId, scheduleId, words => ReportAsync(run, words), ct), ct);
    }

    /// <summary>One run, or null.</summary>
    public async Task<PackRun?> FindAsync(ProgrammeScope scope, int id, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        return await db.PackRuns.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, ct);
    }

    /// <summary>Marks runs that were going on when the portal stopped. The scheduler makes their packs again.</summary>
    public async Task MarkInterruptedAsync()
    {
        await using var db = database.OpenWithoutProgramme();
        var cut = clock.GetUtcNow() - TimeSpan.FromMinutes(db.Database.IsSqlite() ? 0 : 15);
        // Across all programmes on purpose: this is the portal's own housekeeping at start.
        await db.PackRuns.IgnoreQueryFilters()
            .Where(r => (r.Outcome == RunOutcome.Running || r.Outcome == RunOutcome.Waiting) && r.AskedAt <= cut)
            .ExecuteUpdateAsync(set => set
                .SetProperty(r => r.Outcome, RunOutcome.Interrupted)
                .SetProperty(r => r.Message, "The portal stopped during this run. A pack is whole or absent; what is still due is made at once, and a draft can be built again."));
    }

    private async Task CarryOutAsync(PackRun run, Func<Task<IReadOnlyList<Pack>>> work, CancellationToken ct)
    {
        try
        {
            await ReportAsync(run, "Reading the facts");
            var made = await work();
            var replaced = string.Concat(made.Select(p => p.Replaced).Distinct());
            await EndAsync(run, made.Count == 0 ? RunOutcome.NothingDue : RunOutcome.Built,
                made.Count == 0
                    ? "Every pack that is due exists already; nothing was made."
                    : $"Made {Words.List([.. made.Select(p => $"{p.Name.ToLowerInvariant()} ({p.PeriodName}, {Words.Count(p.Pages, "page")})")])}{(replaced.Length > 0 ? $". No font has these characters, so they are printed as □: {replaced}" : "")}",
                made is [.., var last] ? last.Id : null);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The portal is stopping: the row stays "running" and is marked at the next start.
            throw;
        }
        catch (Exception e)
        {
            var said = e is RenderException or Core.RuleException or ForbiddenException;
            if (!said)
                log.LogError(e, "A run that makes packs failed");
            await EndAsync(run, RunOutcome.Failed, said ? e.Message : $"The run failed: {e.Message} Your IT team finds more in the log.", null);
            throw;
        }
    }

    private async Task<int> AddAsync(int programmeId, Audience audience, int? scheduleId, string askedBy, RunOutcome outcome, string message, CancellationToken ct)
    {
        await using var db = database.Open(programmeId);
        var run = new PackRun
        {
            ProgrammeId = programmeId,
            Audience = audience,
            ScheduleId = scheduleId,
            AskedBy = askedBy,
            AskedAt = clock.GetUtcNow(),
            Outcome = outcome,
            Message = message,
        };
        db.PackRuns.Add(run);
        await db.SaveChangesAsync(ct);
        return run.Id;
    }

    private Task ReportAsync(PackRun run, string words) => UpdateAsync(run.ProgrammeId, run.Id, RunOutcome.Running, words, null, null);

    private Task EndAsync(PackRun run, RunOutcome outcome, string words, int? packId) => UpdateAsync(run.ProgrammeId, run.Id, outcome, words, packId, clock.GetUtcNow());

    private async Task UpdateAsync(int programmeId, int runId, RunOutcome outcome, string words, int? packId, DateTimeOffset? ended)
    {
        await using var db = database.Open(programmeId);
        // Not cancellable: the outcome of work that was done must be written down.
        await db.PackRuns.Where(r => r.Id == runId).ExecuteUpdateAsync(set => set
            .SetProperty(r => r.Outcome, outcome)
            .SetProperty(r => r.Message, words)
            .SetProperty(r => r.PackId, packId)
            .SetProperty(r => r.EndedAt, ended));
    }
}
