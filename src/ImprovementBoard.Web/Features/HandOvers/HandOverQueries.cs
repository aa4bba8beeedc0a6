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

    /// <summary>Posts that had left by the day looked at and still held something open then.</summary>
    public async Task<IReadOnlyList<Holder>> LeftAsync(ProgrammeScope scope, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        var gone = await db.Members.AsNoTracking().Where(m => m.To < scope.Today).OrderBy(m => m.To).ThenBy(m => m.Title).ToListAsync(ct);
        if (gone.Count == 0)
            return [];
        var ids = gone.ConvertAll(m => m.Id);
        var leads = scope.LooksBack
            ? db.Standings.Where(s => s.Until > scope.Today && s.From <= scope.Today && s.State != ActionState.Closed).Select(s => s.LeadId)
            : OpenActions(db).Select(a => a.LeadId);
        var actions = await leads.Where(l => ids.Contains(l)).GroupBy(l => l).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
        // Few, and who owned one on a past day stands in a list that only the program can read.
        var recommendations = (await OpenRecommendations(db).Select(r => new { r.OwnerId, r.OwnerChanges }).ToListAsync(ct)).CountBy(r => HandOver.HolderOn(r.OwnerChanges, r.OwnerId, scope.Today)).ToDictionary();
        return [.. gone.Select(m => new Holder(m.Id, m.Title, m.Agency, m.To, actions.GetValueOrDefault(m.Id), recommendations.GetValueOrDefault(m.Id))).Where(h => h.Items > 0)];
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

    /// <summary>How much that is open a post holds.</summary>
    internal static async Task<int> HeldAsync(BoardDbContext db, int memberId, CancellationToken ct) =>
        await OpenActions(db).CountAsync(a => a.LeadId == memberId, ct) + await OpenRecommendations(db).CountAsync(r => r.OwnerId == memberId, ct);

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
