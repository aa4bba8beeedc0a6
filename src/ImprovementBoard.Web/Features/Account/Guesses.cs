using ImprovementBoard.Core.Access;
using ImprovementBoard.Web.Data;

namespace ImprovementBoard.Web.Features.Account;

/// <summary>
/// The tallies of tries that may be guesses. A browser in which the person signed in before, or set a password by a mailed link, has one of its own, so that who guesses elsewhere keeps nobody out;
/// all other browsers share one for each account, known or not.
/// </summary>
internal sealed class Guesses
{
    /// <summary>Passwords: five tries, then waits.</summary>
    public GuessGuard Passwords { get; } = new(5);

    /// <summary>Codes, which only who knows the password can try: five tries, then waits.</summary>
    public GuessGuard Codes { get; } = new(5);

    /// <summary>Sign-ins that failed from one address, whatever the account: one password tried on many accounts. A whole council may sit behind one, so each is forgotten after three minutes.</summary>
    public GuessGuard Addresses { get; } = new(30, fading: TimeSpan.FromMinutes(3));

    /// <summary>Mails asked for by who forgot the password.</summary>
    public GuessGuard Mails { get; } = new(3);

    /// <summary>The tally of an account in strange browsers. Spelt as accounts are looked up: the sign for kelvin is a K there.</summary>
    public static string Strange(string email) => $"account/{email.Trim().Normalize().ToUpperInvariant()}";

    /// <summary>The person proved to be themselves by their mail.</summary>
    public void Clear(AppUser user) => Passwords.Clear(Strange(user.Email ?? ""));
}
