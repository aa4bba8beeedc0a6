using Microsoft.AspNetCore.Antiforgery;

namespace ImprovementBoard.Web.Hosting;

/// <summary>Whether a form came from a page of the portal, so that no other site makes a person’s browser send one.</summary>
internal static class FormTokens
{
    /// <summary>Name of the field that carries the token.</summary>
    public const string Field = "__RequestVerificationToken";

    /// <summary>Takes a form outside the pages; without its token <see cref="ErrorPages.UseFormTokens"/> refuses it before this runs.</summary>
    public static RouteHandlerBuilder MapForm(this WebApplication app, string address, Delegate answer) => app.MapPost(address, answer).WithMetadata(new RequireAntiforgeryTokenAttribute());

    /// <summary>Whether the token of a form that is read in parts is right; null is not.</summary>
    public static async Task<bool> IsOursAsync(this IAntiforgery antiforgery, HttpContext context, string? token)
    {
        // Given as a header: the framework would otherwise read the whole form into memory to find it.
        context.Request.Headers["RequestVerificationToken"] = token ?? "";
        return await antiforgery.IsRequestValidAsync(context);
    }
}
