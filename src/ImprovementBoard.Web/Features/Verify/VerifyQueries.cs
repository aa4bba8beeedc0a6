using System.Globalization;
using ImprovementBoard.Core;
using ImprovementBoard.Core.Packs;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.Packs;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.Verify;

/// <summary>What anybody may learn of a pack: what it is called, and whether it may be relied on. Never what it says.</summary>
/// <param name="Replacement">Name and label of the pack to rely on in its place, or null.</param>
/// <param name="ByFacts">True when only the SHA-256 of its facts was given: it says which pack it is, not whether a file is that pack.</param>
public sealed record Verdict(PackState State, string Programme, Audience Audience, string Period, string Name, string Label, DateOnly? IssuedOn, DateOnly? SupersededOn, string? Replacement, bool ByFacts);

/// <summary>Says to anybody whether a pack is genuine and current. No one is signed in, so it looks across all programmes.</summary>
internal sealed class VerifyQueries(BoardDatabase database, TimeProvider clock)
{
    /// <summary>Fewest characters of a SHA-256 that tell one pack from another, and all of them.</summary>
    public const int LeastOfHash = 12, WholeHash = 64;

    /// <summary>The pack whose file has this SHA-256, or whose facts have; the beginning is enough. Null when this portal knows none.</summary>
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
        // The pack prints that of its facts, so that is what many type. Where several share them, the one that is out counts.
        var byFacts = found.Count == 0;
        if (byFacts)
            found = await Rows(db, db.Packs.IgnoreQueryFilters().Where(p => string.Compare(p.FactsHash, hash) >= 0 && string.Compare(p.FactsHash, after) < 0))
                .OrderByDescending(r => r.Issued).ThenByDescending(r => r.Number).Take(3).ToListAsync(ct);
#pragma warning restore CA1309
        if (found.Select(r => byFacts ? r.FactsHash : r.FileHash).Distinct().Count() > 1)
            throw new RuleException("More than one pack begins so. Type more of the SHA-256.", "sha256");
        return found is [var row, ..] ? await VerdictAsync(db, row, byFacts, ct) : null;
    }

    /// <summary>The pack of a number in a programme, named by its name in addresses or the council's code; null when this portal knows none.</summary>
    /// <exception cref="RuleException">It is no number, no programme is named, or several have the code.</exception>
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
        var meant = await db.Programmes.Where(p => p.Slug == slug || p.CouncilCode == council).OrderByDescending(p => p.Slug == slug).Select(p => new { p.Id, p.Slug }).Take(2).ToListAsync(ct);
        if (meant is [{ Slug: var first }, _] && first != slug)
            throw new RuleException("Two programmes have this code. Type the programme’s name in addresses, such as kirklees. It stands on the cover, where the pack has one, and whoever sent you the pack knows it.", "programme");
        if (meant is not [{ Id: var id }, ..])
            return null;
        var found = await Rows(db, db.Packs.IgnoreQueryFilters().Where(p => p.Number == number && p.ProgrammeId == id)).SingleOrDefaultAsync(ct);
        return found is null ? null : await VerdictAsync(db, found, false, ct);
    }

    private async Task<Verdict> VerdictAsync(BoardDbContext db, Row row, bool byFacts, CancellationToken ct)
    {
        var today = row.DemonstrationToday ?? Core.Time.LondonTime.DateOf(clock.GetUtcNow());
        var state = row.Dates.StateOn(today, row.Number is null);
        var later = state != PackState.Superseded ? null : await PackQueries.Standing(db.Packs.IgnoreQueryFilters().Where(p => p.ProgrammeId == row.ProgrammeId), row.Audience, row.PeriodKey, today)
            .Select(p => new { p.Number, p.Version }).FirstOrDefaultAsync(ct);
        return new(state, row.Programme, row.Audience, row.PeriodName, Pack.NameOf(row.Id, row.Number), Pack.LabelOf(row.PeriodKey, row.Version), row.Dates.IssuedOn, row.Dates.SupersededOn,
            later is null ? null : $"{Pack.NameOf(0, later.Number)} ({Pack.LabelOf(row.PeriodKey, later.Version)})", byFacts);
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
            Issued = p.IssuedOn != null,
            FileHash = p.FileHash,
            FactsHash = p.FactsHash,
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
        public bool Issued { get; init; }
        public required string FileHash { get; init; }
        public required string FactsHash { get; init; }
        public required PackDates Dates { get; init; }
    }
}
