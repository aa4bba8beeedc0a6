using System.Diagnostics;
using System.Text;
using System.Text.Json;
using ImprovementBoard.Core.History;
using ImprovementBoard.Core.Packs;
using ImprovementBoard.Core.Time;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.History;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.History;

/// <summary>Proves chains: reads every entry once, and keeps none. What packs and earlier good checks know of a chain is held against it.</summary>
internal sealed class HistoryVerifier(BoardDatabase database, TimeProvider clock)
{
    private const int ChecksKept = 400;

    /// <summary>Proves the history of one programme; nothing is stored.</summary>
    /// <param name="by">Who asks.</param>
    /// <param name="outside">Checkpoints that were kept outside the database.</param>
    public async Task<HistoryCheck> ProgrammeAsync(int programmeId, string by, IEnumerable<Checkpoint> outside, CancellationToken ct)
    {
        await using var db = database.Open(programmeId);
        // Read first: what is written while this runs comes after it.
        List<Checkpoint> known = [.. outside, .. await ChecksAsync(db, programmeId, ct), .. await FrozenAsync(db, ct)];
        return await CheckAsync(programmeId, new StoredChain(db, programmeId), by, known, ct);
    }

    /// <summary>Proves the chain of the installation; nothing is stored.</summary>
    /// <inheritdoc cref="ProgrammeAsync"/>
    public async Task<HistoryCheck> InstallationAsync(string by, IEnumerable<Checkpoint> outside, CancellationToken ct)
    {
        await using var db = database.OpenWithoutProgramme();
        return await CheckAsync(0, new StoredChain(db, null), by, [.. outside, .. await ChecksAsync(db, 0, ct)], ct);
    }

    private async Task<HistoryCheck> CheckAsync(int id, StoredChain chain, string by, IEnumerable<Checkpoint> known, CancellationToken ct)
    {
        var watch = Stopwatch.StartNew();
        var check = new ChainCheck(known);
        var fault = await FirstFaultAsync(chain, check, ct);
        return new()
        {
            Chain = id,
            At = clock.GetUtcNow(),
            By = by,
            Entries = check.Entries,
            Hash = check.Hash,
            Fault = fault?.Kind,
            FaultAt = fault?.Sequence,
            Words = fault is null ? "" : await WordsAsync(chain, fault, ct),
            Milliseconds = (int)watch.ElapsedMilliseconds,
        };
    }

    private static async Task<ChainFault?> FirstFaultAsync(StoredChain chain, ChainCheck check, CancellationToken ct)
    {
        StoredLink? broken = null;
        await foreach (var link in chain.ReadAsync(ct))
        {
            if (link.Entry is null || !check.Follows(link.Entry))
            {
                broken = link;
                break;
            }
            if (check.Take(link.Entry) is { } known)
                return known;
        }
        if (broken is null)
            return check.End();
        var next = await chain.AfterAsync(check.Hash, broken.Sequence == check.Entries + 1 ? broken.Id : 0, ct);
        var origin = broken.Entry is not { } entry ? null : entry.PreviousHash == HistorySeal.None ? 0 : (await chain.WithAsync(entry.PreviousHash, broken.Id, ct))?.Sequence;
        return check.Judge(broken.Entry, broken.Sequence, next?.Sequence, origin);
    }

    private static async Task<string> WordsAsync(StoredChain chain, ChainFault fault, CancellationToken ct)
    {
        if (fault.Kind is ChainFaultKind.Missing or ChainFaultKind.CutOff || await chain.FindAsync(fault.Sequence, ct) is not { } there)
            return fault.Words;
        var now = there.Entry switch
        {
            HistoryEntry e => $" What stands there: {Words.Inside(HistoryWords.Of(e.Kind))}, {Words.Short(e.On)}, by {e.By}.",
            InstallationEvent e => $" What stands there: {Words.Inside(HistoryWords.Of(e.Kind))}, {Words.At(e.At)}.",
            _ => " What stands there cannot be read.",
        };
        return now.Length + fault.Words.Length > HistoryCheck.WordsMaxLength ? fault.Words : fault.Words + now;
    }

    private static async Task<IEnumerable<Checkpoint>> ChecksAsync(BoardDbContext db, int chain, CancellationToken ct) =>
        (await db.HistoryChecks.AsNoTracking().Where(c => c.Chain == chain && c.Fault == null).OrderByDescending(c => c.Id).Take(ChecksKept).ToListAsync(ct)).Select(c => c.Knows()!);

    private static async Task<List<Checkpoint>> FrozenAsync(BoardDbContext db, CancellationToken ct)
    {
        var known = new List<Checkpoint>();
        // One at a time: the facts of a pack are large, and this needs one line of them.
        await foreach (var pack in db.Packs.AsNoTracking().Select(p => new { p.Id, p.Number, p.FactsJson }).AsAsyncEnumerable().WithCancellation(ct))
            Add(pack.FactsJson, Pack.NameOf(pack.Id, pack.Number));
        await foreach (var period in db.Periods.AsNoTracking().Where(p => p.FactsJson != null).Select(p => new { p.MeetingOn, p.FactsJson }).AsAsyncEnumerable().WithCancellation(ct))
            Add(period.FactsJson!, $"the facts frozen for the board of {Words.Long(period.MeetingOn)}");
        return known;

        void Add(string facts, string source)
        {
            if (PointOf(facts) is { } point)
                known.Add(new(point.Entries, point.Hash, source));
        }
    }

    /// <summary>How far the history had come, from frozen facts; null where they do not say.</summary>
    internal static HistoryPoint? PointOf(string factsJson)
    {
        try
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(factsJson));
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var found = reader.ValueTextEquals("history"u8);
                reader.Read();
                if (found)
                    return JsonSerializer.Deserialize<HistoryPoint>(ref reader, JsonSerializerOptions.Web);
                reader.Skip();
            }
        }
        catch (JsonException)
        {
            // Facts that were tampered with are found out by their own SHA-256.
        }
        return null;
    }
}
