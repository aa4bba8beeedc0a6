using ImprovementBoard.Core;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Packs;
using ImprovementBoard.Core.Periods;
using ImprovementBoard.Core.Programmes;
using ImprovementBoard.Core.Schedules;
using ImprovementBoard.Core.Time;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.Readiness;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.Packs;

/// <summary>A pack drawn but not stored.</summary>
/// <param name="Correction">Why there is a version after the first, or empty.</param>
internal sealed record DrawnPack(DuePack Due, int? Number, int Version, string Correction, string FactsJson, RenderedPack Rendered)
{
    /// <summary>Why its schedule makes it late, or empty.</summary>
    public string LateBecause { get; init; } = "";

    /// <summary>What it shares with the other editions, see <see cref="PackFactsReader.SharedAsync"/>, or null.</summary>
    public string? Shared { get; init; }

    /// <summary>The run in which a person asked for it, or null.</summary>
    public int? RunId { get; init; }
}

/// <summary>Makes packs: drawn by <see cref="TypstRenderer"/>, stored by <see cref="PackStore"/>.</summary>
internal sealed class PackService(BoardDatabase database, PackFactsReader reader, TypstRenderer renderer, PackStore store, TimeProvider clock)
{
    // Another audience may take the number while a pack is drawn; the number is printed on it, so it is then drawn again.
    private const int MostDrawings = 5;

    private readonly DateTimeOffset started = clock.GetUtcNow();

    /// <summary>
    /// Makes every pack the schedule owes by now, oldest first; those that exist, or wait for their readiness gate, are left alone; where packs are approved,
    /// one at a time; none after a restore until it is released.
    /// </summary>
    /// <param name="progress">Told what is being done, in words.</param>
    /// <param name="run">The run that keeps at which period it is, or null.</param>
    /// <returns>The packs made, none when nothing was due.</returns>
    public async Task<IReadOnlyList<Pack>> BuildDueAsync(int programmeId, int scheduleId, Func<string, Task> progress, CancellationToken ct, PackRun? run = null)
    {
        await using var db = database.Open(programmeId);
        var programme = await db.Programmes.AsNoTracking().SingleAsync(p => p.Id == programmeId, ct);
        var schedule = await db.Schedules.AsNoTracking().SingleOrDefaultAsync(s => s.Id == scheduleId, ct);
        if (schedule is null)
            return [];
        var made = new List<Pack>();
        foreach (var due in await NowToMakeAsync(db, programme, schedule, ct))
        {
            if (run is not null)
                await db.PackRuns.Where(r => r.Id == run.Id).ExecuteUpdateAsync(set => set.SetProperty(r => r.PeriodKey, due.Period.Key), ct);
            await progress($"Drawing the {schedule.Audience.Words().ToLowerInvariant()} pack for {due.Period.Name}");
            // A demonstration stands still; what its clock would have made counts for its own day.
            var on = programme.IsDemonstration && schedule.Rhythm.Frequency != Frequency.EveryPeriod ? due.PositionAsAt : Today(programme);
            var late = programme.IsDemonstration ? "" : await LateBecauseAsync(db, schedule, due, ct);
            if (await MakeAsync(db, programme, schedule.Audience, due, 1, "", late, on, Actor.Scheduler(programmeId), ct) is { } pack)
                made.Add(pack);
        }
        return made;
    }

    /// <summary>True when there is a pack to make.</summary>
    public async Task<bool> OwesAsync(PackSchedule schedule, CancellationToken ct) => await FirstOwedAsync(schedule, ct) is not null;

    /// <summary>The pack to make first, or null.</summary>
    public async Task<DuePack?> FirstOwedAsync(PackSchedule schedule, CancellationToken ct)
    {
        await using var db = database.Open(schedule.ProgrammeId);
        var programme = await db.Programmes.AsNoTracking().SingleAsync(p => p.Id == schedule.ProgrammeId, ct);
        return (await NowToMakeAsync(db, programme, schedule, ct)) is [var first, ..] ? first : null;
    }

    /// <summary>Makes a draft from the facts as they stand. It has no number and is read by few (see <see cref="PermissionMatrix"/>).</summary>
    /// <param name="run">The run in which it was asked for: it makes one pack, however often it is rung.</param>
    public async Task<Pack> BuildDraftAsync(Actor actor, Audience audience, Func<string, Task> progress, CancellationToken ct, PackRun? run = null)
    {
        actor.Require(Permission.BuildPack);
        await using var db = database.Open(actor.ProgrammeId);
        var programme = await db.Programmes.AsNoTracking().SingleAsync(p => p.Id == actor.ProgrammeId, ct);
        var today = Today(programme);
        return await DraftAsync(db, programme, audience, new DuePack(await PeriodAsync(db, audience, today, ct), today), actor, progress, run, ct);
    }

