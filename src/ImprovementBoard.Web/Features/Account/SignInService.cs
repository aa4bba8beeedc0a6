using System.Security.Claims;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Time;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.History;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;

namespace ImprovementBoard.Web.Features.Account;

/// <summary>How far somebody got who wants to sign in.</summary>
internal enum SignInStep
{
    /// <summary>Not at all.</summary>
    Refused,

    /// <summary>The password is right; a second factor is still to come.</summary>
    SecondNeeded,

    /// <summary>The person is in.</summary>
    SignedIn,
}

/// <summary>Signs people in. Wrong password, unknown address, and an account or address that has to wait get one answer after the same work.</summary>
internal sealed class SignInService(
    UserManager<AppUser> users, IPasswordHasher<AppUser> hasher, Guesses guesses, SecondFactor second, AuthenticatorApp app, SessionService sessions, KnownBrowsers browsers, Trail trail, TimeProvider clock)
{
    private static readonly AppUser Nobody = new();
    private static string? nobodysHash;

    /// <summary>What a person is told when it does not work, whatever the reason.</summary>
    public const string Refused = "The email or the password is not right, or there were too many wrong tries. After five wrong tries each further one has to wait, first a minute, never more than fifteen. Check both and try again, use “Forgotten your password?”, or ask the programme office.";

    /// <summary>Takes email and password. The person is in, or a second factor is asked for next.</summary>
    public async Task<SignInStep> SignInAsync(HttpContext http, string? email, string? password)
    {
        if (await CheckAsync(email, password, http.Connection.RemoteIpAddress?.ToString(), user => browsers.KeyOf(http, user)) is not { } user)
            return SignInStep.Refused;
        if (!await second.HasAsync(user))
        {
            await EnterAsync(http, user, SignInWay.Password);
            return SignInStep.SignedIn;
        }
        var halfWay = new ClaimsIdentity([new(ClaimTypes.Name, user.Id.ToString()), new(ClaimTypes.Hash, user.SecurityStamp ?? "")], IdentityConstants.TwoFactorUserIdScheme);
        await http.SignInAsync(IdentityConstants.TwoFactorUserIdScheme, new ClaimsPrincipal(halfWay));
        return SignInStep.SecondNeeded;
    }

    /// <summary>The account whose password was right and whose second factor is asked for, or null.</summary>
    public async Task<AppUser?> HalfWayAsync(HttpContext http)
    {
        var person = (await http.AuthenticateAsync(IdentityConstants.TwoFactorUserIdScheme)).Principal;
        var user = person?.FindFirstValue(ClaimTypes.Name) is { } id ? await users.FindByIdAsync(id) : null;
        return user is not null && user.SecurityStamp == person!.FindFirstValue(ClaimTypes.Hash) && !await users.IsLockedOutAsync(user) ? user : null;
    }

    /// <summary>Takes the code of the app, or a recovery code.</summary>
    /// <returns>Null where the person is in now, else what is wrong, in a sentence.</returns>
    public async Task<string?> TakeCodeAsync(HttpContext http, string? code, bool recovery)
    {
        if (await HalfWayAsync(http) is not { } user)
            return "This took longer than five minutes. Go back and sign in again.";
        var key = browsers.KeyOf(http, user.Id) ?? $"account/{user.Id}";
        var (may, next) = guesses.Codes.Take(key, clock.GetUtcNow());
        if (!may)
            return $"There were too many wrong codes. Try again at {Words.At(next!.Value)}.";
        var wrong = recovery ? await second.UseRecoveryCodeAsync(user, code) : await app.UseCodeAsync(user, code);
        if (wrong is not null)
        {
            await trail.SignInRefusedAsync(user.Id, next is not null, "right password, wrong code");
            return wrong;
        }
        guesses.Codes.Clear(key);
        await http.SignOutAsync(IdentityConstants.TwoFactorUserIdScheme);
        await EnterAsync(http, user, recovery ? SignInWay.PasswordAndRecoveryCode : SignInWay.PasswordAndCode);
        return null;
    }

    /// <summary>The account of this email and password, or null.</summary>
    /// <param name="address">Where the try comes from, if known.</param>
    /// <param name="known">The tally of an account in a browser that it signed in with before, or null.</param>
    internal async Task<AppUser?> CheckAsync(string? email, string? password, string? address = null, Func<Guid, string?>? known = null)
    {
        // Longer ones are refused before hashing, which would take long.
        if (string.IsNullOrWhiteSpace(email) || email.Length > 256 || email.Contains('\0', StringComparison.Ordinal) || string.IsNullOrEmpty(password) || password.Length > PasswordRule.MaxLength)
            return null;
        var user = await users.FindByEmailAsync(email.Trim());
        var now = clock.GetUtcNow();
        var browser = user is null ? null : known?.Invoke(user.Id);
        var from = browser is null ? address : null;
        var (may, next) = guesses.Passwords.Take(browser ?? Guesses.Strange(email), now);
        var open = from is null || guesses.Addresses.Take(from, now).May;
        if (!may || !open || user?.PasswordHash is null)
        {
            WasteTime(password);
            await trail.SignInRefusedAsync(user?.Id, user is not null && !(may && open));
            return null;
        }
        var locked = await users.IsLockedOutAsync(user);
        if (!await users.CheckPasswordAsync(user, password) || locked)
        {
            await trail.SignInRefusedAsync(user.Id, next is not null || locked);
            return null;
        }
        guesses.Passwords.Clear(browser ?? Guesses.Strange(email));
        if (from is not null)
            guesses.Addresses.GiveBack(from);
        return user;
    }

    /// <summary>Opens a session and gives the browser its cookie.</summary>
    /// <param name="passkey">SHA-256 of the passkey it is opened with, if it is.</param>
    public async Task EnterAsync(HttpContext http, AppUser user, SignInWay way, string? passkey = null)
    {
        // One browser, one session: what it was signed in with before ends.
        if (ProgrammeAccess.UserId(http.User) is { } before && SessionClaims.Of(http.User) is { } earlier)
            await sessions.EndAsync(before, one: earlier);
        var person = await sessions.OpenAsync(user, way, http.Request.Headers.UserAgent, passkey, http.RequestAborted);
        await http.SignInAsync(IdentityConstants.ApplicationScheme, person, new AuthenticationProperties { IsPersistent = false });
        browsers.Remember(http, user);
        await trail.SignedInAsync(user.Id, way.Words());
    }

    /// <summary>Opens a session like the one the person has, in place of it.</summary>
    public async Task EnterAgainAsync(HttpContext http, AppUser user)
    {
        var (way, passkey) = await sessions.OpenedAsync(SessionClaims.Of(http.User));
        await EnterAsync(http, user, way, passkey);
    }

    /// <summary>Where to go afterwards: only an address inside the portal.</summary>
    public static string LocalUrl(string? returnUrl) =>
        returnUrl is ['/', ..] and not ['/', '/' or '\\', ..] && !returnUrl.Any(char.IsControl) ? returnUrl : Urls.Programmes;

    // The same work as for an open account, so that the time taken tells nothing.
    private void WasteTime(string password)
    {
        nobodysHash ??= hasher.HashPassword(Nobody, "nobody's password");
        hasher.VerifyHashedPassword(Nobody, nobodysHash, password);
    }
}
