using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.History;
using Microsoft.AspNetCore.Identity;

namespace ImprovementBoard.Web.Features.Account;

/// <summary>Signs people in. Wrong password, unknown address and locked account get one answer after the same work.</summary>
internal sealed class SignInService(SignInManager<AppUser> signIn, UserManager<AppUser> users, IPasswordHasher<AppUser> hasher, Trail trail)
{
    // Longer ones are refused before hashing, which would take long.
    private const int PasswordMaxLength = 256;

    private static readonly AppUser Nobody = new();
    private static string? nobodysHash;

    /// <summary>What a person is told when it does not work, whatever the reason.</summary>
    public const string Refused = "The email or the password is not right, or the account is locked for ten minutes after five wrong tries. Check both and try again, or ask the programme office.";

    /// <summary>True when the person is signed in now.</summary>
    public async Task<bool> SignInAsync(string? email, string? password)
    {
        if (string.IsNullOrWhiteSpace(email) || email.Contains('\0', StringComparison.Ordinal) || string.IsNullOrEmpty(password) || password.Length > PasswordMaxLength)
            return false;
        var user = await users.FindByEmailAsync(email.Trim());
        if (user is null)
        {
            WasteTime(password);
            await trail.SignInRefusedAsync(null, locked: false);
            return false;
        }
        var result = await signIn.PasswordSignInAsync(user, password, isPersistent: false, lockoutOnFailure: true);
        if (result.IsLockedOut)
            WasteTime(password);
        if (result.Succeeded)
            await trail.SignedInAsync(user.Id);
        else
            await trail.SignInRefusedAsync(user.Id, result.IsLockedOut);
        return result.Succeeded;
    }

    // The same work as for an open account, so that the time taken tells nothing.
    private void WasteTime(string password)
    {
        nobodysHash ??= hasher.HashPassword(Nobody, "nobody's password");
        hasher.VerifyHashedPassword(Nobody, nobodysHash, password);
    }

    /// <summary>Where to go afterwards: only an address inside the portal.</summary>
    public static string LocalUrl(string? returnUrl) =>
        returnUrl is ['/', ..] and not ['/', '/' or '\\', ..] && !returnUrl.Any(char.IsControl) ? returnUrl : Urls.Programmes;
}
