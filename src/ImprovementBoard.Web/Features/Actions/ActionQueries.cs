using ImprovementBoard.Core.History;
using ImprovementBoard.Core.Ratings;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.History;
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
        var matching = Matching(db, db.Stood(scope), members, filter, scope.Today);
        if (filter.SroId is { } sro)
            matching = await OwnedByAsync(db, matching, sro, scope, ct);
        var found = filter == filter with { Search = null, Delivery = null, LeadId = null, Theme = null, LateOnly = false, SroId = null, ProposedOnly = false, DiffersOnly = false } ? all : await matching.CountAsync(ct);
        var pages = Math.Max(1, (found + ActionFilter.PageSize - 1) / ActionFilter.PageSize);
        var page = Math.Clamp(filter.Page, 1, pages);
        var rows = await db.RowsAsync(Sorted(matching, filter.Sort).Skip((page - 1) * ActionFilter.PageSize).Take(ActionFilter.PageSize), scope, ct);
        return new(rows, found, all, page, pages);
    }

    /// <summary>How many actions have each rating, for the whole programme.</summary>
    public async Task<IReadOnlyDictionary<DeliveryRating, int>> CountByRatingAsync(ProgrammeScope scope, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        return await db.Stood(scope).GroupBy(a => a.Delivery).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
    }

    /// <summary>The posts that lead an action or answer for one.</summary>
    public async Task<IReadOnlyList<LeadChoice>> LeadsAsync(ProgrammeScope scope, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        var (looksBack, owners) = (scope.LooksBack, scope.LooksBack ? (await OwnersOnAsync(db, scope.Today, ct)).Values.Distinct().ToList() : []);
        return await db.Members
            .Select(m => new { m.Id, m.Title, Leads = db.Stood(scope).Any(a => a.LeadId == m.Id), Owns = looksBack ? owners.Contains(m.Id) : db.Actions.Any(a => a.SroId == m.Id) })
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
            where u.ActionItemId == item.Id && u.On <= scope.Today
            orderby u.On descending, u.Id descending
            select new UpdateView(u, m.Title)).ToListAsync(ct);
        if (scope.LooksBack)
        {
            item.Updates = [.. updates.Select(u => u.Update).Reverse()];
            item = item.AsAt(scope.Today, scope.Programme.UpdateCycleDays);
            updates = updates.ConvertAll(u => u with { Update = u.Update.AsAt(scope.Today) });
        }
        var lead = await db.Members.AsNoTracking().SingleAsync(m => m.Id == item.LeadId, ct);
        var history = await db.Readable(scope).AsNoTracking()
            .Where(h => h.Subject == Subject.Action && h.SubjectRef == item.Ref && h.Kind != HistoryKind.UpdatePosted)
            .OrderByDescending(h => h.On).ThenByDescending(h => h.Sequence)
            .ToListAsync(ct);
        return new(item, lead.Title, lead.To < scope.Today ? lead.To : null, [.. item.Recommendations.OrderBy(r => r.Order).Select(r => (r.Ref, r.ShortTitle))], updates, history);
    }

    /// <summary>What the person owes or may update: their own actions that are not signed off, the update due first at the top.</summary>
    public async Task<IReadOnlyList<ActionRow>> MineAsync(ProgrammeScope scope, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        return await db.RowsAsync(db.Stood(scope)
            .Where(a => a.LeadId == scope.Actor.MemberId && !a.SignedOff)
            .OrderBy(a => a.UpdateDueBy == null).ThenBy(a => a.UpdateDueBy).ThenBy(a => a.Item.Order), scope, ct);
    }

    private static IQueryable<StoodAction> Matching(BoardDbContext db, IQueryable<StoodAction> actions, IReadOnlyList<LeadChoice> members, ActionFilter filter, DateOnly today)
    {
        foreach (var word in SearchWords.Of(filter.Search))
        {
            var leads = members.Where(m => m.Title.Contains(word, StringComparison.OrdinalIgnoreCase)).Select(m => m.Id).ToList();
            actions = actions.Where(a => a.Item.SearchText.Contains(word) || leads.Contains(a.LeadId));
        }
        if (filter.Delivery is { } delivery)
            actions = actions.Where(a => a.Delivery == delivery);
        if (filter.LeadId is { } lead)
            actions = actions.Where(a => a.LeadId == lead);
        if (filter.ProposedOnly)
            actions = PlanQueries.Proposed(db, actions, today);
        if (filter.Theme is { } theme)
            actions = actions.Where(a => a.Item.Theme == theme);
        if (filter.DiffersOnly)
            actions = actions.Where(StoodActions.Differs);
        return filter.LateOnly ? actions.Where(StoodActions.IsLate(today)) : actions;
    }

    private static async Task<IQueryable<StoodAction>> OwnedByAsync(BoardDbContext db, IQueryable<StoodAction> actions, int sro, ProgrammeScope scope, CancellationToken ct)
    {
        if (!scope.LooksBack)
            return actions.Where(a => a.Item.SroId == sro);
        // One parameter, however many they are.
        var ids = (await OwnersOnAsync(db, scope.Today, ct)).Where(o => o.Value == sro).Select(o => o.Key).ToList();
        return actions.Where(a => EF.Parameter(ids).Contains(a.Item.Id));
    }

    /// <summary>The senior responsible owner at the end of a past day of each action that had one, by its key.</summary>
    private static async Task<Dictionary<int, int>> OwnersOnAsync(BoardDbContext db, DateOnly day, CancellationToken ct) =>
        (await db.Actions.AsNoTracking().Select(a => new { a.Id, a.Terms }).ToListAsync(ct))
            .Select(a => (a.Id, Sro: a.Terms.FindLast(t => t.On <= day)?.SroId))
            .Where(a => a.Sro is not null)
            .ToDictionary(a => a.Id, a => a.Sro!.Value);

    private static IQueryable<StoodAction> Sorted(IQueryable<StoodAction> actions, string? sort) => sort switch
    {
        ByDelivery => actions.OrderBy(a => a.Delivery).ThenBy(a => a.Due).ThenBy(a => a.Item.Id),
        ByDue => actions.OrderBy(a => a.Due).ThenBy(a => a.Item.Order),
        // Never updated first on both engines: PostgreSQL would put nulls last.
        ByUpdate => actions.OrderBy(a => a.LastUpdateOn != null).ThenBy(a => a.LastUpdateOn).ThenBy(a => a.Item.Order),
        _ => actions.OrderBy(a => a.Item.Order),
    };
}
