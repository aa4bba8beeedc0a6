using ImprovementBoard.Core;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.History;
using ImprovementBoard.Core.Retention;
using ImprovementBoard.Core.Time;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.People;
using ImprovementBoard.Web.History;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.Retention;

/// <summary>What an administrator fills in to put a hold.</summary>
/// <param name="Reference">Reference of a recommendation or action, or number of evidence.</param>
/// <param name="Person">Key of the post of a person.</param>
public sealed record HoldInput(HoldCovers? Covers, string? Reference, int? Person, string? Reason, string? AskedBy);

/// <summary>What administrators do about how long things are kept.</summary>
internal sealed class RetentionService(BoardDatabase database, TimeProvider clock)
{
    /// <summary>Sets how long a kind is kept.</summary>
    /// <param name="seen">The length the person had on screen.</param>
    /// <exception cref="ForbiddenException">The person may not.</exception>
    /// <exception cref="RuleException">The length or the reason is not good, or somebody else changed it meanwhile.</exception>
    public Task SetPeriodAsync(ProgrammeScope scope, RetentionKind kind, int? length, int seen, string? reason, CancellationToken ct = default) => ChangeAsync(scope, HistoryKind.RetentionChanged, async db =>
    {
        var (rule, period) = (RetentionRule.Of(kind), await db.RetentionPeriods.SingleOrDefaultAsync(p => p.Kind == kind, ct));
        var before = period?.Length ?? rule.Default;
        if (before != seen)
            throw new RuleException($"Somebody else set it to {rule.Words(before)} while you were reading. Read what stands now, then decide again.");
        if (period is null)
            db.RetentionPeriods.Add(period = new() { ProgrammeId = scope.Id, Kind = kind });
        period.Set(length, before, reason, scope.Actor, scope.Today);
        return $"{rule.Name} are kept for {rule.Words(period.Length)}, was {rule.Words(before)}. {period.Reason}";
    }, ct);

    /// <summary>Puts a hold.</summary>
    /// <exception cref="ForbiddenException">The person may not.</exception>
    /// <exception cref="RuleException">Something is missing, there is no such item, or it is held already.</exception>
    public Task PutHoldAsync(ProgrammeScope scope, HoldInput input, CancellationToken ct = default) => ChangeAsync(scope, HistoryKind.HoldChanged, async db =>
    {
        await db.LockAccountsAsync(ct);
        var hold = RetentionHold.Put(input.Covers, await ItemAsync(db, input, ct), input.Reason, input.AskedBy, scope.Actor, scope.Today);
        if (await db.RetentionHolds.Where(h => h.LiftedOn == null && h.Covers == hold.Covers && h.ItemId == hold.ItemId && h.AskedBy == hold.AskedBy).Select(h => (DateOnly?)h.PutOn).FirstOrDefaultAsync(ct) is { } since)
            throw new RuleException($"{Words.Sentence(hold.Item)} is held for {hold.AskedBy} since {Words.Long(since)} already.", "AskedBy");
        db.RetentionHolds.Add(hold);
        return hold.Told;
    }, ct);

    /// <summary>Lifts a hold.</summary>
    /// <exception cref="ForbiddenException">The person may not.</exception>
    /// <exception cref="RuleException">There is no such hold, it was lifted already, or the reason is missing.</exception>
    public Task LiftHoldAsync(ProgrammeScope scope, int id, string? reason, CancellationToken ct = default) => ChangeAsync(scope, HistoryKind.HoldChanged, async db =>
    {
        var hold = await db.RetentionHolds.SingleOrDefaultAsync(h => h.Id == id, ct) ?? throw new RuleException("There is no such hold in this programme.");
        hold.Lift(reason, scope.Actor, scope.Today);
        await db.TellSecondPersonAsync(scope.Programme, scope.Actor, scope.Actor.MemberId, $"hold/{id}", $"The hold on {hold.Item} that was put on {Words.Long(hold.PutOn)} was lifted", HistoryKind.HoldChanged, scope.Today, clock.GetUtcNow(), ct);
        return $"Hold on {hold.Item} lifted, which {hold.AskedBy} asked for on {Words.Long(hold.PutOn)}. {hold.LiftedReason}";
    }, ct);

    private async Task ChangeAsync(ProgrammeScope scope, HistoryKind kind, Func<BoardDbContext, Task<string>> change, CancellationToken ct)
    {
        scope.Actor.Require(Permission.ManageRetention);
        await using var db = database.Open(scope.Id);
        await using var turn = await db.LockProgrammeAsync(ct);
        db.Record(scope.Actor, clock.GetUtcNow(), scope.Today, Subject.Programme, "retention", kind, await change(db));
        await db.SaveChangesAsync(ct);
        await turn.CommitAsync(ct);
    }

    private static async Task<(int?, string)?> ItemAsync(BoardDbContext db, HoldInput input, CancellationToken ct)
    {
        var reference = Text.Clean(input.Reference);
        var number = int.TryParse(reference, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var given) ? given : 0;
        switch (input.Covers)
        {
            case HoldCovers.Programme:
                return (null, RetentionHold.WholeProgramme);
            case HoldCovers.Recommendation:
                return await db.Recommendations.Where(r => r.Ref == reference).Select(r => new { r.Id, r.Ref }).SingleOrDefaultAsync(ct) is { } recommendation ? (recommendation.Id, $"recommendation {recommendation.Ref}") : null;
            case HoldCovers.Action:
                return await db.Actions.Where(a => a.Ref == reference).Select(a => new { a.Id, a.Ref }).SingleOrDefaultAsync(ct) is { } action ? (action.Id, $"action {action.Ref}") : null;
            case HoldCovers.Evidence:
                return await db.Evidence.AnyAsync(e => e.Id == number, ct) ? (number, $"evidence {number}") : null;
            case HoldCovers.Person:
                return await db.Members.Where(m => m.Id == input.Person).Select(m => m.Title).SingleOrDefaultAsync(ct) is { } title ? (input.Person, $"the person who is {Words.Inside(title)}") : null;
            default:
                return null;
        }
    }
}
