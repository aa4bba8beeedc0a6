using System.Globalization;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.History;
using ImprovementBoard.Core.Packs.Tables;
using ImprovementBoard.Core.Time;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.Actions;
using ImprovementBoard.Web.History;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.History;

/// <summary>What of the history is asked for.</summary>
/// <param name="By">Role title of who did it.</param>
/// <param name="Ref">Reference of the item, with <paramref name="Subject"/>.</param>
/// <param name="From">After this day.</param>
/// <param name="To">Up to this day.</param>
public sealed record HistoryFilter(HistoryKind? Kind = null, string? By = null, Subject? Subject = null, string? Ref = null, DateOnly? From = null, DateOnly? To = null, int Page = 1)
{
    /// <summary>Entries on a page.</summary>
    public const int PageSize = 100;

    /// <summary>The filter in an address.</summary>
    public (string Key, string? Value)[] Address =>
    [
        ("kind", $"{Kind}"), ("by", By), ("item", $"{Subject}"), ("ref", Ref), ("from", Day(From)), ("to", Day(To)),
    ];

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>Reads the history, for those who may.</summary>
public sealed class HistoryQueries(BoardDatabase database, TimeProvider clock)
{
    private const int ChecksShown = 30;

    private static readonly string[]
        Columns = ["On", "Item", "Reference", "Change", "What happened", "By", "Rating before", "Rating after", "Illustrative"],
        Sealed = ["Number", "Seal", "Seal of the entry before", "Written (UTC)", "Post", "Evidence", "Kind as sealed", "Item as sealed", "Programme"];

    /// <summary>One page, the newest first.</summary>
    public async Task<PageOf<HistoryEntry>> ListAsync(ProgrammeScope scope, HistoryFilter filter, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        var readable = db.Readable(scope);
        var all = await readable.CountAsync(ct);
        var matching = Matching(readable, filter);
        var found = filter == new HistoryFilter(Page: filter.Page) ? all : await matching.CountAsync(ct);
        var pages = Math.Max(1, (found + HistoryFilter.PageSize - 1) / HistoryFilter.PageSize);
        var page = Math.Clamp(filter.Page, 1, pages);
        var rows = await Newest(matching).Skip((page - 1) * HistoryFilter.PageSize).Take(HistoryFilter.PageSize).ToListAsync(ct);
        return new(rows, found, all, page, pages);
    }

    /// <summary>Titles of the posts of the programme, to choose from.</summary>
    public async Task<IReadOnlyList<string>> PostsAsync(ProgrammeScope scope, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        return await db.Members.Select(m => m.Title).Distinct().OrderBy(t => t).ToListAsync(ct);
    }

    /// <summary>Writes all that fits as comma-separated text, line by line, and records that it was taken away. Who may read everything gets the seals too.</summary>
    internal async Task WriteCsvAsync(ProgrammeScope scope, HistoryFilter filter, TextWriter to, CancellationToken ct)
    {
        await using var db = database.Open(scope.Id);
        var seals = scope.May(Permission.ReadTrail);
        var matching = Matching(db.Readable(scope), filter);
        var hidden = await db.History.CountAsync(h => h.On <= scope.Today, ct) - await db.Readable(scope).CountAsync(ct);
        var (last, _) = await db.History.HeadAsync(ct);
        await RecordAsync(db, scope, $"History exported: {Words.Count(await matching.CountAsync(ct), "entry", "entries")}", ct);
        await to.WriteAsync(PackCsv.Line([.. (seals ? Columns.Concat(Sealed) : Columns).Select(c => (PackCell)c)]));
        // What was recorded a moment ago is not part of it.
        await foreach (var e in Newest(matching).Where(h => h.Sequence <= last).AsAsyncEnumerable().WithCancellation(ct))
            await to.WriteAsync(PackCsv.Line(seals ? [.. Cells(e), .. SealCells(e)] : Cells(e)));
        // Of the whole history, whatever was asked for: counted by kind or item it would tell what is kept from the reader.
        if (hidden > 0)
            await to.WriteAsync(PackCsv.Line([$"{Words.Count(hidden, "entry", "entries")} of the whole history {(hidden == 1 ? "is" : "are")} open to fewer roles and not here"]));
    }

