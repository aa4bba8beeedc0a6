using ImprovementBoard.Core.History;
using ImprovementBoard.Core.Programmes;
using ImprovementBoard.Core.Ratings;
using ImprovementBoard.Core.Recommendations;
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
    public const string ByRef = "ref", ByDelivery = "delivery", ByTheme = "theme", ByImpact = "impact";

    private static readonly DeliveryRating[] Going = [.. Enum.GetValues<DeliveryRating>().Where(d => ImpactGrid.IsBusyWithoutDifference(d, ImpactRating.TooEarly))];
    private static readonly ImpactRating?[] NoDifference = [.. ImpactGrid.Columns.Where(i => ImpactGrid.IsBusyWithoutDifference(DeliveryRating.OnTrack, i))];

    /// <summary>A filtered, sorted page of recommendations.</summary>
    public async Task<PageOf<RecommendationRow>> ListAsync(ProgrammeScope scope, RecommendationFilter filter, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        var all = await db.Recommendations.CountAsync(ct);
        var matching = Matching(db.Recommendations.AsNoTracking(), filter);
        var found = await matching.CountAsync(ct);
        var pages = Math.Max(1, (found + RecommendationFilter.PageSize - 1) / RecommendationFilter.PageSize);
        var page = Math.Clamp(filter.Page, 1, pages);
        var sorted = filter.Sort switch
        {
            ByDelivery => matching.OrderBy(r => r.Delivery).ThenBy(r => r.Order),
            // Not judged last on both engines: PostgreSQL and SQLite put nulls at different ends.
            ByImpact => matching.OrderBy(r => r.Impact == null).ThenBy(r => r.Impact).ThenBy(r => r.Order),
            ByTheme => matching.OrderBy(r => r.Theme).ThenBy(r => r.Order),
            _ => matching.OrderBy(r => r.Order),
        };
        var rows = await (
            from r in sorted.Skip((page - 1) * RecommendationFilter.PageSize).Take(RecommendationFilter.PageSize)
            join body in db.Bodies on r.BodyId equals body.Id
            join owner in db.Members on r.OwnerId equals owner.Id
            select new RecommendationRow(r.Ref, r.ShortTitle, r.Theme, body.Name, owner.Title, r.Delivery, r.DeliveryReason, r.Strip, r.Impact, r.Status, 0, 0, 0)).ToListAsync(ct);
        // Counted once for the page: a count inside each row would walk the whole join for every recommendation.
        var refs = rows.ConvertAll(r => r.Ref);
        var counted = db.Recommendations.Where(r => refs.Contains(r.Ref));
        var actions = await counted.SelectMany(r => r.Actions, (r, a) => new { r.Ref, Differs = a.LeadSays != null || a.ReviewerSays != null })
            .GroupBy(x => x.Ref).Select(g => new { g.Key, Count = g.Count(), Differing = g.Sum(x => x.Differs ? 1 : 0) }).ToDictionaryAsync(g => g.Key, ct);
        var findings = await counted.SelectMany(r => r.Findings, (r, _) => r.Ref).GroupBy(r => r).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
        return new(rows.ConvertAll(r => r with { Actions = actions.GetValueOrDefault(r.Ref)?.Count ?? 0, Differing = actions.GetValueOrDefault(r.Ref)?.Differing ?? 0, Findings = findings.GetValueOrDefault(r.Ref) }), found, all, page, pages);
    }

    /// <summary>How many recommendations of the programme are off track.</summary>
    public async Task<int> CountOffTrackAsync(ProgrammeScope scope, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        return await db.Recommendations.CountAsync(r => r.Delivery == DeliveryRating.OffTrack, ct);
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
        var actions = await ActionQueries.RowsAsync(db, db.Actions.AsNoTracking().Where(a => a.Recommendations.Any(r => r.Id == item.Id)).OrderBy(a => a.Order), scope.Today, ct);
        var judgements = await db.ImpactJudgements.AsNoTracking()
            .Where(j => j.RecommendationId == item.Id && j.On <= scope.Today)
            .OrderByDescending(j => j.On).ThenByDescending(j => j.Id)
            .ToListAsync(ct);
        var history = await db.History.AsNoTracking()
            .Where(h => h.Subject == Subject.Recommendation && h.SubjectRef == item.Ref)
            .OrderByDescending(h => h.On).ThenByDescending(h => h.Id)
            .ToListAsync(ct);
        var said = await visits.SaidAboutAsync(scope, item.Id, ct);
        return new(item, names.Body, names.Owner, refs.ElementAtOrDefault(at - 1), refs.ElementAtOrDefault(at + 1), at + 1, refs.Count, actions, said, judgements, history);
    }

    /// <summary>The recommendation itself, or null.</summary>
    public async Task<Recommendation?> ItemAsync(ProgrammeScope scope, string reference, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        return await db.Recommendations.AsNoTracking().SingleOrDefaultAsync(r => r.Ref == reference, ct);
    }

    private static IQueryable<Recommendation> Matching(IQueryable<Recommendation> recommendations, RecommendationFilter filter)
    {
        foreach (var word in SearchWords.Of(filter.Search))
            recommendations = recommendations.Where(r => r.SearchText.Contains(word));
        if (filter.Delivery is { } delivery)
            recommendations = recommendations.Where(r => r.Delivery == delivery);
        if (filter.Theme is { } theme)
            recommendations = recommendations.Where(r => r.Theme == theme);
        if (filter.BodyId is { } body)
            recommendations = recommendations.Where(r => r.BodyId == body);
        if (filter.NotJudged)
            recommendations = recommendations.Where(r => r.Impact == null);
        else if (filter.Impact is { } impact)
            recommendations = recommendations.Where(r => r.Impact == impact);
        if (filter.Status is { } status)
            recommendations = recommendations.Where(r => r.Status == status);
        if (filter.BusyOnly)
            recommendations = recommendations.Where(r => Going.Contains(r.Delivery) && NoDifference.Contains(r.Impact));
        return recommendations;
    }
}
