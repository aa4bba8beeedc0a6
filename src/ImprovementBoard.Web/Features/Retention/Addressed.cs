using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Distribution;
using ImprovementBoard.Core.Mail;
using ImprovementBoard.Core.Retention;
using ImprovementBoard.Web.Data;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.Retention;

/// <summary>What went to an address, however it was written. <c>address</c> is in upper case, as accounts are looked up by; null finds nothing.</summary>
internal static class Addressed
{
#pragma warning disable CA1304, CA1311, CA1862, MA0011 // Said to the database, which knows no culture; addresses are ASCII.
    public static IQueryable<MailItem> To(this IQueryable<MailItem> mails, string? address) => mails.Where(m => m.To.ToUpper() == address);

    public static IQueryable<MailItem> To(this IQueryable<MailItem> mails, IReadOnlyCollection<string> addresses) => mails.Where(m => addresses.Contains(m.To.ToUpper()));

    public static IQueryable<Invitation> To(this IQueryable<Invitation> invitations, string? address) => invitations.Where(i => i.Email.ToUpper() == address);

    public static IQueryable<Invitation> To(this IQueryable<Invitation> invitations, IReadOnlyCollection<string> addresses) => invitations.Where(i => addresses.Contains(i.Email.ToUpper()));

    public static IQueryable<Recipient> To(this IQueryable<Recipient> recipients, string? address) => recipients.Where(r => r.Email.ToUpper() == address);

    public static IQueryable<Recipient> To(this IQueryable<Recipient> recipients, IReadOnlyCollection<string> addresses) => recipients.Where(r => addresses.Contains(r.Email.ToUpper()));
#pragma warning restore CA1304, CA1311, CA1862, MA0011

    // They hold no address themselves.
    public static IQueryable<PackDelivery> To(this IQueryable<PackDelivery> deliveries, BoardDbContext db, string? address)
    {
        var (mails, recipients) = (db.Mail.To(address), db.Recipients.To(address));
        return deliveries.Where(d => mails.Any(m => m.Id == d.MailId) || recipients.Any(r => r.Id == d.RecipientId));
    }
}

/// <summary>The rows that hold an address.</summary>
internal sealed record AddressedRows(IReadOnlyList<MailItem> Mails, IReadOnlyList<Invitation> Invitations, IReadOnlyList<Recipient> Recipients)
{
    /// <summary>Each with its kind, as the certificate of disposal and holds know it.</summary>
    public IReadOnlyList<(RetentionKind Kind, DueRow Row)> Rows =>
    [
        .. Recipients.Select(r => (RetentionKind.Recipients, new DueRow { Id = r.Id, Name = r.Title, Address = r.Email })),
        .. Invitations.Select(i => (RetentionKind.Invitations, new DueRow { Id = i.Id, Name = i.Title, MemberId = i.MemberId, Address = i.Email })),
        .. Mails.Select(m => (RetentionKind.Mails, new DueRow { Id = m.Id, Name = m.ToTitle, Address = m.To })),
    ];

    /// <summary>Reads them, to be changed.</summary>
    /// <param name="address">In upper case.</param>
    /// <param name="everywhere">True for those of every programme, else those of the programme of <paramref name="db"/>.</param>
    public static async Task<AddressedRows> ReadAsync(BoardDbContext db, string address, bool everywhere, CancellationToken ct)
    {
        return new(await Of(db.Mail).To(address).OrderBy(m => m.Id).ToListAsync(ct), await Of(db.Invitations).To(address).OrderBy(i => i.Id).ToListAsync(ct), await Of(db.Recipients).To(address).OrderBy(r => r.Id).ToListAsync(ct));

        IQueryable<T> Of<T>(IQueryable<T> rows) where T : class => everywhere ? rows.IgnoreQueryFilters() : rows;
    }

    /// <summary>Removes the address and what was written to it. Mails that wait are taken back, an open invitation and a place on a list end.</summary>
    /// <param name="by">Role title of who erases.</param>
    public void Forget(DateOnly today, string by)
    {
        foreach (var mail in Mails)
            mail.Clear(today);
        foreach (var invitation in Invitations)
        {
            if (invitation is { AcceptedOn: null, EndedOn: null })
                (invitation.EndedOn, invitation.EndedBy) = (today, by);
            invitation.Forget();
        }
        foreach (var recipient in Recipients)
        {
            if (recipient.RemovedOn is null)
                (recipient.RemovedOn, recipient.RemovedBy) = (today, by);
            recipient.Forget();
        }
    }
}
