using ImprovementBoard.Core.Packs;
using ImprovementBoard.Web.Data;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.Packs;

/// <summary>What is stored is not what was frozen: its SHA-256 is another. The message is one sentence for whoever asked for it.</summary>
/// <param name="what">What is damaged, within a sentence.</param>
internal sealed class DamagedException(string what) : Exception(Sentence(what))
{
    /// <summary>The sentence.</summary>
    public static string Sentence(string what) => $"What is stored of {what} is not what was frozen, so it is not handed out. Tell whoever runs the server: a backup has it as it was.";
}

/// <summary>Reads what is stored of packs. Nothing of it leaves here that is not what its SHA-256 was taken of.</summary>
internal sealed class PackProof(ILogger<PackProof> log)
{
    /// <summary>The bytes of a PDF.</summary>
    /// <param name="pack">Name of the pack.</param>
    /// <exception cref="DamagedException">They are missing or others.</exception>
    public async Task<byte[]> FileAsync(BoardDbContext db, string hash, string pack, CancellationToken ct)
    {
        var bytes = await db.Files.Where(f => f.Hash == hash).Select(f => f.Content).SingleOrDefaultAsync(ct);
        if (bytes is not null && PackFactsReader.Hash(bytes) == hash)
            return bytes;
        log.LogError("The PDF of {Pack} is damaged or missing: its SHA-256 is not {Sha256}. Restore it from the backup.", pack, hash);
        throw new DamagedException($"the PDF of {pack}");
    }

    /// <summary>Frozen facts.</summary>
    /// <inheritdoc cref="FileAsync"/>
    /// <exception cref="DamagedException">They are others.</exception>
    public PackFacts Facts(string json, string hash, string pack)
    {
        if (PackFactsReader.Hash(json) == hash)
            return PackFactsReader.FromJson(json);
        log.LogError("What was frozen of {Pack} is damaged: its SHA-256 is not {Sha256}. Restore it from the backup.", pack, hash);
        throw new DamagedException($"the facts of {pack}");
    }
}
