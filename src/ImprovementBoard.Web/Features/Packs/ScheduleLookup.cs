using ImprovementBoard.Core.Packs;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.Packs;

internal static class ScheduleLookup
{
    /// <summary>The schedule of an edition, or null; the last one that ended where it has no other.</summary>
    public static Task<PackSchedule?> OfAsync(this IQueryable<PackSchedule> schedules, Audience audience, CancellationToken ct) =>
        schedules.AsNoTracking().Where(s => s.Audience == audience).OrderByDescending(s => s.Id).FirstOrDefaultAsync(ct);
}
