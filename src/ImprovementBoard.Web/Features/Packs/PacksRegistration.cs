using System.Text;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Packs;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Features.History;
using ImprovementBoard.Web.Features.Packs.Edition;
using ImprovementBoard.Web.Hosting;
using ImprovementBoard.Web.Shared;

namespace ImprovementBoard.Web.Features.Packs;

internal static class PacksRegistration
{
    public static IServiceCollection AddPacks(this IServiceCollection services) => services
        .AddSingleton<TypstRenderer>()
        .AddSingleton<PackFactsReader>()
        .AddSingleton<PackProof>()
        .AddSingleton<PackStore>()
        .AddSingleton<PackService>()
        .AddSingleton<PackRuns>()
        .AddSingleton<PackTriggers>()
        .AddScoped<ScheduleService>()
        .AddScoped<PackLife>()
        .AddScoped<PackComments>()
        .AddScoped<PackDownloads>()
        .AddScoped<PackQueries>()
        .AddScoped<ScheduleQueries>()
        .AddScoped<ApprovalQueries>()
        .AddScoped<RegisterQueries>()
        .AddScoped<EditionQueries>();

    /// <summary>The PDF, and the register as a file. The gate has checked membership; a draft is not found by those who may not read drafts.</summary>
    public static void MapPackDownloads(this WebApplication app)
    {
        app.MapGet("/programmes/{slug}/packs/{reference}/download", async (string reference, CurrentProgramme current, PackQueries packs, PackDownloads downloads, HttpContext context, CancellationToken ct) =>
        {
            if (current.Scope is not { } scope || await packs.FindAsync(scope, reference, ct) is not { } pack)
                return Results.NotFound();
            context.Response.Headers.CacheControl = "private, no-store";
            byte[] bytes;
            try
            {
                bytes = await packs.ContentAsync(scope, pack, ct);
            }
            catch (DamagedException)
            {
                return Results.Redirect(Urls.Pack(scope.Slug, pack.Ref, ("damaged", "true")));
            }
            await downloads.NoteAsync(scope, pack, PackForm.Pdf, ct);
            return Results.File(bytes, "application/pdf", $"{scope.Slug}-{pack.Audience}-{pack.Ref}.pdf".ToLowerInvariant());
        }).RequireAuthorization().WithMetadata(new RequiresAttribute(Permission.ReadPacks));
        app.MapGet("/programmes/{slug}/packs/register.csv", async (string? audience, string? state, CurrentProgramme current, RegisterQueries register, HistoryQueries history, HttpContext context, CancellationToken ct) =>
        {
            if (current.Scope is not { } scope)
                return Results.NotFound();
            context.Response.Headers.CacheControl = "private, no-store";
            var csv = await register.CsvAsync(scope, new(Query.Enum<Audience>(audience), Query.Enum<PackState>(state)), ct);
            await history.ExportedAsync(scope, "Register of packs exported", ct);
            // With the mark that tells spreadsheets the encoding.
            return Results.File([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(csv)], "text/csv; charset=utf-8", $"{scope.Slug}-packs.csv");
        }).RequireAuthorization().WithMetadata(new ExportAttribute(), new RequiresAttribute(Permission.ReadPacks));
    }
}
