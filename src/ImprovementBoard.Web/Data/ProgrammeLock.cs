using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace ImprovementBoard.Web.Data;

/// <summary>
/// One change at a time within a programme, where a change looks at several rows: two leads whose actions answer the same
/// recommendation must each see what the other left, or its rating would be rolled up from half the truth. And every entry of the
/// history follows one other: only who has the turn may write one.
/// </summary>
internal static class ProgrammeLock
{
    // Any number nobody else locks with; PostgreSQL knows such locks by number only.
    private const long InstallationKey = 0x48495354, AccountsKey = 0x41434354;

    // SQLite has one writer and lets the others sleep on their threads; fifty people who save at once would wait for threads. Here they queue without one.
    private static readonly ConcurrentDictionary<string, SemaphoreSlim> Queues = new(StringComparer.Ordinal);

    /// <summary>
    /// Begins a transaction that holds the programme's row until it ends. Read after this, commit to keep; disposing without a
    /// commit undoes everything.
    /// </summary>
    public static Task<ProgrammeTurn> LockProgrammeAsync(this BoardDbContext db, CancellationToken ct) =>
        // A write that changes nothing takes the lock on both engines.
        LockAsync(db, () => db.Programmes.Where(p => p.Id == db.ProgrammeId).ExecuteUpdateAsync(set => set.SetProperty(p => p.RatedOn, p => p.RatedOn), ct), ct);

    /// <summary>The same for what happens to the installation and to no programme.</summary>
    public static Task<ProgrammeTurn> LockInstallationAsync(this BoardDbContext db, CancellationToken ct) =>
        // SQLite's transaction has begun as the only writer.
        LockAsync(db, () => db.Database.IsSqlite() ? Task.CompletedTask : db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({InstallationKey})", ct), ct, installation: true);

    /// <summary>
    /// Within the turn of a programme: waits for everybody else who erases an account or puts a hold, in whichever programme, because who erases reads the holds of all. Until the
    /// transaction ends.
    /// </summary>
    public static Task LockAccountsAsync(this BoardDbContext db, CancellationToken ct) =>
        // SQLite's transaction has begun as the only writer.
        db.Database.IsSqlite() ? Task.CompletedTask : db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({AccountsKey})", ct);

    /// <summary>The turn of a context that adds the programme in a running transaction: nobody else knows of it before the commit, which is the caller's.</summary>
    public static ProgrammeTurn TurnWhileAdded(this BoardDbContext db) =>
        db.Turn = new(db, db.Database.CurrentTransaction ?? throw new InvalidOperationException("There is no transaction."), null);

    private static async Task<ProgrammeTurn> LockAsync(BoardDbContext db, Func<Task> take, CancellationToken ct, bool installation = false)
    {
        var queue = db.Database.IsSqlite() ? Queues.GetOrAdd(db.Database.GetConnectionString()!, _ => new(1, 1)) : null;
        await (queue?.WaitAsync(ct) ?? Task.CompletedTask);
        IDbContextTransaction? transaction = null;
        try
        {
            transaction = await db.Database.BeginTransactionAsync(ct);
            await take();
            return db.Turn = new(db, transaction, queue) { OfInstallation = installation };
        }
        catch
        {
            await (transaction?.DisposeAsync() ?? ValueTask.CompletedTask);
            queue?.Release();
            throw;
        }
    }
}

/// <summary>A turn to change a programme, or what belongs to none.</summary>
internal sealed class ProgrammeTurn(BoardDbContext db, IDbContextTransaction transaction, SemaphoreSlim? queue) : IAsyncDisposable
{
    /// <summary>True for what belongs to no programme.</summary>
    public bool OfInstallation { get; init; }

    /// <summary>Keeps what was changed.</summary>
    public Task CommitAsync(CancellationToken ct)
    {
        db.Turn = null;
        return transaction.CommitAsync(ct);
    }

    /// <summary>Ends the turn; what was not committed is undone.</summary>
    public async ValueTask DisposeAsync()
    {
        db.Turn = null;
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
