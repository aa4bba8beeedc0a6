using ImprovementBoard.Core.History;
using ImprovementBoard.Core.Packs;
using ImprovementBoard.Core.Programmes;
using ImprovementBoard.Core.Ratings;
using ImprovementBoard.Core.Visits;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.Actions;
using ImprovementBoard.Web.Features.Flags;
using ImprovementBoard.Web.Features.Packs;
using ImprovementBoard.Web.Features.Periods;
using ImprovementBoard.Web.Features.Recommendations;
using ImprovementBoard.Web.Features.Visits;
using ImprovementBoard.Web.History;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.Dashboard;

/// <summary>A change on the dashboard, with the title of what it is about.</summary>
public sealed record ChangeRow(HistoryEntry Entry, string Title);

/// <summary>Everything the dashboard shows.</summary>
public sealed record DashboardView(
    IReadOnlyDictionary<DeliveryRating, int> Recommendations,
    IReadOnlyDictionary<DeliveryRating, int> Actions,
    StackedChart Chart,
    ImpactGrid Grid,
    int Reopened,
    int Differing,
    IReadOnlyList<ActionRow> Late,
    int LateCount,
    IReadOnlyList<ChangeRow> Changes,
    int ChangeCount,
    int Better,
    int Worse,
    Direction? Direction,
    MonitoringVisit? Visit,
    int UpdatesIn,
    int UpdatesOwed,
    PackRow? Pack,
    DateOnly? NextBoardOn,
    int DatesProposed,
    IReadOnlyList<FlagRow> Flags,
    int FlagCount);

/// <summary>Reads the dashboard: counts in SQL, and only the rows it shows.</summary>
internal sealed class DashboardQueries(BoardDatabase database, VisitQueries visits, PackQueries packs)
{
    /// <summary>Days looked back for changes.</summary>
    public const int ChangeDays = 28;

    private const int RowsShown = 8;

    private static readonly HistoryKind[] Changes = [HistoryKind.RatingMoved, HistoryKind.DueDateMoved, HistoryKind.ImpactJudged, HistoryKind.Contradicted, HistoryKind.Assured];

    /// <summary>The dashboard of one programme.</summary>
    public async Task<DashboardView> GetAsync(ProgrammeScope scope, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        var recommendations = await db.RatedAsync(scope, ct);
        var stood = db.Stood(scope);
        var (today, isLate, differs) = (scope.Today, StoodActions.IsLate(scope.Today), StoodActions.Differs);
        var counts = await stood.GroupBy(a => a.Delivery).Select(g => new
        {
            g.Key,
            Count = g.Count(),
            Late = g.AsQueryable().Count(isLate),
            Differing = g.AsQueryable().Count(differs),
            Owed = g.Count(a => a.UpdateDueBy != null),
            In = g.Count(a => a.UpdateDueBy >= today),
        }).ToListAsync(ct);
        var since = scope.Today.AddDays(-ChangeDays);
        var changed = db.Readable(scope).AsNoTracking().Where(h => h.On > since && Changes.Contains(h.Kind));
        // Few, and sorted here: asked to sort them, SQLite would walk through every change of the programme.
        var moves = (await changed.Where(h => h.Subject == Subject.Recommendation).ToListAsync(ct)).OrderByDescending(h => h.On).ThenByDescending(h => h.Sequence).ToList();
        var ofActions = changed.Where(h => h.Subject == Subject.Action);
        var flags = await FlagQueries.MostSeriousAsync(db, scope, RowsShown, ct);
        return new DashboardView(
            recommendations.CountBy(r => r.Delivery).ToDictionary(),
            counts.ToDictionary(c => c.Key, c => c.Count),
            DeliveryChart.ByMonth(scope.Today, [.. recommendations.Select(r => (r.Strip, r.Delivery))], "recommendations"),
            ImpactGrid.Of([.. recommendations.Select(r => new GridItem(r.Ref, r.Delivery, r.Impact))]),
            await db.CountReopenedAsync(scope, ct),
            counts.Sum(c => c.Differing),
            await db.RowsAsync(stood.Where(isLate).OrderBy(a => a.Due).Take(RowsShown), scope, ct),
            counts.Sum(c => c.Late),
            await ChangeRowsAsync(db, moves, ofActions, ct),
            moves.Count + await ofActions.CountAsync(ct),
            moves.Count(m => m.ToRating is { } to && Trends.Between(m.FromRating, to) == Trend.Better),
            moves.Count(m => m.ToRating is { } to && Trends.Between(m.FromRating, to) == Trend.Worse),
            (await db.Directions.AsNoTracking().ToListAsync(ct)).Find(d => d.InForceOn(scope.Today)),
            await visits.LatestVisitAsync(scope, ct),
            counts.Sum(c => c.In),
            counts.Sum(c => c.Owed),
            await packs.LatestAsync(scope, ct),
            scope.LooksBack ? null : await PeriodQueries.NextBoardAsync(db, scope, null, ct),
            await PlanQueries.Pending(db, scope.Today).Select(p => p.ActionItemId).Distinct().CountAsync(ct),
            flags.Rows,
            flags.Count);
    }

    /// <summary>Recommendations first: the board reads those; then the newest of the actions.</summary>
    private static async Task<IReadOnlyList<ChangeRow>> ChangeRowsAsync(BoardDbContext db, IReadOnlyList<HistoryEntry> moves, IQueryable<HistoryEntry> ofActions, CancellationToken ct)
    {
        var entries = moves.Take(RowsShown).ToList();
        entries.AddRange(await ofActions.OrderByDescending(h => h.On).ThenByDescending(h => h.Sequence).Take(RowsShown - entries.Count).ToListAsync(ct));
        var refs = entries.ConvertAll(e => e.SubjectRef);
        var titles = await db.Recommendations.Where(r => refs.Contains(r.Ref)).Select(r => new { r.Ref, Title = r.ShortTitle })
            .Concat(db.Actions.Where(a => refs.Contains(a.Ref)).Select(a => new { a.Ref, a.Title }))
            .ToDictionaryAsync(x => x.Ref, x => x.Title, ct);
        return entries.ConvertAll(e => new ChangeRow(e, titles.GetValueOrDefault(e.SubjectRef, "")));
    }
}

internal static class DashboardRegistration
{
    public static IServiceCollection AddDashboard(this IServiceCollection services) => services.AddScoped<DashboardQueries>();
}