    /// <summary>
    /// Makes a draft of what the schedule would make today: from the facts frozen last where it follows the reporting calendar, else from those as they stand.
    /// </summary>
    /// <exception cref="ForbiddenException">The actor may not manage schedules.</exception>
    /// <inheritdoc cref="BuildDraftAsync" path="/param"/>
    public async Task<Pack> BuildTestAsync(Actor actor, int scheduleId, Func<string, Task> progress, CancellationToken ct, PackRun? run = null)
    {
        actor.Require(Permission.ManageSchedules);
        await using var db = database.Open(actor.ProgrammeId);
        var programme = await db.Programmes.AsNoTracking().SingleAsync(p => p.Id == actor.ProgrammeId, ct);
        var schedule = await db.Schedules.AsNoTracking().SingleAsync(s => s.Id == scheduleId, ct);
        var today = Today(programme);
        var frozen = schedule.Rhythm.Frequency == Frequency.EveryPeriod ? (await FrozenAsync(db, ct)).LastOrDefault() : null;
        return await DraftAsync(db, programme, schedule.Audience, frozen?.Due ?? new DuePack(schedule.PeriodOf(today), today), actor, progress, run, ct);
    }

    /// <summary>
    /// Makes the pack of a period as it will be issued, with the next version, from the period's frozen facts, those it shares with the editions made
    /// before it, or those of its position date. Null when another run made it first.
    /// </summary>
    /// <param name="correction">Why there is to be another version; needed once one was issued.</param>
    /// <param name="run">The run in which it was asked for: it makes one pack, however often it is rung, and no later version than was asked for.</param>
    /// <exception cref="ForbiddenException">The actor may not build packs.</exception>
    /// <exception cref="RuleException">The facts of the period are not frozen, its readiness gate has open items, one waits for approval already, or the reason is missing.</exception>
    public async Task<Pack?> PrepareAsync(Actor actor, Audience audience, string periodKey, string? correction, Func<string, Task> progress, CancellationToken ct, PackRun? run = null)
    {
        actor.Require(Permission.BuildPack);
        await using var db = database.Open(actor.ProgrammeId);
        var programme = await db.Programmes.AsNoTracking().SingleAsync(p => p.Id == actor.ProgrammeId, ct);
        // Two may ask for the same version before either is made; the second asked for none after it.
        if (run?.Version is { } asked && await db.Packs.AnyAsync(p => p.Audience == audience && p.PeriodKey == periodKey && p.Number != null && p.WithdrawnOn == null && p.Version >= asked, ct))
            return null;
        var (due, version) = await ExpectPreparableAsync(db, programme, audience, periodKey, correction, Today(programme), ct);
        await progress($"Drawing the {audience.Words().ToLowerInvariant()} pack for {due.Period.Name}");
        var late = await db.Packs.Where(p => p.Audience == audience && p.PeriodKey == periodKey && p.Version == version && p.WithdrawnOn != null && p.LateSince != null)
            .OrderByDescending(p => p.Number).Select(p => new { p.LateSince, p.LateBecause }).FirstOrDefaultAsync(ct);
        return await MakeAsync(db, programme, audience, due with { At = late?.LateSince }, version, version > 1 ? Text.Clean(correction) : "", late?.LateBecause ?? "", Today(programme), actor, ct, run);
    }

    /// <summary>What is to be prepared, and as which version.</summary>
    /// <inheritdoc cref="PrepareAsync" path="/exception"/>
    public static async Task<(DuePack Due, int Version)> ExpectPreparableAsync(
        BoardDbContext db, Programme programme, Audience audience, string periodKey, string? correction, DateOnly today, CancellationToken ct)
    {
        var made = await db.Packs.Where(p => p.Audience == audience && p.PeriodKey == periodKey && p.Number != null).OrderBy(p => p.Number)
            .Select(p => new { p.PeriodName, p.PositionAsAt, Standing = new PackStanding(p.Number!.Value, new(p.BuiltOn, p.IssuedOn, p.SupersededOn, p.WithdrawnOn)) }).ToListAsync(ct);
        var frozen = await db.Periods.Where(p => p.Key == periodKey && p.FrozenAt != null).Select(p => new FrozenPeriod(p.Key, p.CutOffOn, p.MeetingOn)).SingleOrDefaultAsync(ct);
        var due = frozen is not null ? frozen.Due
            : made is [.., var last] ? new DuePack(new(periodKey, last.PeriodName), last.PositionAsAt)
            : (await db.Schedules.OfAsync(audience, ct))?.LeftOut(today) is { } left && left.Period.Key == periodKey ? left
            : throw new RuleException("The facts of this period are not frozen yet. A pack can be prepared once its cut-off has passed.");
        var version = Pack.NextVersion([.. made.Select(m => m.Standing)], correction);
        return await ReadinessQueries.RefusalAsync(db, programme, periodKey, today, ct) is { } refusal ? throw new RuleException(refusal) : (due, version);
    }

