using ImprovementBoard.Core;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace ImprovementBoard.Web.Features.Account;

/// <summary>What the browser’s script asks for before it asks the person for a passkey, and the door that its answer opens.</summary>
internal static class PasskeyEndpoints
{
    private const string TooOld = "This page was too old. Load it again and try once more.";

    public static void MapPasskeys(this WebApplication app)
    {
        app.MapForm(Urls.SignInPasskeyAsk, AskToProveAsync).AllowAnonymous();
        app.MapForm(Urls.SignInPasskey, SignInAsync).AllowAnonymous();
        app.MapForm(Urls.NewPasskeyAsk, AskToMakeAsync).RequireAuthorization();
    }

    private static async Task<IResult> AskToProveAsync(HttpContext context, Passkeys passkeys) => Json(await passkeys.AskToProveAsync(context));

    private static async Task<IResult> SignInAsync(HttpContext context, [FromForm] string? answer, [FromForm] string? returnUrl, Passkeys passkeys, SignInService signIn)
    {
        if (await passkeys.ProveAsync(context, answer) is not var (user, key))
            return Results.Redirect(Urls.With(Urls.SignIn, ("done", "passkey"), ("returnUrl", returnUrl)));
        await signIn.EnterByPasskeyAsync(context, user, key);
        return Results.Redirect(SignInService.LocalUrl(returnUrl));
    }

    private static async Task<IResult> AskToMakeAsync(HttpContext context, [FromForm] string? present, Passkeys passkeys, PasswordService passwords, UserManager<AppUser> users)
    {
        try
        {
            var user = await users.GetUserAsync(context.User) ?? throw new RuleException(TooOld);
            await passwords.CheckAsync(context, user, present, nameof(present));
            return Json(await passkeys.AskToMakeAsync(context, user));
        }
        catch (RuleException e)
        {
            return Fault(e.Message);
        }
    }

    // The script shows it as it is; an error’s status would be a complaint in the browser’s log.
    private static IResult Fault(string sentence) => Results.Json(new { fault = sentence });

    private static IResult Json(string text) => Results.Text(text, "application/json");
}
