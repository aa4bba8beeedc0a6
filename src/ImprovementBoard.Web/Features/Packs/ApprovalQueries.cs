using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Packs;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.Actions;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.Packs;

/// <summary>A pack that waits for approval.</summary>
/// <param name="WaitsFor">Role title of the approver whose turn it is, or null when all have approved.</param>
/// <param name="Mine">True when it is the person's turn.</param>
/// <param name="Hindrance">What keeps that approver from approving, to be read after “who”, or null.</param>
public sealed record WaitingPack(PackRow Pack, int Approved, int Places, string? WaitsFor, bool Mine, string? Hindrance);

/// <summary>A pack that was returned or taken back, and that nothing took the place of.</summary>
public sealed record ReturnedPack(PackRow Pack, string By, string Reason);

/// <summary>A place of an approver, and the post in it.</summary>
public sealed record ApprovalPlace(PackApproval Approval, Member Post)
{
    /// <summary>What keeps the post from approving, to be read after “who”, or null.</summary>
    public string? HindranceOn(DateOnly day) => Approvers.Hindrance(Post, day);
}

/// <summary>What became of a pack by the programme's date, as far as the person may know.</summary>
/// <param name="Comments">Null for those who may not read what is not issued.</param>
/// <param name="Downloads">One page of the readings, the newest first; null likewise.</param>
public sealed record PackDetail(
    PackRow Pack, string Correction, string TemplateHash, bool IssueWithLastApproval, DateTimeOffset? IssuedAt, string? IssuedBy, string? WithdrawnBy, string WithdrawnReason,
    IReadOnlyList<ApprovalPlace> Places, IReadOnlyList<PackComment>? Comments, PageOf<PackDownload>? Downloads)
{
    /// <summary>The place whose turn it is, or null.</summary>
    public ApprovalPlace? NextPlace(DateOnly today) => Pack.StateOn(today) == PackState.ForApproval ? Places.FirstOrDefault(p => p.Approval.ApprovedOn is null || p.Approval.ApprovedOn > today) : null;

    /// <summary>Its approval that is to come, or null.</summary>
    public PackApproval? Next(DateOnly today) => NextPlace(today)?.Approval;
}

/// <summary>Reads what waits for whom, and what became of each pack.</summary>
internal sealed class ApprovalQueries(BoardDatabase database)
{
    private const int PageSize = 20;

    /// <summary>The packs that wait for approval and that the person may read, oldest first.</summary>
    public async Task<IReadOnlyList<WaitingPack>> WaitingAsync(ProgrammeScope scope, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        var open = await PackQueries.InState(PackQueries.Readable(db, scope), PackState.ForApproval, scope.Today).OrderBy(p => p.Number)
            .Select(p => new { p.Id, Places = p.Approvals.OrderBy(a => a.Order).Join(db.Members, a => a.MemberId, m => m.Id, (a, m) => new ApprovalPlace(a, m)).ToList() }).ToListAsync(ct);
        if (open.Count == 0)
            return [];
        var rows = await RowsAsync(db, open.ConvertAll(p => p.Id), ct);
        return open.ConvertAll(p =>
        {
            var place = p.Places.Where(a => a.Approval.ApprovedOn is null || a.Approval.ApprovedOn > scope.Today).MinBy(a => a.Approval.Order);
            var next = place?.Approval;
            return new WaitingPack(
                rows[p.Id], next?.Order - 1 ?? p.Places.Count, p.Places.Count, next?.TitleOn(scope.Today),
                next is not null && next.MemberId == scope.Actor.MemberId && scope.May(Permission.ApprovePack), place?.HindranceOn(scope.Today));
        });
    }

    /// <summary>The packs that were returned or taken back and not made again, for those who make them.</summary>
    public async Task<IReadOnlyList<ReturnedPack>> ReturnedAsync(ProgrammeScope scope, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        var returned = await db.Packs
            .Where(p => p.WithdrawnOn <= scope.Today && !db.Packs.Any(q => q.Audience == p.Audience && q.PeriodKey == p.PeriodKey && q.Number > p.Number))
            .OrderBy(p => p.Number).Select(p => new { p.Id, p.WithdrawnBy, p.WithdrawnReason }).ToListAsync(ct);
        if (returned.Count == 0)
            return [];
        var rows = await RowsAsync(db, returned.ConvertAll(p => p.Id), ct);
        return returned.ConvertAll(p => new ReturnedPack(rows[p.Id], p.WithdrawnBy!, p.WithdrawnReason));
    }

    /// <summary>One pack with its life, or null when there is none of that name that the person may read.</summary>
    /// <param name="page">Which page of its readings.</param>
    public async Task<PackDetail?> FindAsync(ProgrammeScope scope, string reference, int page = 1, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        var today = scope.Today;
        if (PackQueries.Named(PackQueries.Readable(db, scope), reference) is not { } named || await named.Select(PackRow.Of).SingleOrDefaultAsync(ct) is not { } pack)
            return null;
        var life = await db.Packs.Where(p => p.Id == pack.Id)
            .Select(p => new { p.Correction, p.TemplateHash, p.IssueWithLastApproval, p.IssuedAt, p.IssuedBy, p.WithdrawnBy, p.WithdrawnReason }).SingleAsync(ct);
        var places = await db.PackApprovals.AsNoTracking().Where(a => a.PackId == pack.Id).OrderBy(a => a.Order)
            .Join(db.Members, a => a.MemberId, m => m.Id, (a, m) => new ApprovalPlace(a, m)).ToListAsync(ct);
        var mine = scope.May(Permission.ReadDraftPacks) || places.Exists(p => p.Approval.MemberId == PackQueries.Approving(scope));
        var comments = mine ? await db.PackComments.AsNoTracking().Where(c => c.PackId == pack.Id && c.On <= today).OrderBy(c => c.Id).ToListAsync(ct) : null;
        return new(pack, life.Correction, life.TemplateHash, life.IssueWithLastApproval, life.IssuedAt, life.IssuedBy, life.WithdrawnBy, life.WithdrawnReason, places, comments,
            scope.May(Permission.ReadDraftPacks) ? await ReadingsAsync(db.PackDownloads.AsNoTracking().Where(d => d.PackId == pack.Id && d.On <= today), page, ct) : null);
    }

    private static async Task<PageOf<PackDownload>> ReadingsAsync(IQueryable<PackDownload> readings, int asked, CancellationToken ct)
    {
        var count = await readings.CountAsync(ct);
        var pages = Math.Max(1, (count + PageSize - 1) / PageSize);
        var page = Math.Clamp(asked, 1, pages);
        return new(await readings.OrderByDescending(d => d.Id).Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(ct), count, count, page, pages);
    }

    private static Task<Dictionary<int, PackRow>> RowsAsync(BoardDbContext db, List<int> ids, CancellationToken ct) =>
        db.Packs.Where(p => ids.Contains(p.Id)).Select(PackRow.Of).ToDictionaryAsync(p => p.Id, ct);
}
