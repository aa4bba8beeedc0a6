using ImprovementBoard.Core.Access;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Features.Packs.Edition;

namespace ImprovementBoard.Web.Features.Packs;

internal static class PacksRegistration
{
    public static IServiceCollection AddPacks(this IServiceCollection services) => services
        .AddSingleton<TypstRenderer>()
        .AddSingleton<PackFactsReader>()
        .AddSingleton<PackService>()
        .AddSingleton<PackRuns>()
        .AddSingleton<PackTriggers>()
        .AddScoped<ScheduleService>()
        .AddScoped<PackQueries>()
        .AddScoped<EditionQueries>();

    /// <summary>The PDF. The gate has checked membership; a draft is not found by those who may not read drafts.</summary>
    public static void MapPackDownloads(this WebApplication app) =>
        app.MapGet("/programmes/{slug}/packs/{reference}/download", async (string reference, CurrentProgramme current, PackQueries packs, HttpContext context, CancellationToken ct) =>
        {
            if (current.Scope is not { } scope || await packs.FindAsync(scope, reference, ct) is not { } pack)
                return Results.NotFound();
            context.Response.Headers.CacheControl = "private, no-store";
            var bytes = await packs.ContentAsync(scope, pack, ct);
            return Results.File(bytes, "application/pdf", $"{scope.Slug}-{pack.Audience}-{pack.Ref}.pdf".ToLowerInvariant());
        }).RequireAuthorization().WithMetadata(new RequiresAttribute(Permission.ReadPacks));
}
