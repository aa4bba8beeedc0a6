using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace ImprovementBoard.Web.Data;

/// <summary>
/// One change at a time within a programme, where a change looks at several rows: two leads whose actions answer the same
/// recommendation must each see what the other left, or its rating would be rolled up from half the truth.
/// </summary>
internal static class ProgrammeLock
{
    // SQLite has one writer and lets the others sleep on their threads; fifty people who save at once would wait for threads. Here they queue without one.
    private static readonly ConcurrentDictionary<string, SemaphoreSlim> Queues = new(StringComparer.Ordinal);

    /// <summary>
    /// Begins a transaction that holds the programme's row until it ends. Read after this, commit to keep; disposing without a
    /// commit undoes everything.
    /// </summary>
    public static async Task<ProgrammeTurn> LockProgrammeAsync(this BoardDbContext db, CancellationToken ct)
    {
        var queue = db.Database.IsSqlite() ? Queues.GetOrAdd(db.Database.GetConnectionString()!, _ => new(1, 1)) : null;
        await (queue?.WaitAsync(ct) ?? Task.CompletedTask);
        IDbContextTransaction? transaction = null;
        try
        {
            transaction = await db.Database.BeginTransactionAsync(ct);
            // A write that changes nothing takes the lock on both engines.
            await db.Programmes.Where(p => p.Id == db.ProgrammeId).ExecuteUpdateAsync(set => set.SetProperty(p => p.RatedOn, p => p.RatedOn), ct);
            return new(transaction, queue);
        }
        catch
        {
            await (transaction?.DisposeAsync() ?? ValueTask.CompletedTask);
            queue?.Release();
            throw;
        }
    }
}

/// <summary>A turn to change a programme.</summary>
internal sealed class ProgrammeTurn(IDbContextTransaction transaction, SemaphoreSlim? queue) : IAsyncDisposable
{
    /// <summary>Keeps what was changed.</summary>
    public Task CommitAsync(CancellationToken ct) => transaction.CommitAsync(ct);

    /// <summary>Ends the turn; what was not committed is undone.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await transaction.DisposeAsync();
        }
        finally
        {
            queue?.Release();
        }
    }
}
