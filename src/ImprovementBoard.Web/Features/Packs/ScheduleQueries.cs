using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Packs;
using ImprovementBoard.Core.Schedules;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.Actions;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.Packs;

/// <summary>A schedule with its next times and how it went last.</summary>
public sealed record ScheduleView(PackSchedule Schedule, IReadOnlyList<NextTime> Next, PackRun? LastRun);

/// <summary>Which runs are asked for.</summary>
public sealed record RunFilter(int? Schedule, bool Failed, int Page = 1)
{
    public bool IsEverything => (Schedule, Failed) is (null, false);
}

/// <summary>Reads schedules, what comes next, and how runs went.</summary>
internal sealed class ScheduleQueries(BoardDatabase database, TimeProvider clock)
{
    private const int PageSize = 20;

    /// <summary>Every schedule, those that have ended last.</summary>
    public async Task<IReadOnlyList<ScheduleView>> ListAsync(ProgrammeScope scope, CancellationToken ct = default)
    {
        scope.Actor.Require(Permission.ManageSchedules);
        await using var db = database.Open(scope.Id);
        var schedules = await db.Schedules.AsNoTracking().OrderBy(s => s.EndedOn != null).ThenBy(s => s.Id).ToListAsync(ct);
        var last = await LastRuns(db).ToDictionaryAsync(r => r.ScheduleId!.Value, ct);
        var calendar = schedules.Exists(s => s.Rhythm.Frequency == Frequency.EveryPeriod) ? await CalendarAsync(db, scope, ct) : [];
        var made = await MadeAsync(db, scope, ct);
        return schedules.ConvertAll(s => new ScheduleView(
            s,
            !s.Enabled ? [] : s.Rhythm.Frequency == Frequency.EveryPeriod ? calendar : s.Next(clock.GetUtcNow(), made[s.Audience].ToHashSet()),
            last.GetValueOrDefault(s.Id)));
    }

    /// <summary>Keys of the periods that have their pack, by edition; none for a demonstration, whose schedules ring by a clock that is not its own.</summary>
    public async Task<ILookup<Audience, string>> MadeAsync(ProgrammeScope scope, CancellationToken ct = default)
    {
        scope.Actor.Require(Permission.ManageSchedules);
        await using var db = database.Open(scope.Id);
        return await MadeAsync(db, scope, ct);
    }

