using ImprovementBoard.Core.Programmes;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.Evidence;
using ImprovementBoard.Web.Features.Flags;
using ImprovementBoard.Web.Features.Packs;
using ImprovementBoard.Web.Features.Visits;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.Programmes;

/// <summary>Counts beside the links of the navigation.</summary>
public sealed record NavigationCounts(int Recommendations, int Actions, int Mine, int Visits, int Evidence, int Packs, int Flags);

/// <summary>Reads about a programme as a whole.</summary>
public sealed class ProgrammeQueries(BoardDatabase database)
{
    /// <summary>The counts of the navigation, in one query.</summary>
    public async Task<NavigationCounts> CountsAsync(ProgrammeScope scope, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        var me = scope.Actor.MemberId;
        var packs = PackQueries.Readable(db, scope);
        var evidence = EvidenceQueries.Standing(EvidenceQueries.Readable(db, scope), scope.Today);
        // Of what came after the day looked back at, nothing is counted; a demonstration also lists what happened next.
        var last = scope.LooksBack ? scope.Today : DateOnly.MaxValue;
        var visits = ReadableVisits.Visits(db, scope);
        var waiting = FlagQueries.Waiting(db, scope);
        // Each count names the programme, though the filter does too: a count that stands alone would be a query of its own.
        return await db.Programmes.Where(p => p.Id == scope.Id).Select(p => new NavigationCounts(
            db.Recommendations.Count(r => r.ProgrammeId == p.Id),
            db.Actions.Count(a => a.ProgrammeId == p.Id),
            db.Actions.Count(a => a.ProgrammeId == p.Id && a.LeadId == me && a.SignedOffOn == null),
            visits.Count(v => v.ProgrammeId == p.Id && v.SortOn <= last && v.RecordedOn <= last) + db.Inspections.Count(i => i.ProgrammeId == p.Id && i.PublishedOn <= last),
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
}

internal static class ProgrammesRegistration
{
    public static IServiceCollection AddProgrammes(this IServiceCollection services) => services.AddScoped<ProgrammeQueries>().AddScoped<DemonstrationSeeder>();
}
