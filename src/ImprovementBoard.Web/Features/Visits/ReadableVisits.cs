using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Visits;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Data;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.Visits;

/// <summary>
/// Which visits a person may know of, and what was found there. Every list of them begins here: to those who may not read letters before Ofsted publishes them,
/// a visit does not exist until its letter is out on the programme's date.
/// </summary>
internal static class ReadableVisits
{
    /// <summary>The visits.</summary>
    public static IQueryable<MonitoringVisit> Visits(BoardDbContext db, ProgrammeScope scope)
    {
        var today = scope.Today;
        return scope.May(Permission.ReadUnpublishedLetters) ? db.Visits.AsNoTracking() : db.Visits.AsNoTracking().Where(v => v.LetterPublishedOn <= today);
    }

    /// <summary>The findings of these visits and of inspections.</summary>
    public static IQueryable<Finding> Findings(BoardDbContext db, ProgrammeScope scope)
    {
        var visits = Visits(db, scope);
        return scope.May(Permission.ReadUnpublishedLetters) ? db.Findings.AsNoTracking() : db.Findings.AsNoTracking().Where(f => f.VisitId == null || visits.Any(v => v.Id == f.VisitId));
    }

    /// <summary>The visits whose letter is not published on a day.</summary>
    public static IQueryable<MonitoringVisit> Unpublished(BoardDbContext db, DateOnly day) => db.Visits.AsNoTracking().Where(v => v.LetterPublishedOn == null || v.LetterPublishedOn > day);

    /// <summary>The day since which a visit is known that is kept from the person, or null: what was written from then on may tell of it.</summary>
    public static async Task<DateOnly?> KeptBackSinceAsync(BoardDbContext db, ProgrammeScope scope, CancellationToken ct) =>
        scope.May(Permission.ReadUnpublishedLetters) ? null : await Unpublished(db, scope.Today).MinAsync(v => (DateOnly?)v.RecordedOn, ct);
}
