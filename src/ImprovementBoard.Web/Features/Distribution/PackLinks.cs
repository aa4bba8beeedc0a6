using System.Data.Common;
using ImprovementBoard.Core.Distribution;
using ImprovementBoard.Core.History;
using ImprovementBoard.Core.Packs;
using ImprovementBoard.Core.Programmes;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.Mail;
using ImprovementBoard.Web.Features.Packs;
using ImprovementBoard.Web.Features.Packs.Edition;
using ImprovementBoard.Web.History;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.Distribution;

/// <summary>What somebody who comes with a secure link may know: what the pack is called, never what it says.</summary>
/// <param name="Later">Number of the pack to rely on in its place, or null.</param>
public sealed record LinkView(LinkState State, Programme Programme, PackDelivery Delivery, int PackId, Audience Audience, string Name, string Label, string PeriodName, DateOnly PositionAsAt, string FileHash, int Pages, int FileSize, int? Later, string Reference);

/// <summary>What the pack of a secure link says.</summary>
/// <param name="Note">See <see cref="ReadablePack.Note"/>.</param>
public sealed record LinkedPack(LinkView Link, PackContent Content, string? Note);

/// <summary>Opens secure links. Nobody is signed in, so it looks across programmes, for the one row with the SHA-256 of the secret.</summary>
internal sealed class PackLinks(BoardDatabase database, PackProof proof, EditionQueries editions, TimeProvider clock, ILogger<PackLinks> log)
{
    /// <summary>The pack of a secret; null for a wrong one. One query whatever the secret is, so that time tells nothing.</summary>
    public async Task<LinkView?> FindAsync(string secret, CancellationToken ct)
    {
        var hash = LinkSecret.HashOf(secret);
        await using var db = database.OpenWithoutProgramme();
        var found = await (
            from d in db.PackDeliveries.IgnoreQueryFilters().AsNoTracking()
            join p in db.Packs.IgnoreQueryFilters() on d.PackId equals p.Id
            join programme in db.Programmes on d.ProgrammeId equals programme.Id
            where d.TokenHash == hash
            let later = db.Packs.IgnoreQueryFilters().Where(q => q.ProgrammeId == p.ProgrammeId && q.Audience == p.Audience && q.PeriodKey == p.PeriodKey && q.IssuedOn != null && q.SupersededOn == null).Select(q => q.Number).FirstOrDefault()
            select new { Delivery = d, Programme = programme, p.Id, p.Audience, p.Number, p.PeriodKey, p.Version, p.PeriodName, p.PositionAsAt, p.FileHash, p.Pages, p.FileSize, p.SupersededBy, Later = p.SupersededBy == null ? null : later }).SingleOrDefaultAsync(ct);
        return found is null ? null : new(
            found.Delivery.LinkAt(clock.GetUtcNow(), found.SupersededBy is not null), found.Programme, found.Delivery, found.Id, found.Audience,
            Pack.NameOf(found.Id, found.Number), Pack.LabelOf(found.PeriodKey, found.Version), found.PeriodName, found.PositionAsAt, found.FileHash, found.Pages, found.FileSize, found.Later, Pack.RefOf(found.Id, found.Number));
    }

    /// <summary>Notes that the page of a link that works was opened.</summary>
    public Task NoteOpenedAsync(LinkView link, CancellationToken ct) => link.Delivery.OpenedAt is not null ? Task.CompletedTask
        : NoteAsync(link, db => db.PackDeliveries.Where(d => d.Id == link.Delivery.Id && d.OpenedAt == null).ExecuteUpdateAsync(set => set.SetProperty(d => d.OpenedAt, clock.GetUtcNow()), ct));

    /// <summary>The file of a link that works, noted as downloaded; else null.</summary>
    /// <exception cref="DamagedException">It is not the one that was frozen.</exception>
    public async Task<(LinkView Link, byte[] File)?> DownloadAsync(string secret, CancellationToken ct)
    {
        if (await FindAsync(secret, ct) is not { State: LinkState.Works } link)
            return null;
        await using var db = database.OpenWithoutProgramme();
        var file = await proof.FileAsync(db, link.FileHash, link.Name, ct);
        await NoteReadAsync(link, PackForm.Pdf, ct);
        return (link, file);
    }

    /// <summary>What the pack of a link that works says, for its page or its workbook, noted as read; else null.</summary>
    /// <exception cref="DamagedException">Its facts are not those that were frozen.</exception>
    public async Task<LinkedPack?> ReadAsync(string secret, PackForm form, CancellationToken ct)
    {
        if (await FindAsync(secret, ct) is not { State: LinkState.Works } link)
            return null;
        await using var db = database.Open(link.Programme.Id);
        var (content, isLater) = await editions.ContentAsync(db, link.PackId, link.Name, ct);
        await NoteReadAsync(link, form, ct);
        return new(link, content, ReadablePack.NoteOf(isLater, issued: true));
    }

    private Task NoteReadAsync(LinkView link, PackForm form, CancellationToken ct) => NoteAsync(link, async noted =>
    {
        var (now, taken) = (clock.GetUtcNow(), form != PackForm.Page);
        await using var transaction = await noted.LockProgrammeAsync(ct);
        await noted.PackDeliveries.Where(d => d.Id == link.Delivery.Id).ExecuteUpdateAsync(set => set
            .SetProperty(d => d.Downloads, d => taken ? d.Downloads + 1 : d.Downloads)
            .SetProperty(d => d.DownloadedAt, d => taken ? now : d.DownloadedAt)
            .SetProperty(d => d.OpenedAt, d => d.OpenedAt ?? now), ct);
        noted.PackDownloads.Add(new() { ProgrammeId = link.Programme.Id, PackId = link.PackId, Form = form, At = now, On = link.Programme.Today(now), By = link.Delivery.Title });
        noted.Record(new(link.Programme.Id, link.Delivery.MemberId, link.Delivery.Title, null), now, link.Programme.Today(now), Subject.Pack, link.Reference, HistoryKind.PackRead, $"{PackDownloads.Told(link.Name, form)} by a secure link");
        await noted.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    });

    // As with packs read in the portal: a full disk must not keep a board from its papers.
    private async Task NoteAsync(LinkView link, Func<BoardDbContext, Task> note)
    {
        try
        {
            await using var db = database.Open(link.Programme.Id);
            await note(db);
        }
        catch (Exception e) when (e is DbException or DbUpdateException)
        {
            log.LogError(e, "That the {Role} opened a link to {Pack} could not be written down", link.Delivery.Title, link.Name);
        }
    }
}
