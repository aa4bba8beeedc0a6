using ImprovementBoard.Core.History;
using ImprovementBoard.Web.Data;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.History;

/// <summary>Seals what is recorded, and refuses every other change of a history. The context calls it with every save, so nobody can forget it.</summary>
internal static class HistoryChain
{
    /// <summary>Puts new entries at the end of their chain, in the order they were recorded.</summary>
    /// <exception cref="InvalidOperationException">An entry was changed or removed, or is written without the turn that keeps its chain one.</exception>
    public static async Task SealHistoryAsync(this BoardDbContext db, CancellationToken ct)
    {
        var entries = db.New<HistoryEntry>();
        if (entries.Exists(e => e.ProgrammeId != db.ProgrammeId))
            throw new InvalidOperationException("History is recorded in the programme that the context was opened for.");
        await db.SealAsync(entries, db.History, ct);
        await db.SealAsync(db.New<InstallationEvent>(), db.InstallationEvents, ct);
    }

    /// <summary>The number and the seal of the last entry.</summary>
    public static async Task<(long Sequence, string Hash)> HeadAsync<T>(this IQueryable<T> chain, CancellationToken ct) where T : class, ISealed =>
        await chain.OrderByDescending(e => e.Sequence).Select(e => new { e.Sequence, e.Hash }).FirstOrDefaultAsync(ct) is { } last ? (last.Sequence, last.Hash) : (0, HistorySeal.None);

    private static List<T> New<T>(this BoardDbContext db) where T : class, ISealed
    {
        var tracked = db.ChangeTracker.Entries<T>().ToList();
        if (tracked.Exists(e => e.State is EntityState.Modified or EntityState.Deleted))
            throw new InvalidOperationException("History is only ever added to.");
        // Keys given before the save count up: the order of recording.
        return [.. tracked.Where(e => e.State == EntityState.Added).OrderBy(e => e.Property<long>(nameof(HistoryEntry.Id)).CurrentValue).Select(e => e.Entity)];
    }

    private static async Task SealAsync<T>(this BoardDbContext db, List<T> entries, IQueryable<T> chain, CancellationToken ct) where T : class, ISealed
    {
        if (entries.Count == 0)
            return;
        if (db.Turn is null || db.Turn.OfInstallation != typeof(T).IsAssignableTo(typeof(InstallationEvent)))
            throw new InvalidOperationException("History is recorded in the programme's turn: call LockProgrammeAsync before reading what is changed. Else two could follow the same entry.");
        var (last, hash) = await chain.HeadAsync(ct);
        foreach (var entry in entries)
        {
            entry.Follow(last, hash);
            (last, hash) = (entry.Sequence, entry.Hash);
        }
    }
}
