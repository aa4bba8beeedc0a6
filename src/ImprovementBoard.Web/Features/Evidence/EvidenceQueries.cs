using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Evidence;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.Actions;
using ImprovementBoard.Web.History;
using ImprovementBoard.Web.Shared;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.Evidence;

/// <summary>Reads about evidence. Confidential evidence does not exist for those who may not read it.</summary>
public sealed class EvidenceQueries(BoardDatabase database)
{
    /// <summary>A filtered page of the evidence of the programme, the newest evidence first.</summary>
    public async Task<PageOf<EvidenceRow>> ListAsync(ProgrammeScope scope, EvidenceFilter filter, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        var readable = Readable(db, scope);
        var standing = Standing(readable, scope.Today);
        var matching = filter.Withdrawn ? readable.Where(e => e.WithdrawnOn <= scope.Today) : standing;
        foreach (var word in SearchWords.Of(filter.Search))
            matching = matching.Where(e => e.SearchText.Contains(word));
        if (filter.Kind is { } kind)
            matching = matching.Where(e => e.Kind == kind);
        if (filter.Strength is { } strength)
            matching = matching.Where(e => e.Strength == strength);
        var all = await standing.CountAsync(ct);
        var found = filter.IsEverything ? all : await matching.CountAsync(ct);
        var pages = Math.Max(1, (found + EvidenceFilter.PageSize - 1) / EvidenceFilter.PageSize);
        var page = Math.Clamp(filter.Page, 1, pages);
        var sorted = Newest(matching).Skip((page - 1) * EvidenceFilter.PageSize).Take(EvidenceFilter.PageSize);
        return new(await Rows(db, sorted, scope.Today).ToListAsync(ct), found, all, page, pages);
    }

    /// <summary>How much of what stands has each strength.</summary>
    public async Task<IReadOnlyDictionary<EvidenceStrength, int>> CountByStrengthAsync(ProgrammeScope scope, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        return await Standing(Readable(db, scope), scope.Today).GroupBy(e => e.Strength).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
    }

    /// <summary>References of actions that wait for sign-off with no evidence, which cannot be signed off.</summary>
    public async Task<IReadOnlyList<string>> WaitingWithoutAsync(ProgrammeScope scope, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        var standing = Standing(db.Evidence, scope.Today);
        return await db.Actions
            .Where(a => a.DeliveredOn != null && a.SignedOffOn == null && !standing.Any(e => e.ActionItemId == a.Id))
            .OrderBy(a => a.Order).Select(a => a.Ref).ToListAsync(ct);
    }

    /// <summary>What stands on an action, the newest first.</summary>
    public async Task<IReadOnlyList<EvidenceRow>> OfActionAsync(ProgrammeScope scope, int actionId, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        return await Rows(db, Newest(Standing(Readable(db, scope), scope.Today).Where(e => e.ActionItemId == actionId)), scope.Today).ToListAsync(ct);
    }

    /// <summary>What stands on a recommendation and on the actions that answer it, the newest first.</summary>
    public async Task<IReadOnlyList<EvidenceRow>> OfRecommendationAsync(ProgrammeScope scope, int recommendationId, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        return await Rows(db, Newest(About(db, scope, recommendationId)), scope.Today).ToListAsync(ct);
    }

    /// <summary>
    /// The evidence that a judgement of a recommendation may rest on: of the recommendation itself and of its actions, standing today, the newest first.
    /// </summary>
    public async Task<IReadOnlyList<EvidenceChoice>> FactsForRecommendationAsync(ProgrammeScope scope, int recommendationId, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        var rows = await Rows(db, Newest(About(db, scope, recommendationId)), scope.Today).ToListAsync(ct);
        return rows.ConvertAll(r => new EvidenceChoice(
            new EvidenceFact(r.Id, r.Kind, r.Strength, r.DatedOn, r.SampleSize), r.Title, r.Action is { } action ? $"action {action}" : $"recommendation {r.Recommendation}", r.Sensitivity == Sensitivity.Confidential));
    }

