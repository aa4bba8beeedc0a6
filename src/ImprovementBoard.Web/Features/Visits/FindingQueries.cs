using ImprovementBoard.Core.Visits;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.Recommendations;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.Visits;

/// <summary>A finding with the occasion it was made at.</summary>
public sealed record FindingAt(Occasion Occasion, FindingView View)
{
    public Finding Finding => View.Finding;
}

/// <summary>An action that was signed off before inspectors raised a concern about what it answers.</summary>
public sealed record SignedOffAction(string Ref, string Title, DateOnly SignedOffOn);

/// <summary>One finding with what it repeats, what repeats it, and what it casts doubt on.</summary>
/// <param name="Chain">The findings that say the same, the oldest first, itself among them.</param>
public sealed record FindingDetail(FindingAt At, IReadOnlyList<FindingAt> Chain, IReadOnlyList<SignedOffAction> SignedOff);

/// <summary>Reads about single findings.</summary>
public sealed class FindingQueries(BoardDatabase database)
{
    /// <summary>Every finding up to the programme's date with its occasion.</summary>
    public async Task<IReadOnlyList<FindingAt>> UpToNowAsync(ProgrammeScope scope, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        return [.. (await AllAsync(db, scope, ct)).Where(f => !f.Occasion.Later)];
    }

    /// <summary>One finding of an occasion, or null.</summary>
    public async Task<FindingDetail?> FindAsync(ProgrammeScope scope, string visit, int id, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        var all = await AllAsync(db, scope, ct);
        if (all.Find(f => f.Finding.Id == id && f.Occasion.Ref == visit) is not { } found)
            return null;
        var (on, concern) = (found.Finding.RecordedOn, found.Finding.Polarity.IsConcern());
        var bearsOn = found.Finding.Recommendations.ConvertAll(r => r.Id);
        var signedOff = await db.Actions.AsNoTracking()
            .Where(a => concern && a.SignedOffOn != null && a.SignedOffOn <= on && a.Recommendations.Any(r => bearsOn.Contains(r.Id)))
            .OrderBy(a => a.Order)
            .Select(a => new SignedOffAction(a.Ref, a.Title, a.SignedOffOn!.Value))
            .ToListAsync(ct);
        return new(found, Chain(all, found), signedOff);
    }

    /// <summary>What a person chooses from when taking in findings, or null when there is no such occasion up to the programme's date.</summary>
    public async Task<IntakeView?> IntakeAsync(ProgrammeScope scope, string reference, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        if ((await Occasions.ListAsync(db, scope, ct)).Find(o => o.Ref == reference && !o.Later) is not { } occasion)
            return null;
        var all = await AllAsync(db, scope, ct);
        var earlier = all.Where(f => f.Finding.Polarity.IsConcern() && f.Finding.On < occasion.SortOn).ToList();
        var choices = await db.Recommendations.AsNoTracking().OrderBy(r => r.Order).Select(r => new RecommendationChoice(r.Ref, r.ShortTitle, r.Theme)).ToListAsync(ct);
        return new(
            occasion, choices,
            earlier.ConvertAll(f => new EarlierConcern(f.Finding.Id, f.Finding.On, f.Finding.Theme, f.View.Recommendations, f.Finding.Text)),
            earlier.ToDictionary(f => f.Finding.Id, f => f.Occasion.ShortTitle),
            [.. all.Where(f => f.Occasion.Ref == reference).Select(f => f.Finding.Text)]);
    }

    private static async Task<List<FindingAt>> AllAsync(BoardDbContext db, ProgrammeScope scope, CancellationToken ct)
    {
        var occasions = await Occasions.ListAsync(db, scope, ct);
        var findings = await Occasions.FindingsAsync(db, scope, ct);
        return [.. occasions.SelectMany(o => findings.Where(f => o.Has(f.Finding)), (o, f) => new FindingAt(o, f))];
    }

    private static List<FindingAt> Chain(List<FindingAt> all, FindingAt found)
    {
        var ids = new HashSet<int> { found.Finding.Id };
        // Earlier ones by the links of this one, later ones by links to it; both ways until nothing is new.
        while (all.Where(f => ids.Contains(f.Finding.Id) && f.Finding.RepeatsId is not null).Select(f => f.Finding.RepeatsId!.Value)
            .Concat(all.Where(f => f.Finding.RepeatsId is { } r && ids.Contains(r)).Select(f => f.Finding.Id)).Any(ids.Add))
        {
        }
        return all.FindAll(f => ids.Contains(f.Finding.Id));
    }
}
