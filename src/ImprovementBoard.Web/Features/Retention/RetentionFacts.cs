using ImprovementBoard.Core.Retention;
using ImprovementBoard.Web.Data;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.Retention;

/// <summary>Periods and holds of a programme, as both the night and the page ask for them.</summary>
/// <param name="Day">The day looked at.</param>
internal sealed record RetentionFacts(DateOnly Day, DateTimeOffset Now, RetentionPeriods Periods, HoldSet Holds)
{
    /// <summary>Reads them for a day.</summary>
    public static async Task<RetentionFacts> ReadAsync(BoardDbContext db, DateOnly day, DateTimeOffset now, CancellationToken ct) =>
        new(day, now, new(await db.RetentionPeriods.AsNoTracking().ToListAsync(ct)), await HoldsAsync(db, ct));

    /// <summary>What is due of a kind that belongs to the programme.</summary>
    public IQueryable<DueRow> Due(BoardDbContext db, RetentionKind kind) => DueRows.Of(db, kind, RetentionRule.Of(kind).Cutoff(Day, Periods.Of(kind)), Now);

    /// <summary>The day on which something was due.</summary>
    public DateOnly DueOn(RetentionKind kind, DueRow row) => RetentionRule.Of(kind).DueOn(row.From, Periods.Of(kind));

    private static async Task<HoldSet> HoldsAsync(BoardDbContext db, CancellationToken ct)
    {
        var holds = await db.RetentionHolds.AsNoTracking().Where(h => h.LiftedOn == null).ToListAsync(ct);
        if (holds.Count == 0)
            return HoldSet.None;
        var recommendations = holds.Where(h => h.Covers == HoldCovers.Recommendation).Select(h => h.ItemId).OfType<int>().ToList();
        var answering = await db.Recommendations.Where(r => recommendations.Contains(r.Id)).SelectMany(r => r.Actions, (r, a) => new { Recommendation = r.Id, Action = a.Id }).ToListAsync(ct);
        var people = holds.Where(h => h.Covers == HoldCovers.Person).Select(h => h.ItemId).OfType<int>().ToList();
        var addresses = await db.Members.Where(m => people.Contains(m.Id)).Join(db.Users, m => m.UserId, u => u.Id, (m, u) => new { m.Id, u.Email }).Where(a => a.Email != null).ToDictionaryAsync(a => a.Id, a => a.Email!, ct);
        // A person is held in every post of theirs, not in the one that was named alone.
        var posts = await db.Members.Where(m => people.Contains(m.Id) || (m.UserId != null && db.Members.Any(named => people.Contains(named.Id) && named.UserId == m.UserId))).Select(m => m.Id).ToListAsync(ct);
        return HoldSet.Of(holds, answering.ToLookup(a => a.Recommendation, a => a.Action), addresses) with { People = posts };
    }
}
