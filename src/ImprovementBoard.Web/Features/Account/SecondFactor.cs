using ImprovementBoard.Core;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.History;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.Account;

/// <summary>Whether an account has a second factor, which roles need one, and the recovery codes that stand in for it on the day it is lost.</summary>
internal sealed class SecondFactor(BoardDatabase database, UserManager<AppUser> users, ProgrammeAccess access, AccountMail mail, Trail trail, TimeProvider clock)
{
    /// <summary>True where a password alone does not open the account: it has an authenticator app or a passkey.</summary>
    public async Task<bool> HasAsync(AppUser user) => user.TwoFactorEnabled || (await users.GetPasskeysAsync(user)).Count > 0;

    /// <summary>Uses a recovery code, once.</summary>
    /// <returns>Null where it is right, else what is wrong, in a sentence.</returns>
    public async Task<string?> UseRecoveryCodeAsync(AppUser user, string? code)
    {
        var (hash, now) = (RecoveryCodes.HashOf(code), clock.GetUtcNow());
        await using var db = database.OpenWithoutProgramme();
        if (await db.RecoveryCodes.Where(c => c.UserId == user.Id && c.Hash == hash && c.UsedAt == null).ExecuteUpdateAsync(set => set.SetProperty(c => c.UsedAt, now)) == 0)
            return "This recovery code is not right, or was used already. Each works once.";
        await mail.TellAsync(user, AccountLetters.Changed("a recovery code was used", $"Somebody signed in to your account with one of its recovery codes. {Core.Time.Words.Count(await LeftAsync(user.Id), "code")} left."));
        return null;
    }

    /// <summary>How many recovery codes are left.</summary>
    public async Task<int> LeftAsync(Guid account)
    {
        await using var db = database.OpenWithoutProgramme();
        return await db.RecoveryCodes.CountAsync(c => c.UserId == account && c.UsedAt == null);
    }

    /// <summary>Ten recovery codes for an account that just got its first second factor; null where it has some.</summary>
    public async Task<IReadOnlyList<string>?> FirstCodesAsync(AppUser user) => await LeftAsync(user.Id) > 0 ? null : await GiveCodesAsync(user);

    /// <summary>Ten new recovery codes; those before them end.</summary>
    /// <exception cref="RuleException">There is nothing they could stand in for.</exception>
    public async Task<IReadOnlyList<string>> NewCodesAsync(AppUser user)
    {
        if (!await HasAsync(user))
            throw new RuleException("Add a passkey or set up an authenticator app first: recovery codes stand in for them.");
        var codes = await GiveCodesAsync(user);
        await TellAsync(user, "new recovery codes were made", "New recovery codes were made for your account; the old ones do not work any more.");
        return codes;
    }

    /// <summary>Checks that the last second factor may go.</summary>
    /// <exception cref="RuleException">A role of the person needs it.</exception>
    public async Task ExpectNotNeededAsync(AppUser user, string what)
    {
        if (await NeededByAsync(user.Id) is { } programme)
            throw new RuleException($"Your role in {programme} must sign in with more than a password, and {what} is all you have for that. Add a passkey or another app first.");
    }

    /// <summary>Ends the recovery codes: nothing is left that they stand in for.</summary>
    public async Task DropCodesAsync(AppUser user)
    {
        await using var db = database.OpenWithoutProgramme();
        await db.RecoveryCodes.Where(c => c.UserId == user.Id).ExecuteDeleteAsync();
    }

    /// <summary>Takes everything away, for a person who lost it all and is known to who runs the server. The password stays; a role that needs more leads to the set-up again.</summary>
    public async Task ResetAsync(AppUser user)
    {
        foreach (var passkey in await users.GetPasskeysAsync(user))
            await users.RemovePasskeyAsync(user, passkey.CredentialId);
        (user.AuthenticatorSecret, user.AuthenticatorSince, user.TwoFactorEnabled) = (null, null, false);
        await SaveAsync(user);
        await DropCodesAsync(user);
        await TellAsync(user, "your second factor was removed", "Your authenticator app, passkeys and recovery codes were removed on the server, because somebody said that you had lost them.");
    }

    /// <summary>Name of a programme in which the account’s role must have a second factor, or null.</summary>
    public async Task<string?> NeededByAsync(Guid account) =>
        (await access.OfAccountAsync(account)).Where(m => m.Programme.NeedsSecondFactor(m.Role)).Select(m => m.Programme.Name).FirstOrDefault();

    /// <summary>Records a change of how the account is signed in with, and mails it to the person.</summary>
    public async Task TellAsync(AppUser user, string what, string sentence)
    {
        await trail.AccountChangedAsync(user.Id, $"{char.ToUpperInvariant(what[0])}{what[1..]}.");
        await mail.TellAsync(user, AccountLetters.Changed(what, sentence));
    }

    /// <summary>Ten recovery codes in place of those before.</summary>
    public async Task<IReadOnlyList<string>> GiveCodesAsync(AppUser user)
    {
        var codes = RecoveryCodes.Make();
        await using var db = database.OpenWithoutProgramme();
        await using var transaction = await db.Database.BeginTransactionAsync();
        await db.RecoveryCodes.Where(c => c.UserId == user.Id).ExecuteDeleteAsync();
        db.RecoveryCodes.AddRange(codes.Select(c => new RecoveryCode { UserId = user.Id, Hash = RecoveryCodes.HashOf(c) }));
        await db.SaveChangesAsync();
        await transaction.CommitAsync();
        return codes;
    }

    /// <summary>Saves the account.</summary>
    /// <exception cref="RuleException">It was changed elsewhere meanwhile.</exception>
    public async Task SaveAsync(AppUser user)
    {
        if (!(await users.UpdateAsync(user)).Succeeded)
            throw new RuleException("Your account was changed elsewhere meanwhile. Load the page again.");
    }
}
