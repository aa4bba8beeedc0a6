using ImprovementBoard.Core.History;
using ImprovementBoard.Core.Programmes;
using ImprovementBoard.Core.Ratings;
using ImprovementBoard.Core.Recommendations;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.Actions;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.Recommendations;

/// <summary>A recommendation with how it stands, or stood on the past day that is looked at: what lists filter and sort by.</summary>
internal sealed record StoodRecommendation(
    int Id, string Ref, int Order, string ShortTitle, string SearchText, Theme Theme, int BodyId, int OwnerId,
    DeliveryRating Delivery, string Reason, string Strip, ImpactRating? Impact, RecommendationStatus Status);

/// <summary>Both ratings and the strip of a recommendation.</summary>
internal sealed record RatedRecommendation(string Ref, DeliveryRating Delivery, string Strip, ImpactRating? Impact);

/// <summary>
/// The one source of lists and counts of recommendations, for today and for any past day. They are few (3 to 40 in real programmes), so
/// lists filter and sort them here; how they stood is worked out from the dated facts.
/// </summary>
internal static class StoodRecommendations
{
    /// <summary>All recommendations as they stand for this scope, in order.</summary>
    public static async Task<List<StoodRecommendation>> StoodRecommendationsAsync(this BoardDbContext db, ProgrammeScope scope, CancellationToken ct)
    {
        var now = await db.Recommendations.AsNoTracking().OrderBy(r => r.Order)
            .Select(r => new StoodRecommendation(r.Id, r.Ref, r.Order, r.ShortTitle, r.SearchText, r.Theme, r.BodyId, r.OwnerId, r.Delivery, r.DeliveryReason, r.Strip, r.Impact, r.Status))
            .ToListAsync(ct);
        if (!scope.LooksBack)
            return now;
        var rated = (await db.RatedAsync(scope, ct)).ToDictionary(r => r.Ref);
        var actions = (await db.StoodOn(scope.Today).OrderBy(a => a.Item.Order)
            .SelectMany(a => a.Item.Recommendations, (a, r) => new { r.Ref, Action = new RatedAction(a.Item.Ref, a.Delivery) })
            .ToListAsync(ct)).ToLookup(x => x.Ref, x => x.Action);
        var past = await db.Recommendations.AsNoTracking().Include(r => r.Actions).AsSplitQuery().ToDictionaryAsync(r => r.Ref, r => (Status: r.StatusOn(scope.Today), OwnerId: r.OwnerOn(scope.Today)), ct);
        return now.ConvertAll(r =>
        {
            var (delivery, reason) = RollUp.Of([.. actions[r.Ref]]);
            return r with { Delivery = delivery, Reason = reason, Strip = rated[r.Ref].Strip, Impact = rated[r.Ref].Impact, Status = past[r.Ref].Status, OwnerId = past[r.Ref].OwnerId };
        });
    }

    /// <summary>Ratings and strips of all recommendations; in the past from the history of their moves, which is short.</summary>
    public static async Task<IReadOnlyList<RatedRecommendation>> RatedAsync(this BoardDbContext db, ProgrammeScope scope, CancellationToken ct)
    {
        var now = await db.Recommendations.AsNoTracking().OrderBy(r => r.Order).Select(r => new RatedRecommendation(r.Ref, r.Delivery, r.Strip, r.Impact)).ToListAsync(ct);
        if (!scope.LooksBack)
            return now;
        var from = RatingStrip.MonthEnds(scope.Today)[0];
        var moves = (await db.History.AsNoTracking()
            .Where(h => h.Subject == Subject.Recommendation && h.Kind == HistoryKind.RatingMoved && h.On > from)
            .Select(h => new { h.SubjectRef, h.On, h.Sequence, h.FromRating })
            .ToListAsync(ct)).OrderBy(h => h.On).ThenBy(h => h.Sequence).ToLookup(h => h.SubjectRef);
        var answeredSince = await db.Recommendations.Where(r => r.Actions.Count > 0).Select(r => new { r.Ref, On = r.Actions.Min(a => a.AddedOn) }).ToDictionaryAsync(r => r.Ref, r => r.On, ct);
        var judged = await db.Recommendations.AsNoTracking().Include(r => r.Judgements).ToDictionaryAsync(r => r.Ref, r => r.JudgementOn(scope.Today)?.Level, ct);
        return now.ConvertAll(r =>
        {
            // Until it next moved, it was what it then moved from.
            DeliveryRating On(DateOnly day) => moves[r.Ref].FirstOrDefault(m => m.On > day)?.FromRating ?? r.Delivery;
            var strip = RatingStrip.Of(scope.Today, day => answeredSince.TryGetValue(r.Ref, out var since) && since <= day ? On(day) : null);
            return new RatedRecommendation(r.Ref, On(scope.Today), strip, judged[r.Ref]);
        });
    }

    /// <summary>How many recommendations stand reopened.</summary>
    public static async Task<int> CountReopenedAsync(this BoardDbContext db, ProgrammeScope scope, CancellationToken ct)
    {
        if (!scope.LooksBack)
            return await db.Recommendations.CountAsync(r => r.Status == RecommendationStatus.Reopened, ct);
        var once = (await db.Recommendations.AsNoTracking().ToListAsync(ct)).Where(r => r.EarlierRounds.Exists(e => e.EndedOn <= scope.Today)).Select(r => r.Id).ToList();
        var reopened = await db.Recommendations.AsNoTracking().Include(r => r.Actions).Where(r => once.Contains(r.Id)).ToListAsync(ct);
        return reopened.Count(r => r.StatusOn(scope.Today) == RecommendationStatus.Reopened);
    }
}
