using System.Data.Common;
using ImprovementBoard.Core.History;
using ImprovementBoard.Core.Packs;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.History;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.Packs;

/// <summary>Notes who read which pack, in which form.</summary>
internal sealed class PackDownloads(BoardDatabase database, TimeProvider clock, ILogger<PackDownloads> log)
{
    /// <summary>
    /// Writes it down. Where that fails the reader gets the pack all the same, and IT a line in the log: a full disk must not keep a board from its
    /// papers an hour before it meets.
    /// </summary>
    public async Task NoteAsync(ProgrammeScope scope, PackRow pack, PackForm form, CancellationToken ct)
    {
        try
        {
            var now = clock.GetUtcNow();
            await using var db = database.Open(scope.Id);
            await using var turn = await db.LockProgrammeAsync(ct);
            // Also from a page that looks back: it is read today.
            db.PackDownloads.Add(new() { ProgrammeId = scope.Id, PackId = pack.Id, Form = form, At = now, On = scope.Programme.Today(now), By = scope.Actor.Title, MemberId = scope.Actor.MemberId });
            db.Record(scope.Actor, now, scope.Programme.Today(now), Subject.Pack, pack.Ref, HistoryKind.PackRead, Told(pack.Name, form));
            await db.SaveChangesAsync(ct);
            await turn.CommitAsync(ct);
        }
        catch (Exception e) when (e is DbException or DbUpdateException)
        {
            log.LogError(e, "That the {Role} read pack {Pack} as {Form} could not be written down", scope.Actor.Title, pack.Ref, form);
        }
    }

    /// <summary>The entry in words.</summary>
    public static string Told(string pack, PackForm form) => form switch
    {
        PackForm.Pdf => $"{pack} downloaded as PDF",
        PackForm.Workbook => $"Tables of {pack} downloaded as a workbook",
        _ => $"{pack} read as a page",
    };
}