    /// <summary>One schedule, or null.</summary>
    public async Task<PackSchedule?> FindAsync(ProgrammeScope scope, int id, CancellationToken ct = default)
    {
        scope.Actor.Require(Permission.ManageSchedules);
        await using var db = database.Open(scope.Id);
        return await db.Schedules.AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, ct);
    }

    /// <summary>The schedule of an edition, or null; see <see cref="ScheduleLookup.OfAsync"/>.</summary>
    public async Task<PackSchedule?> OfAsync(ProgrammeScope scope, Audience audience, CancellationToken ct = default)
    {
        scope.Actor.Require(Permission.ManageSchedules);
        await using var db = database.Open(scope.Id);
        return await db.Schedules.OfAsync(audience, ct);
    }

    /// <summary>What each schedule left out last and nobody has prepared since.</summary>
    public async Task<IReadOnlyList<(Audience Audience, DuePack Due)>> LeftOutAsync(ProgrammeScope scope, CancellationToken ct = default)
    {
        scope.Actor.Require(Permission.BuildPack);
        await using var db = database.Open(scope.Id);
        var schedules = await db.Schedules.AsNoTracking().Where(s => s.EndedOn == null).OrderBy(s => s.Id).ToListAsync(ct);
        var left = schedules.SelectMany(s => s.LeftOut(scope.Today) is { } due ? [(s.Audience, Due: due)] : Array.Empty<(Audience Audience, DuePack Due)>()).ToList();
        var keys = left.ConvertAll(l => l.Due.Period.Key);
        var made = keys.Count == 0 ? [] : (await db.Packs.Where(p => p.Number != null && keys.Contains(p.PeriodKey)).Select(p => new { p.Audience, p.PeriodKey }).ToListAsync(ct)).ConvertAll(p => (p.Audience, p.PeriodKey));
        return left.FindAll(l => !made.Contains((l.Audience, l.Due.Period.Key)));
    }

    /// <summary>When the reporting calendar has packs made next.</summary>
    public async Task<IReadOnlyList<NextTime>> CalendarAsync(ProgrammeScope scope, CancellationToken ct = default)
    {
        scope.Actor.Require(Permission.ManageSchedules);
        await using var db = database.Open(scope.Id);
        return await CalendarAsync(db, scope, ct);
    }

    /// <summary>One page of the runs, the newest first.</summary>
    public async Task<PageOf<PackRun>> RunsAsync(ProgrammeScope scope, RunFilter filter, CancellationToken ct = default)
    {
        scope.Actor.Require(Permission.ManageSchedules);
        await using var db = database.Open(scope.Id);
        var runs = db.PackRuns.AsNoTracking();
        var all = await runs.CountAsync(ct);
        if (filter.Schedule is { } schedule)
            runs = runs.Where(r => r.ScheduleId == schedule);
        if (filter.Failed)
            runs = WentWrong(runs);
        var found = filter.IsEverything ? all : await runs.CountAsync(ct);
        var pages = Math.Max(1, (found + PageSize - 1) / PageSize);
        var page = Math.Clamp(filter.Page, 1, pages);
        return new(await runs.OrderByDescending(r => r.Id).Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(ct), found, all, page, pages);
    }

    /// <summary>The draft that was asked for last, or null.</summary>
    public async Task<PackRun?> LastDraftAsync(ProgrammeScope scope, CancellationToken ct = default)
    {
        scope.Actor.Require(Permission.BuildPack);
        await using var db = database.Open(scope.Id);
        return await db.PackRuns.AsNoTracking().Where(r => r.ScheduleId == null && r.PeriodKey == null).OrderByDescending(r => r.Id).FirstOrDefaultAsync(ct);
    }

    /// <summary>Where a schedule goes wrong: of each pack that it owed the last run that went wrong, until the pack exists or somebody has said that it is known.</summary>
    public async Task<IReadOnlyList<PackRun>> AlertsAsync(ProgrammeScope scope, CancellationToken ct = default)
    {
        scope.Actor.Require(Permission.ManageSchedules);
        await using var db = database.Open(scope.Id);
        var wrong = WentWrong(db.PackRuns.AsNoTracking()).Where(r => r.ScheduleId != null && !r.IsTest);
        var last = wrong.GroupBy(r => new { r.ScheduleId, r.PeriodKey }).Select(g => g.Max(r => r.Id));
        var madeUp = MadeUpFor(db, wrong).Select(r => r.Id);
        return await wrong.Where(r => last.Contains(r.Id) && r.AcknowledgedOn == null && !madeUp.Contains(r.Id) && db.Schedules.Any(s => s.Id == r.ScheduleId && s.EndedOn == null))
            .OrderBy(r => r.Id).ToListAsync(ct);
    }

    /// <summary>What became of the packs that runs of schedules owed, by the keys of those runs that went wrong.</summary>
    public async Task<IReadOnlyDictionary<int, RunSequel>> SequelsAsync(ProgrammeScope scope, IReadOnlyList<PackRun> runs, CancellationToken ct = default)
    {
        scope.Actor.Require(Permission.ManageSchedules);
        var wrong = runs.Where(r => r is { WentWrong: true, IsTest: false, ScheduleId: not null }).ToList();
        if (wrong.Count == 0)
            return new Dictionary<int, RunSequel>();
        var (ids, of) = (wrong.ConvertAll(r => r.Id), wrong.ConvertAll(r => r.ScheduleId));
        await using var db = database.Open(scope.Id);
        var made = await MadeUpFor(db, db.PackRuns.Where(r => ids.Contains(r.Id))).Select(r => r.Id).ToListAsync(ct);
        var owed = new HashSet<(int?, string?)>();
        if (scope.Programme.RestoredAt is null)
        {
            foreach (var schedule in await db.Schedules.AsNoTracking().Where(s => of.Contains(s.Id) && s.Enabled).ToListAsync(ct))
            {
                // Of a run that did not keep its period it is known only that its schedule goes on.
                owed.Add((schedule.Id, null));
                owed.UnionWith((await PackService.OwedAsync(db, scope.Programme, schedule, clock.GetUtcNow(), ct)).Select(d => ((int?)schedule.Id, (string?)d.Period.Key)));
            }
        }
        return wrong.ToDictionary(r => r.Id, r => made.Contains(r.Id) ? RunSequel.Made : owed.Contains((r.ScheduleId, r.PeriodKey)) ? RunSequel.TriedAgain : RunSequel.LeftOut);
    }

    /// <summary>Of runs that went wrong those whose pack exists by now; where a run did not keep its period, those after which its schedule made a pack.</summary>
    internal static IQueryable<PackRun> MadeUpFor(BoardDbContext db, IQueryable<PackRun> wrong) => wrong.Where(r =>
        (r.PeriodKey != null && db.Packs.Any(p => p.Audience == r.Audience && p.PeriodKey == r.PeriodKey && p.Number != null))
        || (r.PeriodKey == null && db.PackRuns.Any(o => o.ScheduleId == r.ScheduleId && !o.IsTest && o.Id > r.Id && o.Outcome == RunOutcome.Built)));

    private static async Task<ILookup<Audience, string>> MadeAsync(BoardDbContext db, ProgrammeScope scope, CancellationToken ct)
    {
        var recent = scope.Today.AddDays(-100);
        var made = scope.Programme.IsDemonstration ? [] : await db.Packs.Where(p => p.Number != null && p.PositionAsAt >= recent).Select(p => new { p.Audience, p.PeriodKey }).ToListAsync(ct);
        return made.ToLookup(p => p.Audience, p => p.PeriodKey);
    }

    // Of each schedule the last run that is over; what somebody only tried does not count.
    private static IQueryable<PackRun> LastRuns(BoardDbContext db) => db.PackRuns.AsNoTracking().Where(r => db.PackRuns
        .Where(o => o.ScheduleId != null && !o.IsTest && o.Outcome != RunOutcome.Waiting && o.Outcome != RunOutcome.Running)
        .GroupBy(o => o.ScheduleId).Select(g => g.Max(o => o.Id)).Contains(r.Id));

    private static IQueryable<PackRun> WentWrong(IQueryable<PackRun> runs) => runs.Where(r => r.Outcome == RunOutcome.Failed || r.Outcome == RunOutcome.Interrupted);

    private static async Task<IReadOnlyList<NextTime>> CalendarAsync(BoardDbContext db, ProgrammeScope scope, CancellationToken ct) =>
        NextTime.Of((await db.Periods.AsNoTracking().Where(p => p.MeetingOn >= scope.Today).OrderBy(p => p.CutOffOn).Select(p => new { p.CutOffOn, p.MeetingOn }).ToListAsync(ct))
            .Select(p => (p.CutOffOn, p.MeetingOn)), scope.Today);
}
