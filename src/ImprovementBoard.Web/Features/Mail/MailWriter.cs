using ImprovementBoard.Core.Mail;
using ImprovementBoard.Web.Data;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.Mail;

/// <summary>Adds mails to the transaction of what they tell: both are kept, or neither.</summary>
internal static class MailWriter
{
    /// <summary>Queues a mail, unless one of its key was queued before; then answers null.</summary>
    public static async Task<MailItem?> PostAsync(this BoardDbContext db, MailDraft draft, DateOnly today, DateTimeOffset now, CancellationToken ct = default)
    {
        if (db.Mail.Local.Any(m => m.Key == draft.Key) || await db.Mail.AnyAsync(m => m.Key == draft.Key, ct))
            return null;
        var mail = MailItem.Queue(db.ProgrammeId, draft, today, now);
        db.Mail.Add(mail);
        return mail;
    }

    /// <summary>The addresses of posts, by their keys; none for a post that nobody holds today, or whose account has no address that mail can go to.</summary>
    public static async Task<IReadOnlyDictionary<int, string>> AddressesAsync(this BoardDbContext db, IReadOnlyCollection<int> posts, DateOnly today, CancellationToken ct = default)
    {
        if (posts.Count == 0)
            return new Dictionary<int, string>();
        var found = await db.Members.Where(m => posts.Contains(m.Id) && m.From <= today && (m.To == null || m.To >= today))
            .Join(db.Users, m => m.UserId, u => u.Id, (m, u) => new { m.Id, u.Email }).ToListAsync(ct);
        return found.Where(f => EmailAddress.Is(f.Email)).ToDictionary(f => f.Id, f => f.Email!);
    }
}
