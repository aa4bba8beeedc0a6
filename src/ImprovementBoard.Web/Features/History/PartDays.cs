using System.Linq.Expressions;
using ImprovementBoard.Core.History;
using ImprovementBoard.Core.Time;
using ImprovementBoard.Web.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;

namespace ImprovementBoard.Web.Features.History;

/// <summary>What a programme may see of the record of sign-ins. What its people did before their part began and after it ended is the business of other programmes.</summary>
internal static class PartDays
{
    // Further than any part lasts.
    private static readonly DateOnly Never = new(9998, 12, 31);

    /// <summary>Events of the programme’s accounts in the days of their parts, and refusals of addresses that are nobody’s.</summary>
    public static async Task<IQueryable<InstallationEvent>> EventsOfPartsAsync(this BoardDbContext db, CancellationToken ct)
    {
        var parts = await db.Members.Where(m => m.UserId != null).Select(m => new { m.UserId, m.From, m.To }).ToListAsync(ct);
        Expression<Func<InstallationEvent, bool>> seen = e => e.AccountId == null && e.Kind == InstallationEventKind.SignInRefused;
        // Neither engine knows the London day of an instant; many parts share their days.
        foreach (var days in parts.GroupBy(p => (p.From, p.To)))
        {
            var (from, until) = (LondonTime.Of(days.Key.From, TimeOnly.MinValue), LondonTime.Of((days.Key.To ?? Never).AddDays(1), TimeOnly.MinValue));
            var accounts = days.Select(p => p.UserId).ToList();
            Expression<Func<InstallationEvent, bool>> within = e => e.At >= from && e.At < until && accounts.Contains(e.AccountId);
            seen = Expression.Lambda<Func<InstallationEvent, bool>>(Expression.OrElse(seen.Body, ReplacingExpressionVisitor.Replace(within.Parameters[0], seen.Parameters[0], within.Body)), seen.Parameters);
        }
        return db.InstallationEvents.Where(seen);
    }
}
