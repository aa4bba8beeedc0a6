using ImprovementBoard.Core.Packs;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Data;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.Packs.Edition;

/// <summary>What a stored pack says, read from its frozen facts.</summary>
/// <param name="IsLater">True where another build of the portal made the PDF.</param>
public sealed record ReadablePack(PackRow Pack, PackContent Content, bool IsLater)
{
    /// <summary>What a reader of the page or the workbook must know of the PDF, or null.</summary>
    public string? Note => NoteOf(IsLater, issued: Pack.Dates.IssuedOn is not null);

    internal static string? NoteOf(bool isLater, bool issued) => isLater ? $"Drawn by a later version of the portal; the PDF is what was {(issued ? "issued" : "made")}." : null;
}

/// <summary>Reads packs for the page and the workbook that say the same as the PDF. Who may read the PDF may read these.</summary>
internal sealed class EditionQueries(PackQueries packs, PackProof proof, BoardDatabase database)
{
    /// <summary>What a pack says, or null when there is none of that name that the person may read.</summary>
    /// <exception cref="DamagedException">Its facts are not those that were frozen.</exception>
    public async Task<ReadablePack?> FindAsync(ProgrammeScope scope, string reference, CancellationToken ct = default)
    {
        if (await packs.FindAsync(scope, reference, ct) is not { } pack)
            return null;
        await using var db = database.Open(scope.Id);
        var (content, isLater) = await ContentAsync(db, pack.Id, pack.Name, ct);
        return new(pack, content, isLater);
    }

    /// <summary>What a pack says that the reader has been found to be allowed to read.</summary>
    /// <exception cref="DamagedException">Its facts are not those that were frozen.</exception>
    public async Task<(PackContent Content, bool IsLater)> ContentAsync(BoardDbContext db, int id, string name, CancellationToken ct)
    {
        var stored = await db.Packs.Where(p => p.Id == id).Select(p => new { p.FactsJson, p.FactsHash, p.TemplateHash }).SingleAsync(ct);
        return (PackAssembler.Assemble(proof.Facts(stored.FactsJson, stored.FactsHash, name), stored.FactsHash), stored.TemplateHash != TypstRenderer.TemplateHash());
    }
}
