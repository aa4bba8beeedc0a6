using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Actions;
using ImprovementBoard.Core.Ratings;
using ImprovementBoard.Core.Recommendations;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Data;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.HandOvers;

/// <summary>A post with how much that is open it holds.</summary>
/// <param name="LeftOn">Its last day, where that has passed; then nothing should stay with it.</param>
public sealed record Holder(int Id, string Title, string Agency, DateOnly? LeftOn, int Actions, int Recommendations)
{
    /// <summary>Open items in all.</summary>
    public int Items => Actions + Recommendations;
}

/// <summary>An open item of a post.</summary>
public sealed record HeldItem(string Ref, string Title, DeliveryRating Delivery, string Reason);

/// <summary>Reads about who holds what.</summary>
public sealed class HandOverQueries(BoardDatabase database)
{
    /// <summary>All posts with what they hold: those who have left first, then by title.</summary>
    public async Task<IReadOnlyList<Holder>> PostsAsync(ProgrammeScope scope, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        var actions = await OpenActions(db).GroupBy(a => a.LeadId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
        var recommendations = await OpenRecommendations(db).GroupBy(r => r.OwnerId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
        var posts = (await db.Members.AsNoTracking().ToListAsync(ct))
            .Select(m => new Holder(m.Id, m.Title, m.Agency, m.To < scope.Today ? m.To : null, actions.GetValueOrDefault(m.Id), recommendations.GetValueOrDefault(m.Id)));
        return [.. posts.OrderBy(h => h.LeftOn is null).ThenBy(h => h.LeftOn).ThenBy(h => h.Title, StringComparer.Ordinal)];
    }

    /// <summary>Posts that have left and still hold something open.</summary>
    public async Task<IReadOnlyList<Holder>> LeftAsync(ProgrammeScope scope, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        var (actions, recommendations) = (OpenActions(db), OpenRecommendations(db));
        return await db.Members
            .Where(m => m.To < scope.Today && (actions.Any(a => a.LeadId == m.Id) || recommendations.Any(r => r.OwnerId == m.Id)))
            .OrderBy(m => m.To).ThenBy(m => m.Title)
            .Select(m => new Holder(m.Id, m.Title, m.Agency, m.To, actions.Count(a => a.LeadId == m.Id), recommendations.Count(r => r.OwnerId == m.Id)))
            .ToListAsync(ct);
    }

    /// <summary>The open actions a post leads.</summary>
    public async Task<IReadOnlyList<HeldItem>> ActionsOfAsync(ProgrammeScope scope, int memberId, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        return await OpenActions(db).Where(a => a.LeadId == memberId).OrderBy(a => a.Order).Select(a => new HeldItem(a.Ref, a.Title, a.Delivery, a.DeliveryReason)).ToListAsync(ct);
    }

    /// <summary>The open recommendations a post owns.</summary>
    public async Task<IReadOnlyList<HeldItem>> RecommendationsOfAsync(ProgrammeScope scope, int memberId, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        return await OpenRecommendations(db).Where(r => r.OwnerId == memberId).OrderBy(r => r.Order).Select(r => new HeldItem(r.Ref, r.ShortTitle, r.Delivery, r.DeliveryReason)).ToListAsync(ct);
    }

    /// <summary>Posts that can take over today.</summary>
    public async Task<IReadOnlyList<Member>> SuccessorsAsync(ProgrammeScope scope, int exceptId, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        return [.. (await db.Members.AsNoTracking().Where(m => m.Id != exceptId).OrderBy(m => m.Title).ToListAsync(ct)).Where(m => m.HoldsOn(scope.Today) && HandOver.MayHold(m.Role))];
    }

    // A signed-off action still has its re-check, which somebody must bring about.
    private static IQueryable<ActionItem> OpenActions(BoardDbContext db) => db.Actions.Where(a => a.ClosedOn == null);

    private static IQueryable<Recommendation> OpenRecommendations(BoardDbContext db) =>
        db.Recommendations.Where(r => r.Status != RecommendationStatus.Closed && r.Status != RecommendationStatus.Superseded);
}
