using ImprovementBoard.Core;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.Account;
using ImprovementBoard.Web.Features.People;
using ImprovementBoard.Web.History;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.SingleSignOn;

/// <summary>Signing in with the council account came to nothing.</summary>
internal sealed class SignOnException(SignOnFault fault, Guid? account = null) : Exception
{
    /// <summary>Why.</summary>
    public SignOnFault Fault => fault;

    /// <summary>The account it is about, if known.</summary>
    public Guid? Account => account;
}

/// <summary>
/// What happens with a person whom the council’s provider has proved: who they are here is said by issuer and subject, never by an address. Nobody registers
/// themselves: an account comes from a group that the settings name, or from an invitation.
/// </summary>
internal sealed partial class SingleSignOnService(
    BoardDatabase database, BoardOptions options, UserManager<AppUser> users, ILookupNormalizer normalizer, SignInService signIn, GroupKeeper keeper, InvitationLinks invitations,
    PasswordService passwords, SecondFactor second, SessionService sessions, Trail trail, ILogger<SingleSignOnService> log)
{
    /// <summary>Signs the person in, or asks for the second factor of their account where the provider proved none.</summary>
    /// <returns>Where to go.</returns>
    /// <exception cref="SignOnException">There is no account and none can be made, or it is locked.</exception>
    public async Task<string> SignInAsync(HttpContext http, SignOnIdentity who, string? returnUrl)
    {
        var user = await FindAsync(who) ?? await MakeAsync(who);
        if (await users.IsLockedOutAsync(user))
            throw new SignOnException(SignOnFault.Locked, user.Id);
        var to = SignInService.LocalUrl(returnUrl);
        if (who.Groups is { } groups)
            await keeper.KeepAsync(user.Id, groups, http.RequestAborted);
        else if (options.SingleSignOn.Groups.Count > 0)
        {
            Unnamed(log, user.Id);
            to = Urls.With(Urls.Programmes, ("council", nameof(SignOnFault.Overage)));
        }
        return await signIn.SignInAsync(http, user, who.SecondStep, who.At) == SignInStep.SignedIn ? to : Urls.With(Urls.SignInCode, ("returnUrl", to));
    }

    /// <summary>Takes the place in an invitation with a new account that the council account opens, and signs the person in.</summary>
    /// <param name="secret">The end of the invitation’s address.</param>
    /// <exception cref="SignOnException">The council account opens another account, the address has one, or the place cannot be taken.</exception>
    public async Task<string> AcceptAsync(HttpContext http, SignOnIdentity who, string secret)
    {
        if (await FindAsync(who) is { } other)
            throw new SignOnException(SignOnFault.Other, other.Id);
        try
        {
            var slug = await invitations.AcceptAsync(secret, account => LinkOf(who, account), http.RequestAborted);
            return await SignInAsync(http, who, Urls.Programme(slug));
        }
        catch (RuleException)
        {
            throw new SignOnException(SignOnFault.Place);
        }
    }

    /// <summary>The council account that opens an account, as it is called at the provider; empty where that has no name for it, null where there is none.</summary>
    public async Task<string?> ConnectedAsync(Guid account)
    {
        await using var db = database.OpenWithoutProgramme();
        return await db.UserLogins.Where(l => l.UserId == account && l.LoginProvider == SignOnIdentity.Provider).Select(l => l.ProviderDisplayName ?? "").FirstOrDefaultAsync();
    }

    /// <summary>Lets the council account open the account from now on.</summary>
    /// <param name="present">The present password: new keys to an account ask for it.</param>
    /// <exception cref="RuleException">The password is wrong, there is one already, or it opens another account.</exception>
    public async Task ConnectAsync(HttpContext http, AppUser user, SignOnIdentity who, string? present)
    {
        await passwords.CheckAsync(http, user, present, nameof(present));
        if (await ConnectedAsync(user.Id) is not null)
            throw new RuleException("A council account is connected already. Disconnect that one first.");
        if (!await LinkAsync(who, user.Id, null))
            throw new RuleException(SignOnFault.Other.Words(options.SingleSignOn.Name));
        await second.TellAsync(user, "a council account was connected", $"A council account{(who.Name is { } name ? $", {name}," : "")} was connected to your account and opens it from now on.");
    }

    /// <summary>Takes the council account away, and ends what was opened with it.</summary>
    /// <exception cref="RuleException">The password is wrong, there is none to take away, or nothing else would open the account.</exception>
    public async Task DisconnectAsync(HttpContext http, AppUser user, string? present)
    {
        if (user.PasswordHash is null)
            throw new RuleException("Your account has no password, so your council account is the way into it and stays connected.");
        await passwords.CheckAsync(http, user, present, nameof(present));
        await using var db = database.OpenWithoutProgramme();
        if (await db.UserLogins.Where(l => l.UserId == user.Id && l.LoginProvider == SignOnIdentity.Provider).ExecuteDeleteAsync() == 0)
            throw new RuleException("The council account was disconnected already.");
        await sessions.EndOfSingleSignOnAsync(user.Id);
        await second.TellAsync(user, "a council account was disconnected", "The council account was disconnected from your account, and everything that was opened with it was signed out.");
    }

    private async Task<AppUser?> FindAsync(SignOnIdentity who) => await users.FindByLoginAsync(SignOnIdentity.Provider, who.Key);

    private async Task<AppUser> MakeAsync(SignOnIdentity who)
    {
        if (!options.SingleSignOn.Rows.Any(r => who.Groups?.Contains(r.Group) != false))
            throw new SignOnException(SignOnFault.Unknown);
        if (who.Groups is null)
            throw new SignOnException(SignOnFault.Overage);
        var user = AppUser.Of(who.Email, confirmed: false, normalizer);
        // The same person may have signed in twice in this moment: then the address is their own.
        if (who.Email is not null && await users.FindByEmailAsync(who.Email) is { } has)
            return await FindAsync(who) ?? throw new SignOnException(SignOnFault.Taken, has.Id);
        if (!await LinkAsync(who, user.Id, user))
            // So again, or the address was taken by somebody else.
            return await FindAsync(who) ?? throw new SignOnException(SignOnFault.Taken);
        await trail.AccountChangedAsync(user.Id, "The account was made by single sign-on, for a group of the council.");
        return user;
    }

    /// <summary>False where the council account, or the address of a new account, is somebody’s already.</summary>
    private async Task<bool> LinkAsync(SignOnIdentity who, Guid account, AppUser? made)
    {
        await using var db = database.OpenWithoutProgramme();
        if (made is not null)
            db.Users.Add(made);
        db.UserLogins.Add(LinkOf(who, account));
        try
        {
            await db.SaveChangesAsync();
            return true;
        }
        catch (DbUpdateException)
        {
            // Else it is a fault of its own.
            await using var again = database.OpenWithoutProgramme();
            if (await again.UserLogins.AnyAsync(l => l.LoginProvider == SignOnIdentity.Provider && l.ProviderKey == who.Key)
                || (made is not null && await again.Users.AnyAsync(u => u.NormalizedUserName == made.NormalizedUserName)))
                return false;
            throw;
        }
    }

    private static IdentityUserLogin<Guid> LinkOf(SignOnIdentity who, Guid account) =>
        new() { UserId = account, LoginProvider = SignOnIdentity.Provider, ProviderKey = who.Key, ProviderDisplayName = who.Name };

    [LoggerMessage(LogLevel.Warning, "The provider of sign-ins does not name the groups of {Account}, because they are too many: nothing was changed by them. Send only the groups assigned to the portal.")]
    private static partial void Unnamed(ILogger log, Guid account);
}
