using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.History;
using ImprovementBoard.Core.Visits;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.History;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.Recommendations;

/// <summary>What a new finding does to recommendations that were assured, or judged above "no difference yet".</summary>
internal static class Contradictions
{
    /// <summary>
    /// Drops and reopens each recommendation that a new concern contradicts, with an entry in the history, in the transaction that saves the
    /// finding. The finding must be saved, so that it has its key; its recommendations must be known.
    /// </summary>
    /// <param name="already">Keys of the recommendations it spoke against before it was corrected; they are left alone.</param>
    public static async Task ContradictAsync(this BoardDbContext db, Finding finding, Actor actor, DateTimeOffset now, DateOnly today, IReadOnlyCollection<int> already, CancellationToken ct)
    {
        if (!finding.Polarity.IsConcern())
            return;
        var ids = finding.Recommendations.Select(r => r.Id).Except(already).ToList();
        var recommendations = await db.Recommendations.Include(r => r.Actions).Include(r => r.Judgements).AsSplitQuery().Where(r => ids.Contains(r.Id)).ToListAsync(ct);
        foreach (var recommendation in recommendations.Where(r => r.Contradict(finding, actor.Title, today)))
            db.Record(actor, now, today, Subject.Recommendation, recommendation.Ref, HistoryKind.Contradicted, recommendation.EarlierRounds[^1].Reason);
    }
}
