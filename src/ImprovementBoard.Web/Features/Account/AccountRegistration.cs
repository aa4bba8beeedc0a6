using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.History;
using Microsoft.AspNetCore.Identity;

namespace ImprovementBoard.Web.Features.Account;

internal static class AccountRegistration
{
    public static IServiceCollection AddAccount(this IServiceCollection services) => services
        .AddScoped<SignInService>()
        .AddScoped<DemonstrationSeeder>();

    public static void MapAccount(this WebApplication app)
    {
        app.MapGet("/", () => Results.Redirect(Urls.Programmes)).AllowAnonymous();
        app.MapPost(Urls.SignOut, async (HttpContext context, SignInManager<AppUser> signIn, Trail trail, Microsoft.AspNetCore.Antiforgery.IAntiforgery antiforgery) =>
        {
            if (!await antiforgery.IsRequestValidAsync(context))
                return Results.BadRequest("This form was too old. Go back, open the page again and sign out.");
            // A new stamp ends the circuits of this account's other tabs as well, within a minute.
            if (await signIn.UserManager.GetUserAsync(context.User) is { } user)
            {
                await signIn.UserManager.UpdateSecurityStampAsync(user);
                await trail.SignedOutAsync(user.Id);
            }
            await signIn.SignOutAsync();
            return Results.Redirect(Urls.SignIn);
        });
    }
}
