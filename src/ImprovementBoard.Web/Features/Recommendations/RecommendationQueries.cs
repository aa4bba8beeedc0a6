using ImprovementBoard.Core.History;
using ImprovementBoard.Core.Programmes;
using ImprovementBoard.Core.Ratings;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.Actions;
using ImprovementBoard.Web.Features.Visits;
using ImprovementBoard.Web.Shared;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.Recommendations;

/// <summary>Reads about recommendations.</summary>
public sealed class RecommendationQueries(BoardDatabase database, VisitQueries visits)
{
    /// <summary>Names of sort orders, as in the address.</summary>
    public const string ByRef = "ref", ByDelivery = "delivery", ByTheme = "theme";

    /// <summary>A filtered, sorted page of recommendations.</summary>
    public async Task<PageOf<RecommendationRow>> ListAsync(ProgrammeScope scope, RecommendationFilter filter, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        var all = await db.Recommendations.CountAsync(ct);
        var matching = Matching(db.StoodRecommendationsOf(scope), filter);
        var found = await matching.CountAsync(ct);
        var pages = Math.Max(1, (found + RecommendationFilter.PageSize - 1) / RecommendationFilter.PageSize);
        var page = Math.Clamp(filter.Page, 1, pages);
        var sorted = filter.Sort switch
        {
            ByDelivery => matching.OrderBy(r => r.Delivery).ThenBy(r => r.Item.Order),
            ByTheme => matching.OrderBy(r => r.Item.Theme).ThenBy(r => r.Item.Order),
            _ => matching.OrderBy(r => r.Item.Order),
        };
        var rows = await (
            from r in sorted.Skip((page - 1) * RecommendationFilter.PageSize).Take(RecommendationFilter.PageSize)
            join body in db.Bodies on r.Item.BodyId equals body.Id
            join owner in db.Members on r.Item.OwnerId equals owner.Id
            select new RecommendationRow(r.Item.Ref, r.Item.ShortTitle, r.Item.Theme, body.Name, owner.Title, r.Delivery, r.Item.DeliveryReason, r.Item.Strip, 0, 0)).ToListAsync(ct);
        // Counted once for the page: a count inside each row would walk the whole join for every recommendation.
        var refs = rows.ConvertAll(r => r.Ref);
        if (scope.LooksBack)
        {
            var reasons = await db.PastReasonsAsync(refs, scope.Today, ct);
            var strips = (await db.RatedAsync(scope, ct)).ToDictionary(r => r.Ref, r => r.Strip);
            rows = rows.ConvertAll(r => r with { Reason = reasons[r.Ref], Strip = strips[r.Ref] });
        }
        var counted = db.Recommendations.Where(r => refs.Contains(r.Ref));
        var actions = await counted.SelectMany(r => r.Actions, (r, _) => r.Ref).GroupBy(r => r).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
        var findings = await counted.SelectMany(r => r.Findings, (r, _) => r.Ref).GroupBy(r => r).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
        return new(rows.ConvertAll(r => r with { Actions = actions.GetValueOrDefault(r.Ref), Findings = findings.GetValueOrDefault(r.Ref) }), found, all, page, pages);
    }

    /// <summary>How many recommendations of the programme are off track.</summary>
    public async Task<int> CountOffTrackAsync(ProgrammeScope scope, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        return await db.StoodRecommendationsOf(scope).CountAsync(r => r.Delivery == DeliveryRating.OffTrack, ct);
    }

    /// <summary>The bodies of the programme, for the filter.</summary>
    public async Task<IReadOnlyList<Body>> BodiesAsync(ProgrammeScope scope, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        return await db.Bodies.AsNoTracking().OrderBy(b => b.Kind).ToListAsync(ct);
    }

    /// <summary>One recommendation, or null when this programme has none of that reference.</summary>
    public async Task<RecommendationView?> FindAsync(ProgrammeScope scope, string reference, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        var item = await db.Recommendations.AsNoTracking().SingleOrDefaultAsync(r => r.Ref == reference, ct);
        if (item is null)
            return null;
        var refs = await db.Recommendations.OrderBy(r => r.Order).Select(r => r.Ref).ToListAsync(ct);
        var at = refs.IndexOf(item.Ref);
        var names = await (
            from r in db.Recommendations
            join body in db.Bodies on r.BodyId equals body.Id
            join owner in db.Members on r.OwnerId equals owner.Id
            where r.Id == item.Id
            select new { Body = body.Name, Owner = owner.Title }).SingleAsync(ct);
        var actions = await db.RowsAsync(db.Stood(scope).Where(a => a.Item.Recommendations.Any(r => r.Id == item.Id)).OrderBy(a => a.Item.Order), scope, ct);
        if (scope.LooksBack)
        {
            var present = await db.Actions.AsNoTracking().Include(a => a.Updates).Where(a => a.Recommendations.Any(r => r.Id == item.Id)).OrderBy(a => a.Order).ToListAsync(ct);
            item = item.AsAt(present.Select(a => a.AsAt(scope.Today, scope.Programme.UpdateCycleDays)));
        }
        var history = await db.History.AsNoTracking()
            .Where(h => h.Subject == Subject.Recommendation && h.SubjectRef == item.Ref && h.On <= scope.Today)
            .OrderByDescending(h => h.On).ThenByDescending(h => h.Id)
            .ToListAsync(ct);
        var said = await visits.SaidAboutAsync(scope, item.Id, ct);
        return new(item, names.Body, names.Owner, refs.ElementAtOrDefault(at - 1), refs.ElementAtOrDefault(at + 1), at + 1, refs.Count, actions, said, history);
    }

    private static IQueryable<StoodRecommendation> Matching(IQueryable<StoodRecommendation> recommendations, RecommendationFilter filter)
    {
        foreach (var word in SearchWords.Of(filter.Search))
            recommendations = recommendations.Where(r => r.Item.SearchText.Contains(word));
        if (filter.Delivery is { } delivery)
            recommendations = recommendations.Where(r => r.Delivery == delivery);
        if (filter.Theme is { } theme)
            recommendations = recommendations.Where(r => r.Item.Theme == theme);
        if (filter.BodyId is { } body)
            recommendations = recommendations.Where(r => r.Item.BodyId == body);
        return recommendations;
    }
}
