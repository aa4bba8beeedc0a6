using ImprovementBoard.Core;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.History;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.History;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.Mail;

/// <summary>What the office does about a mail that did not go out.</summary>
internal sealed class MailService(BoardDatabase database, TimeProvider clock)
{
    /// <summary>Has a mail sent again that failed, or that may have been sent.</summary>
    /// <param name="seen">The version the person had on screen.</param>
    /// <exception cref="ForbiddenException">The person may not send.</exception>
    /// <exception cref="RuleException">It is out or on its way, its link is not kept, or somebody else was quicker.</exception>
    public async Task SendAgainAsync(ProgrammeScope scope, int id, Guid seen, CancellationToken ct = default)
    {
        scope.Actor.Require(Permission.DistributePacks);
        await using var db = database.Open(scope.Id);
        await using var transaction = await db.LockProgrammeAsync(ct);
        var mail = await db.Mail.SingleOrDefaultAsync(m => m.Id == id && m.Version == seen, ct)
            ?? throw new RuleException("This mail has changed while you were reading. Read below what stands now.");
        mail.SendAgain(clock.GetUtcNow());
        db.Record(scope.Actor, clock.GetUtcNow(), scope.Today, Subject.Programme, "mail", HistoryKind.MailSentAgain, $"Mail to the {Core.Time.Words.Inside(mail.ToTitle)} sent again: {mail.Subject}");
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }
}
