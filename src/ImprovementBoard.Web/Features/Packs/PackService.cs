using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.History;
using ImprovementBoard.Core.Packs;
using ImprovementBoard.Core.Programmes;
using ImprovementBoard.Core.Time;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.History;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.Packs;

/// <summary>A pack drawn but not stored.</summary>
internal sealed record DrawnPack(DuePack Due, int? Number, string FactsJson, RenderedPack Rendered);

/// <summary>Makes packs. One transaction stores row, file and history entry, so a pack is whole or absent.</summary>
internal sealed class PackService(BoardDatabase database, PackFactsReader reader, TypstRenderer renderer, TimeProvider clock)
{
    /// <summary>Makes every pack the schedule owes by now, oldest first; those that exist are left alone.</summary>
    /// <param name="progress">Told what is being done, in words.</param>
    /// <returns>The packs made, none when nothing was due.</returns>
    public async Task<IReadOnlyList<Pack>> BuildDueAsync(int programmeId, int scheduleId, Func<string, Task> progress, CancellationToken ct)
    {
        await using var db = database.Open(programmeId);
        var programme = await db.Programmes.AsNoTracking().SingleAsync(p => p.Id == programmeId, ct);
        var schedule = await db.Schedules.AsNoTracking().SingleOrDefaultAsync(s => s.Id == scheduleId, ct);
        if (schedule is not { Enabled: true })
            return [];
        var made = new List<Pack>();
        foreach (var due in await OwedAsync(db, programme, schedule, ct))
        {
            if (await ExistsAsync(db, schedule.Audience, due.Period, ct))
                continue;
            await progress($"Drawing the {schedule.Audience.Words().ToLowerInvariant()} pack for {due.Period.Name}");
            var drawn = await DrawAsync(db, programme, schedule.Audience, due, await NextNumberAsync(db, ct), ct);
            if (await StoreAsync(programme, schedule.Audience, drawn, Actor.Scheduler(programmeId), ct) is { } pack)
                made.Add(pack);
        }
        return made;
    }

    /// <summary>True when a pack is due that does not exist.</summary>
    public async Task<bool> OwesAsync(PackSchedule schedule, CancellationToken ct)
    {
        await using var db = database.Open(schedule.ProgrammeId);
        var programme = await db.Programmes.AsNoTracking().SingleAsync(p => p.Id == schedule.ProgrammeId, ct);
        var made = await db.Packs.Where(p => p.Audience == schedule.Audience && p.Number != null).Select(p => p.PeriodKey).ToListAsync(ct);
        return schedule.Enabled && (await OwedAsync(db, programme, schedule, ct)).Any(due => !made.Contains(due.Period.Key));
    }

    /// <summary>Makes a draft from the facts as they stand. It has no number and is read by few (see <see cref="Roles"/>).</summary>
    public async Task<Pack> BuildDraftAsync(Actor actor, Audience audience, Func<string, Task> progress, CancellationToken ct)
    {
        actor.Require(Permission.BuildPack);
        await using var db = database.Open(actor.ProgrammeId);
        var programme = await db.Programmes.AsNoTracking().SingleAsync(p => p.Id == actor.ProgrammeId, ct);
        var today = programme.Today(clock.GetUtcNow());
        await progress("Drawing the draft");
        var drawn = await DrawAsync(db, programme, audience, new DuePack(await PeriodAsync(db, audience, today, ct), today), null, ct);
        await progress("Storing the draft");
        return (await StoreAsync(programme, audience, drawn, actor, ct))!;
    }

    /// <summary>
    /// The PDF the schedule would make now: from the frozen facts where the period's pack exists, else from the facts as they stand.
    /// Stores nothing.
    /// </summary>
    public async Task<RenderedPack> DrawCurrentAsync(int programmeId, Audience audience, CancellationToken ct)
    {
        await using var db = database.Open(programmeId);
        var programme = await db.Programmes.AsNoTracking().SingleAsync(p => p.Id == programmeId, ct);
        var today = programme.Today(clock.GetUtcNow());
        var schedule = await db.Schedules.AsNoTracking().SingleOrDefaultAsync(s => s.Audience == audience, ct);
        var owed = schedule is null ? [] : await OwedAsync(db, programme, schedule, ct);
        var due = owed is [.., var last] ? last : new DuePack(await PeriodAsync(db, audience, today, ct), today);
        var stored = await db.Packs.AsNoTracking().SingleOrDefaultAsync(p => p.Audience == audience && p.PeriodKey == due.Period.Key && p.Number != null, ct);
        return stored is not null
            ? await RedrawAsync(stored, ct)
            : (await DrawAsync(db, programme, audience, due, await NextNumberAsync(db, ct) + await EarlierOwedAsync(db, audience, owed, due, ct), ct)).Rendered;
    }

