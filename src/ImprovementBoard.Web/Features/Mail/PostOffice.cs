using ImprovementBoard.Core.Mail;
using ImprovementBoard.Web.Data;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.Mail;

/// <summary>
/// Sends what is queued. A mail is claimed before it is sent, so that two nodes never send it twice; one whose node died in between is told as "may have
/// been sent" and left to a person.
/// </summary>
internal sealed class PostOffice(BoardDatabase database, IMailWay way, MailSeal seal, PortalAddress portal, BoardOptions options, TimeProvider clock, ILogger<PostOffice> log)
{
    /// <summary>After so long without a word its node is taken to have died: longer than all steps with a server, at the usual time limit, and its last answer can last together.</summary>
    public static readonly TimeSpan GivenUp = TimeSpan.FromMinutes(60);

    private const int MostInARound = 100;

    /// <summary>Tells of mails whose node died while it sent them. At the start of an only node that is every one that stands as being sent.</summary>
    public async Task TellInterruptedAsync(bool atStart, CancellationToken ct)
    {
        await using var db = database.OpenWithoutProgramme();
        var now = clock.GetUtcNow();
        var before = now - (atStart && db.Database.IsSqlite() ? TimeSpan.Zero : GivenUp);
        // Across all programmes on purpose: this is the portal's own housekeeping.
        foreach (var mail in await db.Mail.IgnoreQueryFilters().Where(m => m.State == MailState.Sending && m.ClaimedAt <= before).ToListAsync(ct))
        {
            mail.Interrupt(now);
            log.LogWarning("Mail {Mail} was being sent when its node stopped", mail.Id);
        }
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            // Another node was quicker, or the one given up has come back; what is left is told the next time.
        }
    }

    /// <summary>Tries every mail that is due, oldest first; none of a programme that was put back from a copy and is not released. Where the server is at fault the rest waits for the next round.</summary>
    public async Task DeliverDueAsync(CancellationToken ct)
    {
        await using var db = database.OpenWithoutProgramme();
        var now = clock.GetUtcNow();
        // Across all programmes on purpose: one post office serves them all, each mail in the context of its own programme.
        var due = await db.Mail.IgnoreQueryFilters().Where(m => m.State == MailState.Queued && m.NextTryAt <= now && db.Programmes.Any(p => p.Id == m.ProgrammeId && p.RestoredAt == null))
            .OrderBy(m => m.NextTryAt).ThenBy(m => m.Id).Take(MostInARound).Select(m => new { m.ProgrammeId, m.Id }).ToListAsync(ct);
        foreach (var mail in due)
        {
            if (ct.IsCancellationRequested || await DeliverAsync(mail.ProgrammeId, mail.Id, ct) is MailResult.ServerDown)
                return;
        }
    }

    /// <summary>Claims a mail and sends it; null where another node has it.</summary>
    internal async Task<MailResult?> DeliverAsync(int programmeId, int id, CancellationToken ct)
    {
        if (await ClaimAsync(programmeId, id, ct) is not { } claimed)
            return null;
        var outcome = await SendAsync(claimed, ct);
        // Written down whatever happens to the portal meanwhile.
        await NoteAsync(claimed, outcome);
        return outcome.Result;
    }

    /// <summary>The claimed mail, or null where another node was quicker.</summary>
    internal async Task<MailItem?> ClaimAsync(int programmeId, int id, CancellationToken ct)
    {
        await using var db = database.Open(programmeId);
        var (claim, now) = (Guid.NewGuid(), clock.GetUtcNow());
        var mine = await db.Mail.Where(m => m.Id == id && m.State == MailState.Queued && m.NextTryAt <= now).ExecuteUpdateAsync(set => set
            .SetProperty(m => m.State, MailState.Sending)
            .SetProperty(m => m.Version, claim)
            .SetProperty(m => m.ClaimedAt, now)
            .SetProperty(m => m.Via, way.Route)
            .SetProperty(m => m.Attempts, m => m.Attempts + 1), ct);
        return mine == 0 ? null : await db.Mail.AsNoTracking().SingleAsync(m => m.Id == id, CancellationToken.None);
    }

    private async Task<MailOutcome> SendAsync(MailItem mail, CancellationToken ct)
    {
        var secret = mail.Secret is null ? "" : seal.Open(mail.Secret);
        if (secret is null || (mail.HasSecret && mail.Secret is null))
            return new(MailResult.Refused, "Its link cannot be read any more, because the keys of the data directory have changed. Send it again from the page of the pack.");
        try
        {
            var text = MailText.Compose(mail, options.Mail.Sender, $"{portal.Value}{mail.Path}{secret}", clock.GetUtcNow());
            return await way.SendAsync(new(mail.Id, mail.To, text), ct);
        }
        catch (Exception e)
        {
            log.LogError(e, "Mail {Mail} could not be sent", mail.Id);
            return new(MailResult.TryAgain, "Something unexpected happened; your IT team finds it in the log.");
        }
    }

    private async Task NoteAsync(MailItem claimed, MailOutcome outcome)
    {
        await using var db = database.Open(claimed.ProgrammeId);
        var mail = await db.Mail.SingleAsync(m => m.Id == claimed.Id);
        // A node that was given up for dead may come back and know better.
        if (mail.Version != claimed.Version && !(mail.State == MailState.Unsure && outcome.Result == MailResult.Sent))
            return;
        mail.Note(outcome, clock.GetUtcNow());
        await db.SaveChangesAsync();
        if (outcome.Result is not (MailResult.Sent or MailResult.Stopped))
            // What the server answered stands on the mail alone: it may name the address.
            log.LogWarning("Mail {Mail} was not sent ({Result})", mail.Id, outcome.Result);
    }
}
