using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.Account;
using ImprovementBoard.Web.Hosting;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.Identity;

namespace ImprovementBoard.Web.Access;

/// <summary>Who may enter.</summary>
internal static class AccessRegistration
{
    public static IServiceCollection AddBoardAccess(this IServiceCollection services, BoardOptions options)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddScoped<ProgrammeAccess>();
        services.AddScoped<CurrentProgramme>();
        services.AddCascadingAuthenticationState();
        services.AddScoped<AuthenticationStateProvider, CircuitAuthentication>();
        services.AddScoped<CircuitHandler, CircuitGuard>();
        services.AddKeyRing(options);

        services.AddAuthentication(o =>
            {
                o.DefaultScheme = IdentityConstants.ApplicationScheme;
                o.DefaultSignInScheme = IdentityConstants.ExternalScheme;
            })
            .AddIdentityCookies();
        services.AddSingleton<CookieRules>().AddSingleton<SessionWatch>();
        services.AddOptions<CookieAuthenticationOptions>(IdentityConstants.ApplicationScheme).Configure<CookieRules>((cookie, rules) => SignInCookie.Configure(cookie, rules, options));
        services.AddOptions<CookieAuthenticationOptions>(IdentityConstants.TwoFactorUserIdScheme).Configure<CookieRules>((cookie, rules) => rules.Apply(cookie.Cookie, "improvementboard-code"));
        services.AddOptions<AntiforgeryOptions>().Configure<CookieRules>((forms, rules) =>
        {
            rules.Apply(forms.Cookie, "improvementboard-form");
            forms.Cookie.SameSite = SameSiteMode.Strict;
        });
        services.AddAuthorization();
        services.AddIdentityCore<AppUser>(o =>
            {
                o.User.RequireUniqueEmail = true;
                // PasswordAdvice has the rule; waits after wrong passwords are GuessGuard's. A lock that Identity knows of is an administrator's.
                o.Password = new() { RequiredLength = 1, RequiredUniqueChars = 1, RequireDigit = false, RequireLowercase = false, RequireUppercase = false, RequireNonAlphanumeric = false };
            })
            .AddEntityFrameworkStores<BoardDbContext>()
            .AddSignInManager()
            .AddPasswordValidator<PasswordAdvice>()
            .AddTokenProvider<DataProtectorTokenProvider<AppUser>>(TokenOptions.DefaultProvider);
        // The number of rounds that OWASP asks for with SHA-512 (Password Storage Cheat Sheet).
        services.Configure<PasswordHasherOptions>(o => o.IterationCount = 210_000);
        services.Configure<IdentityPasskeyOptions>(o => (o.UserVerificationRequirement, o.ResidentKeyRequirement, o.AttestationConveyancePreference) = ("required", "required", "none"));
        services.Configure<DataProtectionTokenProviderOptions>(o => o.TokenLifespan = TimeSpan.FromHours(1));
        return services;
    }
}
