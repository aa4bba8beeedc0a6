using ImprovementBoard.Core.Actions;
using ImprovementBoard.Core.History;
using ImprovementBoard.Core.Ratings;
using ImprovementBoard.Core.Visits;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.Actions;
using ImprovementBoard.Web.Features.Recommendations;
using ImprovementBoard.Web.Features.Visits;
using ImprovementBoard.Web.History;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.Compare;

/// <summary>A recommendation on both dates.</summary>
public sealed record RecommendationMove(string Ref, string ShortTitle, DeliveryRating From, DeliveryRating To);

/// <summary>An action on both dates; what is null was not in the plan yet.</summary>
public sealed record ActionMove(string Ref, string Title, DeliveryRating? From, DeliveryRating To, DateOnly? DueFrom, DateOnly DueTo, ActionState? StateFrom, ActionState StateTo);

/// <summary>A finding made between the dates, with where it was made.</summary>
public sealed record NewFinding(Finding Finding, Occasion At);

/// <summary>What differs between the ends of two days.</summary>
public sealed record Comparison(
    DateOnly From,
    DateOnly To,
    IReadOnlyDictionary<DeliveryRating, int> RecommendationsFrom,
    IReadOnlyDictionary<DeliveryRating, int> RecommendationsTo,
    IReadOnlyDictionary<DeliveryRating, int> ActionsFrom,
    IReadOnlyDictionary<DeliveryRating, int> ActionsTo,
    IReadOnlyList<RecommendationMove> Recommendations,
    PageOf<ActionMove> Actions,
    IReadOnlyDictionary<HistoryKind, int> Happened,
    IReadOnlyList<HistoryEntry> Events,
    int EventCount,
    IReadOnlyList<NewFinding> Findings);

/// <summary>Compares the programme at the ends of two days, from the standings and the history.</summary>
public sealed class CompareQueries(BoardDatabase database)
{
    /// <summary>Rows on a page of actions, and of events shown.</summary>
    public const int PageSize = 100;

    // Every move of a rating is in the history, which the page links to; these are the events a board asks about.
    private static readonly HistoryKind[] Shown = [HistoryKind.DueDateMoved, HistoryKind.Delivered, HistoryKind.SignedOff, HistoryKind.Closed, HistoryKind.Reopened];

    /// <summary>What differs between the end of <paramref name="from"/> and the end of <paramref name="to"/>.</summary>
    public async Task<Comparison> CompareAsync(ProgrammeScope scope, DateOnly from, DateOnly to, int page, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        var (before, after) = (At(scope, from), At(scope, to));
        var (recommendationsFrom, recommendationsTo) = (await db.RatedAsync(before, ct), await db.RatedAsync(after, ct));
        var titles = await db.Recommendations.Select(r => new { r.Ref, r.ShortTitle }).ToDictionaryAsync(r => r.Ref, r => r.ShortTitle, ct);
        var between = db.Readable(after).AsNoTracking().Where(h => h.On > from);
        var happened = await between.GroupBy(h => h.Kind).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
        var events = await between.Where(h => Shown.Contains(h.Kind)).OrderByDescending(h => h.On).ThenByDescending(h => h.Sequence).Take(PageSize).ToListAsync(ct);
        return new(
            from, to,
            recommendationsFrom.CountBy(r => r.Delivery).ToDictionary(),
            recommendationsTo.CountBy(r => r.Delivery).ToDictionary(),
            await CountsAsync(db, before, ct),
            await CountsAsync(db, after, ct),
            [.. recommendationsFrom.Zip(recommendationsTo).Where(x => x.First.Delivery != x.Second.Delivery).Select(x => new RecommendationMove(x.First.Ref, titles[x.First.Ref], x.First.Delivery, x.Second.Delivery))],
            await ActionsAsync(db, from, to, page, ct),
            happened,
            events,
            Shown.Sum(happened.GetValueOrDefault),
            await FindingsAsync(db, after, from, to, ct));
    }

    private static ProgrammeScope At(ProgrammeScope scope, DateOnly day) =>
        day < scope.Today ? scope with { Today = day, Actor = scope.Actor with { LooksBack = true } } : scope;

    private static async Task<IReadOnlyDictionary<DeliveryRating, int>> CountsAsync(BoardDbContext db, ProgrammeScope scope, CancellationToken ct) =>
        await db.Stood(scope).GroupBy(a => a.Delivery).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);

    /// <summary>Actions whose rating, due date or state differs.</summary>
    private static async Task<PageOf<ActionMove>> ActionsAsync(BoardDbContext db, DateOnly since, DateOnly to, int page, CancellationToken ct)
    {
        var moved =
            from b in db.Standings.Where(s => s.Until > to && s.From <= to)
            join a in db.Standings.Where(s => s.Until > since && s.From <= since) on b.ActionItemId equals a.ActionItemId into earlier
            from a in earlier.DefaultIfEmpty()
            where a == null || a.Delivery != b.Delivery || a.Due != b.Due || a.State != b.State
            orderby b.Item.Order
            select new ActionMove(b.Item.Ref, b.Item.Title, a == null ? null : a.Delivery, b.Delivery, a == null ? null : a.Due, b.Due, a == null ? null : a.State, b.State);
        var found = await moved.CountAsync(ct);
        var pages = Math.Max(1, (found + PageSize - 1) / PageSize);
        page = Math.Clamp(page, 1, pages);
        return new(await moved.Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(ct), found, await db.Actions.CountAsync(ct), page, pages);
    }

    /// <summary>What became known between: said after the first date, or said earlier and written down only then.</summary>
    private static async Task<IReadOnlyList<NewFinding>> FindingsAsync(BoardDbContext db, ProgrammeScope scope, DateOnly since, DateOnly to, CancellationToken ct)
    {
        var occasions = await Occasions.ListAsync(db, scope, ct);
        var findings = (await Occasions.KnownAsync(db, scope, ct)).Where(f => (f.On > since || f.RecordedOn > since) && f.On <= to && f.RecordedOn <= to).OrderBy(f => f.On).ThenBy(f => f.Id);
        return [.. findings.Select(f => new NewFinding(f, occasions.First(o => o.Has(f))))];
    }
}

internal static class CompareRegistration
{
    public static IServiceCollection AddCompare(this IServiceCollection services) => services.AddScoped<CompareQueries>();
}
