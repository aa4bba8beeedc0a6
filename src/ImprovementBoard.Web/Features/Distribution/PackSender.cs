using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Distribution;
using ImprovementBoard.Core.History;
using ImprovementBoard.Core.Packs;
using ImprovementBoard.Core.Programmes;
using ImprovementBoard.Core.Time;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.Mail;
using ImprovementBoard.Web.History;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.Distribution;

/// <summary>Queues mails about packs in the transaction that issues or prepares them: a pack is out together with its mails, or not at all.</summary>
internal sealed class PackSender(MailSeal seal)
{
    /// <summary>Sends a pack that is being issued to everybody on the list of its edition, and takes back what waits about those before it. The pack must have its key.</summary>
    public async Task IssuedAsync(BoardDbContext db, Programme programme, Pack pack, Actor by, DateOnly today, DateTimeOffset now, CancellationToken ct)
    {
        var before = await db.Packs.Where(p => p.Audience == pack.Audience && p.PeriodKey == pack.PeriodKey && p.Number != null && p.Id != pack.Id).Select(p => p.Id).ToListAsync(ct);
        await TakeBackAsync(db, before, $"{pack.Name} took the place of the pack before this mail went out.", ct);
        var recipients = await db.Recipients.Where(r => r.Audience == pack.Audience && r.RemovedOn == null).OrderBy(r => r.Title).ToListAsync(ct);
        foreach (var recipient in recipients)
            await SendAsync(db, programme, pack, recipient, 1, by, today, now, ct);
        if (recipients.Count > 0)
            db.Record(by, now, today, Subject.Pack, pack.Ref, HistoryKind.PackSent, $"{pack.Name} goes to the {Words.Count(recipients.Count, "recipient")} on the distribution list of the {pack.Audience.Words().ToLowerInvariant()} edition");
    }

    /// <summary>Sends a pack to one recipient. One without an address is noted as failed, with the reason.</summary>
    public async Task<PackDelivery> SendAsync(BoardDbContext db, Programme programme, Pack pack, Recipient recipient, int attempt, Actor by, DateOnly today, DateTimeOffset now, CancellationToken ct)
    {
        var delivery = new PackDelivery { ProgrammeId = programme.Id, PackId = pack.Id, RecipientId = recipient.Id, Attempt = attempt, MemberId = recipient.MemberId, Title = recipient.Title, Agency = recipient.Agency, By = by.Title, On = today, At = now };
        db.PackDeliveries.Add(delivery);
        var address = recipient.Email;
        // The role may have changed since the post was put on the list.
        if (recipient.MemberId is { } reader && !Recipient.MayGet(await db.Members.AsNoTracking().SingleAsync(m => m.Id == reader, ct), pack.Audience))
        {
            delivery.Why = $"The role of this post cannot open the {pack.Audience.Words().ToLowerInvariant()} edition any more. Take it off the list, or ask the administrator about its role.";
            return delivery;
        }
        if (recipient.MemberId is { } post && !(await db.AddressesAsync([post], today, ct)).TryGetValue(post, out address))
        {
            delivery.Why = "Nobody with an account holds this post today, so there is no address to send to. Ask the administrator for an account, then send it again.";
            return delivery;
        }
        var secret = recipient.MemberId is null ? LinkSecret.New() : null;
        if (secret is not null)
            (delivery.TokenHash, delivery.ExpiresAt) = (LinkSecret.HashOf(secret), now.AddDays(programme.LinkDays));
        var (subject, body) = Letters.Issued(programme, pack, delivery, delivery.ExpiresAt);
        delivery.Mail = await db.PostAsync(
            new($"pack/{pack.Id}/{recipient.Id}/{attempt}", $"pack/{pack.Id}", address!, recipient.Title, subject, body, secret is null ? Urls.Pack(programme.Slug, pack.Ref) : Urls.PackLink, secret is null ? null : seal.Close(secret)),
            today, now, ct);
        return delivery;
    }

    /// <summary>Takes back the mails that still wait about packs by their keys: that one is issued, or waits for approval.</summary>
    public static Task TakeBackAsync(BoardDbContext db, IEnumerable<int> packs, string why, CancellationToken ct) =>
        db.TakeBackAsync([.. packs.SelectMany(id => new[] { $"pack/{id}", $"approval/{id}" })], why, ct);

    /// <summary>Takes back the mail that still waits to whoever stood in a place of the approvers.</summary>
    public static Task TakeBackPlaceAsync(BoardDbContext db, int pack, int order, string why, CancellationToken ct) =>
        db.Mail.Where(m => m.About == $"approval/{pack}" && m.Key.StartsWith($"approval/{pack}/{order}/")).TakeBackAsync(why, ct);

    /// <summary>Tells the approver whose turn it is, once each time a post comes into a place. Nothing happens where all have approved; of one who cannot approve any more the dashboard tells the office.</summary>
    public static async Task AskAsync(BoardDbContext db, Programme programme, Pack pack, DateOnly today, DateTimeOffset now, CancellationToken ct)
    {
        if (pack.Next is not { } next || !Approvers.MayBe(await db.Members.AsNoTracking().SingleAsync(m => m.Id == next.MemberId, ct), today) || !(await db.AddressesAsync([next.MemberId], today, ct)).TryGetValue(next.MemberId, out var address))
            return;
        var (subject, body) = Letters.YourTurn(programme, pack, next.Title);
        await db.PostAsync(new($"approval/{pack.Id}/{next.Order}/{next.MemberId}{(next.Changes.Count == 0 ? "" : $"/{next.Changes.Count}")}", $"approval/{pack.Id}", address, next.Title, subject, body, Urls.Pack(programme.Slug, pack.Ref)), today, now, ct);
    }
}
