using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Distribution;
using ImprovementBoard.Core.Mail;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.Mail;
using ImprovementBoard.Web.Features.Packs;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.Distribution;

/// <summary>A line of a distribution list.</summary>
/// <param name="Address">Where its mails go now; null for a post that has no account.</param>
public sealed record RecipientRow(Recipient Recipient, string? Address);

/// <summary>What became of a pack on its way to one recipient.</summary>
/// <param name="Delivery">The latest, or null where it was never sent to this recipient.</param>
/// <param name="Readings">How often a post read the pack in the portal since; and when last.</param>
public sealed record GotRow(Recipient Recipient, PackDelivery? Delivery, MailItem? Mail, int Readings, DateTimeOffset? LastRead)
{
    /// <summary>How far it got, or null where it was never sent.</summary>
    public DeliveryState? State => Delivery?.StateOf(Mail is null ? null : (Mail.State, Mail.Via), Readings);

    /// <summary>How often it was downloaded or read.</summary>
    public int Times => (Delivery?.Downloads ?? 0) + Readings;

    /// <summary>True where the mail went out and may have come back. That its link was opened speaks not against it: programs that check mails open every link.</summary>
    public bool MayHaveComeBack => Times == 0 && Delivery is { CameBackOn: null } && Mail is { State: MailState.Unsure } or { State: MailState.Sent, Via: MailRoute.Server };
}

/// <summary>A pack with everybody it was for.</summary>
public sealed record PackRecipients(PackRow Pack, IReadOnlyList<GotRow> Rows);

/// <summary>Reads who gets packs, and who got which.</summary>
internal sealed class DistributionQueries(BoardDatabase database)
{
    /// <summary>The lists as they stand, and how many were taken off them.</summary>
    public async Task<(IReadOnlyList<RecipientRow> Standing, IReadOnlyList<Recipient> Removed)> ListsAsync(ProgrammeScope scope, CancellationToken ct = default)
    {
        scope.Actor.Require(Permission.DistributePacks);
        await using var db = database.Open(scope.Id);
        var all = await db.Recipients.AsNoTracking().OrderBy(r => r.Title).ThenBy(r => r.Id).ToListAsync(ct);
        var standing = all.FindAll(r => r.RemovedOn is null);
        var addresses = await db.AddressesAsync([.. standing.Where(r => r.MemberId is not null).Select(r => r.MemberId!.Value).Distinct()], scope.Today, ct);
        return (standing.ConvertAll(r => new RecipientRow(r, r.MemberId is { } post ? addresses.GetValueOrDefault(post) : r.Email)), all.FindAll(r => r.RemovedOn is not null));
    }

    /// <summary>The posts that can be put on the list of some edition.</summary>
    public async Task<IReadOnlyList<Member>> PostsAsync(ProgrammeScope scope, CancellationToken ct = default)
    {
        scope.Actor.Require(Permission.DistributePacks);
        await using var db = database.Open(scope.Id);
        return [.. (await db.Members.AsNoTracking().OrderBy(m => m.Title).ToListAsync(ct)).Where(m => m.HoldsOn(scope.Today) && m.Role.May(Permission.ReadPacks))];
    }

    /// <summary>An issued pack and what became of it on its way to each recipient; null where there is none of that name.</summary>
    public async Task<PackRecipients?> OfPackAsync(ProgrammeScope scope, string reference, CancellationToken ct = default)
    {
        scope.Actor.Require(Permission.DistributePacks);
        await using var db = database.Open(scope.Id);
        if (PackQueries.Named(PackQueries.Readable(db, scope), reference) is not { } named || await named.Where(p => p.IssuedOn <= scope.Today).Select(PackRow.Of).SingleOrDefaultAsync(ct) is not { } pack)
            return null;
        var deliveries = await db.PackDeliveries.AsNoTracking().Include(d => d.Mail).Where(d => d.PackId == pack.Id).ToListAsync(ct);
        var reached = deliveries.ConvertAll(d => d.RecipientId);
        var recipients = await db.Recipients.AsNoTracking().Where(r => reached.Contains(r.Id) || (r.Audience == pack.Audience && r.RemovedOn == null)).OrderBy(r => r.Title).ThenBy(r => r.Id).ToListAsync(ct);
        var readings = (await PackReading.Of(db, db.PackDownloads.Where(d => d.PackId == pack.Id)).ToListAsync(ct)).ConvertAll(d => (d.MemberId, d.At));
        return new(pack, recipients.ConvertAll(r =>
        {
            var last = deliveries.Where(d => d.RecipientId == r.Id).MaxBy(d => d.Attempt);
            var read = last?.ReadSince(readings) ?? [];
            return new GotRow(r, last, last?.Mail, read.Count, read.Count > 0 ? read.Max() : last?.DownloadedAt);
        }));
    }
}
