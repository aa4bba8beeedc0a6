using System.Diagnostics;
using System.Text;
using System.Text.Json;
using ImprovementBoard.Core.History;
using ImprovementBoard.Core.Packs;
using ImprovementBoard.Core.Time;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.History;
using ImprovementBoard.Web.Features.Packs;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.History;

/// <summary>Proves chains: reads every entry once, and keeps none. What packs and earlier good checks know of a chain is held against it, and what was frozen against its own SHA-256.</summary>
internal sealed class HistoryVerifier(BoardDatabase database, TimeProvider clock)
{
    private const int ChecksKept = 400, MostNamed = 3;

    /// <summary>Every chain of a programme: of those there are, and of those that only left entries or checks behind. These have no slug.</summary>
    public async Task<IReadOnlyList<(int Id, string? Slug)>> ChainsAsync(CancellationToken ct)
    {
        await using var db = database.OpenWithoutProgramme();
        var slugs = await db.Programmes.ToDictionaryAsync(p => p.Id, p => p.Slug, ct);
        // Across programmes on purpose.
        var told = await db.History.IgnoreQueryFilters().Select(h => h.ProgrammeId).Distinct().ToListAsync(ct);
        var proved = await db.HistoryChecks.Where(c => c.Chain != 0).Select(c => c.Chain).Distinct().ToListAsync(ct);
        return [.. slugs.Keys.Union(told).Union(proved).Order().Select(id => (id, slugs.GetValueOrDefault(id)))];
    }

    /// <summary>Proves the history of one programme; nothing is stored.</summary>
    /// <param name="by">Who asks.</param>
    /// <param name="outside">Checkpoints that were kept outside the database.</param>
    public async Task<HistoryCheck> ProgrammeAsync(int programmeId, string by, IEnumerable<Checkpoint> outside, CancellationToken ct)
    {
        await using var db = database.Open(programmeId);
        // Read first: what is written while this runs comes after it.
        var (frozen, unfrozen) = await FrozenAsync(db, ct);
        List<Checkpoint> known = [.. outside, .. await ChecksAsync(db, programmeId, ct), .. frozen];
        var check = await CheckAsync(programmeId, new StoredChain(db, programmeId), by, known, ct);
        if (!await db.Programmes.AnyAsync(p => p.Id == programmeId, ct))
            (check.Fault, check.FaultAt, check.Words) = (ChainFaultKind.Abandoned, null, $"There is no programme of number {programmeId}: it was removed or numbered anew, and its history left behind.");
        else if (check is { Fault: null, Entries: 0 })
            (check.Fault, check.FaultAt, check.Words) = (ChainFaultKind.Missing, 1, "Every entry is missing: that the programme was added is one.");
        else if (check.Fault is null && unfrozen.Count > 0)
            (check.Fault, check.Words) = (ChainFaultKind.Unfrozen, $"{string.Join(' ', unfrozen.Take(MostNamed))}{(unfrozen.Count > MostNamed ? $" There are {unfrozen.Count - MostNamed} more." : "")}");
        return check;
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

    // What facts know of the chain, and in a sentence each what is not as it was frozen.
    private static async Task<(List<Checkpoint> Known, List<string> Unfrozen)> FrozenAsync(BoardDbContext db, CancellationToken ct)
    {
        var (known, unfrozen) = (new List<Checkpoint>(), new List<string>());
        // One at a time: facts and file of a pack are large, and this needs a line of them. In one query, for a draft may be deleted meanwhile.
        await foreach (var pack in db.Packs.AsNoTracking().OrderBy(p => p.Id)
            .Select(p => new { p.Id, p.Number, p.FactsJson, p.FactsHash, p.FileHash, Pdf = db.Files.Where(f => f.Hash == p.FileHash).Select(f => f.Content).FirstOrDefault() }).AsAsyncEnumerable().WithCancellation(ct))
        {
            var name = Pack.NameOf(pack.Id, pack.Number);
            Add(pack.FactsJson, pack.FactsHash, name, $"The facts of {name}");
            if (pack.Pdf is null || PackFactsReader.Hash(pack.Pdf) != pack.FileHash)
                unfrozen.Add($"The PDF of {name} is {(pack.Pdf is null ? "missing" : "not what was made")}.");
        }
        await foreach (var first in db.Packs.AsNoTracking().Where(p => p.SnapshotHash != null && !db.Packs.Any(o => o.SnapshotHash == p.SnapshotHash && o.Number < p.Number)).OrderBy(p => p.Number)
            .Select(p => new { p.PeriodName, p.SnapshotHash, Json = db.Files.Where(f => f.Hash == p.SnapshotHash).Select(f => f.Content).FirstOrDefault() }).AsAsyncEnumerable().WithCancellation(ct))
        {
            var shared = PackFactsReader.SharedBy(first.PeriodName);
            Add(Encoding.UTF8.GetString(first.Json ?? []), first.SnapshotHash, shared, Words.Sentence(shared));
        }
        await foreach (var period in db.Periods.AsNoTracking().Where(p => p.FactsJson != null).OrderBy(p => p.Id).Select(p => new { p.MeetingOn, p.FactsJson, p.FactsHash }).AsAsyncEnumerable().WithCancellation(ct))
            Add(period.FactsJson!, period.FactsHash, $"the facts frozen for the board of {Words.Long(period.MeetingOn)}", $"The facts for the board of {Words.Long(period.MeetingOn)}");
        return (known, unfrozen);

        void Add(string facts, string? hash, string source, string what)
        {
            // By the text as it was stored: an older build wrote other facts. What is forged knows nothing of the chain.
            if (PackFactsReader.Hash(facts) != hash)
                unfrozen.Add($"{what} are not what was frozen.");
            else if (!TryPointOf(facts, out var point))
                unfrozen.Add($"{what} cannot be read.");
            else if (point is not null)
                known.Add(new(point.Entries, point.Hash, source));
        }
    }

    /// <summary>How far the history had come, from frozen facts: null where they are older than the chain. False where they cannot be read.</summary>
    internal static bool TryPointOf(string factsJson, out HistoryPoint? point)
    {
        point = null;
        try
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(factsJson));
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var found = reader.ValueTextEquals("history"u8);
                reader.Read();
                if (found)
                {
                    point = JsonSerializer.Deserialize<HistoryPoint>(ref reader, JsonSerializerOptions.Web);
                    return true;
                }
                reader.Skip();
            }
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
