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

    /// <summary>A few words for the head of a column.</summary>
    public string ShortTitle => Inspection is { } i ? $"Inspection, {i.FieldworkTo.Year}"
        : Visit!.Title.Replace("Monitoring visit", "Visit", StringComparison.Ordinal).Replace("monitoring visit", "visit", StringComparison.Ordinal);

    public string Dates => Inspection is { } i ? $"{Words.Short(i.FieldworkFrom)} to {Words.Short(i.FieldworkTo)}" : Visit!.DateWords;

    public string Source => Inspection?.Source ?? Visit!.Source;

    public string? Note => Inspection is { } i ? i.Note : Visit!.Note;

    /// <summary>Where a finding made now belongs.</summary>
    public FindingPlace Place => new(Inspection?.Id, Visit?.Id, SortOn, Source);

    public bool Has(Finding finding) => Inspection is { } i ? finding.InspectionId == i.Id : finding.VisitId == Visit!.Id;
}

/// <summary>Reads occasions and findings as they stood on the programme's date.</summary>
internal static class Occasions
{
    /// <summary>
    /// Every occasion that was known on the programme's date, oldest first. A demonstration at its own date also tells what came
    /// later, marked so; seen as at an earlier date it does not.
    /// </summary>
    public static async Task<List<Occasion>> ListAsync(BoardDbContext db, ProgrammeScope scope, CancellationToken ct)
    {
        var (today, later) = (scope.Today, TellsLater(scope));
        var inspections = await db.Inspections.AsNoTracking().Where(i => later || i.PublishedOn <= today).ToListAsync(ct);
        var visits = (await ReadableVisits.Visits(db, scope).Where(v => later || v.RecordedOn <= today).ToListAsync(ct)).ConvertAll(v => v.AsAt(today)).FindAll(v => later || v.SortOn <= today);
        return [.. inspections.Select(i => new Occasion(i, null, i.FieldworkTo, i.PublishedOn > today))
            .Concat(visits.Select(v => new Occasion(null, v, v.SortOn, v.SortOn > today)))
            .OrderBy(o => o.SortOn)];
    }

    /// <summary>The findings that were known on the programme's date, as they were known then, in the order they were taken in.</summary>
    public static async Task<List<Finding>> KnownAsync(BoardDbContext db, ProgrammeScope scope, CancellationToken ct)
    {
        var (today, later) = (scope.Today, TellsLater(scope));
        var findings = await ReadableVisits.Findings(db, scope).Include(f => f.Recommendations).Where(f => later || f.RecordedOn <= today).OrderBy(f => f.Id).ToListAsync(ct);
        var recommendations = findings.Exists(f => f.Corrections.Exists(c => c.On > today)) ? await db.Recommendations.AsNoTracking().ToDictionaryAsync(r => r.Id, ct) : [];
        return findings.ConvertAll(f => f.AsAt(today, recommendations)).FindAll(f => later || f.On <= today);
    }

    /// <summary>Every finding known, with how often it had been said by then.</summary>
    public static async Task<List<FindingView>> FindingsAsync(BoardDbContext db, ProgrammeScope scope, CancellationToken ct)
    {
        var findings = await KnownAsync(db, scope, ct);
        var byId = findings.ToDictionary(f => f.Id);
        return findings.ConvertAll(f => new FindingView(f, Time(f, byId), [.. f.Recommendations.OrderBy(r => r.Order).Select(r => r.Ref)]));
    }

    private static bool TellsLater(ProgrammeScope scope) => scope.Programme.DemonstrationToday == scope.Today;

    private static int Time(Finding finding, Dictionary<int, Finding> byId)
    {
        var time = 1;
        while (finding.RepeatsId is { } id && byId.TryGetValue(id, out var earlier) && time < byId.Count)
            (finding, time) = (earlier, time + 1);
        return time;
    }
}
