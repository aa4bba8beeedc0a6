using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Distribution;
using ImprovementBoard.Core.Packs;
using ImprovementBoard.Core.Packs.Tables;
using ImprovementBoard.Core.Time;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.Actions;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.Packs;

/// <summary>What of the register is asked for.</summary>
public sealed record RegisterFilter(Audience? Audience, PackState? State, int Page = 1)
{
    public bool IsEverything => (Audience, State) is (null, null);
}

/// <summary>One line of the register.</summary>
/// <param name="Approvals">Those given by the programme's date, in order.</param>
/// <param name="Readers">Who read it, with how often; null for those who may not know.</param>
/// <param name="Sent">How far it got to each recipient of its distribution list, in words; null for those who do not distribute packs.</param>
public sealed record RegisterRow(PackRow Pack, string Correction, string TemplateHash, string? IssuedBy, string? WithdrawnBy, string WithdrawnReason, IReadOnlyList<PackApproval> Approvals, int Places, int Comments, IReadOnlyList<PackReader>? Readers, IReadOnlyList<string>? Sent);

/// <summary>How often a post read a pack in one form, and when last.</summary>
public sealed record PackReader(string By, PackForm Form, int Times, DateOnly Last);

/// <summary>Reads the register: every numbered pack, those withdrawn too, for those who may read them.</summary>
internal sealed class RegisterQueries(BoardDatabase database)
{
    private const int PageSize = 50;

    /// <summary>One page of it, the newest first.</summary>
    public async Task<PageOf<RegisterRow>> ListAsync(ProgrammeScope scope, RegisterFilter filter, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        var numbered = PackQueries.Readable(db, scope).Where(p => p.Number != null);
        var all = await numbered.CountAsync(ct);
        var found = Matching(numbered, filter, scope.Today);
        var count = filter.IsEverything ? all : await found.CountAsync(ct);
        var pages = Math.Max(1, (count + PageSize - 1) / PageSize);
        var page = Math.Clamp(filter.Page, 1, pages);
        return new(await RowsAsync(db, scope, found.OrderByDescending(p => p.Number).Skip((page - 1) * PageSize).Take(PageSize), ct), count, all, page, pages);
    }

    /// <summary>All that fits, as comma-separated text.</summary>
    public async Task<string> CsvAsync(ProgrammeScope scope, RegisterFilter filter, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        var rows = await RowsAsync(db, scope, Matching(PackQueries.Readable(db, scope).Where(p => p.Number != null), filter, scope.Today).OrderByDescending(p => p.Number), ct);
        string[] columns = ["Number", "Label", "Audience", "Period", "Position as at", "State", "Made on", "Made by", "Approved by", "Issued on", "Issued by", "Superseded on", "Superseded by pack", "Withdrawn on", "Withdrawn by", "Reason", "Pages", "SHA-256", "SHA-256 of the facts", "Template", "Comments", "Read by", "Made late", "Sent to"];
        return PackCsv.Of(PackTable.Of("register", "Register of packs", Words.Shown(rows.Count, rows.Count), columns, rows.Select(r => Cells(r, scope.Today))));
    }

    private static PackCell[] Cells(RegisterRow r, DateOnly today)
    {
        var (p, state) = (r.Pack, r.Pack.StateOn(today));
        var superseded = state == PackState.Superseded;
        var withdrawn = state == PackState.Withdrawn;
        var issued = superseded || state == PackState.Issued;
        return
        [
            p.Number, p.Label, p.Audience.Words(), p.PeriodName, p.PositionAsAt, state.Words(), p.Dates.BuiltOn, p.BuiltBy,
            string.Join("; ", r.Approvals.Select(a => $"{a.Title} on {Words.Short(a.ApprovedOn!.Value)}")),
            issued ? p.Dates.IssuedOn : null, issued ? r.IssuedBy : null, superseded ? p.Dates.SupersededOn : null, superseded ? p.SupersededBy : null,
            withdrawn ? p.Dates.WithdrawnOn : null, withdrawn ? r.WithdrawnBy : null, withdrawn ? r.WithdrawnReason : r.Correction,
            p.Pages, p.FileHash, p.FactsHash, r.TemplateHash, r.Comments,
            string.Join("; ", (r.Readers ?? []).Select(d => $"{d.By}, {FormWords(d.Form)}, {d.Times}, last on {Words.Short(d.Last)}")), p.Late?.Words ?? "",
            string.Join("; ", r.Sent ?? []),
        ];
    }

