using ImprovementBoard.Core.Visits;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.Recommendations;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.Visits;

/// <summary>An occasion in the list.</summary>
public sealed record OccasionRow(Occasion Occasion, int Concerns, int Good, int Repeats);

/// <summary>One occasion with its findings.</summary>
public sealed record OccasionView(Occasion Occasion, IReadOnlyList<FindingView> Findings);

/// <summary>Reads about inspections, monitoring visits and findings.</summary>
public sealed class VisitQueries(BoardDatabase database)
{
    /// <summary>Every occasion, oldest first, with counts of its findings.</summary>
    public async Task<IReadOnlyList<OccasionRow>> ListAsync(ProgrammeScope scope, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        var findings = await Occasions.FindingsAsync(db, scope, ct);
        return [.. (await Occasions.ListAsync(db, scope, ct)).Select(o =>
        {
            var mine = findings.Where(f => o.Has(f.Finding)).ToList();
            return new OccasionRow(o, mine.Count(f => f.Finding.Polarity.IsConcern()), mine.Count(f => !f.Finding.Polarity.IsConcern()), mine.Count(f => f.Time > 1));
        })];
    }

    /// <summary>The latest monitoring visit up to the programme's date, or null.</summary>
    public async Task<MonitoringVisit?> LatestVisitAsync(ProgrammeScope scope, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        return (await ReadableVisits.Visits(db, scope).Where(v => v.RecordedOn <= scope.Today).ToListAsync(ct))
            .Select(v => v.AsAt(scope.Today)).Where(v => v.SortOn <= scope.Today).MaxBy(v => v.SortOn);
    }

    /// <summary>One occasion, or null.</summary>
    public async Task<OccasionView?> FindAsync(ProgrammeScope scope, string reference, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        var occasion = (await Occasions.ListAsync(db, scope, ct)).FirstOrDefault(o => o.Ref == reference);
        if (occasion is null)
            return null;
        var all = await Occasions.FindingsAsync(db, scope, ct);
        return new(occasion, [.. all.Where(f => occasion.Has(f.Finding))]);
    }

    /// <summary>What inspectors said about one recommendation on every occasion, also where they said nothing.</summary>
    public async Task<IReadOnlyList<OccasionFindings>> SaidAboutAsync(ProgrammeScope scope, int recommendationId, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        var all = await Occasions.FindingsAsync(db, scope, ct);
        return [.. (await Occasions.ListAsync(db, scope, ct)).Select(o =>
        {
            var here = all.FindAll(f => o.Has(f.Finding));
            return new OccasionFindings(o.Ref, o.Title, o.Dates, o.Later, here.Count > 0, here.FindAll(f => f.Finding.Recommendations.Exists(r => r.Id == recommendationId)));
        })];
    }
}
