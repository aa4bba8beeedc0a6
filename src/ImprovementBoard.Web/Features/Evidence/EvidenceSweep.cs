using ImprovementBoard.Web.Data;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.Evidence;

/// <summary>Removes files that an upload left behind without a row, and those whose period is over. The nightly job rings here.</summary>
internal sealed class EvidenceSweep(BoardDatabase database, FileStore store, ILogger<EvidenceSweep> log)
{
    /// <returns>How many files were removed.</returns>
    public async Task<int> SweepAsync(CancellationToken ct = default)
    {
        await using var db = database.OpenWithoutProgramme();
        // Across programmes on purpose: the store is one folder, and the same bytes may belong to several.
        var swept = await store.SweepAsync(sha256 => db.EvidenceVersions.IgnoreQueryFilters().AnyAsync(v => v.Sha256 == sha256 && v.DeletedOn == null, ct));
        if (swept > 0)
            log.LogInformation("Removed {Count} evidence files that no row names.", swept);
        return swept;
    }
}
