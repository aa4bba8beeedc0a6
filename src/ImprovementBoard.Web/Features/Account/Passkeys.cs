using System.Security.Cryptography;
using ImprovementBoard.Core;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.History;
using Microsoft.AspNetCore.Identity;

namespace ImprovementBoard.Web.Features.Account;

/// <summary>A passkey as its owner sees it.</summary>
/// <param name="Key">SHA-256 of its id, which names it in addresses and sessions.</param>
/// <param name="AddedAt">The instant it was added, in UTC.</param>
/// <param name="Copied">True where its maker keeps a copy, so that other devices of the person have it too.</param>
internal sealed record PasskeyRow(string Key, string Name, DateTimeOffset AddedAt, bool Copied);

/// <summary>The passkeys of accounts. The browser’s part is in wwwroot/js/passkey.js; what it answers is proved by ASP.NET Core Identity.</summary>
internal sealed class Passkeys(UserManager<AppUser> users, IPasskeyHandler<AppUser> handler, Challenges challenges, SecondFactor second, SessionService sessions, Trail trail)
{
    /// <summary>Longest name in characters, and how many an account may have.</summary>
    public const int NameMaxLength = 60, Most = 10;

    /// <summary>What a person is told whose passkey does not open anything, whatever the reason.</summary>
    public const string Refused = "This passkey does not open an account here: it may have been removed, or it took longer than five minutes. Try again, or sign in with your password.";

    // A credential with its attestation takes a few thousand.
    private const int AnswerMaxLength = 20_000;

    /// <summary>The passkeys of an account, the oldest first.</summary>
    public async Task<IReadOnlyList<PasskeyRow>> ListAsync(AppUser user) =>
        [.. (await users.GetPasskeysAsync(user)).OrderBy(p => p.CreatedAt).Select(p => new PasskeyRow(KeyOf(p), p.Name ?? "Passkey", p.CreatedAt, p.IsBackedUp))];

    /// <summary>What the browser is asked to make, as JSON.</summary>
    /// <exception cref="RuleException">The account has as many as it may.</exception>
    public async Task<string> AskToMakeAsync(HttpContext http, AppUser user)
    {
        if ((await users.GetPasskeysAsync(user)).Count >= Most)
            throw new RuleException($"An account has at most {Most} passkeys. Remove one first.");
        var asked = await handler.MakeCreationOptionsAsync(new() { Id = user.Id.ToString(), Name = user.Label, DisplayName = user.Label }, http);
        challenges.Keep(http, asked.AttestationState);
        return asked.CreationOptionsJson;
    }

    /// <summary>Adds what the browser made.</summary>
    /// <param name="answer">The browser’s answer, as JSON.</param>
    /// <returns>SHA-256 of its id.</returns>
    /// <exception cref="RuleException">The name is missing or too long, or the answer does not fit what was asked.</exception>
    public async Task<string> AddAsync(HttpContext http, AppUser user, string? name, string? answer)
    {
        var called = Text.Required(name, nameof(name), "Give the passkey a name, such as “Work laptop”.", NameMaxLength);
        if (answer is not { Length: > 0 and <= AnswerMaxLength } || challenges.Take(http) is not { } state)
            throw new RuleException("No passkey was added: it took longer than five minutes, or the browser gave none. Try again.");
        var made = await handler.PerformAttestationAsync(new() { HttpContext = http, CredentialJson = answer, AttestationState = state });
        if (!made.Succeeded || made.UserEntity.Id != user.Id.ToString())
            throw new RuleException("No passkey was added: what the browser sent could not be proved. Try again, or use another device.");
        made.Passkey.Name = called;
        if (!(await users.AddOrUpdatePasskeyAsync(user, made.Passkey)).Succeeded)
            throw new RuleException("Your account was changed elsewhere meanwhile. Load the page again.");
        await second.TellAsync(user, "a passkey was added", "A passkey was added to your account. Signing in with your password asks for a second factor from now on.");
        return KeyOf(made.Passkey);
    }

    /// <summary>What the browser is asked to prove, as JSON. It is the same whoever asks: which accounts there are, it does not tell.</summary>
    public async Task<string> AskToProveAsync(HttpContext http)
    {
        var asked = await handler.MakeRequestOptionsAsync(null, http);
        challenges.Keep(http, asked.AssertionState);
        return asked.RequestOptionsJson;
    }

    /// <summary>The account that the browser’s answer opens, with the passkey’s key; null where it opens none.</summary>
    public async Task<(AppUser User, string Key)?> ProveAsync(HttpContext http, string? answer)
    {
        if (answer is not { Length: > 0 and <= AnswerMaxLength } || challenges.Take(http) is not { } state)
            return null;
        var proved = await handler.PerformAssertionAsync(new() { HttpContext = http, CredentialJson = answer, AssertionState = state });
        if (!proved.Succeeded || await users.IsLockedOutAsync(proved.User))
        {
            await trail.SignInRefusedAsync(proved.User?.Id, proved.Succeeded, "a passkey that does not fit");
            return null;
        }
        // Its count of uses: a copied key would fall behind.
        await users.AddOrUpdatePasskeyAsync(proved.User, proved.Passkey);
        return (proved.User, KeyOf(proved.Passkey));
    }

    /// <summary>Removes a passkey and ends what was opened with it, the page of whoever asks too.</summary>
    /// <exception cref="RuleException">There is none, or a role of the person needs it.</exception>
    public async Task RemoveAsync(AppUser user, string key)
    {
        var all = await users.GetPasskeysAsync(user);
        var gone = all.FirstOrDefault(p => KeyOf(p) == key) ?? throw new RuleException("This passkey was removed already.");
        var last = all.Count == 1 && !user.TwoFactorEnabled;
        if (last)
            await second.ExpectNotNeededAsync(user, "this passkey");
        if (!(await users.RemovePasskeyAsync(user, gone.CredentialId)).Succeeded)
            throw new RuleException("Your account was changed elsewhere meanwhile. Load the page again.");
        await sessions.EndOfPasskeyAsync(user.Id, key);
        if (last)
            await second.DropCodesAsync(user);
        await second.TellAsync(user, "a passkey was removed", "A passkey was removed from your account, and everything that was opened with it was signed out.");
    }

    private static string KeyOf(UserPasskeyInfo passkey) => Convert.ToHexStringLower(SHA256.HashData(passkey.CredentialId));
}
