using ImprovementBoard.Core;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.History;
using ImprovementBoard.Core.Ratings;
using ImprovementBoard.Core.Recommendations;
using ImprovementBoard.Core.Time;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.Evidence;
using ImprovementBoard.Web.History;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.Recommendations;

/// <summary>Changes to recommendations: permission, rule, history and save in one transaction.</summary>
public sealed class RecommendationService(BoardDatabase database, EvidenceQueries evidence, TimeProvider clock)
{
    /// <summary>Judges the impact against evidence.</summary>
    /// <param name="seen">The version of the recommendation that the person had on screen.</param>
    /// <param name="evidenceIds">The pieces of evidence it rests on.</param>
    /// <exception cref="ForbiddenException">The person may not judge impact.</exception>
    /// <exception cref="RuleException">The evidence does not carry the level, the reason is missing, or someone else changed the recommendation meanwhile.</exception>
    public Task JudgeImpactAsync(ProgrammeScope scope, string reference, Guid seen, ImpactRating level, string? reason, IReadOnlyCollection<int> evidenceIds, CancellationToken ct = default) =>
        ChangeAsync(scope, reference, seen, Permission.JudgeImpact, async (_, recommendation) =>
        {
            var known = await evidence.FactsForRecommendationAsync(scope, recommendation.Id, ct);
            if (evidenceIds.Except(known.Select(e => e.Fact.Id)).Any())
                throw new RuleException("A piece of evidence you chose is no longer there. Choose again.", nameof(ImpactJudgement.Evidence));
            var before = ImpactLook.WordsOf(recommendation.Impact);
            var judgement = recommendation.JudgeImpact(level, reason, [.. known.Select(e => e.Fact).Where(e => evidenceIds.Contains(e.Id))], scope.Actor, scope.Today);
            return (HistoryKind.ImpactJudged, Told(judgement, before));
        }, ct);

    /// <summary>A reviewer assures that the recommendation as a whole is met.</summary>
    /// <inheritdoc cref="CloseAsync"/>
    public Task AssureAsync(ProgrammeScope scope, string reference, Guid seen, DateOnly? recheckOn, CancellationToken ct = default) =>
        DecideAsync(scope, reference, seen, recommendation =>
        {
            recommendation.Assure(scope.Actor, recheckOn, scope.Today);
            return (HistoryKind.Assured, $"Assured; re-check on {Words.Short(recheckOn!.Value)}");
        }, ct);

    /// <summary>The re-check found that it holds.</summary>
    /// <exception cref="ForbiddenException">The person may not decide about recommendations.</exception>
    /// <exception cref="RuleException">The recommendation or its impact does not allow it, or someone else changed it meanwhile.</exception>
    public Task CloseAsync(ProgrammeScope scope, string reference, Guid seen, CancellationToken ct = default) =>
        DecideAsync(scope, reference, seen, recommendation =>
        {
            recommendation.Close(scope.Actor, scope.Today);
            return (HistoryKind.Closed, "Re-check passed; closed");
        }, ct);

    /// <summary>The assurance does not stand: failed at re-check, or reopened.</summary>
    /// <inheritdoc cref="CloseAsync"/>
    public Task ReopenAsync(ProgrammeScope scope, string reference, Guid seen, string? reason, CancellationToken ct = default) =>
        DecideAsync(scope, reference, seen, recommendation =>
        {
            recommendation.Reopen(scope.Actor, reason, scope.Today);
            var round = recommendation.EarlierRounds[^1];
            return (HistoryKind.Reopened, $"{round.How.Words()}: {round.Reason}");
        }, ct);

    /// <summary>Another recommendation takes its place.</summary>
    /// <param name="replacedBy">Reference of that one, or empty when it is not in this plan.</param>
    /// <inheritdoc cref="CloseAsync"/>
    public Task SupersedeAsync(ProgrammeScope scope, string reference, Guid seen, string? replacedBy, string? reason, CancellationToken ct = default) =>
        ChangeAsync(scope, reference, seen, Permission.ReviewActions, async (db, recommendation) =>
        {
            var name = Text.Clean(replacedBy);
            var other = name.Length == 0 ? null : await db.Recommendations.SingleOrDefaultAsync(r => r.Ref == name, ct)
                ?? throw new RuleException($"There is no recommendation {name} in this programme.", nameof(Supersession.ReplacedBy));
            var supersession = recommendation.Supersede(scope.Actor, other, reason, scope.Today);
            return (HistoryKind.Superseded, Told(supersession, other));
        }, ct);

    /// <summary>A replaced recommendation is taken up again.</summary>
    /// <inheritdoc cref="CloseAsync"/>
    public Task TakeUpAgainAsync(ProgrammeScope scope, string reference, Guid seen, string? reason, CancellationToken ct = default) =>
        DecideAsync(scope, reference, seen, recommendation => (HistoryKind.TakenUpAgain, $"Taken up again: {recommendation.TakeUpAgain(scope.Actor, reason, scope.Today).EndReason}"), ct);

    /// <summary>What the history says of a replacement.</summary>
    internal static string Told(Supersession supersession, Recommendation? other) =>
        $"{(other is null ? "Replaced" : $"Replaced by {other.Ref} {other.ShortTitle}")}: {supersession.Reason}";

    /// <summary>What the history says of a judgement.</summary>
    internal static string Told(ImpactJudgement judgement, string before) =>
        $"Impact {ImpactLook.Of(judgement.Level).Words.ToLowerInvariant()} (before: {before.ToLowerInvariant()}). {judgement.Reason}";

    private Task DecideAsync(ProgrammeScope scope, string reference, Guid seen, Func<Recommendation, (HistoryKind, string)> change, CancellationToken ct) =>
        ChangeAsync(scope, reference, seen, Permission.ReviewActions, (_, recommendation) => Task.FromResult(change(recommendation)), ct);

    private async Task ChangeAsync(ProgrammeScope scope, string reference, Guid seen, Permission needed, Func<BoardDbContext, Recommendation, Task<(HistoryKind Kind, string What)>> change, CancellationToken ct)
    {
        scope.Actor.Require(needed);
        await using var db = database.Open(scope.Id);
        await using var transaction = await db.LockProgrammeAsync(ct);
        var recommendation = await db.Recommendations
            .Include(r => r.Actions)
            .Include(r => r.Judgements)
            .AsSplitQuery()
            .SingleOrDefaultAsync(r => r.Ref == reference, ct)
            ?? throw new RuleException($"There is no recommendation {reference} in this programme.");
        if (recommendation.Version != seen)
            throw new RuleException($"Someone else changed recommendation {reference} while you were writing. Your words are kept: read what stands now, then submit again.");

        var (kind, what) = await change(db, recommendation);
        db.Record(scope.Actor, clock.GetUtcNow(), scope.Today, Subject.Recommendation, recommendation.Ref, kind, what);
        // Even where nothing on the row itself changed, the next save from an older form must be refused.
        db.Entry(recommendation).Property(r => r.Version).IsModified = true;
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }
}
