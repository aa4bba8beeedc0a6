using ImprovementBoard.Core.Actions;
using ImprovementBoard.Core.History;
using ImprovementBoard.Core.Ratings;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Shared;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.Actions;

/// <summary>Reads about actions. Ratings are read as stored; nothing here compares dates to judge.</summary>
public sealed class ActionQueries(BoardDatabase database)
{
    /// <summary>Names of sort orders, as in the address.</summary>
    public const string ByRef = "ref", ByDelivery = "delivery", ByDue = "due", ByUpdate = "update";

    /// <summary>A filtered, sorted page of actions.</summary>
    public async Task<PageOf<ActionRow>> ListAsync(ProgrammeScope scope, ActionFilter filter, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        var all = await db.Actions.CountAsync(ct);
        var members = filter.Search is null ? [] : await db.Members.Select(m => new LeadChoice(m.Id, m.Title, true, false)).ToListAsync(ct);
        var matching = Matching(db, db.Actions.AsNoTracking(), members, filter, scope.Today);
        var found = filter == filter with { Search = null, Delivery = null, LeadId = null, Theme = null, LateOnly = false, SroId = null, ProposedOnly = false, DiffersOnly = false } ? all : await matching.CountAsync(ct);
        var pages = Math.Max(1, (found + ActionFilter.PageSize - 1) / ActionFilter.PageSize);
        var page = Math.Clamp(filter.Page, 1, pages);
        var rows = await RowsAsync(db, Sorted(matching, filter.Sort).Skip((page - 1) * ActionFilter.PageSize).Take(ActionFilter.PageSize), scope.Today, ct);
        return new(rows, found, all, page, pages);
    }

    /// <summary>How many actions have each rating, for the whole programme.</summary>
    public async Task<IReadOnlyDictionary<DeliveryRating, int>> CountByRatingAsync(ProgrammeScope scope, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        return await db.Actions.GroupBy(a => a.Delivery).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
    }

    /// <summary>The posts that lead an action or answer for one.</summary>
    public async Task<IReadOnlyList<LeadChoice>> LeadsAsync(ProgrammeScope scope, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        return await db.Members
            .Select(m => new { m.Id, m.Title, Leads = db.Actions.Any(a => a.LeadId == m.Id), Owns = db.Actions.Any(a => a.SroId == m.Id) })
            .Where(m => m.Leads || m.Owns)
            .OrderBy(m => m.Title)
            .Select(m => new LeadChoice(m.Id, m.Title, m.Leads, m.Owns))
            .ToListAsync(ct);
    }

    /// <summary>One action, or null when this programme has none of that reference.</summary>
    public async Task<ActionView?> FindAsync(ProgrammeScope scope, string reference, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        var item = await db.Actions.AsNoTracking().Include(a => a.Recommendations).AsSplitQuery().SingleOrDefaultAsync(a => a.Ref == reference, ct);
        if (item is null)
            return null;
        var updates = await (
            from u in db.Updates.AsNoTracking()
            join m in db.Members on u.ById equals m.Id
            where u.ActionItemId == item.Id
            orderby u.On descending, u.Id descending
            select new UpdateView(u, m.Title)).ToListAsync(ct);
        var lead = await db.Members.Where(m => m.Id == item.LeadId).Select(m => m.Title).SingleAsync(ct);
        var history = await db.History.AsNoTracking()
            .Where(h => h.Subject == Subject.Action && h.SubjectRef == item.Ref && h.Kind != HistoryKind.UpdatePosted)
            .OrderByDescending(h => h.On).ThenByDescending(h => h.Id)
            .ToListAsync(ct);
        return new(item, lead, [.. item.Recommendations.OrderBy(r => r.Order).Select(r => (r.Ref, r.ShortTitle))], updates, history);
    }

    /// <summary>What the person owes or may update: their own actions that are not signed off, the update due first at the top.</summary>
    public async Task<IReadOnlyList<ActionRow>> MineAsync(ProgrammeScope scope, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        return await RowsAsync(db, db.Actions.AsNoTracking()
            .Where(a => a.LeadId == scope.Actor.MemberId && a.SignedOffOn == null)
            .OrderBy(a => a.UpdateDueBy == null).ThenBy(a => a.UpdateDueBy).ThenBy(a => a.Order), scope.Today, ct);
    }

