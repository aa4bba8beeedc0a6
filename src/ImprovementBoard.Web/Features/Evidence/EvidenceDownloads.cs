using ImprovementBoard.Core.Evidence;
using ImprovementBoard.Core.History;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.History;
using ImprovementBoard.Web.Hosting;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.Evidence;

/// <summary>Hands out stored files: to those who may read them, only when their bytes are still what they were, never to be shown inside the portal.</summary>
internal sealed class EvidenceDownloads(BoardDatabase database, FileStore store, TimeProvider clock)
{
    /// <summary>The version and its bytes. Null when the person may read no such file; without bytes when they are missing or damaged.</summary>
    public async Task<(EvidenceVersion Version, Stream? Content)?> OpenAsync(ProgrammeScope scope, int id, int number, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        var found = await EvidenceQueries.Readable(db, scope).AsNoTracking()
            .SelectMany(e => e.Versions, (e, v) => new
            {
                e.Sensitivity,
                e.Title,
                Version = v,
                Action = db.Actions.Where(a => a.Id == e.ActionItemId).Select(a => a.Ref).FirstOrDefault(),
                Recommendation = db.Recommendations.Where(r => r.Id == e.RecommendationId).Select(r => r.Ref).FirstOrDefault(),
            })
            .SingleOrDefaultAsync(x => x.Version.EvidenceItemId == id && x.Version.Number == number && x.Version.Sha256 != null && x.Version.DeletedOn == null && x.Version.AddedOn <= scope.Today, ct);
        if (found is null)
            return null;
        var content = await store.OpenAsync(found.Version.Sha256!, ct);
        if (content is null)
            return (found.Version, null);
        // Told first: what cannot be written down is not handed out.
        await using var turn = await db.LockProgrammeAsync(ct);
        var now = clock.GetUtcNow();
        var (subject, reference) = EvidenceHistory.SubjectOf(found.Sensitivity, id, found.Action, found.Recommendation);
        db.Record(scope.Actor, now, scope.Programme.Today(now), subject, reference, HistoryKind.EvidenceDownloaded, $"Downloaded version {number} of {found.Title}", id);
        await db.SaveChangesAsync(ct);
        await turn.CommitAsync(ct);
        return (found.Version, content);
    }

    /// <summary>Notes who opened the page of confidential evidence, once a day for each post (ASVS 5.0, 16.3.2).</summary>
    public async Task NoteReadAsync(ProgrammeScope scope, EvidenceItem item, CancellationToken ct = default)
    {
        if (item.Sensitivity != Sensitivity.Confidential)
            return;
        await using var db = database.Open(scope.Id);
        var now = clock.GetUtcNow();
        var (today, reference) = (scope.Programme.Today(now), $"{item.Id}");
        if (await db.History.AnyAsync(h => h.Subject == Subject.Evidence && h.SubjectRef == reference && h.Kind == HistoryKind.EvidenceRead && h.MemberId == scope.Actor.MemberId && h.On == today, ct))
            return;
        await using var turn = await db.LockProgrammeAsync(ct);
        db.Record(scope.Actor, now, today, Subject.Evidence, reference, HistoryKind.EvidenceRead, $"Read: {item.Title}", item.Id);
        await db.SaveChangesAsync(ct);
        await turn.CommitAsync(ct);
    }

    public static void Map(WebApplication app) =>
        app.MapGet("/programmes/{slug}/evidence/{id:int}/versions/{number:int}", async (int id, int number, CurrentProgramme current, EvidenceDownloads downloads, HttpContext context, CancellationToken ct) =>
        {
            if (current.Scope is not { } scope || await downloads.OpenAsync(scope, id, number, ct) is not { } found)
                return Results.NotFound();
            if (found.Content is null)
                return Results.Redirect($"{Urls.Evidence(scope.Slug, $"{id}")}?damaged={number}");
            context.Response.Headers.CacheControl = "private, no-store";
            // Text was taken in as UTF-8 only.
            var type = found.Version.MediaType!.StartsWith("text/", StringComparison.Ordinal) ? $"{found.Version.MediaType}; charset=utf-8" : found.Version.MediaType;
            return Results.File(found.Content, type, found.Version.FileName);
        }).RequireAuthorization().WithMetadata(new SandboxedAttribute());
}
