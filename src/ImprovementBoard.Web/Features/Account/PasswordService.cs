using ImprovementBoard.Core;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Time;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.History;
using Microsoft.AspNetCore.Identity;

namespace ImprovementBoard.Web.Features.Account;

/// <summary>Changes passwords: with the present one, or by a link that was mailed. Neither touches the second factor.</summary>
internal sealed class PasswordService(UserManager<AppUser> users, SessionService sessions, Guesses guesses, AccountMail mail, Trail trail, BoardOptions options, TimeProvider clock)
{
    // Long enough to fill in a form afterwards, too short for whoever finds the screen open.
    private static readonly TimeSpan ProofHolds = TimeSpan.FromMinutes(10);

    /// <summary>Said of every link that does not work, whatever the reason.</summary>
    public const string LinkEnded = "This link does not work. It works once and for an hour, and a new password ends it. Ask for a new one.";

    /// <summary>Changes a person’s own password and ends their other sessions.</summary>
    /// <returns>The account with its new stamp: the session needs another cookie.</returns>
    /// <exception cref="RuleException">The present password is wrong, or the new one is not taken.</exception>
    public async Task<AppUser> ChangeAsync(Guid account, string? present, string? wanted)
    {
        var user = await users.FindByIdAsync(account.ToString()) ?? throw new RuleException("Sign in again.");
        if (user.PasswordHash is null)
            throw new RuleException($"Your account has no password: {options.SingleSignOn.Name} opens it.", nameof(present));
        await CheckPasswordAsync(user, present, nameof(present));
        if (string.Equals(present, wanted, StringComparison.Ordinal))
            throw new RuleException("This is the password you have now. Choose another.", nameof(wanted));
        await SetAsync(user, () => users.ChangePasswordAsync(user, present!, wanted ?? ""), nameof(wanted));
        await DoneAsync(user, "Its password was changed by the person.");
        return user;
    }

    /// <summary>
    /// Proves that it is the person who asks for something that matters: by the present password or, in an account without one, by having proved it to the council’s provider
    /// a moment ago.
    /// </summary>
    /// <exception cref="RuleException">The password is wrong, there were too many wrong ones, or the proof is too old.</exception>
    public async Task CheckAsync(HttpContext http, AppUser user, string? present, string field)
    {
        if (user.PasswordHash is not null)
            await CheckPasswordAsync(user, present, field);
        else if (!await IsProvedAsync(http))
            throw new RuleException($"Confirm with {options.SingleSignOn.Name} first that it is you, by the link here; it counts for {Words.Count((int)ProofHolds.TotalMinutes, "minute")}.", field);
    }

    /// <summary>True where the person proved who they are to the council’s provider within the last ten minutes.</summary>
    public async Task<bool> IsProvedAsync(HttpContext http) =>
        (await sessions.OpenedAsync(SessionClaims.Of(http.User))).ProvedAt is { } at && (clock.GetUtcNow() - at).Duration() < ProofHolds;

    private async Task CheckPasswordAsync(AppUser user, string? present, string field)
    {
        var key = $"own/{user.Id}";
        var (may, next) = guesses.Passwords.Take(key, clock.GetUtcNow());
        if (!may)
            throw new RuleException($"There were too many wrong passwords. Try again at {Words.At(next!.Value)}.", field);
        if (string.IsNullOrEmpty(present) || present.Length > PasswordRule.MaxLength || !await users.CheckPasswordAsync(user, present))
            throw new RuleException("This is not your present password.", field);
        guesses.Passwords.Clear(key);
    }

    /// <summary>Sets a new password by a mailed link, and ends all sessions. Signs nobody in: the second factor is still asked for.</summary>
    /// <param name="secret">The end of the address.</param>
    /// <returns>The account.</returns>
    /// <exception cref="RuleException">The link has ended, or the password is not taken.</exception>
    public async Task<AppUser> ResetAsync(string? secret, string? wanted)
    {
        if (await OfLinkAsync(secret) is not var (user, token))
            throw new RuleException(LinkEnded);
        await SetAsync(user, () => users.ResetPasswordAsync(user, token, wanted ?? ""), nameof(wanted));
        guesses.Clear(user);
        await DoneAsync(user, "Its password was set by a mailed link.");
        return user;
    }

    /// <summary>True while a mailed link works.</summary>
    public async Task<bool> IsOpenAsync(string? secret) => await OfLinkAsync(secret) is not null;

    private async Task<(AppUser User, string Token)?> OfLinkAsync(string? secret)
    {
        if (ResetLink.Parse(secret) is not var (account, token) || await users.FindByIdAsync(account.ToString()) is not { } user)
            return null;
        return await users.VerifyUserTokenAsync(user, users.Options.Tokens.PasswordResetTokenProvider, UserManager<AppUser>.ResetPasswordTokenPurpose, token) ? (user, token) : null;
    }

    private async Task SetAsync(AppUser user, Func<Task<IdentityResult>> set, string field)
    {
        // Saved with the password, in one row.
        user.PasswordChangedAt = clock.GetUtcNow();
        var result = await set();
        if (!result.Succeeded)
            throw new RuleException(result.Errors.FirstOrDefault(e => e.Code == nameof(PasswordRule))?.Description ?? LinkEnded, field);
    }

    private async Task DoneAsync(AppUser user, string what)
    {
        await sessions.EndAsync(user.Id);
        await trail.AccountChangedAsync(user.Id, what);
        await mail.TellAsync(user, AccountLetters.PasswordChanged);
    }
}
