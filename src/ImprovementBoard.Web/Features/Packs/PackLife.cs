using ImprovementBoard.Core;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.History;
using ImprovementBoard.Core.Packs;
using ImprovementBoard.Core.Packs.Sections;
using ImprovementBoard.Core.Readiness;
using ImprovementBoard.Core.Time;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.Distribution;
using ImprovementBoard.Web.Features.Readiness;
using ImprovementBoard.Web.History;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.Packs;

/// <summary>What people decide about a pack that waits for approval. One decision at a time in a programme: each sees what the other left.</summary>
internal sealed class PackLife(BoardDatabase database, PackSender sender, TimeProvider clock)
{
    /// <summary>The approver whose turn it is approves the file with one SHA-256. The last approval issues the pack where its schedule says so.</summary>
    /// <param name="sha256">Of the file the person had on screen.</param>
    /// <exception cref="ForbiddenException">The person may not approve packs.</exception>
    /// <exception cref="RuleException">It is another's turn, another file, the pack is no longer open, or it is out of date.</exception>
    public Task ApproveAsync(ProgrammeScope scope, int number, string sha256, string? note, CancellationToken ct = default) =>
        ChangeAsync(scope, number, Permission.ApprovePack, async (db, pack) =>
        {
            var place = pack.Approve(scope.Actor, sha256, note, scope.Today, clock.GetUtcNow());
            Record(db, scope, pack, HistoryKind.PackApproved, $"{pack.Name} approved, {place.Order} of {pack.Approvals.Count}, SHA-256 {pack.FileHash}{(place.Note.Length > 0 ? $": {place.Note}" : "")}");
            await ExpectUpToDateAsync(db, scope, pack, ct);
            if (pack.Next is not null)
                return;
            // An approval counts also where the gate keeps the pack back; the office issues it then.
            if (pack.IssueWithLastApproval && await RefusalAsync(db, scope, pack, ct) is null)
                await IssueAsync(db, scope, pack, ct);
        }, ct);

    /// <summary>The approver whose turn it is returns the pack with a reason. It is withdrawn; number and file stay.</summary>
    /// <inheritdoc cref="ApproveAsync" path="/exception"/>
    public Task ReturnAsync(ProgrammeScope scope, int number, string? reason, CancellationToken ct = default) =>
        ChangeAsync(scope, number, Permission.ApprovePack, (db, pack) =>
        {
            pack.Return(scope.Actor, reason, scope.Today, clock.GetUtcNow());
            Record(db, scope, pack, HistoryKind.PackWithdrawn, $"{pack.Name} returned: {pack.WithdrawnReason}");
            return Task.CompletedTask;
        }, ct);

    /// <summary>The office takes a pack back before it is issued.</summary>
    /// <exception cref="ForbiddenException">The person may not issue packs.</exception>
    /// <exception cref="RuleException">The pack is no longer open, or the reason is missing.</exception>
    public Task WithdrawAsync(ProgrammeScope scope, int number, string? reason, CancellationToken ct = default) =>
        ChangeAsync(scope, number, Permission.IssuePack, (db, pack) =>
        {
            pack.Withdraw(scope.Actor, reason, scope.Today, clock.GetUtcNow());
            Record(db, scope, pack, HistoryKind.PackWithdrawn, $"{pack.Name} taken back: {pack.WithdrawnReason}");
            return Task.CompletedTask;
        }, ct);

    /// <summary>The office issues a pack that all have approved. Earlier versions are superseded.</summary>
    /// <exception cref="ForbiddenException">The person may not issue packs.</exception>
    /// <exception cref="RuleException">The pack is no longer open, somebody has still to approve it, it is out of date, or the readiness gate of its period has open items.</exception>
    public Task IssueAsync(ProgrammeScope scope, int number, CancellationToken ct = default) =>
        ChangeAsync(scope, number, Permission.IssuePack, async (db, pack) =>
        {
            await ExpectUpToDateAsync(db, scope, pack, ct);
            if (await RefusalAsync(db, scope, pack, ct) is { } refusal)
                throw new RuleException(refusal);
            await IssueAsync(db, scope, pack, ct);
        }, ct);

