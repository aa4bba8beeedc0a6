using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Distribution;
using ImprovementBoard.Core.Mail;

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
}
