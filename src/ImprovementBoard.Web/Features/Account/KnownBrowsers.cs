using System.Security.Cryptography;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Hosting;
using Microsoft.AspNetCore.DataProtection;

namespace ImprovementBoard.Web.Features.Account;

/// <summary>
/// Remembers, in a sealed cookie, which accounts signed in with a browser before, or set a password there by a mailed link (OWASP, “device cookies”). It opens nothing: it only keeps guesses made elsewhere
/// from making this browser wait.
/// </summary>
internal sealed class KnownBrowsers(IDataProtectionProvider protection, CookieRules cookies)
{
    private const string Name = "improvementboard-browser";
    private const int MostAccounts = 5;
    private const char Mailed = '+';
    private static readonly TimeSpan Kept = TimeSpan.FromDays(180);

    private readonly ITimeLimitedDataProtector protector = protection.CreateProtector("ImprovementBoard.Browser.v1").ToTimeLimitedDataProtector();

    /// <summary>The tally of guesses of an account in this browser, or null where it never signed in here.</summary>
    /// <param name="codes">False for passwords: then also where it set one here by a mailed link. Its mailbox is no second factor, so codes tried after that share the tally of all strange browsers.</param>
    public string? KeyOf(HttpContext http, Guid account, bool codes = false) =>
        Read(http) is var (browser, accounts) && (accounts.Contains($"{account:N}") || (!codes && accounts.Contains($"{account:N}{Mailed}"))) ? $"browser/{browser}/{account}" : null;

    /// <summary>The account signed in with this browser, or set a password here by a mailed link.</summary>
    public void Remember(HttpContext http, AppUser user, bool byMail = false)
    {
        var (browser, accounts) = Read(http) ?? (Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)), []);
        var mine = byMail && !accounts.Contains($"{user.Id:N}") ? $"{user.Id:N}{Mailed}" : $"{user.Id:N}";
        string[] all = [mine, .. accounts.Where(a => !a.StartsWith($"{user.Id:N}", StringComparison.Ordinal)).Take(MostAccounts - 1)];
        http.Response.Cookies.Append(cookies.NameOf(Name), protector.Protect($"{browser}|{string.Join(',', all)}", Kept), cookies.Options(Kept));
    }

    private (string Browser, string[] Accounts)? Read(HttpContext http)
    {
        try
        {
            return http.Request.Cookies[cookies.NameOf(Name)] is { Length: < 2000 } sealedText && protector.Unprotect(sealedText).Split('|') is [var browser, var accounts] ? (browser, accounts.Split(',')) : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
