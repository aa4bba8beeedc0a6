using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Evidence;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Data;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.Evidence;

/// <summary>Reads about evidence. Confidential evidence does not exist for those who may not read it.</summary>
public sealed class EvidenceQueries(BoardDatabase database)
{
    /// <summary>
    /// The evidence that a judgement of a recommendation may rest on: of the recommendation itself and of its actions, standing today, the newest first.
    /// </summary>
    public async Task<IReadOnlyList<EvidenceChoice>> FactsForRecommendationAsync(ProgrammeScope scope, int recommendationId, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        var today = scope.Today;
        return await (
            from e in Standing(Readable(db, scope), today)
            join a in db.Actions on e.ActionItemId equals a.Id into actions
            from action in actions.DefaultIfEmpty()
            join r in db.Recommendations on e.RecommendationId equals r.Id into recommendations
            from recommendation in recommendations.DefaultIfEmpty()
            where e.DatedOn <= today
                && (e.RecommendationId == recommendationId || db.Actions.Any(x => x.Id == e.ActionItemId && x.Recommendations.Any(y => y.Id == recommendationId)))
            orderby e.DatedOn descending, e.Id descending
            select new EvidenceChoice(
                new EvidenceFact(e.Id, e.Kind, e.Strength, e.DatedOn, e.SampleSize),
                e.Title,
                action != null ? "action " + action.Ref : "recommendation " + recommendation!.Ref)).ToListAsync(ct);
    }

    /// <summary>What the person may read.</summary>
    internal static IQueryable<EvidenceItem> Readable(BoardDbContext db, ProgrammeScope scope)
    {
        if (scope.May(Permission.ReadConfidentialEvidence))
            return db.Evidence;
        var me = scope.Actor.MemberId;
        return db.Evidence.Where(e => e.Sensitivity == Sensitivity.Normal
            || db.Actions.Any(a => a.Id == e.ActionItemId && a.LeadId == me)
            || db.Recommendations.Any(r => r.Id == e.RecommendationId && r.OwnerId == me));
    }

    /// <summary>Attached and not withdrawn at the end of a day.</summary>
    internal static IQueryable<EvidenceItem> Standing(IQueryable<EvidenceItem> evidence, DateOnly day) =>
        evidence.Where(e => e.AddedOn <= day && (e.WithdrawnOn == null || e.WithdrawnOn > day));
}
