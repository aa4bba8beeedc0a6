using System.Security.Cryptography;
using ImprovementBoard.Core;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Web.Data;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.Account;

/// <summary>The authenticator app of an account.</summary>
internal sealed class AuthenticatorApp(BoardDatabase database, UserManager<AppUser> users, SecondFactor second, IDataProtectionProvider protection, TimeProvider clock)
{
    // Ten minutes either way: enough to tell a wrong clock from a wrong code.
    private const int FarOff = 20;

    private static readonly TimeSpan SetUpTime = TimeSpan.FromMinutes(20);

    private readonly IDataProtector kept = protection.CreateProtector("ImprovementBoard.Authenticator.v1");
    private readonly ITimeLimitedDataProtector proposed = protection.CreateProtector("ImprovementBoard.Authenticator.Proposed.v1").ToTimeLimitedDataProtector();

    /// <summary>Uses a code of the app; the same one, or an earlier one, never works again.</summary>
    /// <returns>Null where it is right, else what is wrong, in a sentence.</returns>
    public async Task<string?> UseCodeAsync(AppUser user, string? code)
    {
        if (!user.TwoFactorEnabled || SecretOf(user) is not { } secret)
            return "The key of your authenticator app is not known here any more. Use a recovery code, or ask your administrator.";
        var now = clock.GetUtcNow();
        if (Totp.Matching(secret, code, now) is not { } step)
            // A code that is still to come is not told of: who guesses could use it then.
            return Totp.Matching(secret, code, now, back: FarOff, ahead: 0) is { } late
                ? $"This code ended {OffBy(Totp.StepAt(now) - late)} ago. Type the one the app shows now; if that is the one, the clock of your phone is slow: set it by the network, then try again."
                : "This code is not right. Type the one the app shows now. If none works, the clock of your phone may be wrong: set it by the network, then try again.";
        var stamp = Guid.NewGuid().ToString();
        await using var db = database.OpenWithoutProgramme();
        var used = await db.Users.Where(u => u.Id == user.Id && u.LastCodeStep < step)
            .ExecuteUpdateAsync(set => set.SetProperty(u => u.LastCodeStep, step).SetProperty(u => u.ConcurrencyStamp, stamp));
        if (used == 0)
            return "This code was used already. Wait until the app shows the next one.";
        (user.LastCodeStep, user.ConcurrencyStamp) = (step, stamp);
        return null;
    }

    /// <summary>A new secret for the person to put into the app, sealed; it counts only once <see cref="ConfirmAsync"/> has seen a code.</summary>
    public string Propose(Guid account) => proposed.Protect($"{account:N}{Convert.ToHexString(RandomNumberGenerator.GetBytes(Totp.SecretBytes))}", SetUpTime);

    /// <summary>Opens what <see cref="Propose"/> sealed; null when it is too old or another person’s.</summary>
    public byte[]? Open(string? proposal, Guid account)
    {
        try
        {
            return proposal is { Length: > 0 } && proposed.Unprotect(proposal) is var text && text.StartsWith($"{account:N}", StringComparison.Ordinal) ? Convert.FromHexString(text[32..]) : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>The app shows the right code: from now on it is asked for.</summary>
    /// <returns>Ten recovery codes, which are told only here.</returns>
    /// <exception cref="RuleException">The code is not right, with the reason as far as it can be told.</exception>
    public async Task<IReadOnlyList<string>> ConfirmAsync(AppUser user, string? proposal, string? code)
    {
        var secret = Open(proposal, user.Id) ?? throw new RuleException("This page was open for more than twenty minutes. Here is a new key: scan it, then type the code.");
        var now = clock.GetUtcNow();
        if (Totp.Matching(secret, code, now) is not { } step)
            throw new RuleException(Totp.Matching(secret, code, now, FarOff, FarOff) is { } off
                ? $"The code is of the right key, but the clock of your phone is {OffBy(Math.Abs(off - Totp.StepAt(now)))} {(off < Totp.StepAt(now) ? "slow" : "fast")}. Set it by the network (“date and time: automatic”), then type the code the app shows then."
                : "This is not the code of this key. Scan the square again, or type the key, and type the six digits the app shows for ImprovementBoard.", "code");
        (user.AuthenticatorSecret, user.AuthenticatorSince, user.LastCodeStep, user.TwoFactorEnabled) = (kept.Protect(Convert.ToHexString(secret)), now, step, true);
        await second.SaveAsync(user);
        var codes = await second.GiveCodesAsync(user);
        await second.TellAsync(user, "an authenticator app was set up", "An authenticator app was set up for your account. Its codes are asked for whenever you sign in with your password.");
        return codes;
    }

    /// <summary>Takes the app away, and the recovery codes where no passkey is left.</summary>
    /// <exception cref="RuleException">There is none, or a role of the person needs it.</exception>
    public async Task RemoveAsync(AppUser user)
    {
        if (!user.TwoFactorEnabled)
            throw new RuleException("There is no authenticator app to remove.");
        var last = (await users.GetPasskeysAsync(user)).Count == 0;
        if (last)
            await second.ExpectNotNeededAsync(user, "this app");
        (user.AuthenticatorSecret, user.AuthenticatorSince, user.TwoFactorEnabled) = (null, null, false);
        await second.SaveAsync(user);
        if (last)
            await second.DropCodesAsync(user);
        await second.TellAsync(user, "the authenticator app was removed", $"The authenticator app was removed from your account. Signing in with your password asks for {(last ? "nothing else" : "a passkey")} from now on.");
    }

    private byte[]? SecretOf(AppUser user)
    {
        try
        {
            return user.AuthenticatorSecret is { } text ? Convert.FromHexString(kept.Unprotect(text)) : null;
        }
        catch (CryptographicException)
        {
            // The keys of the data directory are gone.
            return null;
        }
    }

    private static string OffBy(long steps) => steps < 4 ? $"{steps * 30} seconds" : Core.Time.Words.Count((int)Math.Round(steps / 2.0), "minute");
}
