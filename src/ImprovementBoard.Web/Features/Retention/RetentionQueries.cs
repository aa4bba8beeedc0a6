using System.Globalization;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.History;
using ImprovementBoard.Core.Packs.Tables;
using ImprovementBoard.Core.Retention;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.History;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.Retention;

/// <summary>A kind with what the next night would do.</summary>
/// <param name="Length">How long it is kept here, in the unit of the rule.</param>
/// <param name="Set">What the programme set, or null for the default.</param>
/// <param name="Due">How many would be due the next night, those held among them.</param>
/// <param name="Held">How many of those are held.</param>
public sealed record KindRow(RetentionRule Rule, int Length, RetentionPeriod? Set, int Due, int Held);

/// <summary>What the page shows.</summary>
/// <param name="Next">The date of the next night.</param>
/// <param name="Holds">Those that hold first, then those lifted, the newest first.</param>
/// <param name="Runs">The last nights, the newest first.</param>
/// <param name="AllHolds">Number of all holds there ever were.</param>
/// <param name="AllRuns">Number of all nights.</param>
/// <param name="Certified">Lines of the certificate of disposal.</param>
public sealed record RetentionView(IReadOnlyList<KindRow> Kinds, DateOnly Next, IReadOnlyList<RetentionHold> Holds, IReadOnlyList<RetentionRun> Runs, int AllHolds, int AllRuns, int Certified);

/// <summary>Reads what is kept how long, what goes next and what went.</summary>
internal sealed class RetentionQueries(BoardDatabase database, TimeProvider clock)
{
    private const int HoldsShown = 100, RunsShown = 30;

    /// <summary>Periods, the next night, holds and the last nights.</summary>
    public async Task<RetentionView> ReadAsync(ProgrammeScope scope, CancellationToken ct = default)
    {
        scope.Actor.Require(Permission.ReadRetention);
        await using var db = database.Open(scope.Id);
        // A demonstration stands still, and so does its next night.
        var next = scope.Programme.IsDemonstration ? scope.Today : scope.Today.AddDays(1);
        var facts = await RetentionFacts.ReadAsync(db, next, clock.GetUtcNow(), ct);
        var set = await db.RetentionPeriods.AsNoTracking().ToDictionaryAsync(p => p.Kind, ct);
        var kinds = new List<KindRow>();
        foreach (var rule in RetentionRule.All)
        {
            var (due, held) = await CountAsync(db, facts, rule.Kind, ct);
            kinds.Add(new(rule, facts.Periods.Of(rule.Kind), set.GetValueOrDefault(rule.Kind), due, held));
        }
        return new(kinds, next,
            await db.RetentionHolds.AsNoTracking().OrderBy(h => h.LiftedOn != null).ThenByDescending(h => h.PutOn).ThenByDescending(h => h.Id).Take(HoldsShown).ToListAsync(ct),
            await db.RetentionRuns.AsNoTracking().OrderByDescending(r => r.On).Take(RunsShown).ToListAsync(ct),
            await db.RetentionHolds.CountAsync(ct), await db.RetentionRuns.CountAsync(ct), await db.Disposals.CountAsync(ct));
    }

    /// <summary>A kind with its period.</summary>
    public async Task<(RetentionRule Rule, int Length, RetentionPeriod? Set)> PeriodAsync(ProgrammeScope scope, RetentionKind kind, CancellationToken ct = default)
    {
        scope.Actor.Require(Permission.ManageRetention);
        await using var db = database.Open(scope.Id);
        var set = await db.RetentionPeriods.AsNoTracking().SingleOrDefaultAsync(p => p.Kind == kind, ct);
        return (RetentionRule.Of(kind), set?.Length ?? RetentionRule.Of(kind).Default, set);
    }

    /// <summary>One hold, or null.</summary>
    public async Task<RetentionHold?> HoldAsync(ProgrammeScope scope, int id, CancellationToken ct = default)
    {
        scope.Actor.Require(Permission.ManageRetention);
        await using var db = database.Open(scope.Id);
        return await db.RetentionHolds.AsNoTracking().SingleOrDefaultAsync(h => h.Id == id, ct);
    }

    /// <summary>Posts that somebody holds or held, to choose from.</summary>
    public async Task<IReadOnlyList<Member>> PeopleAsync(ProgrammeScope scope, CancellationToken ct = default)
    {
        scope.Actor.Require(Permission.ManageRetention);
        await using var db = database.Open(scope.Id);
        return await db.Members.AsNoTracking().Where(m => m.UserId != null).OrderBy(m => m.Title).ToListAsync(ct);
    }

    /// <summary>Writes the certificate of disposal as comma-separated text, line by line, and records that it was taken away.</summary>
    public async Task WriteCsvAsync(ProgrammeScope scope, TextWriter to, CancellationToken ct)
    {
        scope.Actor.Require(Permission.ReadRetention);
        await using var db = database.Open(scope.Id);
        var last = await db.Disposals.MaxAsync(d => (long?)d.Id, ct) ?? 0;
        await using (var turn = await db.LockProgrammeAsync(ct))
        {
            var now = clock.GetUtcNow();
            db.Record(scope.Actor, now, scope.Programme.Today(now), Subject.Programme, "export", HistoryKind.Exported, "Certificate of disposal exported");
            await db.SaveChangesAsync(ct);
            await turn.CommitAsync(ct);
        }
        await to.WriteAsync(PackCsv.Line(["Number", "Kind", "What", "Due on", "Went on", "What happened", "By"]));
        await foreach (var d in db.Disposals.AsNoTracking().Where(d => d.Id <= last).OrderBy(d => d.Id).AsAsyncEnumerable().WithCancellation(ct))
            await to.WriteAsync(PackCsv.Line([d.Id.ToString(CultureInfo.InvariantCulture), RetentionRule.Of(d.Kind).Name, d.Ref, d.DueOn, d.On, RetentionRule.Of(d.Kind).AtEnd, d.By]));
    }

    private static async Task<(int Due, int Held)> CountAsync(BoardDbContext db, RetentionFacts facts, RetentionKind kind, CancellationToken ct)
    {
        if (kind is RetentionKind.SignInMeans or RetentionKind.Accounts)
        {
            var accounts = await AccountRetention.DueAsync(db, kind, facts, ct);
            return (accounts.Count, accounts.Count(a => a.Standing.Held || facts.Holds.Covers(a.Row)));
        }
        var due = facts.Due(db, kind);
        var count = await due.CountAsync(ct);
        return (count, count == 0 || facts.Holds.IsEmpty ? 0 : await due.Held(facts.Holds).CountAsync(ct));
    }
}