    // The job makes older packs first, and each takes a number.
    private static async Task<int> EarlierOwedAsync(BoardDbContext db, Audience audience, IReadOnlyList<DuePack> owed, DuePack due, CancellationToken ct)
    {
        var made = await db.Packs.Where(p => p.Audience == audience && p.Number != null).Select(p => p.PeriodKey).ToListAsync(ct);
        return owed.Count(d => d.PositionAsAt < due.PositionAsAt && !made.Contains(d.Period.Key));
    }

    /// <summary>A stored pack drawn again from its frozen facts; with an unchanged template the bytes are the same.</summary>
    public Task<RenderedPack> RedrawAsync(Pack pack, CancellationToken ct) =>
        renderer.RenderAsync(() => Task.FromResult(PackAssembler.Assemble(PackFactsReader.FromJson(pack.FactsJson), pack.FactsHash)), ct);

    private async Task<IReadOnlyList<DuePack>> OwedAsync(BoardDbContext db, Programme programme, PackSchedule schedule, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return schedule.Frequency == Frequency.EveryPeriod
            ? schedule.DueBy(programme.Today(now), await db.Periods.Where(p => p.FrozenAt != null).OrderBy(p => p.CutOffOn).Select(p => new FrozenPeriod(p.Key, p.CutOffOn, p.MeetingOn)).ToListAsync(ct))
            : schedule.DueBy(programme.Today(now), programme.TimeOfDay(now));
    }

    private static async Task<PackPeriod> PeriodAsync(BoardDbContext db, Audience audience, DateOnly day, CancellationToken ct) =>
        (await db.Schedules.AsNoTracking().SingleOrDefaultAsync(s => s.Audience == audience, ct) ?? new PackSchedule()).PeriodOf(day);

    private static Task<bool> ExistsAsync(BoardDbContext db, Audience audience, PackPeriod period, CancellationToken ct) =>
        db.Packs.AnyAsync(p => p.Audience == audience && p.PeriodKey == period.Key && p.Number != null, ct);

    private static async Task<int> NextNumberAsync(BoardDbContext db, CancellationToken ct) =>
        (await db.Packs.MaxAsync(p => p.Number, ct) ?? 0) + 1;

    private async Task<DrawnPack> DrawAsync(BoardDbContext db, Programme programme, Audience audience, DuePack due, int? number, CancellationToken ct)
    {
        var json = "";
        var rendered = await renderer.RenderAsync(async () =>
        {
            var facts = await reader.ReadAsync(db, programme, audience, due, number, programme.Today(clock.GetUtcNow()), ct);
            json = PackFactsReader.ToJson(facts);
            return PackAssembler.Assemble(facts, PackFactsReader.Hash(json));
        }, ct);
        return new(due, number, json, rendered);
    }

    /// <summary>Stores row, file and history entry together; null when another run stored this period's pack first.</summary>
    private async Task<Pack?> StoreAsync(Programme programme, Audience audience, DrawnPack drawn, Actor actor, CancellationToken ct, bool again = false)
    {
        await using var db = database.Open(programme.Id);
        var now = clock.GetUtcNow();
        var hash = PackFactsReader.Hash(drawn.Rendered.Pdf);
        var pack = new Pack
        {
            ProgrammeId = programme.Id,
            Audience = audience,
            PeriodKey = drawn.Due.Period.Key,
            PeriodName = drawn.Due.Period.Name,
            PositionAsAt = drawn.Due.PositionAsAt,
            Number = drawn.Number,
            BuiltAt = now,
            BuiltBy = actor.Title,
            FactsJson = drawn.FactsJson,
            FactsHash = PackFactsReader.Hash(drawn.FactsJson),
            FileHash = hash,
            FileSize = drawn.Rendered.Pdf.Length,
            Pages = drawn.Rendered.Pages,
            Replaced = drawn.Rendered.Replaced,
        };
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (!await db.Files.AnyAsync(f => f.Hash == hash, ct))
            db.Files.Add(new StoredFile { Hash = hash, Content = drawn.Rendered.Pdf });
        db.Packs.Add(pack);
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException) when (!again)
        {
            await transaction.RollbackAsync(ct);
            // The unique key did its work if the pack is there now.
            if (pack.Number is not null && await ExistsAsync(db, audience, drawn.Due.Period, ct))
                return null;
            // Else another run stored the same file, or took the number, in this moment: once more, and a real fault comes out.
            return await StoreAsync(programme, audience, drawn, actor, ct, again: true);
        }
        db.Record(actor, now, programme.Today(now), Subject.Pack, pack.Ref, HistoryKind.PackBuilt, $"{pack.Name} made for the {audience.Words().ToLowerInvariant()}, {pack.PeriodName}, position as at {Words.Long(pack.PositionAsAt)}");
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return pack;
    }
}
