using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Packs;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Hosting;

namespace ImprovementBoard.Web.Features.Packs.Edition;

internal static class EditionDownloads
{
    public const string Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// <summary>Every table of a pack as one workbook. The gate has checked membership; a draft is not found by those who may not read drafts.</summary>
    public static void MapEditionDownloads(this WebApplication app) =>
        app.MapGet("/programmes/{slug}/packs/{reference}/tables.xlsx", async (string reference, CurrentProgramme current, EditionQueries editions, PackDownloads downloads, HttpContext context, CancellationToken ct) =>
        {
            if (current.Scope is not { } scope)
                return Results.NotFound();
            ReadablePack? edition;
            try
            {
                edition = await editions.FindAsync(scope, reference, ct);
            }
            catch (DamagedException)
            {
                // The page tells it.
                return Results.Redirect(Urls.Pack(scope.Slug, reference));
            }
            if (edition is null)
                return Results.NotFound();
            context.Response.Headers.CacheControl = "private, no-store";
            await downloads.NoteAsync(scope, edition.Pack, PackForm.Workbook, ct);
            return Results.File(PackWorkbook.Make(edition.Content, edition.Note), Xlsx, $"{scope.Slug}-{edition.Pack.Audience}-{edition.Pack.Ref}-tables.xlsx".ToLowerInvariant());
        }).RequireAuthorization().WithMetadata(new ExportAttribute(), new RequiresAttribute(Permission.ReadPacks));
}
