using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace ImprovementBoard.Web.Data;

/// <summary>
/// One change at a time within a programme, where a change looks at several rows: two leads whose actions answer the same
/// recommendation must each see what the other left, or its rating would be rolled up from half the truth.
/// </summary>
internal static class ProgrammeLock
{
    /// <summary>
    /// Begins a transaction that holds the programme's row until it ends. Read after this, commit to keep; disposing without a
    /// commit undoes everything.
    /// </summary>
    public static async Task<IDbContextTransaction> LockProgrammeAsync(this BoardDbContext db, CancellationToken ct)
    {
        var transaction = await db.Database.BeginTransactionAsync(ct);
        // A write that changes nothing takes the lock on both engines.
        await db.Programmes.Where(p => p.Id == db.ProgrammeId).ExecuteUpdateAsync(set => set.SetProperty(p => p.RatedOn, p => p.RatedOn), ct);
        return transaction;
    }
}
