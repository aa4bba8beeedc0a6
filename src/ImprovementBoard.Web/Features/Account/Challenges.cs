using System.Collections.Concurrent;
using System.Security.Cryptography;
using ImprovementBoard.Web.Hosting;
using Microsoft.AspNetCore.DataProtection;

namespace ImprovementBoard.Web.Features.Account;

/// <summary>Keeps what a passkey was asked to sign, in a sealed cookie for five minutes. Each is answered once; which were, this node remembers.</summary>
internal sealed class Challenges(IDataProtectionProvider protection, CookieRules cookies, TimeProvider clock)
{
    private const string Name = "improvementboard-passkey";
    private const int ManyUsed = 1000;
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(5);

    private readonly ITimeLimitedDataProtector protector = protection.CreateProtector("ImprovementBoard.Passkey.v1").ToTimeLimitedDataProtector();
    private readonly ConcurrentDictionary<string, DateTimeOffset> used = new(StringComparer.Ordinal);

    /// <summary>Keeps one, in place of any before.</summary>
    public void Keep(HttpContext http, string? state) => http.Response.Cookies.Append(cookies.NameOf(Name), protector.Protect(state ?? "", Kept), cookies.Options(Kept));

    /// <summary>Takes it out; null where there is none, it is too old, or it was answered before.</summary>
    public string? Take(HttpContext http)
    {
        if (http.Request.Cookies[cookies.NameOf(Name)] is not { Length: > 0 } sealedText)
            return null;
        http.Response.Cookies.Append(cookies.NameOf(Name), "", cookies.Options(TimeSpan.Zero));
        try
        {
            var state = protector.Unprotect(sealedText);
            return IsFirst(sealedText) ? state : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private bool IsFirst(string sealedText)
    {
        var now = clock.GetUtcNow();
        if (used.Count > ManyUsed)
            foreach (var (old, _) in used.Where(u => u.Value < now - Kept))
                used.TryRemove(old, out _);
        return used.TryAdd(sealedText, now);
    }
}