    /// <summary>A form in words.</summary>
    public static string FormWords(PackForm form) => form == PackForm.Pdf ? "PDF" : form.ToString().ToLowerInvariant();

    private static IQueryable<Pack> Matching(IQueryable<Pack> packs, RegisterFilter filter, DateOnly today)
    {
        var found = filter.Audience is { } audience ? packs.Where(p => p.Audience == audience) : packs;
        return filter.State is { } state ? PackQueries.InState(found, state, today) : found;
    }

    private static async Task<IReadOnlyList<RegisterRow>> RowsAsync(BoardDbContext db, ProgrammeScope scope, IQueryable<Pack> packs, CancellationToken ct)
    {
        var (today, sees, distributes) = (scope.Today, scope.May(Permission.ReadDraftPacks), scope.May(Permission.DistributePacks));
        var rows = await packs.Select(PackRow.Of).ToListAsync(ct);
        var ids = rows.ConvertAll(r => r.Id);
        var lives = await db.Packs.Where(p => ids.Contains(p.Id)).Select(p => new { p.Id, p.Correction, p.TemplateHash, p.IssuedBy, p.WithdrawnBy, p.WithdrawnReason }).ToDictionaryAsync(p => p.Id, ct);
        var approvals = (await db.PackApprovals.AsNoTracking().Where(a => ids.Contains(a.PackId)).OrderBy(a => a.Order).ToListAsync(ct)).ToLookup(a => a.PackId);
        var comments = sees ? await db.PackComments.Where(c => ids.Contains(c.PackId) && c.On <= today).GroupBy(c => c.PackId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct) : [];
        var readings = (sees || distributes ? await PackReading.Of(db, db.PackDownloads.Where(d => ids.Contains(d.PackId) && d.On <= today)).ToListAsync(ct) : []).ToLookup(d => d.PackId);
        var deliveries = distributes ? (await db.PackDeliveries.AsNoTracking().Include(d => d.Mail).Where(d => ids.Contains(d.PackId) && d.On <= today).ToListAsync(ct)).ToLookup(d => d.PackId) : null;
        return rows.ConvertAll(r => new RegisterRow(
            r, lives[r.Id].Correction, lives[r.Id].TemplateHash, lives[r.Id].IssuedBy, lives[r.Id].WithdrawnBy, lives[r.Id].WithdrawnReason,
            [.. approvals[r.Id].Where(a => a.ApprovedOn <= today)], approvals[r.Id].Count(), comments.GetValueOrDefault(r.Id),
            sees ? [.. readings[r.Id].GroupBy(d => (d.By, d.Form)).Select(g => new PackReader(g.Key.By, g.Key.Form, g.Count(), g.Max(d => d.On))).OrderBy(d => d.By, StringComparer.Ordinal)] : null,
            deliveries is null ? null : Sent(deliveries[r.Id], [.. readings[r.Id].Select(d => (d.MemberId, d.At))])));
    }

    private static List<string> Sent(IEnumerable<PackDelivery> deliveries, List<(int? MemberId, DateTimeOffset At)> readings) =>
        [.. deliveries.GroupBy(d => d.RecipientId).Select(g => g.MaxBy(d => d.Attempt)!).OrderBy(d => d.Title, StringComparer.Ordinal)
            .Select(d => $"{d.Title}, {d.Agency}: {Words.Inside(d.StateOf(d.Mail is { } mail ? (mail.State, mail.Via) : null, d.ReadSince(readings).Count).Words())}")];
}
