using ImprovementBoard.Core.Actions;
using ImprovementBoard.Core.Evidence;
using ImprovementBoard.Core.Recommendations;
using ImprovementBoard.Core.Visits;
using ImprovementBoard.Web.Data;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.Flags;

/// <summary>The subjects whose flags a save may change, by their keys.</summary>
internal sealed class Touched
{
    public HashSet<int> Actions { get; } = [];

    public HashSet<int> Recommendations { get; } = [];

    public HashSet<int> Findings { get; } = [];

    public int Count => Actions.Count + Recommendations.Count + Findings.Count;

    /// <summary>The rows about to be saved; keys of new ones are known only afterwards.</summary>
    public static List<object> Rows(BoardDbContext db) =>
        [.. db.ChangeTracker.Entries().Where(e => e.State is EntityState.Added or EntityState.Modified
            && e.Entity is ActionItem or ProgressUpdate or EvidenceItem or Dependency or Recommendation or ImpactJudgement or Finding).Select(e => e.Entity)];

    /// <summary>What these rows, now saved, are about.</summary>
    public static Touched By(IEnumerable<object> rows)
    {
        var touched = new Touched();
        foreach (var row in rows)
            touched.Add(row);
        return touched;
    }

    private void Add(object row)
    {
        switch (row)
        {
            case ActionItem action:
                Actions.Add(action.Id);
                Recommendations.UnionWith(action.Recommendations.Select(r => r.Id));
                break;
            case ProgressUpdate update:
                Actions.Add(update.ActionItemId);
                break;
            case EvidenceItem { ActionItemId: { } id }:
                Actions.Add(id);
                break;
            case Dependency dependency:
                Actions.Add(dependency.ActionItemId);
                break;
            case Recommendation recommendation:
                Recommendations.Add(recommendation.Id);
                break;
            case ImpactJudgement judgement:
                Recommendations.Add(judgement.RecommendationId);
                break;
            case Finding finding:
                Findings.Add(finding.Id);
                break;
        }
    }
}