    /// <summary>The office puts another post in a place that has not approved yet, such as that of somebody who left.</summary>
    /// <exception cref="ForbiddenException">The person may not issue packs.</exception>
    /// <exception cref="RuleException">The place has approved, the post cannot approve, or the reason is missing.</exception>
    public Task PutInPlaceAsync(ProgrammeScope scope, int number, int order, int memberId, string? reason, CancellationToken ct = default) =>
        ChangeAsync(scope, number, Permission.IssuePack, async (db, pack) =>
        {
            var post = await db.Members.AsNoTracking().SingleOrDefaultAsync(m => m.Id == memberId, ct);
            pack.PutInPlace(order, post, reason, scope.Actor, scope.Today);
            var change = pack.Approvals.Single(a => a.Order == order).Changes[^1];
            await PackSender.TakeBackPlaceAsync(db, pack.Id, order, $"The {Words.Inside(change.To)} was put in this place before this mail went out.", ct);
            Record(db, scope, pack, HistoryKind.PackApproverChanged, $"{pack.Name}: the {Words.Inside(change.To)} approves in the place of the {Words.Inside(change.From)}: {change.Reason}");
        }, ct);

    private static Task<string?> RefusalAsync(BoardDbContext db, ProgrammeScope scope, Pack pack, CancellationToken ct) =>
        ReadinessQueries.RefusalAsync(db, scope.Programme, pack.PeriodKey, scope.Today, ct);

    // What it says of the pack before it and of the gate was true when it was made, and must be when it goes out.
    private static async Task ExpectUpToDateAsync(BoardDbContext db, ProgrammeScope scope, Pack pack, CancellationToken ct)
    {
        var facts = PackFactsReader.FromJson(pack.FactsJson);
        if (await PackFactsReader.IssuedBeforeAsync(db, pack.Audience, pack.PositionAsAt, ct) is { } before && before.Name != facts.Previous?.Name)
            throw new RuleException($"{before.Name} ({before.PeriodName}) was issued after this pack was made, so this one is not compared with it. Take it back and prepare it again.");
        if (facts.Readiness is { } printed && await db.Periods.AsNoTracking().SingleOrDefaultAsync(p => p.Key == pack.PeriodKey, ct) is { } period
            && await ReadinessQueries.GetAsync(db, scope, period, ct) is var now
            // The edition on one page says only how many are waived.
            && (facts.Sections?.Contains(ReadinessSection.Part.Key) is true ? !printed.StillSays(now) : now.Count(ReadinessState.Waived) > printed.Count(ReadinessState.Waived)))
            throw new RuleException("The readiness check has changed since this pack was made. Take it back and prepare it again.");
    }

    private async Task IssueAsync(BoardDbContext db, ProgrammeScope scope, Pack pack, CancellationToken ct)
    {
        var earlier = await db.Packs.Where(p => p.Audience == pack.Audience && p.PeriodKey == pack.PeriodKey && p.IssuedOn != null && p.SupersededOn == null).ToListAsync(ct);
        pack.Issue(earlier, scope.Actor, scope.Today, clock.GetUtcNow());
        var approved = pack.Approvals.Count == 0 ? "" : $", approved by the {Words.List([.. pack.Approvals.OrderBy(a => a.Order).Select(a => Words.Inside(a.Title))])}";
        var supersedes = earlier.Count == 0 ? "" : $". It supersedes {Words.List([.. earlier.Select(p => p.Name.ToLowerInvariant())])}: {pack.Correction}";
        Record(db, scope, pack, HistoryKind.PackIssued, $"{pack.Name} ({pack.Label}) issued for the {pack.Audience.Words().ToLowerInvariant()}{approved}{supersedes}");
        await sender.IssuedAsync(db, scope.Programme, pack, scope.Actor, scope.Today, clock.GetUtcNow(), ct);
    }

    private async Task ChangeAsync(ProgrammeScope scope, int number, Permission permission, Func<BoardDbContext, Pack, Task> change, CancellationToken ct)
    {
        scope.Actor.Require(permission);
        await using var db = database.Open(scope.Id);
        await using var transaction = await db.LockProgrammeAsync(ct);
        var pack = await db.Packs.Include(p => p.Approvals).SingleOrDefaultAsync(p => p.Number == number, ct);
        // To those who may not read it, a pack that is not issued does not exist.
        if (pack is null || !(scope.May(Permission.ReadDraftPacks) || pack.IssuedOn is not null || pack.Approvals.Exists(a => a.MemberId == PackQueries.Approving(scope))))
            throw new RuleException($"There is no pack {number} in this programme.");
        await change(db, pack);
        if (pack.WithdrawnOn is not null)
            await PackSender.TakeBackAsync(db, [pack.Id], "The pack was withdrawn before this mail went out.", ct);
        await PackSender.AskAsync(db, scope.Programme, pack, scope.Today, clock.GetUtcNow(), ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }

    private void Record(BoardDbContext db, ProgrammeScope scope, Pack pack, HistoryKind kind, string what) =>
        db.Record(scope.Actor, clock.GetUtcNow(), scope.Today, Subject.Pack, pack.Ref, kind, what);
}
