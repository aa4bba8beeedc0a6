using ImprovementBoard.Core.Actions;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Data;

/// <summary>
/// Keeps a standing for every spell in which an action stood the same. The context calls it with every save, so no change of an action
/// can forget it.
/// </summary>
internal static class ActionStandings
{
    private const int FewActions = 200;

    /// <summary>Brings the standings of all changed actions up to the day they were rated for.</summary>
    public static async Task KeepStandingsAsync(this BoardDbContext db, CancellationToken ct)
    {
        db.ChangeTracker.DetectChanges();
        var changed = db.ChangeTracker.Entries<ActionItem>().Where(e => e.State is EntityState.Added or EntityState.Modified).Select(e => e.Entity).ToList();
        if (changed.Count == 0)
            return;
        var open = await db.OpenStandingsAsync(changed, ct);
        foreach (var action in changed)
        {
            if (action.RatedOn is { } day)
                db.Stand(open, action, day);
            else if (open.TryGetValue(action, out var now) && !now.SaysTheSameAs(ActionStanding.Of(action, now.From)))
                throw new InvalidOperationException($"Action {action.Ref} changed and was not rated again, so nobody could tell later since when it stood like this.");
        }
    }

    /// <summary>The standings that hold now, by action; the actions must be tracked.</summary>
    public static async Task<Dictionary<ActionItem, ActionStanding>> OpenStandingsAsync(this BoardDbContext db, IReadOnlyCollection<ActionItem> actions, CancellationToken ct)
    {
        var open = db.Standings.Where(s => s.Until == ActionStanding.Open);
        var ids = actions.Select(a => a.Id).Where(id => id != 0).ToList();
        if (ids.Count > 0)
            await (ids.Count <= FewActions ? open.Where(s => ids.Contains(s.ActionItemId)) : open).LoadAsync(ct);
        // What was closed or added a moment ago is only known here.
        return db.ChangeTracker.Entries<ActionStanding>().Select(e => e.Entity).Where(s => s.Until == ActionStanding.Open && s.Item is not null).ToDictionary(s => s.Item);
    }

    /// <summary>Lets an action stand as it was rated for <paramref name="day"/>, from that day on. False when it stood so before.</summary>
    public static bool Stand(this BoardDbContext db, Dictionary<ActionItem, ActionStanding> open, ActionItem action, DateOnly day)
    {
        var next = ActionStanding.Of(action, day);
        if (open.TryGetValue(action, out var now))
        {
            if (now.SaysTheSameAs(next))
                return false;
            if (now.From >= day)
            {
                now.Become(next);
                return true;
            }
            now.Until = day;
        }
        db.Standings.Add(open[action] = next);
        return true;
    }
}
