using System.Globalization;
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

    /// <summary>The password is right, or the council’s provider said who it is; a second factor is still to come.</summary>
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
    public const string Refused = "The email or the password is not right, or there were too many wrong tries, by you or by somebody else. After five wrong tries each further one has to wait, first a minute, then up to fifteen, and as long as somebody goes on trying the wait begins again. A link from “Forgotten your password?” gets you in all the same. Or check both and try again, or ask the programme office.";

    /// <summary>Takes email and password. The person is in, or a second factor is asked for next.</summary>
    public async Task<SignInStep> SignInAsync(HttpContext http, string? email, string? password)
    {
        if (await CheckAsync(email, password, http.Connection.RemoteIpAddress?.ToString(), user => browsers.KeyOf(http, user)) is not { } user)
            return SignInStep.Refused;
        return await BeginAsync(http, user, SignInWay.Password, null);
    }

    /// <summary>Takes a person whom the council’s provider proved.</summary>
    /// <param name="secondStep">True where it proved more than a password: then nothing else is asked for.</param>
    /// <param name="proved">When the person proved it there, if the provider says so.</param>
    public async Task<SignInStep> SignInAsync(HttpContext http, AppUser user, bool secondStep, DateTimeOffset? proved)
    {
        if (!secondStep)
            return await BeginAsync(http, user, SignInWay.SingleSignOn, proved);
        await EnterAsync(http, user, SignInWay.SingleSignOnAndSecondStep, proved: proved);
        return SignInStep.SignedIn;
    }

    /// <summary>The account whose first step was right and whose second factor is asked for, with what was the first step; or null.</summary>
    public async Task<(AppUser User, SignInWay First, DateTimeOffset? ProvedAt)?> HalfWayAsync(HttpContext http)
    {
        var person = (await http.AuthenticateAsync(IdentityConstants.TwoFactorUserIdScheme)).Principal;
        var user = person?.FindFirstValue(ClaimTypes.Name) is { } id ? await users.FindByIdAsync(id) : null;
        return user is not null && user.SecurityStamp == person!.FindFirstValue(ClaimTypes.Hash) && !await users.IsLockedOutAsync(user)
            ? (user, SessionClaims.WayOf(person!), long.TryParse(person!.FindFirstValue(ClaimTypes.AuthenticationInstant), CultureInfo.InvariantCulture, out var ticks) ? new DateTimeOffset(ticks, TimeSpan.Zero) : (DateTimeOffset?)null) : null;
    }

    /// <summary>Takes the code of the app, or a recovery code.</summary>
    /// <returns>Null where the person is in now, else what is wrong, in a sentence.</returns>
    public async Task<string?> TakeCodeAsync(HttpContext http, string? code, bool recovery)
    {
        if (await HalfWayAsync(http) is not var (user, first, proved))
            return "This took longer than five minutes. Go back and sign in again.";
        var key = browsers.KeyOf(http, user.Id, codes: true) ?? $"account/{user.Id}";
        var (may, next) = guesses.Codes.Take(key, clock.GetUtcNow());
        if (!may)
            return $"There were too many wrong codes. Try again at {Words.At(next!.Value)}.";
        var wrong = recovery ? await second.UseRecoveryCodeAsync(user, code) : await app.UseCodeAsync(user, code);
        if (wrong is not null)
        {
            await trail.SignInRefusedAsync(user.Id, next is not null, first.IsSingleSignOn() ? "right council account, wrong code" : "right password, wrong code");
            return wrong;
        }
        guesses.Codes.Clear(key);
        await http.SignOutAsync(IdentityConstants.TwoFactorUserIdScheme);
        await EnterAsync(http, user, first.And(recovery ? SignInWay.PasswordAndRecoveryCode : SignInWay.PasswordAndCode), proved: proved);
        return null;
    }

    /// <summary>Takes a person whose passkey was proved. After the council account it is the second step to that.</summary>
    /// <param name="passkey">SHA-256 of the passkey.</param>
    public async Task EnterByPasskeyAsync(HttpContext http, AppUser user, string passkey)
    {
        var (first, proved) = await HalfWayAsync(http) is var (half, way, at) && half.Id == user.Id ? (way, at) : (SignInWay.Passkey, null);
        await http.SignOutAsync(IdentityConstants.TwoFactorUserIdScheme);
        await EnterAsync(http, user, first.And(SignInWay.Passkey), passkey, proved);
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
        // What comes from an address that has to wait is not looked at, so it does not make the owner of the account wait either.
        var (may, next) = from is null || guesses.Addresses.Take(from, now).May ? guesses.Passwords.Take(browser ?? Guesses.Strange(email), now) : (false, null);
        if (!may || user?.PasswordHash is null)
        {
            WasteTime(password);
            await trail.SignInRefusedAsync(user?.Id, user is not null && !may);
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
    /// <param name="proved">When the council’s provider says the person proved who they are, if it says so.</param>
    /// <param name="since">When the session began in whose place this one comes; null for a new one.</param>
    public async Task EnterAsync(HttpContext http, AppUser user, SignInWay way, string? passkey = null, DateTimeOffset? proved = null, DateTimeOffset? since = null)
    {
        // One browser, one session: what it was signed in with before ends.
        if (ProgrammeAccess.UserId(http.User) is { } before && SessionClaims.Of(http.User) is { } earlier)
            await sessions.EndAsync(before, one: earlier);
        var person = await sessions.OpenAsync(user, way, http.Request.Headers.UserAgent, passkey, proved, since, http.RequestAborted);
        await http.SignInAsync(IdentityConstants.ApplicationScheme, person, new AuthenticationProperties { IsPersistent = false });
        browsers.Remember(http, user);
        await trail.SignedInAsync(user.Id, way.Words());
    }

    /// <summary>Opens a session like the one the person has, in place of it; its hours go on.</summary>
    /// <param name="also">A second step that the person has just taken, or null.</param>
    /// <param name="with">SHA-256 of the passkey that was that step, or null.</param>
    public async Task EnterAgainAsync(HttpContext http, AppUser user, SignInWay? also = null, string? with = null)
    {
        var (way, passkey, proved, since) = await sessions.OpenedAsync(SessionClaims.Of(http.User));
        await EnterAsync(http, user, also is { } step ? way.And(step) : way, also is null ? passkey : with, proved, since);
    }

    /// <summary>Where to go afterwards: only an address inside the portal.</summary>
    public static string LocalUrl(string? returnUrl) =>
        returnUrl is ['/', ..] and not ['/', '/' or '\\', ..] && !returnUrl.Any(char.IsControl) ? returnUrl : Urls.Programmes;

    private async Task<SignInStep> BeginAsync(HttpContext http, AppUser user, SignInWay first, DateTimeOffset? proved)
    {
        if (!await second.HasAsync(user))
        {
            await EnterAsync(http, user, first, proved: proved);
            return SignInStep.SignedIn;
        }
        var halfWay = new ClaimsIdentity([new(ClaimTypes.Name, user.Id.ToString()), new(ClaimTypes.Hash, user.SecurityStamp ?? ""), new(SessionClaims.Way, first.ToString())], IdentityConstants.TwoFactorUserIdScheme);
        if (proved is { } at)
            halfWay.AddClaim(new(ClaimTypes.AuthenticationInstant, at.UtcTicks.ToString(CultureInfo.InvariantCulture)));
        await http.SignInAsync(IdentityConstants.TwoFactorUserIdScheme, new ClaimsPrincipal(halfWay));
        return SignInStep.SecondNeeded;
    }

    // The same work as for an open account, so that the time taken tells nothing.
    private void WasteTime(string password)
    {
        nobodysHash ??= hasher.HashPassword(Nobody, "nobody's password");
        hasher.VerifyHashedPassword(Nobody, nobodysHash, password);
    }
}
