using ImprovementBoard.Core;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.History;
using ImprovementBoard.Core.Mail;
using ImprovementBoard.Core.Time;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.Periods;
using ImprovementBoard.Web.History;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.Mail;

/// <summary>What people do about mails that did not go out.</summary>
internal sealed class MailService(BoardDatabase database, PeriodKeeper calendar, TimeProvider clock)
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
        db.Record(scope.Actor, clock.GetUtcNow(), scope.Today, Subject.Programme, "mail", HistoryKind.MailSentAgain, $"Mail to the {Words.Inside(mail.ToTitle)} sent again: {mail.Subject}");
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>
    /// Lets mails and packs go on after the database was put back from a copy. What packs and requests to leads fell due meanwhile is not made up for: it may have gone out before.
    /// </summary>
    /// <param name="send">False to let go of what waited in the copy, unsent; what was queued since goes out either way.</param>
    /// <exception cref="ForbiddenException">The person is no administrator.</exception>
    /// <exception cref="RuleException">Nothing is held.</exception>
    public async Task ReleaseAsync(ProgrammeScope scope, bool send, CancellationToken ct = default)
    {
        scope.Actor.Require(Permission.ReleaseMail);
        await using var db = database.Open(scope.Id);
        await using var transaction = await db.LockProgrammeAsync(ct);
        var now = clock.GetUtcNow();
        var since = (await db.Programmes.SingleAsync(p => p.Id == scope.Id, ct)).Release();
        var waiting = await db.Mail.Where(m => m.State == MailState.Queued && m.QueuedAt <= since).ToListAsync(ct);
        if (!send)
            waiting.ForEach(m => m.TakeBack("It waited in a copy from which the database was put back, and may have gone out before. An administrator let it go unsent."));
        foreach (var schedule in await db.Schedules.ToListAsync(ct))
            schedule.LeaveOutMissed(scope.Today, now);
        await calendar.LeaveOutMissedAsync(db, scope.Today, ct);
        db.Record(scope.Actor, now, scope.Today, Subject.Programme, "mail", HistoryKind.Restored, $"Mails and packs go on after the restore of {Words.At(since)}: {Words.Count(waiting.Count, "mail")} of the copy {(send ? "sent" : "let go unsent")}");
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }
}
