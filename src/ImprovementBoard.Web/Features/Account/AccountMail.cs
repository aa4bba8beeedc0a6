using ImprovementBoard.Core.Mail;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.Mail;
using ImprovementBoard.Web.Features.Retention;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.Account;

/// <summary>Mails to a person about their account. They go out with the post of a programme the person belongs to or is invited to; who belongs to none gets none.</summary>
internal sealed class AccountMail(BoardDatabase database, MailSeal seal, TimeProvider clock)
{
    /// <summary>Queues a mail.</summary>
    /// <param name="path">Where its link leads; the secret, where there is one, is its end.</param>
    /// <returns>False where there is no programme to carry it, or no address.</returns>
    public async Task<bool> TellAsync(AppUser user, (string Subject, string Body) letter, string path = Urls.Account, string? secret = null, CancellationToken ct = default)
    {
        if (!EmailAddress.Is(user.Email))
            return false;
        await using var none = database.OpenWithoutProgramme();
        // Across all programmes on purpose: an account belongs to none.
        var posts = await none.Members.IgnoreQueryFilters().Where(m => m.UserId == user.Id)
            .Join(none.Programmes, m => m.ProgrammeId, p => p.Id, (member, programme) => new { member, programme }).AsNoTracking().ToListAsync(ct);
        var now = clock.GetUtcNow();
        var carrier = posts.Where(p => p.member.HoldsOn(p.programme.Today(now))).Select(p => (p.programme, p.member.Title)).FirstOrDefault();
        if (carrier.programme is null)
        {
            var invited = await none.Invitations.IgnoreQueryFilters().To(user.NormalizedEmail).Where(i => i.AcceptedOn == null && i.EndedOn == null && i.ExpiresAt > now)
                .Join(none.Programmes, i => i.ProgrammeId, p => p.Id, (invitation, programme) => new { invitation.Title, programme }).AsNoTracking().FirstOrDefaultAsync(ct);
            if (invited is null)
                return false;
            carrier = (invited.programme, invited.Title);
        }
        var (programme, title) = carrier;
        await using var db = database.Open(programme.Id);
        await using var turn = await db.LockProgrammeAsync(ct);
        await db.PostAsync(new($"account/{Guid.NewGuid():N}", "account", user.Email!, title, letter.Subject, letter.Body, path, secret is null ? null : seal.Close(secret)), programme.Today(now), now, ct);
        await db.SaveChangesAsync(ct);
        await turn.CommitAsync(ct);
        return true;
    }
}

/// <summary>What mails about an account say.</summary>
internal static class AccountLetters
{
    /// <summary>A link to set a new password.</summary>
    public static readonly (string Subject, string Body) Forgotten = (
        "ImprovementBoard: set a new password",
        $"""
        Somebody, probably you, asked to set a new password for your account. Do it here:
        {MailItem.LinkLine}

        The link works once and for one hour. It asks for nothing else; signing in afterwards still asks for your second factor, if you have one.

        If it was not you, do nothing: your password stays as it is.
        """);

    /// <summary>After a password was changed.</summary>
    public static readonly (string Subject, string Body) PasswordChanged = Changed("your password was changed", "Your password was changed, and everything signed in with the old one was signed out.");

    /// <summary>After the ways of signing in were changed.</summary>
    public static (string Subject, string Body) Changed(string what, string sentence) => (
        $"ImprovementBoard: {what}",
        $"""
        {sentence}

        If it was you, there is nothing to do. If it was not, set a new password at once (“Forgotten your password?” on the sign-in page) and tell your programme office. Your account:
        {MailItem.LinkLine}
        """);
}
