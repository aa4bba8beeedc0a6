using ImprovementBoard.Core.Access;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.History;
using ImprovementBoard.Web.Hosting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace ImprovementBoard.Web.Features.Account;

internal static class AccountRegistration
{
    public static IServiceCollection AddAccount(this IServiceCollection services) => services
        .AddSingleton<Guesses>()
        .AddSingleton<KnownBrowsers>()
        .AddSingleton<Challenges>()
        .AddSingleton<ForgottenPasswords>()
        .AddHostedService(sp => sp.GetRequiredService<ForgottenPasswords>())
        .AddScoped<AccountMail>()
        .AddScoped<SessionService>()
        .AddScoped<SecondFactor>()
        .AddScoped<AuthenticatorApp>()
        .AddScoped<Passkeys>()
        .AddScoped<PasswordService>()
        .AddScoped<SignInService>()
        .AddScoped<SignInRules>();

    public static void MapAccount(this WebApplication app)
    {
        app.MapGet("/", () => Results.Redirect(Urls.Programmes)).AllowAnonymous();
        app.MapForm(Urls.SignOut, SignOutAsync);
        // Being asked is enough: it counts as something done.
        app.MapForm(Urls.StaySignedIn, () => Results.NoContent()).RequireAuthorization();
        app.MapForm(Urls.EndSession, EndSessionAsync).RequireAuthorization();
        app.MapPasskeys();
    }

    // The session ends, and with it what other tabs have open.
    private static async Task<IResult> SignOutAsync(HttpContext context, SessionService sessions, Trail trail, BoardOptions options)
    {
        if (ProgrammeAccess.UserId(context.User) is { } account && SessionClaims.Of(context.User) is { } session)
        {
            await sessions.EndAsync(account, one: session);
            await trail.SignedOutAsync(account);
        }
        await context.SignOutAsync(IdentityConstants.ApplicationScheme);
        // The council account is somebody else’s to end: the page says so.
        return Results.Redirect(options.SingleSignOn.IsOn && SessionClaims.WayOf(context.User).IsSingleSignOn() ? Urls.With(Urls.SignIn, ("done", "council")) : Urls.SignIn);
    }

    /// <summary>Ends one other session, or all others where none is named.</summary>
    private static async Task<IResult> EndSessionAsync(HttpContext context, [FromForm] Guid? session, SessionService sessions, Trail trail)
    {
        if (ProgrammeAccess.UserId(context.User) is { } account && SessionClaims.Of(context.User) is { } mine && await sessions.EndAsync(account, session, but: mine) > 0)
            await trail.AccountChangedAsync(account, session is null ? "Its other devices were signed out." : "One of its devices was signed out.");
        return Results.Redirect(Urls.With(Urls.Account, ("done", session is null ? "others" : "session")));
    }
}
