using ImprovementBoard.Core;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.History;
using ImprovementBoard.Core.Packs;
using ImprovementBoard.Core.Time;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.History;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.Packs;

/// <summary>Adds, changes and ends schedules: when packs are made and who approves them.</summary>
internal sealed class ScheduleService(BoardDatabase database, PackTriggers triggers, TimeProvider clock)
{
    /// <summary>Gives an edition its schedule.</summary>
    /// <exception cref="RuleException">It has one, the rhythm makes no sense, or a post cannot approve.</exception>
    /// <exception cref="ForbiddenException">The person may not.</exception>
    public Task AddAsync(ProgrammeScope scope, Audience audience, ScheduleInput input, CancellationToken ct = default) => SaveAsync(scope, async db =>
    {
        if (await db.Schedules.AnyAsync(s => s.Audience == audience && s.EndedOn == null, ct))
            throw new RuleException($"The {audience.Words().ToLowerInvariant()} pack has a schedule already. Change that one, or end it first.", nameof(Audience));
        var schedule = new PackSchedule { ProgrammeId = scope.Id, Audience = audience };
        db.Schedules.Add(schedule);
        return (schedule, Said(schedule, await FillAsync(db, scope, schedule, input, ct)));
    }, ct);

    /// <summary>Changes a schedule and its trigger.</summary>
    /// <param name="seen">The version the person had on screen.</param>
    /// <exception cref="RuleException">The rhythm makes no sense, a post cannot approve, or someone else changed the schedule meanwhile.</exception>
    /// <exception cref="ForbiddenException">The person may not.</exception>
    public Task ChangeAsync(ProgrammeScope scope, int id, Guid seen, ScheduleInput input, CancellationToken ct = default) => SaveAsync(scope, async db =>
    {
        var schedule = await FindAsync(db, id, seen, ct);
        var before = Said(schedule, await db.Members.AsNoTracking().ToListAsync(ct));
        return (schedule, $"{Said(schedule, await FillAsync(db, scope, schedule, input, ct))}. Before: {before}");
    }, ct);

    /// <summary>Pauses a schedule, or lets it go on.</summary>
    /// <inheritdoc cref="ChangeAsync"/>
    public Task TurnAsync(ProgrammeScope scope, int id, Guid seen, bool on, CancellationToken ct = default) => SaveAsync(scope, async db =>
    {
        var schedule = await FindAsync(db, id, seen, ct);
        var was = schedule.Enabled;
        schedule.Change(new(schedule.Rhythm, on), scope.Today, Now(scope));
        return (schedule, $"{(on ? "goes on" : "paused")}, was {(was ? "going on" : "paused")}: {schedule.Rhythm.InFull}");
    }, ct);

    /// <summary>Ends a schedule for good; what it made stays.</summary>
    /// <inheritdoc cref="ChangeAsync"/>
    public Task EndAsync(ProgrammeScope scope, int id, Guid seen, CancellationToken ct = default) => SaveAsync(scope, async db =>
    {
        var schedule = await FindAsync(db, id, seen, ct);
        var before = Said(schedule, await db.Members.AsNoTracking().ToListAsync(ct));
        schedule.End(scope.Actor, scope.Today);
        return (schedule, $"ended. Before: {before}");
    }, ct);

    /// <summary>Says that a failed run of a schedule is known and seen to; it warns nobody any more.</summary>
    /// <param name="reason">What is being done about it.</param>
    /// <exception cref="RuleException">It did not fail, somebody has said so already, or the reason is missing or too long.</exception>
    /// <exception cref="ForbiddenException">The person may not.</exception>
    public async Task AcknowledgeAsync(ProgrammeScope scope, int runId, string? reason, CancellationToken ct = default)
    {
        scope.Actor.Require(Permission.ManageSchedules);
        await using var db = database.Open(scope.Id);
        await using var turn = await db.LockProgrammeAsync(ct);
        var run = await db.PackRuns.SingleOrDefaultAsync(r => r.Id == runId, ct) ?? throw new RuleException("This run does not exist.");
        run.Acknowledge(scope.Actor, reason, scope.Today);
        Record(db, scope, run.Audience, $"the run of {Words.At(run.AskedAt)} that failed is acknowledged: {run.AcknowledgedReason}");
        await db.SaveChangesAsync(ct);
        await turn.CommitAsync(ct);
    }

    private async Task SaveAsync(ProgrammeScope scope, Func<BoardDbContext, Task<(PackSchedule Schedule, string Said)>> change, CancellationToken ct)
    {
        scope.Actor.Require(Permission.ManageSchedules);
        await using var db = database.Open(scope.Id);
        PackSchedule schedule;
        await using (var turn = await db.LockProgrammeAsync(ct))
        {
            (schedule, var said) = await change(db);
            Record(db, scope, schedule.Audience, said);
            await db.SaveChangesAsync(ct);
            await turn.CommitAsync(ct);
        }
        // The row is saved; were the portal to stop here, the trigger is put right at the next start.
        await triggers.ReconcileAsync(schedule, ct);
    }

    private static async Task<PackSchedule> FindAsync(BoardDbContext db, int id, Guid seen, CancellationToken ct)
    {
        var schedule = await db.Schedules.SingleOrDefaultAsync(s => s.Id == id, ct) ?? throw new RuleException("This schedule no longer exists.");
        return schedule.Version == seen ? schedule : throw new RuleException("Someone else changed this schedule. Open the page again to see it, then change it.");
    }

    private async Task<List<Member>> FillAsync(BoardDbContext db, ProgrammeScope scope, PackSchedule schedule, ScheduleInput input, CancellationToken ct)
    {
        schedule.Change(input, scope.Today, Now(scope));
        var posts = await db.Members.AsNoTracking().ToListAsync(ct);
        schedule.AskApprovers(input, posts, scope.Today);
        return posts;
    }

    private void Record(BoardDbContext db, ProgrammeScope scope, Audience audience, string what) =>
        db.Record(scope.Actor, clock.GetUtcNow(), scope.Today, Subject.Schedule, audience.Code(), HistoryKind.ScheduleChanged, $"{audience.Words()} pack: {what}");

    private DateTimeOffset? Now(ProgrammeScope scope) => scope.Programme.IsDemonstration ? null : clock.GetUtcNow();

    private static string Said(PackSchedule schedule, List<Member> posts) => $"{schedule.Rhythm.InFull}{(schedule.Enabled ? "" : ", paused")}{Approved(schedule, posts)}";

    private static string Approved(PackSchedule schedule, List<Member> posts) => schedule.ApproverIds.Count == 0 ? ""
        : $"; approved by the {Words.List([.. schedule.ApproverIds.Select(id => Words.Inside(posts.Single(p => p.Id == id).Title))])}, then issued {(schedule.IssueWithLastApproval ? "at once" : "by the programme office")}";
}