    /// <summary>One piece of evidence, or null when this person may read none of that number.</summary>
    public async Task<EvidenceView?> FindAsync(ProgrammeScope scope, int id, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        var item = await Readable(db, scope).AsNoTracking().Include(e => e.Versions).SingleOrDefaultAsync(e => e.Id == id && e.AddedOn <= scope.Today, ct);
        if (item is null)
            return null;
        var action = await db.Actions.Where(a => a.Id == item.ActionItemId).Select(a => new { a.Ref, a.Title, a.LeadId }).SingleOrDefaultAsync(ct);
        var recommendation = await db.Recommendations.Where(r => r.Id == item.RecommendationId).Select(r => new { r.Ref, r.ShortTitle, r.OwnerId }).SingleOrDefaultAsync(ct);
        // Whoever leads the action of a confidential file sees what happened to it; elsewhere its history is for those who may read all.
        var told = item.Sensitivity == Sensitivity.Confidential ? db.History.Where(h => h.On <= scope.Today) : db.Readable(scope);
        var history = await told.AsNoTracking()
            .Where(h => h.EvidenceId == id)
            .OrderByDescending(h => h.On).ThenByDescending(h => h.Sequence).ToListAsync(ct);
        return new(item, action?.Ref, recommendation?.Ref, action?.Title ?? recommendation!.ShortTitle, action?.LeadId ?? recommendation!.OwnerId,
            [.. item.Versions.Where(v => v.AddedOn <= scope.Today).OrderByDescending(v => v.Number)], history);
    }

    /// <summary>Title of what evidence is to be attached to, and the post that leads or owns it; null when this programme has none of that reference.</summary>
    public async Task<(string Title, int OwnerId)?> TargetAsync(ProgrammeScope scope, EvidenceTarget target, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        var found = target.IsAction
            ? await db.Actions.Where(a => a.Ref == target.Ref).Select(a => new { a.Title, Owner = a.LeadId }).SingleOrDefaultAsync(ct)
            : await db.Recommendations.Where(r => r.Ref == target.Ref).Select(r => new { Title = r.ShortTitle, Owner = r.OwnerId }).SingleOrDefaultAsync(ct);
        return found is null ? null : (found.Title, found.Owner);
    }

    /// <summary>True where the person may read what is confidential about items of their own. Who left them behind with the role that held them may not: closed ones stay with the post.</summary>
    internal static bool ReadsOfOwn(ProgrammeScope scope) => scope.Actor.Role is { } role && HandOver.MayHold(role);

    /// <summary>What the person may read.</summary>
    internal static IQueryable<EvidenceItem> Readable(BoardDbContext db, ProgrammeScope scope)
    {
        if (scope.May(Permission.ReadConfidentialEvidence))
            return db.Evidence;
        var me = ReadsOfOwn(scope) ? scope.Actor.MemberId : null;
        return db.Evidence.Where(e => e.Sensitivity == Sensitivity.Normal
            || db.Actions.Any(a => a.Id == e.ActionItemId && a.LeadId == me)
            || db.Recommendations.Any(r => r.Id == e.RecommendationId && r.OwnerId == me));
    }

    /// <summary>Attached and not withdrawn at the end of a day.</summary>
    internal static IQueryable<EvidenceItem> Standing(IQueryable<EvidenceItem> evidence, DateOnly day) =>
        evidence.Where(e => e.AddedOn <= day && (e.WithdrawnOn == null || e.WithdrawnOn > day));

    private static IQueryable<EvidenceItem> About(BoardDbContext db, ProgrammeScope scope, int recommendationId) =>
        Standing(Readable(db, scope), scope.Today).Where(e => e.RecommendationId == recommendationId
            || db.Actions.Any(a => a.Id == e.ActionItemId && a.Recommendations.Any(r => r.Id == recommendationId)));

    private static IQueryable<EvidenceItem> Newest(IQueryable<EvidenceItem> evidence) => evidence.OrderByDescending(e => e.DatedOn).ThenByDescending(e => e.Id);

    private static IQueryable<EvidenceRow> Rows(BoardDbContext db, IQueryable<EvidenceItem> evidence, DateOnly today) =>
        evidence.AsNoTracking().Select(e => new EvidenceRow(
            e.Id, e.Title, e.Kind, e.Strength, e.DatedOn, e.PeriodFrom, e.PeriodTo, e.SampleSize, e.Finding, e.Sensitivity,
            db.Actions.Where(a => a.Id == e.ActionItemId).Select(a => a.Ref).FirstOrDefault(),
            db.Recommendations.Where(r => r.Id == e.RecommendationId).Select(r => r.Ref).FirstOrDefault(),
            e.AddedOn, e.AddedBy, e.WithdrawnOn != null && e.WithdrawnOn <= today, e.Versions.Count(v => v.AddedOn <= today), e.Illustrative));
}
