using ImprovementBoard.Core;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Time;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Hosting;

namespace ImprovementBoard.Web.Features.Actions;

/// <summary>Where the form's script sends what is typed (wwwroot/js/draft.js). It needs no circuit, so that it works right after a restart.</summary>
internal static class DraftEndpoint
{
    /// <summary>Answers <c>{"at": milliseconds, "words": "14:32"}</c>, or 410 when the update was posted meanwhile.</summary>
    public static void MapDrafts(this WebApplication app) =>
        app.MapForm("/programmes/{slug}/actions/{reference}/draft", async (string reference, CurrentProgramme current, DraftService drafts, TimeProvider clock, HttpContext context, CancellationToken ct) =>
        {
            if (current.Scope is not { } scope)
                return Results.NotFound();
            try
            {
                return await drafts.SaveAsync(scope, reference, UpdateFields.From(await context.Request.ReadFormAsync(ct)), ct) is { } at
                    ? Results.Json(new { at = at.ToUnixTimeMilliseconds(), words = Words.Moment(at, clock.GetUtcNow()) })
                    : Results.StatusCode(StatusCodes.Status410Gone);
            }
            catch (ForbiddenException)
            {
                return Results.StatusCode(StatusCodes.Status403Forbidden);
            }
            catch (RuleException)
            {
                return Results.NotFound();
            }
        }).RequireAuthorization().WithMetadata(new RequiresAttribute(Permission.ReadPlan));
}
