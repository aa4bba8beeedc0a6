using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.History;
using ImprovementBoard.Core.Programmes;
using ImprovementBoard.Core.Ratings;
using ImprovementBoard.Core.Recommendations;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.Actions;
using ImprovementBoard.Web.Features.Evidence;
using ImprovementBoard.Web.Features.Visits;
using ImprovementBoard.Web.History;
using ImprovementBoard.Web.Shared;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.Recommendations;

/// <summary>Reads about recommendations.</summary>
public sealed class RecommendationQueries(BoardDatabase database, VisitQueries visits)
{
    /// <summary>Names of sort orders, as in the address.</summary>
    public const string ByRef = "ref", ByDelivery = "delivery", ByTheme = "theme", ByImpact = "impact";

    /// <summary>A filtered, sorted page of recommendations.</summary>
    public async Task<PageOf<RecommendationRow>> ListAsync(ProgrammeScope scope, RecommendationFilter filter, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        var stood = await db.StoodRecommendationsAsync(scope, ct);
        var matching = Sorted(stood.Where(r => Fits(r, filter)), filter.Sort).ToList();
        var pages = Math.Max(1, (matching.Count + RecommendationFilter.PageSize - 1) / RecommendationFilter.PageSize);
        var page = Math.Clamp(filter.Page, 1, pages);
        var bodies = await db.Bodies.ToDictionaryAsync(b => b.Id, b => b.Name, ct);
        var members = await db.Members.ToDictionaryAsync(m => m.Id, m => m.Title, ct);
        var rows = matching.Skip((page - 1) * RecommendationFilter.PageSize).Take(RecommendationFilter.PageSize)
            .Select(r => new RecommendationRow(r.Ref, r.ShortTitle, r.Theme, bodies[r.BodyId], members[r.OwnerId], r.Delivery, r.Reason, r.Strip, r.Impact, r.Status)).ToList();
        // Counted once for the page: a count inside each row would walk the whole join for every recommendation.
        var refs = rows.ConvertAll(r => r.Ref);
        var actions = await db.Stood(scope).SelectMany(a => a.Item.Recommendations, (a, r) => new { r.Ref, Differs = a.LeadSays != null || a.ReviewerSays != null })
            .Where(x => refs.Contains(x.Ref))
            .GroupBy(x => x.Ref).Select(g => new { g.Key, Count = g.Count(), Differing = g.Sum(x => x.Differs ? 1 : 0) }).ToDictionaryAsync(g => g.Key, ct);
        var findings = (await Occasions.KnownAsync(db, scope, ct)).SelectMany(f => f.Recommendations).CountBy(r => r.Ref).ToDictionary();
        return new(rows.ConvertAll(r => r with { Actions = actions.GetValueOrDefault(r.Ref)?.Count ?? 0, Differing = actions.GetValueOrDefault(r.Ref)?.Differing ?? 0, Findings = findings.GetValueOrDefault(r.Ref) }), matching.Count, stood.Count, page, pages);
    }

