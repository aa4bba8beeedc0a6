using ImprovementBoard.Core;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.History;
using ImprovementBoard.Core.Periods;
using ImprovementBoard.Core.Readiness;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.History;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.Readiness;

/// <summary>What the office does at the gate. Items resolve themselves when their cause is gone.</summary>
internal sealed class ReadinessService(BoardDatabase database, TimeProvider clock)
{
    /// <summary>Lets packs of a period go out although something is missing, with the reason they print.</summary>
    /// <param name="check">Code of the check that found it.</param>
    /// <exception cref="ForbiddenException">The person may not keep the calendar.</exception>
    /// <exception cref="RuleException">The item is not open (any more), or the reason is missing, too short or too long.</exception>
    public Task WaiveAsync(ProgrammeScope scope, string key, string? check, ReadinessSubject? subject, string? reference, string? reason, CancellationToken ct = default) =>
        WaiveAsync(scope, key, check, item => item.Subject == subject && item.Ref == reference, reason, ct);

    /// <summary>The same for everything that a check found and that is open, with one reason.</summary>
    /// <exception cref="ForbiddenException">The person may not keep the calendar.</exception>
    /// <exception cref="RuleException">Nothing is open (any more), or the reason is missing, too short or too long.</exception>
    public Task WaiveAllAsync(ProgrammeScope scope, string key, string? check, string? reason, CancellationToken ct = default) =>
        WaiveAsync(scope, key, check, _ => true, reason, ct);

    private async Task WaiveAsync(ProgrammeScope scope, string key, string? check, Func<ReadinessItem, bool> meant, string? reason, CancellationToken ct)
    {
        scope.Actor.Require(Permission.KeepCalendar);
        await using var db = database.Open(scope.Id);
        await using var transaction = await db.LockProgrammeAsync(ct);
        var period = await PeriodAsync(db, key, ct);
        if (period.StageOn(scope.Today) == PeriodStage.Planned)
            throw new RuleException("This period has not opened, so there is nothing to waive yet.");
        var outcome = (await ReadinessQueries.GetAsync(db, scope, period, ct)).Checks.FirstOrDefault(c => c.Code == check);
        var open = outcome?.Items.Where(i => i.State == ReadinessState.Open && meant(i.Item)).Select(i => i.Item).ToList() ?? [];
        if (open.Count == 0)
            throw new RuleException("This is not open any more: it was resolved or waived meanwhile. Read below what stands now.");
        foreach (var item in open)
        {
            var waiver = ReadinessWaiver.Of(scope.Id, period.Id, outcome!.Code, item, reason, scope.Actor, scope.Today);
            db.ReadinessWaivers.Add(waiver);
            db.Record(scope.Actor, clock.GetUtcNow(), scope.Today, Subject.Period, period.Key, HistoryKind.ReadinessWaived, Told(waiver));
        }
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>Takes a waiver back.</summary>
    /// <param name="seen">The version the person had on screen.</param>
    /// <exception cref="ForbiddenException">The person may not keep the calendar.</exception>
    /// <exception cref="RuleException">It does not stand any more.</exception>
    public async Task WithdrawAsync(ProgrammeScope scope, string key, int waiverId, Guid seen, CancellationToken ct = default)
    {
        scope.Actor.Require(Permission.KeepCalendar);
        await using var db = database.Open(scope.Id);
        await using var transaction = await db.LockProgrammeAsync(ct);
        var period = await PeriodAsync(db, key, ct);
        var waiver = await db.ReadinessWaivers.SingleOrDefaultAsync(w => w.Id == waiverId && w.PeriodId == period.Id && w.Version == seen, ct)
            ?? throw new RuleException("Someone else changed this waiver while you were reading. Read below what stands now.");
        waiver.Withdraw(scope.Actor, scope.Today);
        db.Record(scope.Actor, clock.GetUtcNow(), scope.Today, Subject.Period, period.Key, HistoryKind.WaiverWithdrawn, $"Withdrawn: {Told(waiver)}");
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>What the history says of a waiver.</summary>
    internal static string Told(ReadinessWaiver waiver) =>
        $"“{ReadinessChecks.All.FirstOrDefault(c => c.Code == waiver.Check)?.Name ?? waiver.Check}” waived for {waiver.Subject.ToString().ToLowerInvariant()} {waiver.Ref}: {waiver.Reason}";

    private static async Task<ReportingPeriod> PeriodAsync(BoardDbContext db, string key, CancellationToken ct) =>
        await db.Periods.SingleOrDefaultAsync(p => p.Key == key, ct) ?? throw new RuleException($"There is no period {key} in this programme. Go back to the calendar.");
}