    /// <summary>
    /// The PDF the schedule would make now: from the frozen facts where the period's pack or another edition of it exists, else from the facts as they
    /// stand, counted and compared as if the packs owed before it were made. Stores nothing.
    /// </summary>
    public async Task<RenderedPack> DrawCurrentAsync(int programmeId, Audience audience, CancellationToken ct)
    {
        await using var db = database.Open(programmeId);
        var programme = await db.Programmes.AsNoTracking().SingleAsync(p => p.Id == programmeId, ct);
        var today = Today(programme);
        var schedule = await db.Schedules.OfAsync(audience, ct);
        var owed = schedule is null ? [] : await OwedAsync(db, programme, schedule, ct);
        var due = owed is [.., var last] ? last : new DuePack(await PeriodAsync(db, audience, today, ct), today);
        var stored = await db.Packs.AsNoTracking()
            .Where(p => p.Audience == audience && p.PeriodKey == due.Period.Key && p.Number != null && p.WithdrawnOn == null)
            .OrderByDescending(p => p.Version).FirstOrDefaultAsync(ct);
        if (stored is not null)
            return await RedrawAsync(stored, ct);
        // The job makes older packs first: each takes a number, and the last of them is what this one is compared with, unless it waits to be approved.
        var earlier = schedule is null ? [] : (await ToMakeAsync(db, programme, schedule, ct)).Where(d => d.PositionAsAt < due.PositionAsAt).ToList();
        var number = await NextNumberAsync(db, ct) + earlier.Count;
        var previous = earlier is [.., var before] && schedule!.ApproverIds.Count == 0
            ? PackFactsReader.Previous(Pack.NameOf(0, number - 1), await reader.ReadAsync(db, programme, audience, before, number - 1, today, ct, await reader.SharedAsync(db, programme, before, ct)))
            : null;
        return (await DrawAsync(db, programme, audience, due, number, 1, "", ct, previous)).Rendered;
    }

    /// <summary>A stored pack drawn again from its frozen facts; with an unchanged template the bytes are the same.</summary>
    public Task<RenderedPack> RedrawAsync(Pack pack, CancellationToken ct) =>
        renderer.RenderAsync(() => Task.FromResult(PackAssembler.Assemble(PackFactsReader.FromJson(pack.FactsJson), pack.FactsHash)), ct);

    /// <summary>Draws and stores one numbered pack; null when another run stored this version first.</summary>
    private async Task<Pack?> MakeAsync(BoardDbContext db, Programme programme, Audience audience, DuePack due, int version, string correction, string lateBecause, DateOnly on, Actor actor, CancellationToken ct, PackRun? run = null)
    {
        for (var drawing = 1; ; drawing++)
        {
            var drawn = await DrawAsync(db, programme, audience, due, await NextNumberAsync(db, ct), version, correction, ct) with { LateBecause = lateBecause, RunId = run?.Id };
            try
            {
                return await store.StoreAsync(programme, audience, drawn, on, actor, ct);
            }
            catch (NumberTakenException) when (drawing < MostDrawings)
            {
                // Drawn again with the next number, and from the facts that another edition has kept meanwhile.
            }
        }
    }

    // One that was returned is made again by the office, not by the next ring. One whose gate has open items waits until it is passed.
    private async Task<IReadOnlyList<DuePack>> ToMakeAsync(BoardDbContext db, Programme programme, PackSchedule schedule, CancellationToken ct)
    {
        // What a restored copy owes may have been issued before.
        if (programme.RestoredAt is not null)
            return [];
        var made = await db.Packs.Where(p => p.Audience == schedule.Audience && p.Number != null).Select(p => p.PeriodKey).ToListAsync(ct);
        var ready = new List<DuePack>();
        foreach (var due in (await OwedAsync(db, programme, schedule, ct)).Where(d => !made.Contains(d.Period.Key)))
        {
            if (await ReadinessQueries.RefusalAsync(db, programme, due.Period.Key, Today(programme), ct) is null)
                ready.Add(due);
        }
        return ready;
    }

    // Each is compared with the one that was issued last. Made before that is decided, it could not go out as it is.
    private async Task<IReadOnlyList<DuePack>> NowToMakeAsync(BoardDbContext db, Programme programme, PackSchedule schedule, CancellationToken ct)
    {
        var ready = await ToMakeAsync(db, programme, schedule, ct);
        return ready.Count == 0 || schedule.ApproverIds.Count == 0 ? ready
            : await Waiting(db).AnyAsync(p => p.Audience == schedule.Audience, ct) ? [] : [ready[0]];
    }

