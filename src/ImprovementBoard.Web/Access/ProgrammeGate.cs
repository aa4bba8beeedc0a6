using ImprovementBoard.Core.Access;
using ImprovementBoard.Web.History;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Extensions;

namespace ImprovementBoard.Web.Access;

/// <summary>What a page needs, beyond belonging to its programme. Written on the page: <c>@attribute [Requires(Permission.BuildPack)]</c>.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class RequiresAttribute(Permission permission) : Attribute
{
    /// <summary>The permission needed.</summary>
    public Permission Permission => permission;
}

/// <summary>Stops a request at the door of a programme. Services check again, because clicks arrive without a request.</summary>
internal static class ProgrammeGate
{
    /// <summary>Key of the date that the form in the header asks for; it is answered with the address as at that date.</summary>
    public const string AsAtKey = "as-at";

    public static void UseProgrammeGate(this WebApplication app) => app.Use(async (context, next) =>
    {
        var slug = context.Request.RouteValues["slug"] as string;
        var endpoint = context.GetEndpoint();
        if (slug is null || context.User.Identity?.IsAuthenticated != true || endpoint?.Metadata.GetMetadata<IAllowAnonymous>() is not null)
        {
            await next(context);
            return;
        }
        var scope = await context.RequestServices.GetRequiredService<CurrentProgramme>().EnterAsync(context.User, slug);
        var needed = endpoint?.Metadata.GetMetadata<RequiresAttribute>()?.Permission ?? Permission.ReadPlan;
        if (scope is null && await context.RequestServices.GetRequiredService<ProgrammeAccess>().LacksProofAsync(context.User, slug))
        {
            context.Response.Redirect(Urls.With(Urls.SecondFactor, ("returnUrl", HttpMethods.IsGet(context.Request.Method) ? context.Request.GetEncodedPathAndQuery() : Urls.Programme(slug))));
        }
        else if (scope is null)
        {
            if (ProgrammeAccess.UserId(context.User) is { } account)
                await context.RequestServices.GetRequiredService<Trail>().StrangerAsync(account);
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        }
        else if (HttpMethods.IsGet(context.Request.Method) && context.Request.Query.TryGetValue(AsAtKey, out var date))
            context.Response.Redirect(Urls.AsAt(context.Request, scope.Programme.Slug, ProgrammeAddress.Date(date)));
        else if (!needed.IsReading() && scope.LooksBack)
            context.Response.Redirect(Urls.AsAt(context.Request, scope.Programme.Slug, null));
        else if (!scope.May(needed))
        {
            await context.RequestServices.GetRequiredService<Trail>().RefusedAsync(scope, $"asked for {(endpoint as RouteEndpoint)?.RoutePattern.RawText}, which the role does not open");
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
        }
        else
            await next(context);
    });
}
