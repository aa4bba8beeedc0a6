using ImprovementBoard.Core.Access;
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

    /// <summary>The same to each of some posts, as they stand in the database, if somebody with an address holds it today.</summary>
    /// <param name="key">What makes it this mail; the post is added.</param>
    public static async Task PostToAsync(this BoardDbContext db, Func<Member, bool> to, string key, string about, (string Subject, string Body) letter, string path, DateOnly today, DateTimeOffset now, CancellationToken ct = default)
    {
        var posts = (await db.Members.AsNoTracking().ToListAsync(ct)).Where(to).ToDictionary(m => m.Id);
        foreach (var (post, address) in await db.AddressesAsync(posts.Keys, today, ct))
            await db.PostAsync(new($"{key}/{post}", about, address, posts[post].Title, letter.Subject, letter.Body, path), today, now, ct);
    }

    /// <summary>Takes back the mails about some things that still wait; what is out, or being sent in this moment, stays as it is.</summary>
    /// <param name="about">See <see cref="MailItem.About"/>.</param>
    public static Task TakeBackAsync(this BoardDbContext db, IReadOnlyList<string> about, string why, CancellationToken ct = default) =>
        about.Count == 0 ? Task.CompletedTask : db.Mail.Where(m => about.Contains(m.About)).TakeBackAsync(why, ct);

    /// <summary>The same for some of the mails.</summary>
    public static Task TakeBackAsync(this IQueryable<MailItem> mails, string why, CancellationToken ct = default) =>
        // In the database, not on rows read before: the post office may take one in the same moment, and that must not undo what the caller does.
        mails.Where(m => m.State == MailState.Queued).ExecuteUpdateAsync(set => set
            .SetProperty(m => m.State, MailState.TakenBack)
            .SetProperty(m => m.Error, why)
            .SetProperty(m => m.Secret, (string?)null)
            .SetProperty(m => m.Version, Guid.NewGuid()), ct);

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
