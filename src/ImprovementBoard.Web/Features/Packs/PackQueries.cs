using System.Globalization;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Packs;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Data;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.Packs;

/// <summary>One line of the list of packs.</summary>
public sealed record PackRow(int Id, int? Number, Audience Audience, string PeriodName, DateOnly PositionAsAt, DateTimeOffset BuiltAt, string BuiltBy, int Pages, int FileSize, string FileHash, string FactsHash, string Replaced)
{
    public string Ref => Number is { } number ? $"{number}" : $"draft-{Id}";

    public string Name => Number is { } number ? $"Pack {number}" : $"Draft {Id}";

    public bool IsDraft => Number is null;
}

/// <summary>A schedule with its next time and latest runs.</summary>
public sealed record ScheduleView(PackSchedule Schedule, DateTimeOffset? Next, PackRun? LastRun);

/// <summary>Reads about packs. A draft is seen by those who may read drafts, and does not exist for the others.</summary>
internal sealed class PackQueries(BoardDatabase database, PackTriggers triggers)
{
    private const int RunsShown = 20;

    /// <summary>Every pack the person may read, newest first.</summary>
    public async Task<IReadOnlyList<PackRow>> ListAsync(ProgrammeScope scope, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        return await Rows(Readable(db, scope).OrderByDescending(p => p.PositionAsAt).ThenByDescending(p => p.Id)).ToListAsync(ct);
    }

    /// <summary>The latest numbered pack, or null.</summary>
    public async Task<PackRow?> LatestAsync(ProgrammeScope scope, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        return await Rows(Readable(db, scope).Where(p => p.Number != null).OrderByDescending(p => p.Number)).FirstOrDefaultAsync(ct);
    }

    /// <summary>One pack, or null when there is none of that name that the person may read.</summary>
    public async Task<PackRow?> FindAsync(ProgrammeScope scope, string reference, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        var packs = Readable(db, scope);
        if (reference.StartsWith("draft-", StringComparison.Ordinal))
            return int.TryParse(reference.AsSpan("draft-".Length), CultureInfo.InvariantCulture, out var id) ? await Rows(packs.Where(p => p.Id == id && p.Number == null)).SingleOrDefaultAsync(ct) : null;
        return int.TryParse(reference, CultureInfo.InvariantCulture, out var number) ? await Rows(packs.Where(p => p.Number == number)).SingleOrDefaultAsync(ct) : null;
    }

    /// <summary>The stored bytes of a file.</summary>
    public async Task<byte[]> ContentAsync(ProgrammeScope scope, PackRow pack, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        return await db.Files.Where(f => f.Hash == pack.FileHash).Select(f => f.Content).SingleAsync(ct);
    }

    /// <summary>The schedules, with when they ring next and how they last went.</summary>
    public async Task<IReadOnlyList<ScheduleView>> SchedulesAsync(ProgrammeScope scope, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        var schedules = await db.Schedules.AsNoTracking().OrderBy(s => s.Id).ToListAsync(ct);
        var views = new List<ScheduleView>();
        foreach (var schedule in schedules)
        {
            var last = await db.PackRuns.AsNoTracking().Where(r => r.ScheduleId == schedule.Id).OrderByDescending(r => r.Id).FirstOrDefaultAsync(ct);
            views.Add(new(schedule, await triggers.NextAsync(schedule.Id, ct), last));
        }
        return views;
    }

    /// <summary>The latest runs, newest first, and how many there are in all.</summary>
    public async Task<(IReadOnlyList<PackRun> Runs, int All)> RunsAsync(ProgrammeScope scope, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        return (await db.PackRuns.AsNoTracking().OrderByDescending(r => r.Id).Take(RunsShown).ToListAsync(ct), await db.PackRuns.CountAsync(ct));
    }

    private static IQueryable<Pack> Readable(BoardDbContext db, ProgrammeScope scope)
    {
        var packs = scope.LooksBack ? db.Packs.AsNoTracking().Where(p => p.PositionAsAt <= scope.Today) : db.Packs.AsNoTracking();
        if (!scope.May(Permission.ReadPacks))
            return packs.Where(p => false);
        return scope.May(Permission.ReadDraftPacks) ? packs : packs.Where(p => p.Number != null);
    }

    private static IQueryable<PackRow> Rows(IQueryable<Pack> packs) => packs.Select(p =>
        new PackRow(p.Id, p.Number, p.Audience, p.PeriodName, p.PositionAsAt, p.BuiltAt, p.BuiltBy, p.Pages, p.FileSize, p.FileHash, p.FactsHash, p.Replaced));
}
