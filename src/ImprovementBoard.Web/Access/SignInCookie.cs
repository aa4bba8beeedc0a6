using ImprovementBoard.Web.Hosting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;

namespace ImprovementBoard.Web.Access;

/// <summary>The cookie of who is signed in. It names a session, and is worth what that is worth at this moment.</summary>
internal static class SignInCookie
{
    public static void Configure(CookieAuthenticationOptions cookie, CookieRules rules, BoardOptions options)
    {
        rules.Apply(cookie.Cookie, "improvementboard");
        cookie.LoginPath = Urls.SignIn;
        cookie.ReturnUrlParameter = "returnUrl";
        cookie.ExpireTimeSpan = TimeSpan.FromHours(options.SignIn.HoursAtMost);
        cookie.SlidingExpiration = false;
        cookie.Events.OnValidatePrincipal = CheckAsync;
        // A circuit is not a page: it gets an answer, not a redirect.
        cookie.Events.OnRedirectToLogin = context =>
        {
            if (context.Request.Path.StartsWithSegments("/_blazor", StringComparison.OrdinalIgnoreCase))
                context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            else
                context.Response.Redirect(context.RedirectUri);
            return Task.CompletedTask;
        };
        cookie.Events.OnRedirectToAccessDenied = context =>
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        };
    }

    private static async Task CheckAsync(CookieValidatePrincipalContext context)
    {
        var watch = context.HttpContext.RequestServices.GetRequiredService<SessionWatch>();
        if (context.Principal is { } person && SessionClaims.Of(person) is { } session && await watch.IsLiveAsync(session, used: true, context.HttpContext.RequestAborted))
            return;
        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(IdentityConstants.ApplicationScheme);
    }
}