    /// <summary>Records that somebody took a table away.</summary>
    internal async Task ExportedAsync(ProgrammeScope scope, string what, CancellationToken ct)
    {
        await using var db = database.Open(scope.Id);
        await RecordAsync(db, scope, what, ct);
    }

    /// <summary>The last checks of the programme's history, the newest first.</summary>
    public async Task<IReadOnlyList<HistoryCheck>> ChecksAsync(ProgrammeScope scope, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        return await db.HistoryChecks.AsNoTracking().Where(c => c.Chain == scope.Id).OrderByDescending(c => c.Id).Take(ChecksShown).ToListAsync(ct);
    }

    /// <summary>The last check where it found something wrong or was too long ago, else null.</summary>
    public async Task<HistoryCheck?> AlarmAsync(ProgrammeScope scope, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        return await HistoryKeeper.LastAsync(db, scope.Id, ct) is { } last && (last.Fault is not null || last.IsOld(clock.GetUtcNow())) ? last : null;
    }

    /// <summary>The seal that the entry of a number carries; null where there is no such entry.</summary>
    public async Task<string?> SealAsync(ProgrammeScope scope, long number, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        return await db.History.Where(h => h.Sequence == number).Select(h => h.Hash).SingleOrDefaultAsync(ct);
    }

    private async Task RecordAsync(BoardDbContext db, ProgrammeScope scope, string what, CancellationToken ct)
    {
        await using var turn = await db.LockProgrammeAsync(ct);
        var now = clock.GetUtcNow();
        db.Record(scope.Actor, now, scope.Programme.Today(now), Subject.Programme, "export", HistoryKind.Exported, what);
        await db.SaveChangesAsync(ct);
        await turn.CommitAsync(ct);
    }

    private static IQueryable<HistoryEntry> Matching(IQueryable<HistoryEntry> entries, HistoryFilter filter)
    {
        if (filter.Kind is { } kind)
            entries = entries.Where(h => h.Kind == kind);
        if (filter.By is { } by)
            entries = entries.Where(h => h.By == by);
        if (filter.Subject == Subject.Evidence && int.TryParse(filter.Ref, CultureInfo.InvariantCulture, out var evidence))
            entries = entries.Where(h => h.EvidenceId == evidence);
        else
            entries = filter switch
            {
                { Subject: { } subject, Ref: { } reference } => entries.Where(h => h.Subject == subject && h.SubjectRef == reference),
                { Subject: { } subject } => entries.Where(h => h.Subject == subject),
                { Ref: { } reference } => entries.Where(h => h.SubjectRef == reference && (h.Subject == Subject.Action || h.Subject == Subject.Recommendation || h.Subject == Subject.Visit || h.Subject == Subject.Pack || h.Subject == Subject.Period || h.Subject == Subject.Schedule)),
                _ => entries,
            };
        if (filter.From is { } first)
            entries = entries.Where(h => h.On > first);
        return filter.To is { } last ? entries.Where(h => h.On <= last) : entries;
    }

    private static IQueryable<HistoryEntry> Newest(IQueryable<HistoryEntry> entries) => entries.AsNoTracking().OrderByDescending(h => h.On).ThenByDescending(h => h.Sequence);

    private static PackCell[] Cells(HistoryEntry e) =>
        [e.On, $"{e.Subject}", e.SubjectRef, HistoryWords.Of(e.Kind), e.What, e.By, $"{e.FromRating}", $"{e.ToRating}", e.Illustrative ? "yes" : ""];

    private static PackCell[] SealCells(HistoryEntry e) =>
    [
        $"{e.Sequence}", e.Hash, e.PreviousHash, e.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture), $"{e.MemberId}", $"{e.EvidenceId}", $"{e.Kind}", $"{e.Subject}", $"{e.ProgrammeId}",
    ];
}
