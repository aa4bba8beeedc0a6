using System.Globalization;
using ImprovementBoard.Core;
using ImprovementBoard.Core.Packs;
using ImprovementBoard.Web.Data;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.Verify;

/// <summary>What anybody may learn of a pack: what it is called, and whether it may be relied on. Never what it says.</summary>
/// <param name="Replacement">Name and label of the pack that superseded it, or null.</param>
public sealed record Verdict(PackState State, string Programme, Audience Audience, string Period, string Name, string Label, DateOnly? IssuedOn, DateOnly? SupersededOn, string? Replacement);

/// <summary>Says to anybody whether a pack is genuine and current. No one is signed in, so it looks across all programmes.</summary>
internal sealed class VerifyQueries(BoardDatabase database, TimeProvider clock)
{
    /// <summary>Fewest characters of a SHA-256 that tell one pack from another, and all of them.</summary>
    public const int LeastOfHash = 12, WholeHash = 64;

    /// <summary>The pack whose file has this SHA-256, or begins with it; null when this portal knows none.</summary>
    /// <exception cref="RuleException">It is no SHA-256, or too little of one.</exception>
    public async Task<Verdict?> ByHashAsync(string typed, CancellationToken ct = default)
    {
        var hash = string.Concat(typed.Where(c => !char.IsWhiteSpace(c))).ToLowerInvariant();
        if (hash.Length is < LeastOfHash or > WholeHash || !hash.All(char.IsAsciiHexDigitLower))
            throw new RuleException($"Type at least the first {LeastOfHash} characters of the SHA-256: digits and the letters a to f.", "sha256");
        await using var db = database.OpenWithoutProgramme();
        var after = hash + "g";
#pragma warning disable CA1309 // The database compares, and it can use its index so.
        var found = await Rows(db, db.Packs.IgnoreQueryFilters().Where(p => string.Compare(p.FileHash, hash) >= 0 && string.Compare(p.FileHash, after) < 0))
            .OrderByDescending(r => r.Number).Take(3).ToListAsync(ct);
#pragma warning restore CA1309
        if (found.Select(r => r.FileHash).Distinct().Count() > 1)
            throw new RuleException("More than one pack begins so. Type more of the SHA-256.", "sha256");
        return found is [var row, ..] ? await VerdictAsync(db, row, ct) : null;
    }

    /// <summary>The pack of a number in a programme, named by its name in addresses or the council's code; null when this portal knows none.</summary>
    /// <exception cref="RuleException">It is no number, or no programme is named.</exception>
    public async Task<Verdict?> ByNumberAsync(string typed, string? programme, CancellationToken ct = default)
    {
        var text = Text.Clean(typed);
        if (!int.TryParse(text.StartsWith("pack ", StringComparison.OrdinalIgnoreCase) ? text[5..] : text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number == 0)
            throw new RuleException("Give the number of the pack, such as 3. It stands on its cover.", "number");
        var code = Text.Clean(programme);
        if (code.Length is 0 or > 60)
            throw new RuleException("Give the programme, such as kirklees. It stands on the pack’s page, and whoever sent you the pack knows it.", "programme");
        await using var db = database.OpenWithoutProgramme();
        var (slug, council) = (code.ToLowerInvariant(), code.ToUpperInvariant());
        var found = await Rows(db, db.Packs.IgnoreQueryFilters().Where(p => p.Number == number && db.Programmes.Any(x => x.Id == p.ProgrammeId && (x.Slug == slug || x.CouncilCode == council))))
            .Take(2).ToListAsync(ct);
        return found is [var row] ? await VerdictAsync(db, row, ct) : null;
    }

    private async Task<Verdict> VerdictAsync(BoardDbContext db, Row row, CancellationToken ct)
    {
        var today = row.DemonstrationToday ?? Core.Time.LondonTime.DateOf(clock.GetUtcNow());
        var state = row.Dates.StateOn(today, row.Number is null);
        var version = state == PackState.Superseded ? await db.Packs.IgnoreQueryFilters().Where(p => p.ProgrammeId == row.ProgrammeId && p.Number == row.SupersededBy).Select(p => (int?)p.Version).SingleOrDefaultAsync(ct) : null;
        return new(state, row.Programme, row.Audience, row.PeriodName, Pack.NameOf(row.Id, row.Number), Pack.LabelOf(row.PeriodKey, row.Version), row.Dates.IssuedOn, row.Dates.SupersededOn,
            version is { } v ? $"{Pack.NameOf(0, row.SupersededBy)} ({Pack.LabelOf(row.PeriodKey, v)})" : null);
    }

    private static IQueryable<Row> Rows(BoardDbContext db, IQueryable<Pack> packs) =>
        from p in packs.AsNoTracking()
        join programme in db.Programmes on p.ProgrammeId equals programme.Id
        select new Row
        {
            Id = p.Id,
            ProgrammeId = p.ProgrammeId,
            Programme = programme.Name,
            DemonstrationToday = programme.DemonstrationToday,
            Number = p.Number,
            Version = p.Version,
            Audience = p.Audience,
            PeriodKey = p.PeriodKey,
            PeriodName = p.PeriodName,
            FileHash = p.FileHash,
            SupersededBy = p.SupersededBy,
            Dates = new PackDates(p.BuiltOn, p.IssuedOn, p.SupersededOn, p.WithdrawnOn),
        };

    private sealed class Row
    {
        public int Id { get; init; }
        public int ProgrammeId { get; init; }
        public required string Programme { get; init; }
        public DateOnly? DemonstrationToday { get; init; }
        public int? Number { get; init; }
        public int Version { get; init; }
        public Audience Audience { get; init; }
        public required string PeriodKey { get; init; }
        public required string PeriodName { get; init; }
        public required string FileHash { get; init; }
        public int? SupersededBy { get; init; }
        public required PackDates Dates { get; init; }
    }
}
