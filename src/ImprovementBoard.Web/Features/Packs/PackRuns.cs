using ImprovementBoard.Core;
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
internal sealed partial class PackRuns(BoardDatabase database, PackService packs, ISchedulerFactory schedulers, TimeProvider clock, ILogger<PackRuns> log)
{
    /// <summary>A run that waits longer was lost on the way: it keeps nobody from asking again.</summary>
    internal static readonly TimeSpan LostAfter = TimeSpan.FromMinutes(10);

    // One that only takes so long says how it ended all the same.
    private static readonly TimeSpan CutShortAfter = TimeSpan.FromMinutes(15);

    /// <summary>Asks for a draft and returns at once; the run goes on whoever leaves the page.</summary>
    /// <exception cref="ForbiddenException">The person may not build packs.</exception>
    /// <exception cref="RuleException">The same is being made for them already.</exception>
    public Task<int> AskForDraftAsync(ProgrammeScope scope, Audience audience, CancellationToken ct = default)
    {
        scope.Actor.Require(Permission.BuildPack);
        return AskAsync(scope, new() { AskedBy = scope.Actor.Title, Audience = audience }, ct);
    }

    /// <summary>Asks for a draft of what a schedule would make, for the person who asks, and returns at once. It changes nothing else.</summary>
    /// <exception cref="ForbiddenException">The person may not manage schedules.</exception>
    /// <exception cref="RuleException">The schedule does not exist.</exception>
    public async Task<int> AskForTestAsync(ProgrammeScope scope, int scheduleId, CancellationToken ct = default)
    {
        scope.Actor.Require(Permission.ManageSchedules);
        await using var db = database.Open(scope.Id);
        var schedule = await db.Schedules.AsNoTracking().SingleOrDefaultAsync(s => s.Id == scheduleId, ct) ?? throw new RuleException("This schedule no longer exists.");
        return await AskAsync(scope, new() { AskedBy = scope.Actor.Title, Audience = schedule.Audience, ScheduleId = scheduleId, IsTest = true }, ct);
    }

    /// <summary>Asks for the pack of a period as it will be issued, and returns at once.</summary>
    /// <exception cref="ForbiddenException">The person may not build packs.</exception>
    /// <inheritdoc cref="PackService.PrepareAsync" path="/exception"/>
    public async Task<int> AskForPackAsync(ProgrammeScope scope, Audience audience, string periodKey, string? correction, CancellationToken ct = default)
    {
        scope.Actor.Require(Permission.BuildPack);
        int version;
        await using (var db = database.Open(scope.Id))
            (_, version) = await PackService.ExpectPreparableAsync(db, scope.Programme, audience, periodKey, correction, scope.Today, ct);
        return await AskAsync(scope, new() { AskedBy = scope.Actor.Title, Audience = audience, PeriodKey = periodKey, Version = version, Correction = Text.Clean(correction) }, ct);
    }

    /// <summary>Asks for a run to be stopped. One that has stored its pack meanwhile stays as it ended.</summary>
    /// <exception cref="ForbiddenException">The person may not build packs, or try schedules.</exception>
    public async Task CancelAsync(ProgrammeScope scope, int id, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        var asked = db.PackRuns.Where(r => r.Id == id && (r.ScheduleId == null || r.IsTest));
        scope.Actor.Require(await asked.AnyAsync(r => r.IsTest, ct) ? Permission.ManageSchedules : Permission.BuildPack);
        await asked.Where(r => r.Outcome == RunOutcome.Waiting || r.Outcome == RunOutcome.Running)
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.CancelledBy, scope.Actor.Title), ct);
        await asked.Where(r => r.Outcome == RunOutcome.Waiting).ExecuteUpdateAsync(set => set
            .SetProperty(r => r.Outcome, RunOutcome.Cancelled)
            .SetProperty(r => r.Message, Cancelled(scope.Actor.Title))
            .SetProperty(r => r.EndedAt, clock.GetUtcNow()), ct);
    }

    /// <summary>One run, or null.</summary>
    public async Task<PackRun?> FindAsync(ProgrammeScope scope, int id, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        return await db.PackRuns.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, ct);
    }

    /// <summary>Marks runs that were going on when the portal, or another node of it, stopped. The scheduler makes their packs again.</summary>
    /// <param name="atStart">True before this node has begun any run: where it is the only one, none can be going on.</param>
    public async Task MarkInterruptedAsync(bool atStart = false)
    {
        await using var db = database.OpenWithoutProgramme();
        var cut = clock.GetUtcNow() - (atStart && db.Database.IsSqlite() ? TimeSpan.Zero : CutShortAfter);
        // Across all programmes on purpose: this is the portal's own housekeeping.
        await db.PackRuns.IgnoreQueryFilters()
            .Where(r => (r.Outcome == RunOutcome.Running || r.Outcome == RunOutcome.Waiting) && r.AskedAt <= cut)
            .ExecuteUpdateAsync(set => set
                .SetProperty(r => r.Outcome, RunOutcome.Interrupted)
                .SetProperty(r => r.Message, "The portal stopped during this run. A pack is whole or absent; what is still due is made at once, and a draft can be built again."));
    }

    private async Task<int> AskAsync(ProgrammeScope scope, PackRun run, CancellationToken ct)
    {
        // One at a time of each, so that nobody's presses keep the packs of others waiting.
        await using (var db = database.Open(scope.Id))
        {
            var lost = clock.GetUtcNow() - LostAfter;
            if (await db.PackRuns.AnyAsync(r => r.AskedAt > lost && r.AskedBy == run.AskedBy && r.Audience == run.Audience && r.PeriodKey == run.PeriodKey && r.IsTest == run.IsTest && (r.Outcome == RunOutcome.Waiting || r.Outcome == RunOutcome.Running), ct))
                throw new RuleException("You have asked for this already, and it is being made. Wait until it is there, or cancel it.");
        }
        (run.ProgrammeId, run.Outcome, run.Message) = (scope.Id, RunOutcome.Waiting, "Waiting to start");
        var id = await AddAsync(run, ct);
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
            log.LogError(e, "A pack could not be asked for");
            await UpdateAsync(scope.Id, id, RunOutcome.Failed, "The scheduler did not take the request. Try again in a minute.", null, clock.GetUtcNow());
        }
        return id;
    }

    private static string Cancelled(string by) => $"Cancelled by the {Words.Inside(by)}. Nothing was made.";

    private async Task<int> AddAsync(PackRun run, CancellationToken ct)
    {
        run.AskedAt = clock.GetUtcNow();
        await using var db = database.Open(run.ProgrammeId);
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
            .SetProperty(r => r.PackId, r => packId ?? r.PackId)
            .SetProperty(r => r.EndedAt, ended));
    }
}
