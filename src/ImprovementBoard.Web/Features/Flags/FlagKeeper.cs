using ImprovementBoard.Core.Flags;
using ImprovementBoard.Web.Data;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.Flags;

/// <summary>
/// Keeps the stored flags true: raises and clears the difference between what the rules find and what stands. The context calls it with
/// every save, the nightly job and the first visitor of a day call it for the whole programme. Run again, it changes nothing.
/// </summary>
internal static class FlagKeeper
{
    private const int FewSubjects = 200;

    /// <summary>
    /// The whole programme. The caller saves. What passing days raised is dated on its own day, also where nobody came; of the time
    /// before the first run only what still stood then is known.
    /// </summary>
    /// <param name="last">The date for which all flags were last worked out, or null: nothing changed since then but the date.</param>
    public static async Task KeepAllFlagsAsync(this BoardDbContext db, DateOnly? last, DateOnly today, CancellationToken ct)
    {
        var programme = await db.Programmes.SingleAsync(p => p.Id == db.ProgrammeId, ct);
        var found = await new FlagReader(db, today, programme.UpdateCycleDays, programme.StartedOn, null).FoundAsync(ct);
        var standing = await db.Flags.Where(f => f.Until == Flag.Open || f.Until == today).ToListAsync(ct);
        Keep(db, standing, found, today, since => last is null || since > last ? since : today);
        programme.FlaggedOn = today;
    }

    /// <summary>What one save touched, in the transaction of that save. Saves what changed.</summary>
    public static async Task KeepFlagsAsync(this BoardDbContext db, Touched touched, CancellationToken ct)
    {
        var programme = await db.Programmes.Where(p => p.Id == db.ProgrammeId).Select(p => new { p.FlaggedOn, p.UpdateCycleDays, p.StartedOn }).SingleOrDefaultAsync(ct);
        // Without a day nothing was ever worked out here; the first visitor does that for the whole programme.
        if (programme?.FlaggedOn is not { } today)
            return;
        if (touched.Actions.Count > 0)
            touched.Actions.UnionWith(await db.Dependencies.Where(d => touched.Actions.Contains(d.WaitsForId)).Select(d => d.ActionItemId).ToListAsync(ct));
        var all = touched.Count > FewSubjects;
        var found = await new FlagReader(db, today, programme.UpdateCycleDays, programme.StartedOn, all ? null : touched).FoundAsync(ct);
        var stood = db.Flags.Where(f => f.Until == Flag.Open || f.Until == today);
        if (!all)
        {
            stood = stood.Where(f => (f.Subject == FlagSubject.Action && touched.Actions.Contains(f.SubjectId))
                || (f.Subject == FlagSubject.Recommendation && touched.Recommendations.Contains(f.SubjectId))
                || (f.Subject == FlagSubject.Finding && touched.Findings.Contains(f.SubjectId)));
        }
        if (Keep(db, await stood.ToListAsync(ct), found, today, _ => today))
            await db.SaveChangesAsync(ct);
    }

    /// <summary>True when anything changed.</summary>
    private static bool Keep(BoardDbContext db, List<Flag> standing, List<Flag> found, DateOnly today, Func<DateOnly, DateOnly> raisedOn)
    {
        var changed = false;
        // The last of them stands, or stood until a moment ago: what clears and comes back on one day was never gone.
        var before = standing.OrderBy(f => f.Until).ThenBy(f => f.From).ThenBy(f => f.Id).GroupBy(Key).ToDictionary(g => g.Key, g => g.Last());
        foreach (var flag in found)
        {
            if (!before.Remove(Key(flag), out var old))
            {
                flag.From = raisedOn(flag.Since);
                db.Flags.Add(flag);
                changed = true;
                continue;
            }
            changed |= old.Until != Flag.Open;
            old.Until = Flag.Open;
            var now = old.Become(flag, today);
            if (now != old)
                db.Flags.Add(now);
            changed |= now != old || db.Entry(old).State == EntityState.Modified;
        }
        foreach (var gone in before.Values.Where(f => f.Until == Flag.Open))
        {
            gone.Until = today;
            changed = true;
        }
        return changed;
    }

    private static (FlagSubject Subject, int Id, string Rule) Key(Flag flag) => (flag.Subject, flag.SubjectId, flag.Rule);
}
