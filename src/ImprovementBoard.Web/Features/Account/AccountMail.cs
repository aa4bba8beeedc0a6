using ImprovementBoard.Core.Mail;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.Mail;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.Account;

/// <summary>Mails to a person about their account. They go out with the post of a programme the person belongs to; who belongs to none gets none.</summary>
internal sealed class AccountMail(BoardDatabase database, MailSeal seal, TimeProvider clock)
{
    /// <summary>Queues a mail.</summary>
    /// <param name="path">Where its link leads; the secret, where there is one, is its end.</param>
    public async Task TellAsync(AppUser user, (string Subject, string Body) letter, string path = Urls.Account, string? secret = null, CancellationToken ct = default)
    {
        if (!EmailAddress.Is(user.Email))
            return;
        await using var none = database.OpenWithoutProgramme();
        // Across all programmes on purpose: an account belongs to none.
        var posts = await none.Members.IgnoreQueryFilters().Where(m => m.UserId == user.Id)
            .Join(none.Programmes, m => m.ProgrammeId, p => p.Id, (member, programme) => new { member, programme }).AsNoTracking().ToListAsync(ct);
        var now = clock.GetUtcNow();
        if (posts.Find(p => p.member.HoldsOn(p.programme.Today(now))) is not { } post)
            return;
        await using var db = database.Open(post.programme.Id);
        await using var turn = await db.LockProgrammeAsync(ct);
        await db.PostAsync(new($"account/{Guid.NewGuid():N}", "account", user.Email!, post.member.Title, letter.Subject, letter.Body, path, secret is null ? null : seal.Close(secret)), post.programme.Today(now), now, ct);
        await db.SaveChangesAsync(ct);
        await turn.CommitAsync(ct);
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
