using ImprovementBoard.Core.Programmes;
using ImprovementBoard.Core.Visits;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Data;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.Visits;

/// <summary>Which rows of the matrix are asked for.</summary>
public enum MatrixRows
{
    /// <summary>Every recommendation.</summary>
    All,

    /// <summary>Those that no visit has looked at since the inspection.</summary>
    Never,

    /// <summary>Those about which a concern was said again.</summary>
    Repeated,
}

/// <summary>How the matrix is filtered; it is the query of the address.</summary>
/// <param name="Later">Whether to show also what came after the date of the demonstration. It counts in no total.</param>
public sealed record MatrixFilter(Theme? Theme, int? BodyId, MatrixRows Rows, bool Later);

/// <summary>One cell with the first of its findings, to which it links; null when nothing was said.</summary>
public sealed record MatrixCellView(MatrixCell Cell, int? FirstFindingId);

/// <summary>One recommendation across the occasions.</summary>
/// <param name="LookedAt">On how many visits since the inspection it was looked at.</param>
/// <param name="SaidAgain">How many findings about it repeat an earlier one.</param>
public sealed record MatrixRow(string Ref, string ShortTitle, Theme Theme, int BodyId, IReadOnlyList<MatrixCellView> Cells, int LookedAt, int SaidAgain);

/// <summary>The visit matrix.</summary>
/// <param name="Silent">Occasions of which no finding is recorded: they test nothing, so they count in no total.</param>
/// <param name="Visits">Visits since the inspection of which findings are recorded.</param>
/// <param name="Never">Of all recommendations, those that none of these visits looked at.</param>
/// <param name="Untested">Themes of which no visit looked at any recommendation.</param>
/// <param name="HasLater">Whether there is anything after the date of the demonstration.</param>
public sealed record MatrixView(
    IReadOnlyList<Occasion> Occasions, IReadOnlySet<string> Silent, IReadOnlyList<MatrixRow> Rows, int All, int Visits, int Never, MatrixRow? MostRepeated, IReadOnlyList<Theme> Untested, bool HasLater);

/// <summary>Reads what inspectors said about every recommendation on every occasion.</summary>
public sealed class MatrixQueries(BoardDatabase database)
{
    /// <summary>The matrix, the inspection first, recommendations in the report's order.</summary>
    public async Task<MatrixView> GetAsync(ProgrammeScope scope, MatrixFilter filter, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        return await GetAsync(db, scope, filter, ct);
    }

    /// <summary>The same, read with a context that is open.</summary>
    internal static async Task<MatrixView> GetAsync(BoardDbContext db, ProgrammeScope scope, MatrixFilter filter, CancellationToken ct)
    {
        var known = await Occasions.ListAsync(db, scope, ct);
        var occasions = known.FindAll(o => !o.Later || filter.Later);
        var findings = await Occasions.FindingsAsync(db, scope, ct);
        var silent = occasions.Where(o => !findings.Exists(f => o.Has(f.Finding))).Select(o => o.Ref).ToHashSet(StringComparer.Ordinal);
        // The inspection that made the recommendations is where they come from, not a test of them.
        var tests = occasions.Where((o, i) => i > 0 && !o.Later && !silent.Contains(o.Ref)).ToList();
        var said = findings.SelectMany(f => f.Recommendations, (f, r) => (Ref: r, Finding: f)).ToLookup(x => x.Ref, x => x.Finding);
        var all = (await db.Recommendations.AsNoTracking().OrderBy(r => r.Order).Select(r => new { r.Ref, r.ShortTitle, r.Theme, r.BodyId }).ToListAsync(ct))
            .ConvertAll(r => Row(new(r.Ref, r.ShortTitle, r.Theme, r.BodyId, [], 0, 0), [.. said[r.Ref]], occasions, tests));
        var rows = all.Where(r =>
            (filter.Theme is null || r.Theme == filter.Theme) && (filter.BodyId is null || r.BodyId == filter.BodyId)
            && filter.Rows switch { MatrixRows.Never => r.LookedAt == 0, MatrixRows.Repeated => r.SaidAgain > 0, _ => true });
        return new(occasions, silent, [.. rows], all.Count, tests.Count, all.Count(r => r.LookedAt == 0),
            all.Where(r => r.SaidAgain > 0).MaxBy(r => r.SaidAgain),
            [.. all.GroupBy(r => r.Theme).Where(g => tests.Count > 0 && g.All(r => r.LookedAt == 0)).Select(g => g.Key).Order()], known.Exists(o => o.Later));
    }

    private static MatrixRow Row(MatrixRow row, IReadOnlyList<Recommendations.FindingView> said, List<Occasion> occasions, List<Occasion> tests)
    {
        var cells = new List<MatrixCellView>();
        var raised = false;
        foreach (var occasion in occasions)
        {
            var here = said.Where(f => occasion.Has(f.Finding)).ToList();
            cells.Add(new(MatrixCell.Of(here.ConvertAll(f => new CellFact(f.Finding.Polarity, f.Finding.Progress, f.Time)), raised), here.FirstOrDefault()?.Finding.Id));
            raised |= here.Exists(f => f.Finding.Polarity.IsConcern());
        }
        return row with
        {
            Cells = cells,
            LookedAt = tests.Count(t => said.Any(f => t.Has(f.Finding))),
            SaidAgain = said.Count(f => f.Time > 1 && tests.Exists(t => t.Has(f.Finding))),
        };
    }
}
