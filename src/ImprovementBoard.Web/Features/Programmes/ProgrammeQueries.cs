using ImprovementBoard.Core.History;
using ImprovementBoard.Core.Programmes;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.Actions;
using ImprovementBoard.Web.Features.Evidence;
using ImprovementBoard.Web.Features.Flags;
using ImprovementBoard.Web.Features.Packs;
using ImprovementBoard.Web.History;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.Programmes;

/// <summary>Counts beside the links of the navigation.</summary>
public sealed record NavigationCounts(int Recommendations, int Actions, int Mine, int Visits, int Evidence, int Packs, int Flags);

/// <summary>Reads about a programme as a whole.</summary>
public sealed class ProgrammeQueries(BoardDatabase database)
{
    /// <summary>Entries on a page of history.</summary>
    public const int HistoryPageSize = 100;

    /// <summary>The counts of the navigation, in one query.</summary>
    public async Task<NavigationCounts> CountsAsync(ProgrammeScope scope, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        var me = scope.Actor.MemberId;
        var packs = PackQueries.Readable(db, scope);
        var evidence = EvidenceQueries.Standing(EvidenceQueries.Readable(db, scope), scope.Today);
        // Of what came after the day looked back at, nothing is counted; a demonstration also lists what happened next.
        var last = scope.LooksBack ? scope.Today : DateOnly.MaxValue;
        var waiting = FlagQueries.Waiting(db, scope.Today);
        // Each count names the programme, though the filter does too: a count that stands alone would be a query of its own.
        return await db.Programmes.Where(p => p.Id == scope.Id).Select(p => new NavigationCounts(
            db.Recommendations.Count(r => r.ProgrammeId == p.Id),
            db.Actions.Count(a => a.ProgrammeId == p.Id),
            db.Actions.Count(a => a.ProgrammeId == p.Id && a.LeadId == me && a.SignedOffOn == null),
            db.Visits.Count(v => v.ProgrammeId == p.Id && v.SortOn <= last && v.RecordedOn <= last) + db.Inspections.Count(i => i.ProgrammeId == p.Id && i.PublishedOn <= last),
            evidence.Count(e => e.ProgrammeId == p.Id),
            packs.Count(x => x.ProgrammeId == p.Id && x.IssuedOn <= last),
            waiting.Count(f => f.ProgrammeId == p.Id))).SingleAsync(ct);
    }

    /// <summary>Directions and notices, the newest first.</summary>
    public async Task<IReadOnlyList<Direction>> DirectionsAsync(ProgrammeScope scope, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        return await db.Directions.AsNoTracking().OrderByDescending(d => d.IssuedOn).ToListAsync(ct);
    }

    /// <summary>One page of history, the newest first; of one kind, after the day <paramref name="from"/> and up to the day <paramref name="to"/> where they are given.</summary>
    public async Task<PageOf<HistoryEntry>> HistoryAsync(ProgrammeScope scope, HistoryKind? kind, DateOnly? from, DateOnly? to, int page, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        var readable = db.Readable(scope);
        var all = await readable.CountAsync(ct);
        var matching = kind is { } k ? readable.Where(h => h.Kind == k) : readable;
        if (from is { } first)
            matching = matching.Where(h => h.On > first);
        if (to is { } last)
            matching = matching.Where(h => h.On <= last);
        var found = (kind, from, to) is (null, null, null) ? all : await matching.CountAsync(ct);
        var pages = Math.Max(1, (found + HistoryPageSize - 1) / HistoryPageSize);
        page = Math.Clamp(page, 1, pages);
        var rows = await matching.AsNoTracking().OrderByDescending(h => h.On).ThenByDescending(h => h.Sequence).Skip((page - 1) * HistoryPageSize).Take(HistoryPageSize).ToListAsync(ct);
        return new(rows, found, all, page, pages);
    }
}

internal static class ProgrammesRegistration
{
    public static IServiceCollection AddProgrammes(this IServiceCollection services) => services.AddScoped<ProgrammeQueries>();
}
