using ImprovementBoard.Core;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Flags;
using ImprovementBoard.Core.History;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.History;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.Flags;

/// <summary>What people do about flags. They raise and clear themselves.</summary>
public sealed class FlagService(BoardDatabase database, TimeProvider clock)
{
    /// <summary>Keeps a flag out of the list until a day, with a reason.</summary>
    /// <param name="seen">The version the person had on screen.</param>
    /// <exception cref="ForbiddenException">The person may not acknowledge flags.</exception>
    /// <exception cref="RuleException">It changed or cleared meanwhile, the reason is missing, or the day makes no sense.</exception>
    public async Task AcknowledgeAsync(ProgrammeScope scope, int id, Guid seen, string? reason, DateOnly? returnsOn, CancellationToken ct = default)
    {
        scope.Actor.Require(Permission.AcknowledgeFlags);
        await using var db = database.Open(scope.Id);
        await using var transaction = await db.LockProgrammeAsync(ct);
        var flag = await db.Flags.SingleOrDefaultAsync(f => f.Id == id && f.Version == seen, ct)
            ?? throw new RuleException("This flag has changed or cleared meanwhile. Load the page again and read what stands now.");
        var now = flag.Acknowledge(scope.Actor, reason, returnsOn, scope.Today);
        if (now != flag)
            db.Flags.Add(now);
        var subject = flag.Subject switch { FlagSubject.Action => Subject.Action, FlagSubject.Recommendation => Subject.Recommendation, _ => Subject.Visit };
        db.Record(scope.Actor, clock.GetUtcNow(), scope.Today, subject, flag.Ref, HistoryKind.FlagAcknowledged, FlagHistory.Acknowledged(now));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }
}
