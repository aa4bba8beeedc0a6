using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Flags;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.Visits;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.Flags;

/// <summary>A flag in a list.</summary>
/// <param name="Holder">Role title of the post that led or owned it, or null for a finding.</param>
/// <param name="Acknowledged">The last acknowledgement by the day looked at, or null.</param>
public sealed record FlagRow(FlagSubject Subject, string Ref, string Title, string? Holder, FlagRule Rule, DateOnly Since, string Why, FlagAcknowledgement? Acknowledged, int SubjectId)
{
    /// <summary>Address of what it is about.</summary>
    public string Href(string slug) => Subject switch
    {
        FlagSubject.Action => Urls.Action(slug, Ref),
        FlagSubject.Recommendation => Urls.Recommendation(slug, Ref),
        _ => Urls.Finding(slug, Ref, SubjectId),
    };
}

/// <summary>A flag that can be acknowledged: its row, and what the form needs.</summary>
public sealed record FlagToAcknowledge(int Id, Guid Version, FlagRow Row);

/// <summary>What the attention list is narrowed to.</summary>
/// <param name="Acknowledged">True for the flags that are out of the list for a while.</param>
public sealed record FlagFilter(FlagRule? Rule = null, Seriousness? Seriousness = null, int? HolderId = null, bool Acknowledged = false, int Page = 1);

/// <summary>One page of the attention list.</summary>
/// <param name="Found">How many fit the filter.</param>
/// <param name="Waiting">How many need attention in all.</param>
/// <param name="Quiet">How many are acknowledged and will return.</param>
public sealed record AttentionList(IReadOnlyList<FlagToAcknowledge> Rows, int Found, int Page, int Pages, int Waiting, int Quiet);

/// <summary>Reads the flags as they stood on the programme's date.</summary>
public sealed class FlagQueries(BoardDatabase database)
{
    private const int PageSize = 100;

    /// <summary>One page of the list, the most serious first, then the longest.</summary>
    public async Task<AttentionList> ListAsync(ProgrammeScope scope, FlagFilter filter, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        var today = scope.Today;
        var flags = Narrowed(Standing(db, scope), filter, today);
        var (found, waiting, quiet) = (await flags.CountAsync(ct), await Waiting(db, scope).CountAsync(ct), await Standing(db, scope).CountAsync(f => f.QuietUntil > today, ct));
        var pages = Math.Max(1, (found + PageSize - 1) / PageSize);
        var page = Math.Min(filter.Page, pages);
        return new(await RowsAsync(db, InOrder(flags).Skip((page - 1) * PageSize).Take(PageSize), ct), found, page, pages, waiting, quiet);
    }

    /// <summary>The flag a person is about to acknowledge, or null when it does not stand any more.</summary>
    /// <param name="orStood">True to find it even then: what a person wrote about it meanwhile is shown again.</param>
    public async Task<FlagToAcknowledge?> FindAsync(ProgrammeScope scope, int id, bool orStood, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        return (await RowsAsync(db, (orStood ? Readable(db, scope) : Standing(db, scope)).Where(f => f.Id == id), ct)).SingleOrDefault();
    }

    /// <summary>The posts that hold something flagged on the programme's date.</summary>
    public async Task<IReadOnlyList<Member>> HoldersAsync(ProgrammeScope scope, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        var standing = Standing(db, scope);
        return await db.Members.AsNoTracking().Where(m => standing.Any(f => f.HolderId == m.Id)).OrderBy(m => m.Title).ToListAsync(ct);
    }

    /// <summary>The most serious flags for the dashboard, and how many need attention in all.</summary>
    internal static async Task<(IReadOnlyList<FlagRow> Rows, int Count)> MostSeriousAsync(BoardDbContext db, ProgrammeScope scope, int most, CancellationToken ct) =>
        ([.. (await RowsAsync(db, InOrder(Waiting(db, scope)).Take(most), ct)).Select(f => f.Row)], await Waiting(db, scope).CountAsync(ct));

    /// <summary>Those that need attention on a day: they stand, and nobody said that they can wait.</summary>
    internal static IQueryable<Flag> Waiting(BoardDbContext db, ProgrammeScope scope) => Narrowed(Standing(db, scope), new(), scope.Today);

    private static IQueryable<Flag> Standing(BoardDbContext db, ProgrammeScope scope)
    {
        var today = scope.Today;
        return Readable(db, scope).Where(f => f.Until > today && f.From <= today);
    }

    // A flag on a finding says what was found.
    private static IQueryable<Flag> Readable(BoardDbContext db, ProgrammeScope scope)
    {
        var findings = ReadableVisits.Findings(db, scope);
        var flags = db.Flags.AsNoTracking();
        return scope.May(Permission.ReadUnpublishedLetters) ? flags : flags.Where(f => f.Subject != FlagSubject.Finding || findings.Any(x => x.Id == f.SubjectId));
    }

    private static IQueryable<Flag> Narrowed(IQueryable<Flag> flags, FlagFilter filter, DateOnly today)
    {
        flags = filter.Acknowledged ? flags.Where(f => f.QuietUntil > today) : flags.Where(f => f.QuietUntil == null || f.QuietUntil <= today);
        if (filter.Rule is { Code: var code })
            flags = flags.Where(f => f.Rule == code);
        if (filter.Seriousness is { } seriousness)
            flags = flags.Where(f => f.Seriousness == seriousness);
        if (filter.HolderId is { } holder)
            flags = flags.Where(f => f.HolderId == holder);
        return flags;
    }

    private static IQueryable<Flag> InOrder(IQueryable<Flag> flags) => flags.OrderBy(f => f.Seriousness).ThenBy(f => f.Since).ThenBy(f => f.Subject).ThenBy(f => f.SubjectId).ThenBy(f => f.Rule);

    private static async Task<IReadOnlyList<FlagToAcknowledge>> RowsAsync(BoardDbContext db, IQueryable<Flag> flags, CancellationToken ct)
    {
        var rows = await flags.Select(f => new { Flag = f, Holder = db.Members.Where(m => m.Id == f.HolderId).Select(m => m.Title).FirstOrDefault() }).ToListAsync(ct);
        return [.. from r in rows
            let f = r.Flag
            // A rule that was taken out of the program is cleared in the next night.
            let rule = FlagRules.Find(f.Rule)
            where rule is not null
            select new FlagToAcknowledge(f.Id, f.Version, new(f.Subject, f.Ref, f.Title, r.Holder, rule, f.Since, f.Why, f.Acknowledgements.LastOrDefault(), f.SubjectId))];
    }
}

internal static class FlagsRegistration
{
    public static IServiceCollection AddFlags(this IServiceCollection services) => services
        .AddScoped<FlagService>()
        .AddScoped<FlagQueries>();
}
