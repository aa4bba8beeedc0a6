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

/// <summary>Changes when packs are made and who approves them.</summary>
internal sealed class ScheduleService(BoardDatabase database, PackTriggers triggers, TimeProvider clock)
{
    /// <summary>Changes a schedule and its trigger.</summary>
    /// <param name="seen">The version the person had on screen.</param>
    /// <exception cref="RuleException">The day makes no sense, a post cannot approve, or someone else changed the schedule meanwhile.</exception>
    /// <exception cref="ForbiddenException">The person may not.</exception>
    public async Task ChangeAsync(ProgrammeScope scope, int id, Guid seen, ScheduleInput input, CancellationToken ct = default)
    {
        scope.Actor.Require(Permission.ManageSchedules);
        await using var db = database.Open(scope.Id);
        var schedule = await db.Schedules.SingleOrDefaultAsync(s => s.Id == id, ct) ?? throw new RuleException("This schedule no longer exists.");
        if (schedule.Version != seen)
            throw Stale();
        schedule.Change(input, scope.Today, scope.Programme.TimeOfDay(clock.GetUtcNow()));
        var posts = await db.Members.AsNoTracking().ToListAsync(ct);
        schedule.AskApprovers(input, posts, scope.Today);
        db.Record(scope.Actor, clock.GetUtcNow(), scope.Today, Subject.Schedule, schedule.Audience.Code(), HistoryKind.ScheduleChanged,
            $"{schedule.Audience.Words()} pack: {schedule.Words}{(schedule.Enabled ? "" : ", paused")}{Approved(schedule, posts)}");
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            throw Stale();
        }
        // The row is saved; were the portal to stop here, the trigger is put right at the next start.
        await triggers.ReconcileAsync(schedule, ct);
    }

    private static string Approved(PackSchedule schedule, List<Member> posts) => schedule.ApproverIds.Count == 0 ? ""
        : $"; approved by the {Words.List([.. schedule.ApproverIds.Select(id => Words.Inside(posts.Single(p => p.Id == id).Title))])}, then issued {(schedule.IssueWithLastApproval ? "at once" : "by the programme office")}";

    private static RuleException Stale() => new("Someone else changed this schedule. Open the page again to see it, then change it.");
}
