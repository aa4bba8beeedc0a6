using ImprovementBoard.Core.Inspections;
using ImprovementBoard.Core.Time;
using ImprovementBoard.Core.Visits;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.Recommendations;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.Visits;

/// <summary>An inspection or a monitoring visit: an occasion on which inspectors said something.</summary>
/// <param name="SortOn">Where it stands among the others.</param>
/// <param name="Later">True when it happened after the programme's date, which only a demonstration has.</param>
public sealed record Occasion(Inspection? Inspection, MonitoringVisit? Visit, DateOnly SortOn, bool Later)
{
    public string Ref => Inspection?.Ref ?? Visit!.Ref;

    public string Title => Inspection?.Title ?? Visit!.Title;

    public string Dates => Inspection is { } i ? $"{Words.Short(i.FieldworkFrom)} to {Words.Short(i.FieldworkTo)}" : Visit!.DateWords;

    public string Source => Inspection?.Source ?? Visit!.Source;

    public string? Note => Inspection is { } i ? i.Note : Visit!.Note;
}

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
        var findings = await db.Findings.AsNoTracking().ToListAsync(ct);
        return [.. (await OccasionsAsync(db, scope.Today, ct)).Select(o =>
        {
            var mine = findings.Where(f => IsAt(f, o)).ToList();
            return new OccasionRow(o, mine.Count(f => f.Polarity.IsConcern()), mine.Count(f => !f.Polarity.IsConcern()), mine.Count(f => f.RepeatsId is not null));
        })];
    }

    /// <summary>The latest monitoring visit up to the programme's date, or null.</summary>
    public async Task<MonitoringVisit?> LatestVisitAsync(ProgrammeScope scope, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        return await db.Visits.AsNoTracking().Where(v => v.SortOn <= scope.Today).OrderByDescending(v => v.SortOn).FirstOrDefaultAsync(ct);
    }

    /// <summary>One occasion, or null.</summary>
    public async Task<OccasionView?> FindAsync(ProgrammeScope scope, string reference, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        var occasion = (await OccasionsAsync(db, scope.Today, ct)).FirstOrDefault(o => o.Ref == reference);
        if (occasion is null)
            return null;
        var all = await FindingsAsync(db, ct);
        return new(occasion, [.. all.Where(f => IsAt(f.Finding, occasion))]);
    }

    /// <summary>What inspectors said about one recommendation on every occasion, also where they said nothing.</summary>
    public async Task<IReadOnlyList<OccasionFindings>> SaidAboutAsync(ProgrammeScope scope, int recommendationId, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        var all = (await FindingsAsync(db, ct)).Where(f => f.Finding.Recommendations.Any(r => r.Id == recommendationId)).ToList();
        return [.. (await OccasionsAsync(db, scope.Today, ct))
            .Select(o => new OccasionFindings(o.Ref, o.Title, o.Dates, o.Later, [.. all.Where(f => IsAt(f.Finding, o))]))];
    }

    private static bool IsAt(Finding finding, Occasion occasion) =>
        occasion.Inspection is { } inspection ? finding.InspectionId == inspection.Id : finding.VisitId == occasion.Visit!.Id;

    private static async Task<List<Occasion>> OccasionsAsync(BoardDbContext db, DateOnly today, CancellationToken ct)
    {
        var inspections = await db.Inspections.AsNoTracking().ToListAsync(ct);
        var visits = await db.Visits.AsNoTracking().ToListAsync(ct);
        return [.. inspections.Select(i => new Occasion(i, null, i.FieldworkTo, i.FieldworkTo > today))
            .Concat(visits.Select(v => new Occasion(null, v, v.SortOn, v.SortOn > today)))
            .OrderBy(o => o.SortOn)];
    }

    private static async Task<List<FindingView>> FindingsAsync(BoardDbContext db, CancellationToken ct)
    {
        var findings = await db.Findings.AsNoTracking().Include(f => f.Recommendations).OrderBy(f => f.Id).ToListAsync(ct);
        var byId = findings.ToDictionary(f => f.Id);
        return findings.ConvertAll(f => new FindingView(f, Time(f, byId), [.. f.Recommendations.OrderBy(r => r.Order).Select(r => r.Ref)]));
    }

    private static int Time(Finding finding, Dictionary<int, Finding> byId)
    {
        var time = 1;
        while (finding.RepeatsId is { } id && byId.TryGetValue(id, out var earlier) && time < byId.Count)
            (finding, time) = (earlier, time + 1);
        return time;
    }
}
