using ImprovementBoard.Core.Actions;
using ImprovementBoard.Core.Ratings;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Data;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.Actions;

/// <summary>The other end of a dependency.</summary>
/// <param name="Warning">Why it is a worry, in words, or null.</param>
public sealed record DependencyRow(int Id, string Ref, string Title, DeliveryRating Delivery, DateOnly Due, string? Warning);

/// <summary>The plan of one action beyond the action itself.</summary>
/// <param name="Sro">Title of the senior responsible owner, or null.</param>
public sealed record PlanView(
    string? Sro,
    IReadOnlyList<DependencyRow> WaitsFor,
    IReadOnlyList<DependencyRow> HoldsUp,
    IReadOnlyList<DateProposal> Proposals);

/// <summary>Reads what an action waits for, who answers for it, and proposals of new dates.</summary>
public sealed class PlanQueries(BoardDatabase database)
{
    /// <summary>The plan of one action.</summary>
    public async Task<PlanView> OfAsync(ProgrammeScope scope, ActionItem action, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        var today = scope.Today;
        var sroId = action.TermsOn(today)?.SroId;
        var sro = sroId is null ? null : await db.Members.Where(m => m.Id == sroId).Select(m => m.Title).SingleAsync(ct);
        var links = await (
            from d in InForce(db, today)
            where d.ActionItemId == action.Id || d.WaitsForId == action.Id
            join other in db.Actions on d.ActionItemId == action.Id ? d.WaitsForId : d.ActionItemId equals other.Id
            orderby other.Order
            select new { d.Id, Waits = d.ActionItemId == action.Id, Other = other }).AsNoTracking().ToListAsync(ct);
        var standing = await StandingAsync(db, scope, links.Select(l => l.Other), ct);
        DependencyRow Row(int id, ActionItem other, string? warning) => new(id, other.Ref, other.Title, other.Delivery, other.Due, warning);
        var proposals = await db.Proposals.AsNoTracking()
            .Where(p => p.ActionItemId == action.Id && p.ProposedOn <= today)
            .OrderByDescending(p => p.ProposedOn).ThenByDescending(p => p.Id)
            .ToListAsync(ct);
        return new(
            sro,
            [.. links.Where(l => l.Waits).Select(l => Row(l.Id, standing[l.Other.Id], Warning(action, standing[l.Other.Id], today)))],
            [.. links.Where(l => !l.Waits).Select(l => Row(l.Id, standing[l.Other.Id], null))],
            proposals);
    }

    /// <summary>Posts that may answer for an action, held today.</summary>
    public async Task<IReadOnlyList<LeadChoice>> OwnersAsync(ProgrammeScope scope, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        return await db.Members.Where(m => m.From <= scope.Today && (m.To == null || m.To >= scope.Today)).OrderBy(m => m.Title).Select(m => new LeadChoice(m.Id, m.Title, false, true)).ToListAsync(ct);
    }

    /// <summary>Those of the actions whose new dates wait for a decision.</summary>
    internal static IQueryable<StoodAction> Proposed(BoardDbContext db, IQueryable<StoodAction> actions, DateOnly today)
    {
        var pending = Pending(db, today);
        return actions.Where(a => pending.Any(p => p.ActionItemId == a.Item.Id));
    }

    /// <summary>Proposals of new dates that wait for a decision.</summary>
    internal static IQueryable<DateProposal> Pending(BoardDbContext db, DateOnly today) =>
        db.Proposals.Where(p => p.ProposedOn <= today && (p.DecidedOn == null || p.DecidedOn > today));

    /// <summary>By the reference of an action, why what it waits for is a worry.</summary>
    internal static async Task<ILookup<string, string>> WarningsAsync(BoardDbContext db, ProgrammeScope scope, IReadOnlyList<string> references, CancellationToken ct)
    {
        var links = references.Count == 0 ? [] : await (
            from d in InForce(db, scope.Today)
            join a in db.Actions on d.ActionItemId equals a.Id
            join other in db.Actions on d.WaitsForId equals other.Id
            where references.Contains(a.Ref)
            orderby other.Order
            select new { Waits = a, For = other }).AsNoTracking().ToListAsync(ct);
        var standing = await StandingAsync(db, scope, links.SelectMany(l => new[] { l.Waits, l.For }), ct);
        return links.Select(l => (l.Waits.Ref, Words: Warning(standing[l.Waits.Id], standing[l.For.Id], scope.Today)))
            .Where(l => l.Words is not null)
            .ToLookup(l => l.Ref, l => l.Words!);
    }

    private static string? Warning(ActionItem action, ActionItem other, DateOnly today) =>
        action.State > ActionState.InProgress || other.State > ActionState.InProgress ? null
            : Dependency.Warning(other.Ref, other.Due, other.Forecast, action.StartedOn is null ? action.BaselineStart : action.Due, action.StartedOn is null, today);

    /// <summary>The actions as they stand for the scope, by key.</summary>
    private static async Task<Dictionary<int, ActionItem>> StandingAsync(BoardDbContext db, ProgrammeScope scope, IEnumerable<ActionItem> present, CancellationToken ct)
    {
        var now = present.DistinctBy(a => a.Id).ToDictionary(a => a.Id);
        return scope.LooksBack && now.Count > 0
            ? (await db.Actions.AsNoTracking().Include(a => a.Updates).Where(a => now.Keys.Contains(a.Id)).ToListAsync(ct)).ToDictionary(a => a.Id, a => a.AsAt(scope.Today, scope.Programme.UpdateCycleDays))
            : now;
    }

    private static IQueryable<Dependency> InForce(BoardDbContext db, DateOnly today) =>
        db.Dependencies.Where(d => d.From <= today && (d.Until == null || d.Until > today));
}
