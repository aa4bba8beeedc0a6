using System.Security.Cryptography;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Hosting;
using Microsoft.AspNetCore.DataProtection;

namespace ImprovementBoard.Web.Features.Account;

/// <summary>
/// Remembers, in a sealed cookie, which accounts signed in with a browser before (OWASP, “device cookies”). It opens nothing: it only keeps guesses made elsewhere
/// from making this browser wait.
/// </summary>
internal sealed class KnownBrowsers(IDataProtectionProvider protection, CookieRules cookies)
{
    private const string Name = "improvementboard-browser";
    private const int MostAccounts = 5;
    private static readonly TimeSpan Kept = TimeSpan.FromDays(180);

    private readonly ITimeLimitedDataProtector protector = protection.CreateProtector("ImprovementBoard.Browser.v1").ToTimeLimitedDataProtector();

    /// <summary>The tally of guesses of an account in this browser, or null where it never signed in here.</summary>
    public string? KeyOf(HttpContext http, Guid account) =>
        Read(http) is var (browser, accounts) && accounts.Contains(account.ToString("N")) ? $"browser/{browser}/{account}" : null;

    /// <summary>The account signed in with this browser.</summary>
    public void Remember(HttpContext http, AppUser user)
    {
        var (browser, accounts) = Read(http) ?? (Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)), []);
        string[] all = [user.Id.ToString("N"), .. accounts.Where(a => a != user.Id.ToString("N")).Take(MostAccounts - 1)];
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
