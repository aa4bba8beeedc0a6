using System.Text;
using ImprovementBoard.Core;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Hosting;
using Microsoft.AspNetCore.Mvc;

namespace ImprovementBoard.Web.Features.Retention;

internal static class RetentionRegistration
{
    private const string Zip = "application/zip";

    public static IServiceCollection AddRetention(this IServiceCollection services) => services
        .AddScoped<RetentionKeeper>()
        .AddSingleton<OutboxSweep>()
        .AddScoped<RetentionService>()
        .AddScoped<RetentionQueries>()
        .AddScoped<ErasureService>()
        .AddScoped<AddressErasure>()
        .AddScoped<HeldExport>()
        .AddScoped<InformationExport>();

    public static void MapRetentionDownloads(this WebApplication app)
    {
        app.MapGet("/programmes/{slug}/retention.csv", (CurrentProgramme current, RetentionQueries retention, HttpContext context, CancellationToken ct) =>
        {
            if (current.Scope is not { } scope)
                return Results.NotFound();
            context.Response.Headers.CacheControl = "private, no-store";
            return Results.Stream(async body =>
            {
                // With the mark that tells spreadsheets the encoding.
                await using var writer = new StreamWriter(body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), 1 << 16, leaveOpen: true);
                await retention.WriteCsvAsync(scope, writer, ct);
            }, "text/csv; charset=utf-8", $"{scope.Slug}-disposals.csv");
        }).RequireAuthorization().WithMetadata(new ExportAttribute(), new RequiresAttribute(Permission.ReadRetention));

        app.MapGet("/programmes/{slug}/people/{id:int}/held.zip", async (int id, CurrentProgramme current, HeldExport held, HttpContext context, CancellationToken ct) =>
        {
            if (current.Scope is not { } scope || await held.OfPostAsync(scope, id, ct) is not { } file)
                return Results.NotFound();
            context.Response.Headers.CacheControl = "private, no-store";
            return Results.File(file, Zip, $"{scope.Slug}-person-{id}.zip");
        }).RequireAuthorization().WithMetadata(new ExportAttribute(), new RequiresAttribute(Permission.ManageRetention));

        // A POST: what stands in an address is kept by logs and browsers.
        app.MapForm("/programmes/{slug}/retention/address/held.zip", async (CurrentProgramme current, HeldExport held, HttpContext context, CancellationToken ct) =>
        {
            if (current.Scope is not { } scope)
                return Results.NotFound();
            try
            {
                if (await held.OfAddressAsync(scope, (await context.Request.ReadFormAsync(ct))["Email"], ct) is { } file)
                {
                    context.Response.Headers.CacheControl = "private, no-store";
                    return Results.File(file, Zip, $"{scope.Slug}-mail-address.zip");
                }
            }
            catch (RuleException)
            {
                // The page says what is wrong with it.
            }
            return Results.Redirect(Urls.HeldByAddress(scope.Slug));
        }).RequireAuthorization().WithMetadata(new ExportAttribute(), new RequiresAttribute(Permission.ManageRetention));

        app.MapGet(Urls.AccountHeld, async (HeldExport held, HttpContext context, CancellationToken ct) =>
        {
            context.Response.Headers.CacheControl = "private, no-store";
            return Results.File(await held.OfAccountAsync(context.User, ct), Zip, "what-is-held-on-you.zip");
        }).RequireAuthorization().WithMetadata(new ExportAttribute());

        // No address to open: it puts a hold. A box that is not ticked is not sent.
        app.MapForm("/programmes/{slug}/information-requests/export.zip", async (CurrentProgramme current, InformationExport export, [FromForm] string? request, [FromForm] bool? hold, HttpContext context, CancellationToken ct) =>
        {
            if (current.Scope is not { } scope)
                return Results.NotFound();
            context.Response.Headers.CacheControl = "private, no-store";
            try
            {
                return Results.File(await export.WriteAsync(scope, request, hold == true, ct), Zip, $"{scope.Slug}-information.zip");
            }
            catch (RuleException)
            {
                return Results.BadRequest();
            }
        }).RequireAuthorization().WithMetadata(new ExportAttribute(), new RequiresAttribute(Permission.ExportForRequests));
    }
}
