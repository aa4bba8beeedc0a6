using ImprovementBoard.Core.Actions;
using ImprovementBoard.Core.Evidence;
using ImprovementBoard.Core.Readiness;
using ImprovementBoard.Core.Recommendations;
using ImprovementBoard.Web.Data;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.Readiness;

/// <summary>Reads what the checks look at, for today and for any past day, in a fixed number of queries.</summary>
internal static class ReadinessReader
{
    /// <summary>The facts at the end of a day.</summary>
    public static async Task<ReadinessFacts> FactsAsync(BoardDbContext db, int cycleDays, DateOnly day, CancellationToken ct)
    {
        var actions = await db.Actions.AsNoTracking().Include(a => a.Updates).Include(a => a.Recommendations).AsSplitQuery().OrderBy(a => a.Order).ToListAsync(ct);
        var recommendations = await db.Recommendations.AsNoTracking().Include(r => r.Judgements).OrderBy(r => r.Order).ToListAsync(ct);
        return await FactsAsync(db, cycleDays, day, actions, recommendations, ct);
    }

    /// <summary>The same for a plan that is read already: actions with updates and recommendations, recommendations with judgements.</summary>
    public static async Task<ReadinessFacts> FactsAsync(BoardDbContext db, int cycleDays, DateOnly day, IReadOnlyCollection<ActionItem> actions, IReadOnlyCollection<Recommendation> recommendations, CancellationToken ct)
    {
        var members = await db.Members.AsNoTracking().ToDictionaryAsync(m => m.Id, ct);
        var evidenced = await db.Evidence.Where(e => e.ActionItemId != null && e.Sensitivity == Sensitivity.Normal && e.AddedOn <= day && (e.WithdrawnOn == null || e.WithdrawnOn > day)).Select(e => e.ActionItemId!.Value).Distinct().ToListAsync(ct);
        var waits = await db.Dependencies.AsNoTracking().Where(d => d.From <= day && (d.Until == null || d.Until > day)).ToListAsync(ct);
        var proposed = await db.Proposals.Where(p => p.ProposedOn <= day && (p.DecidedOn == null || p.DecidedOn > day)).Select(p => new { p.ActionItemId, p.ProposedOn }).ToListAsync(ct);
        return ReadinessFacts.Of(day, cycleDays, actions, recommendations, members, evidenced.ToHashSet(), waits, proposed.DistinctBy(p => p.ActionItemId).ToDictionary(p => p.ActionItemId, p => p.ProposedOn));
    }

    /// <summary>The waivers of a period that stand at the end of a day, in the order they were given.</summary>
    public static Task<List<ReadinessWaiver>> WaiversAsync(BoardDbContext db, int periodId, DateOnly day, CancellationToken ct) =>
        db.ReadinessWaivers.AsNoTracking().Where(w => w.PeriodId == periodId && w.On <= day && (w.WithdrawnOn == null || w.WithdrawnOn > day)).OrderBy(w => w.Id).ToListAsync(ct);
}
