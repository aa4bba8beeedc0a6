using System.Text;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Features.History;
using ImprovementBoard.Web.Hosting;

namespace ImprovementBoard.Web.Features.People;

internal static class PeopleRegistration
{
    public static IServiceCollection AddPeople(this IServiceCollection services) => services
        .AddScoped<PeopleService>()
        .AddScoped<PeopleQueries>()
        .AddScoped<InvitationLinks>();

    /// <summary>Who has access, as a file.</summary>
    public static void MapPeopleDownloads(this WebApplication app) =>
        app.MapGet("/programmes/{slug}/people.csv", async (CurrentProgramme current, PeopleQueries people, HistoryQueries history, HttpContext context, CancellationToken ct) =>
        {
            if (current.Scope is not { } scope)
                return Results.NotFound();
            context.Response.Headers.CacheControl = "private, no-store";
            var csv = await people.CsvAsync(scope, ct);
            await history.ExportedAsync(scope, "List of who has access exported", ct);
            // With the mark that tells spreadsheets the encoding.
            return Results.File([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(csv)], "text/csv; charset=utf-8", $"{scope.Slug}-people.csv");
        }).RequireAuthorization().WithMetadata(new ExportAttribute(), new RequiresAttribute(Permission.ReadAccess));
}
