using ImprovementBoard.Web;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.SingleSignOn;
using ImprovementBoard.Web.Hosting;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ImprovementBoard.Tests.Access;

/// <summary>Every cookie as browsers get it (ASVS 5.0, 3.3).</summary>
public sealed class CookieTests
{
    [Theory]
    [InlineData("Production", false, "__Host-", CookieSecurePolicy.Always)]
    [InlineData("Staging", false, "__Host-", CookieSecurePolicy.Always)]
    [InlineData("Production", true, "", CookieSecurePolicy.SameAsRequest)]
    [InlineData("Development", false, "", CookieSecurePolicy.SameAsRequest)]
    public void Where_a_council_runs_it_cookies_go_over_https_alone(string environment, bool plainHttp, string before, CookieSecurePolicy policy)
    {
        var options = new BoardOptions { SignIn = new() { PlainHttp = plainHttp }, SingleSignOn = new() { Authority = "https://sign-in.council.example", ClientId = "portal", ClientSecret = "secret" } };
        var builder = WebApplication.CreateEmptyBuilder(new() { EnvironmentName = environment });
        builder.Services.AddSingleton(options).AddAntiforgery().AddBoardDatabase(options).AddBoardAccess(options).AddSingleSignOn(options);
        using var services = builder.Services.BuildServiceProvider();
        var cookies = services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>();

        CookieBuilder[] all = [cookies.Get(IdentityConstants.ApplicationScheme).Cookie, cookies.Get(IdentityConstants.TwoFactorUserIdScheme).Cookie, cookies.Get(IdentityConstants.ExternalScheme).Cookie, services.GetRequiredService<IOptionsMonitor<SignOnHandlerOptions>>().Get(SignOnHandler.SchemeName).CorrelationCookie, services.GetRequiredService<IOptions<AntiforgeryOptions>>().Value.Cookie];

        Assert.Equal([$"{before}improvementboard", $"{before}improvementboard-code", $"{before}improvementboard-proved", $"{before}improvementboard-council-", $"{before}improvementboard-form"], all.Select(c => c.Name));
        Assert.All(all, c => Assert.Equal((policy, true, "/", null), (c.SecurePolicy, c.HttpOnly, c.Path, c.Domain)));
        Assert.Equal([SameSiteMode.Lax, SameSiteMode.Lax, SameSiteMode.Lax, SameSiteMode.Lax, SameSiteMode.Strict], all.Select(c => c.SameSite));
        var own = services.GetRequiredService<CookieRules>().Options(TimeSpan.FromDays(1));
        Assert.Equal((before.Length > 0, true, SameSiteMode.Lax, "/", null), (own.Secure, own.HttpOnly, own.SameSite, own.Path, own.Domain));
    }
}