    /// <summary>How many recommendations of the programme are off track.</summary>
    public async Task<int> CountOffTrackAsync(ProgrammeScope scope, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        return (await db.RatedAsync(scope, ct)).Count(r => r.Delivery == DeliveryRating.OffTrack);
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
        var all = await db.Recommendations.AsNoTracking().OrderBy(r => r.Order).Select(r => new { r.Ref, r.ShortTitle, r.Supersessions }).ToListAsync(ct);
        var refs = all.ConvertAll(r => r.Ref);
        var replaces = all.Where(r => r.Supersessions.FindLast(s => s.HoldsOn(scope.Today))?.ReplacedBy == item.Ref).Select(r => (r.Ref, r.ShortTitle)).ToList();
        var at = refs.IndexOf(item.Ref);
        var actions = await db.RowsAsync(db.Stood(scope).Where(a => a.Item.Recommendations.Any(r => r.Id == item.Id)).OrderBy(a => a.Item.Order), scope, ct);
        var judgements = await db.ImpactJudgements.AsNoTracking()
            .Where(j => j.RecommendationId == item.Id && j.On <= scope.Today)
            .OrderByDescending(j => j.On).ThenByDescending(j => j.Id)
            .ToListAsync(ct);
        await LeaveOutUnreadableAsync(db, scope, judgements, ct);
        if (scope.LooksBack)
        {
            var present = await db.Actions.AsNoTracking().Include(a => a.Updates).Where(a => a.Recommendations.Any(r => r.Id == item.Id)).OrderBy(a => a.Order).ToListAsync(ct);
            item.Judgements = [.. judgements.AsEnumerable().Reverse()];
            item = item.AsAt(scope.Today, present.Select(a => a.AsAt(scope.Today, scope.Programme.UpdateCycleDays)));
        }
        if (await ReadableVisits.KeptBackSinceAsync(db, scope, ct) is { } since)
        {
            item.Judgements = judgements;
            item.KeepFindingsBack(since, await ReadableVisits.Findings(db, scope).Where(f => f.Recommendations.Any(r => r.Id == item.Id)).ToListAsync(ct), scope.Today);
            judgements = item.Judgements;
        }
        var names = await (
            from body in db.Bodies
            from owner in db.Members
            where body.Id == item.BodyId && owner.Id == item.OwnerId
            select new { Body = body.Name, Owner = owner.Title, owner.To }).SingleAsync(ct);
        var history = await db.Readable(scope).AsNoTracking()
            .Where(h => h.Subject == Subject.Recommendation && h.SubjectRef == item.Ref)
            .OrderByDescending(h => h.On).ThenByDescending(h => h.Sequence)
            .ToListAsync(ct);
        var said = await visits.SaidAboutAsync(scope, item.Id, ct);
        return new(item, names.Body, names.Owner, names.To < scope.Today ? names.To : null, refs.ElementAtOrDefault(at - 1), refs.ElementAtOrDefault(at + 1), at + 1, refs.Count, replaces, actions, said, judgements, history);
    }

    /// <summary>The recommendation itself, or null.</summary>
    public async Task<Recommendation?> ItemAsync(ProgrammeScope scope, string reference, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        return await db.Recommendations.AsNoTracking().SingleOrDefaultAsync(r => r.Ref == reference, ct);
    }

    /// <summary>The other recommendations that stand today, which may replace this one.</summary>
    public async Task<IReadOnlyList<RecommendationChoice>> OthersAsync(ProgrammeScope scope, string reference, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        return await db.Recommendations.AsNoTracking().Where(r => r.Ref != reference && r.Status != RecommendationStatus.Superseded)
            .OrderBy(r => r.Order).Select(r => new RecommendationChoice(r.Ref, r.ShortTitle, r.Theme)).ToListAsync(ct);
    }

    // What a judgement rested on tells of evidence as a list of it would. Of what the record knows no number of, everybody reads.
    private static async Task LeaveOutUnreadableAsync(BoardDbContext db, ProgrammeScope scope, List<ImpactJudgement> judgements, CancellationToken ct)
    {
        var rested = judgements.SelectMany(j => j.Evidence).Select(e => e.EvidenceId).Where(id => id != 0).ToHashSet();
        if (rested.Count == 0 || scope.May(Permission.ReadConfidentialEvidence))
            return;
        rested.ExceptWith(await EvidenceQueries.Readable(db, scope).Where(e => rested.Contains(e.Id)).Select(e => e.Id).ToListAsync(ct));
        foreach (var judgement in judgements)
            judgement.Evidence.RemoveAll(e => rested.Contains(e.EvidenceId));
    }

    private static bool Fits(StoodRecommendation r, RecommendationFilter filter) =>
        SearchWords.Of(filter.Search).All(w => r.SearchText.Contains(w, StringComparison.Ordinal))
        && (filter.Delivery is null || r.Delivery == filter.Delivery)
        && (filter.Theme is null || r.Theme == filter.Theme)
        && (filter.BodyId is null || r.BodyId == filter.BodyId)
        && (filter.NotJudged ? r.Impact is null : filter.Impact is null || r.Impact == filter.Impact)
        && (filter.Status is null || r.Status == filter.Status)
        && (!filter.BusyOnly || ImpactGrid.IsBusyWithoutDifference(r.Delivery, r.Impact));

    private static IEnumerable<StoodRecommendation> Sorted(IEnumerable<StoodRecommendation> recommendations, string? sort) => sort switch
    {
        ByDelivery => recommendations.OrderBy(r => r.Delivery).ThenBy(r => r.Order),
        // Not judged last.
        ByImpact => recommendations.OrderBy(r => r.Impact is null).ThenBy(r => r.Impact).ThenBy(r => r.Order),
        ByTheme => recommendations.OrderBy(r => r.Theme.ToString(), StringComparer.Ordinal).ThenBy(r => r.Order),
        _ => recommendations.OrderBy(r => r.Order),
    };
}
