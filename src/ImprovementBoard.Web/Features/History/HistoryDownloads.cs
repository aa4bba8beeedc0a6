using System.Text;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.History;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Hosting;
using ImprovementBoard.Web.Shared;

namespace ImprovementBoard.Web.Features.History;

internal static class HistoryDownloads
{
    /// <summary>The history and the record of sign-ins as files.</summary>
    public static void MapHistoryDownloads(this WebApplication app)
    {
        app.MapGet("/programmes/{slug}/history.csv", async (string? kind, string? by, string? item, string? @ref, string? from, string? to, CurrentProgramme current, HistoryQueries history, HttpContext context, CancellationToken ct) =>
        {
            if (current.Scope is not { } scope)
                return Results.NotFound();
            var filter = Of(kind, by, item, @ref, from, to, null);
            return Csv(context, writer => history.WriteCsvAsync(scope, filter, writer, ct), $"{scope.Slug}-history.csv");
        }).RequireAuthorization().WithMetadata(new ExportAttribute(), new RequiresAttribute(Permission.ReadPlan));
        app.MapGet("/programmes/{slug}/sign-ins.csv", async (string? kind, string? by, string? from, string? to, CurrentProgramme current, SignInQueries signIns, HistoryQueries history, HttpContext context, CancellationToken ct) =>
        {
            if (current.Scope is not { } scope)
                return Results.NotFound();
            await history.ExportedAsync(scope, "Record of sign-ins exported", ct);
            return Csv(context, writer => signIns.WriteCsvAsync(scope, Of(kind, by, from, to, null), writer, ct), $"{scope.Slug}-sign-ins.csv");
        }).RequireAuthorization().WithMetadata(new ExportAttribute(), new RequiresAttribute(Permission.ReadSignIns));
    }

    /// <summary>The filter that an address asks for.</summary>
    public static HistoryFilter Of(string? kind, string? by, string? item, string? reference, string? from, string? to, string? page) =>
        new(Query.Enum<HistoryKind>(kind), Query.Search(by), Query.Enum<Subject>(item), Query.Search(reference), ProgrammeAddress.Date(from), ProgrammeAddress.Date(to), Query.Page(page));

    /// <inheritdoc cref="Of(string?, string?, string?, string?, string?, string?, string?)"/>
    public static SignInFilter Of(string? kind, string? by, string? from, string? to, string? page) =>
        new(Query.Enum<InstallationEventKind>(kind), Query.Search(by), ProgrammeAddress.Date(from), ProgrammeAddress.Date(to), Query.Page(page));

    private static IResult Csv(HttpContext context, Func<TextWriter, Task> write, string name)
    {
        context.Response.Headers.CacheControl = "private, no-store";
        return Results.Stream(async body =>
        {
            // With the mark that tells spreadsheets the encoding.
            await using var writer = new StreamWriter(body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), 1 << 16, leaveOpen: true);
            await write(writer);
        }, "text/csv; charset=utf-8", name);
    }
}
