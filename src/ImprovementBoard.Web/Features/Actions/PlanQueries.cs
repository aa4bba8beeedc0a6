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
            select new { d.Id, Waits = d.ActionItemId == action.Id, other.Ref, other.Title, other.Delivery, other.Due, other.Forecast, Done = other.DeliveredOn != null || other.SignedOffOn != null }).ToListAsync(ct);
        var proposals = await db.Proposals.AsNoTracking()
            .Where(p => p.ActionItemId == action.Id && p.ProposedOn <= today)
            .OrderByDescending(p => p.ProposedOn).ThenByDescending(p => p.Id)
            .ToListAsync(ct);
        return new(
            sro,
            [.. links.Where(l => l.Waits).Select(l => new DependencyRow(l.Id, l.Ref, l.Title, l.Delivery, l.Due, l.Done ? null : Warning(l.Ref, l.Due, l.Forecast)))],
            [.. links.Where(l => !l.Waits).Select(l => new DependencyRow(l.Id, l.Ref, l.Title, l.Delivery, l.Due, null))],
            proposals);

        string? Warning(string reference, DateOnly due, DateOnly forecast) => action.DeliveredOn is not null || action.SignedOffOn is not null ? null
            : Dependency.Warning(reference, due, forecast, action.StartedOn is null ? action.BaselineStart : action.Due, action.StartedOn is null, today);
    }

    /// <summary>Posts that may answer for an action, held today.</summary>
    public async Task<IReadOnlyList<LeadChoice>> OwnersAsync(ProgrammeScope scope, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        return await db.Members.Where(m => m.From <= scope.Today && (m.To == null || m.To >= scope.Today)).OrderBy(m => m.Title).Select(m => new LeadChoice(m.Id, m.Title, false, true)).ToListAsync(ct);
    }

    /// <summary>Those of the actions whose new dates wait for a decision.</summary>
    internal static IQueryable<ActionItem> Proposed(BoardDbContext db, IQueryable<ActionItem> actions, DateOnly today) =>
        actions.Where(a => db.Proposals.Any(p => p.ActionItemId == a.Id && p.ProposedOn <= today && (p.DecidedOn == null || p.DecidedOn > today)));

    /// <summary>By the reference of an action, why what it waits for is a worry.</summary>
    internal static async Task<ILookup<string, string>> WarningsAsync(BoardDbContext db, IReadOnlyList<string> references, DateOnly today, CancellationToken ct)
    {
        var late = references.Count == 0 ? [] : await (
            from d in InForce(db, today)
            join a in db.Actions on d.ActionItemId equals a.Id
            join other in db.Actions on d.WaitsForId equals other.Id
            where references.Contains(a.Ref) && a.DeliveredOn == null && a.SignedOffOn == null && other.DeliveredOn == null && other.SignedOffOn == null
            orderby other.Order
            select new { a.Ref, a.StartedOn, a.BaselineStart, a.Due, Other = other.Ref, OtherDue = other.Due, OtherForecast = other.Forecast }).ToListAsync(ct);
        return late
            .Select(l => (l.Ref, Words: Dependency.Warning(l.Other, l.OtherDue, l.OtherForecast, l.StartedOn is null ? l.BaselineStart : l.Due, l.StartedOn is null, today)))
            .Where(l => l.Words is not null)
            .ToLookup(l => l.Ref, l => l.Words!);
    }

    private static IQueryable<Dependency> InForce(BoardDbContext db, DateOnly today) =>
        db.Dependencies.Where(d => d.From <= today && (d.Until == null || d.Until > today));
}
