using ImprovementBoard.Core.History;
using ImprovementBoard.Core.Ratings;
using ImprovementBoard.Core.Recommendations;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.Actions;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.Recommendations;

/// <summary>A recommendation with how it stands, or stood on the past day that is looked at.</summary>
internal sealed class StoodRecommendation
{
    public required Recommendation Item { get; init; }
    public required DeliveryRating Delivery { get; init; }
}

/// <summary>Rating and strip of a recommendation.</summary>
internal sealed record RatedRecommendation(string Ref, DeliveryRating Delivery, string Strip);

/// <summary>The one source of lists and counts of recommendations, for today and for any past day.</summary>
internal static class StoodRecommendations
{
    /// <summary>The recommendations as they stand for this scope; in the past rolled up from how their actions stood (<see cref="RollUp"/>).</summary>
    public static IQueryable<StoodRecommendation> StoodRecommendationsOf(this BoardDbContext db, ProgrammeScope scope)
    {
        var day = scope.Today;
        return scope.LooksBack
            ? db.Recommendations.AsNoTracking().Select(r => new StoodRecommendation
            {
                Item = r,
                Delivery = db.Standings.Where(s => s.Until > day && s.From <= day && s.Item.Recommendations.Any(x => x.Id == r.Id)).Min(s => (DeliveryRating?)s.Delivery) ?? RollUp.WithoutAction,
            })
            : db.Recommendations.AsNoTracking().Select(r => new StoodRecommendation { Item = r, Delivery = r.Delivery });
    }

    /// <summary>Rating and strip of every recommendation; in the past from the history of their moves, which is short.</summary>
    public static async Task<IReadOnlyList<RatedRecommendation>> RatedAsync(this BoardDbContext db, ProgrammeScope scope, CancellationToken ct)
    {
        var now = await db.Recommendations.AsNoTracking().OrderBy(r => r.Order).Select(r => new RatedRecommendation(r.Ref, r.Delivery, r.Strip)).ToListAsync(ct);
        if (!scope.LooksBack)
            return now;
        var from = RatingStrip.MonthEnds(scope.Today)[0];
        var moves = (await db.History.AsNoTracking()
            .Where(h => h.Subject == Subject.Recommendation && h.Kind == HistoryKind.RatingMoved && h.On > from)
            .Select(h => new { h.SubjectRef, h.On, h.Id, h.FromRating })
            .ToListAsync(ct)).OrderBy(h => h.On).ThenBy(h => h.Id).ToLookup(h => h.SubjectRef);
        var answeredSince = await db.Recommendations.Where(r => r.Actions.Count > 0).Select(r => new { r.Ref, On = r.Actions.Min(a => a.AddedOn) }).ToDictionaryAsync(r => r.Ref, r => r.On, ct);
        return now.ConvertAll(r =>
        {
            // Until it next moved, it was what it then moved from.
            DeliveryRating On(DateOnly day) => moves[r.Ref].FirstOrDefault(m => m.On > day)?.FromRating ?? r.Delivery;
            return new RatedRecommendation(r.Ref, On(scope.Today), RatingStrip.Of(scope.Today, day => answeredSince.TryGetValue(r.Ref, out var since) && since <= day ? On(day) : null));
        });
    }

    /// <summary>Why each of these recommendations was rated so on the past day, in words.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> PastReasonsAsync(this BoardDbContext db, IReadOnlyList<string> refs, DateOnly day, CancellationToken ct)
    {
        var actions = (await db.StoodOn(day).OrderBy(a => a.Item.Order)
            .SelectMany(a => a.Item.Recommendations, (a, r) => new { r.Ref, Action = new RatedAction(a.Item.Ref, a.Delivery) })
            .Where(x => refs.Contains(x.Ref))
            .ToListAsync(ct)).ToLookup(x => x.Ref, x => x.Action);
        return refs.ToDictionary(r => r, r => RollUp.Of([.. actions[r]]).Reason);
    }
}