    /// <summary>Rows with what they wait for that is late.</summary>
    internal static async Task<IReadOnlyList<ActionRow>> RowsAsync(BoardDbContext db, IQueryable<ActionItem> actions, DateOnly today, CancellationToken ct)
    {
        var rows = await Rows(db, actions, today).ToListAsync(ct);
        var warnings = await PlanQueries.WarningsAsync(db, rows.ConvertAll(r => r.Ref), today, ct);
        return warnings.Count == 0 ? rows : rows.ConvertAll(r => r with { Warnings = [.. warnings[r.Ref]] });
    }

    private static IQueryable<ActionRow> Rows(BoardDbContext db, IQueryable<ActionItem> actions, DateOnly today) =>
        from a in actions
        join m in db.Members on a.LeadId equals m.Id
        select new ActionRow(a.Ref, a.Title, m.Title, a.LeadId, a.Delivery, a.DeliveryReason, a.RuleSays, a.LeadSays, a.ReviewerSays, a.Strip, a.BaselineDue, a.Due, a.LastUpdateOn, a.UpdateDueBy, a.Due < today && a.DeliveredOn == null && a.SignedOffOn == null, a.Illustrative, a.TimesMoved,
            db.Proposals.Where(p => p.ActionItemId == a.Id && p.ProposedOn <= today && (p.DecidedOn == null || p.DecidedOn > today)).Select(p => (DateOnly?)p.NewDue).FirstOrDefault());

    /// <summary>Past its due date and not delivered.</summary>
    internal static IQueryable<ActionItem> Late(IQueryable<ActionItem> actions, DateOnly today) =>
        actions.Where(a => a.Due < today && a.DeliveredOn == null && a.SignedOffOn == null);

    /// <summary>The lead or a reviewer sees it otherwise than the rule.</summary>
    internal static IQueryable<ActionItem> Differing(IQueryable<ActionItem> actions) =>
        actions.Where(a => a.LeadSays != null || a.ReviewerSays != null);

    private static IQueryable<ActionItem> Matching(BoardDbContext db, IQueryable<ActionItem> actions, IReadOnlyList<LeadChoice> members, ActionFilter filter, DateOnly today)
    {
        foreach (var word in SearchWords.Of(filter.Search))
        {
            var leads = members.Where(m => m.Title.Contains(word, StringComparison.OrdinalIgnoreCase)).Select(m => m.Id).ToList();
            actions = actions.Where(a => a.SearchText.Contains(word) || leads.Contains(a.LeadId));
        }
        if (filter.Delivery is { } delivery)
            actions = actions.Where(a => a.Delivery == delivery);
        if (filter.LeadId is { } lead)
            actions = actions.Where(a => a.LeadId == lead);
        if (filter.SroId is { } sro)
            actions = actions.Where(a => a.SroId == sro);
        if (filter.ProposedOnly)
            actions = PlanQueries.Proposed(db, actions, today);
        if (filter.Theme is { } theme)
            actions = actions.Where(a => a.Theme == theme);
        if (filter.DiffersOnly)
            actions = Differing(actions);
        return filter.LateOnly ? Late(actions, today) : actions;
    }

    private static IQueryable<ActionItem> Sorted(IQueryable<ActionItem> actions, string? sort) => sort switch
    {
        ByDelivery => actions.OrderBy(a => a.Delivery).ThenBy(a => a.Due).ThenBy(a => a.Id),
        ByDue => actions.OrderBy(a => a.Due).ThenBy(a => a.Order),
        // Never updated first on both engines: PostgreSQL would put nulls last.
        ByUpdate => actions.OrderBy(a => a.LastUpdateOn != null).ThenBy(a => a.LastUpdateOn).ThenBy(a => a.Order),
        _ => actions.OrderBy(a => a.Order),
    };
}