    /// <summary>The packs that wait for approval, or to be issued.</summary>
    public static IQueryable<Pack> Waiting(BoardDbContext db) => db.Packs.Where(p => p.Number != null && p.IssuedOn == null && p.WithdrawnOn == null);

    private Task<IReadOnlyList<DuePack>> OwedAsync(BoardDbContext db, Programme programme, PackSchedule schedule, CancellationToken ct) =>
        OwedAsync(db, programme, schedule, clock.GetUtcNow(), ct);

    /// <summary>The packs that a schedule should have made by now, made or not.</summary>
    public static async Task<IReadOnlyList<DuePack>> OwedAsync(BoardDbContext db, Programme programme, PackSchedule schedule, DateTimeOffset now, CancellationToken ct) =>
        schedule.Rhythm.Frequency == Frequency.EveryPeriod
            ? schedule.DueBy(programme.Today(now), await FrozenAsync(db, ct))
            : schedule.DueBy(programme.Today(now), programme.IsDemonstration ? null : now);

    private static Task<List<FrozenPeriod>> FrozenAsync(BoardDbContext db, CancellationToken ct) =>
        db.Periods.Where(p => p.FrozenAt != null).OrderBy(p => p.CutOffOn).Select(p => new FrozenPeriod(p.Key, p.CutOffOn, p.MeetingOn)).ToListAsync(ct);

    private static async Task<PackPeriod> PeriodAsync(BoardDbContext db, Audience audience, DateOnly day, CancellationToken ct) =>
        (await db.Schedules.OfAsync(audience, ct) ?? new PackSchedule()).PeriodOf(day);

    // Said only where it is known: what the gate held back and a run that failed are written down, and this program knows when it began.
    private async Task<string> LateBecauseAsync(BoardDbContext db, PackSchedule schedule, DuePack due, CancellationToken ct)
    {
        if (due.At is not { } at || !due.IsLate(clock.GetUtcNow()))
            return "";
        var before = await db.PackRuns.AsNoTracking()
            .Where(r => r.ScheduleId == schedule.Id && !r.IsTest && r.AskedAt >= at && (r.Outcome == RunOutcome.Failed || r.Outcome == RunOutcome.Interrupted))
            .OrderBy(r => r.Id).FirstOrDefaultAsync(ct);
        var waited = await db.PeriodSteps.AnyAsync(s => s.Step == CalendarStep.Draft && s.Failed && s.Words.Contains("readiness gate") && s.Period!.Key == due.Period.Key, ct);
        var held = schedule.ApproverIds.Count == 0 ? null : await db.Packs
            .Where(p => p.Audience == schedule.Audience && p.Number != null && p.PositionAsAt < due.PositionAsAt && p.Approvals.Any() && (p.IssuedAt > at || p.WithdrawnAt > at))
            .MaxAsync(p => p.Number, ct);
        return waited ? "its readiness gate had open items"
            : before is not null ? $"the run of {Words.Short(LondonTime.DateOf(before.AskedAt))}, {LondonTime.At(before.AskedAt):HH:mm} {(before.Outcome == RunOutcome.Failed ? "failed" : "was cut short")}"
            : held is { } waiting ? $"pack {waiting} was still waiting for approval"
            : at < started ? "the portal was not running"
            : "the portal did not come to it sooner";
    }

    private async Task<Pack> DraftAsync(BoardDbContext db, Programme programme, Audience audience, DuePack due, Actor actor, Func<string, Task> progress, PackRun? run, CancellationToken ct)
    {
        await progress("Drawing the draft");
        var drawn = await DrawAsync(db, programme, audience, due, null, 1, "", ct) with { RunId = run?.Id };
        await progress("Storing the draft");
        return (await store.StoreAsync(programme, audience, drawn, Today(programme), actor, ct))!;
    }

    private static async Task<int> NextNumberAsync(BoardDbContext db, CancellationToken ct) =>
        (await db.Packs.MaxAsync(p => p.Number, ct) ?? 0) + 1;

    private DateOnly Today(Programme programme) => programme.Today(clock.GetUtcNow());

    private async Task<DrawnPack> DrawAsync(BoardDbContext db, Programme programme, Audience audience, DuePack due, int? number, int version, string correction, CancellationToken ct, PreviousPack? previous = null)
    {
        var json = "";
        string? shared = null;
        var rendered = await renderer.RenderAsync(async () =>
        {
            shared = number is null || version > 1 ? null : await reader.SharedAsync(db, programme, due, ct);
            var facts = await reader.ReadAsync(db, programme, audience, due, number, Today(programme), ct, shared) with { Version = version };
            facts = facts with { Previous = previous ?? facts.Previous };
            json = PackFactsReader.ToJson(facts);
            return PackAssembler.Assemble(facts, PackFactsReader.Hash(json));
        }, ct);
        return new(due, number, version, correction, json, rendered) { Shared = shared };
    }
}
