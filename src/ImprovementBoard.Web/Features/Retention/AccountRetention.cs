using ImprovementBoard.Core.Retention;
using ImprovementBoard.Web.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.Retention;

/// <summary>How an account stands towards leaving.</summary>
/// <param name="Present">True where it has a part today or later in any programme, or is invited to one.</param>
/// <param name="Listed">True where a programme in which it has no part sends it packs.</param>
/// <param name="Left">Last day of its last part; null while it is present.</param>
/// <param name="Held">True where a hold covers it, of a programme it had a part in or of one that holds its address.</param>
/// <param name="Programmes">The programmes it had a part in.</param>
/// <param name="Posts">Those, each with a role title, and with null every other programme that holds its address.</param>
internal sealed record AccountStanding(Guid Account, bool Present, bool Listed, DateOnly? Left, bool Held, IReadOnlyList<int> Programmes, IReadOnlyList<(int Programme, string? Title)> Posts);

/// <summary>
/// What is kept of accounts. An account belongs to the installation: it may go only when it has no part anywhere, the longest period of its programmes is over and
/// none of them holds it. So everything here looks across programmes, on purpose.
/// </summary>
internal static class AccountRetention
{
    /// <summary>Accounts that had a part in the programme of <paramref name="db"/>, have none anywhere, and of which there is still something to remove.</summary>
    /// <returns>What is due, and how each account stands.</returns>
    public static async Task<List<(DueRow Row, DateOnly DueOn, AccountStanding Standing)>> DueAsync(BoardDbContext db, RetentionKind kind, RetentionFacts facts, CancellationToken ct)
    {
        var rule = RetentionRule.Of(kind);
        var (day, now, periods) = (facts.Day, facts.Now, facts.Periods);
        var cutoff = rule.Cutoff(day, periods.Of(kind));
        var left = db.Members.Where(m => m.UserId != null && m.To <= cutoff).Join(db.Users.Where(u => u.ErasedOn == null), m => m.UserId, u => u.Id, (m, u) => new { m, u });
        if (kind == RetentionKind.SignInMeans)
            left = left.Where(x => x.u.PasswordHash != null || x.u.AuthenticatorSecret != null || db.RecoveryCodes.Any(c => c.UserId == x.u.Id) || db.Sessions.Any(s => s.UserId == x.u.Id)
                || db.Set<IdentityUserPasskey<Guid>>().Any(p => p.UserId == x.u.Id) || db.UserLogins.Any(l => l.UserId == x.u.Id));
        var posts = await left.OrderBy(x => x.m.Id).Select(x => new { x.m.Id, x.m.Title, x.m.To, Account = x.u.Id, x.u.Email }).ToListAsync(ct);
        if (posts.Count == 0)
            return [];
        var standings = (await StandingsAsync(db, [.. posts.Select(p => p.Account).Distinct()], now, ct)).ToDictionary(s => s.Account);
        var ids = standings.Values.SelectMany(s => s.Programmes).Distinct().ToList();
        var longest = (await db.RetentionPeriods.IgnoreQueryFilters().AsNoTracking().Where(p => p.Kind == kind && ids.Contains(p.ProgrammeId)).ToListAsync(ct)).ToDictionary(p => p.ProgrammeId, p => p.Length);
        return [.. posts.GroupBy(p => p.Account).Select(g => (Post: g.MaxBy(p => p.To)!, Standing: standings[g.Key]))
            // Who gets packs somewhere needs an address for it, and no way to sign in.
            .Where(x => !x.Standing.Present && !(x.Standing.Listed && kind == RetentionKind.Accounts))
            .Select(x => (x.Post, x.Standing, DueOn: rule.DueOn(x.Standing.Left!.Value, x.Standing.Programmes.Max(p => longest.GetValueOrDefault(p, rule.Default)))))
            .Where(x => x.DueOn <= day)
            .Select(x => (new DueRow { Id = x.Post.Id, Name = x.Post.Title, Day = x.Standing.Left, MemberId = x.Post.Id, Address = x.Post.Email }, x.DueOn, x.Standing))];
    }

    /// <summary>How accounts stand.</summary>
    public static async Task<List<AccountStanding>> StandingsAsync(BoardDbContext db, IReadOnlyCollection<Guid> accounts, DateTimeOffset now, CancellationToken ct)
    {
        var parts = await (
            from member in db.Members.IgnoreQueryFilters().AsNoTracking()
            join programme in db.Programmes.AsNoTracking() on member.ProgrammeId equals programme.Id
            where member.UserId != null && accounts.Contains(member.UserId.Value)
            select new { member.Id, member.UserId, member.Title, member.To, Programme = programme }).ToListAsync(ct);
        var addressed = await AddressedAsync(db, accounts, now, ct);
        var (posts, programmes) = (parts.ConvertAll(p => p.Id), parts.Select(p => p.Programme.Id).Concat(addressed.Select(a => a.Programme)).Distinct().ToList());
        var holds = await db.RetentionHolds.IgnoreQueryFilters().AsNoTracking()
            .Where(h => h.LiftedOn == null && programmes.Contains(h.ProgrammeId) && (h.Covers == HoldCovers.Programme || (h.Covers == HoldCovers.Person && h.ItemId != null && posts.Contains(h.ItemId.Value))))
            .Select(h => new { h.ProgrammeId, h.Covers, h.ItemId }).ToListAsync(ct);
        return [.. parts.GroupBy(p => p.UserId!.Value).Select(mine =>
        {
            var own = mine.Select(p => p.Programme.Id).ToHashSet();
            var elsewhere = addressed.Where(a => a.Account == mine.Key && !own.Contains(a.Programme)).ToList();
            // A part that begins later counts as well.
            var present = mine.Any(p => p.To is null || p.To >= p.Programme.Today(now)) || addressed.Exists(a => a.Account == mine.Key && a.Invited);
            return new AccountStanding(mine.Key, present, elsewhere.Exists(a => a.Listed), present ? null : mine.Max(p => p.To),
                holds.Exists(h => h.Covers == HoldCovers.Programme ? own.Contains(h.ProgrammeId) || elsewhere.Exists(a => a.Programme == h.ProgrammeId) : mine.Any(p => p.Id == h.ItemId)),
                [.. own],
                [.. mine.Select(p => (p.Programme.Id, (string?)p.Title)), .. elsewhere.Select(a => (a.Programme, (string?)null))]);
        })];
    }

    // The programmes that hold the address of an account, and whether they still count on it.
    private static async Task<List<(Guid Account, int Programme, bool Invited, bool Listed)>> AddressedAsync(BoardDbContext db, IReadOnlyCollection<Guid> accounts, DateTimeOffset now, CancellationToken ct)
    {
        var users = await db.Users.Where(u => accounts.Contains(u.Id) && u.NormalizedEmail != null).ToDictionaryAsync(u => u.NormalizedEmail!, u => u.Id, ct);
        var mailed = await db.Mail.IgnoreQueryFilters().To(users.Keys).Select(m => new { Address = m.To, m.ProgrammeId, Invited = false, Listed = false }).Distinct().ToListAsync(ct);
        var invited = await db.Invitations.IgnoreQueryFilters().To(users.Keys).Select(i => new { Address = i.Email, i.ProgrammeId, Invited = i.AcceptedOn == null && i.EndedOn == null && i.ExpiresAt > now, Listed = false }).ToListAsync(ct);
        var listed = await db.Recipients.IgnoreQueryFilters().To(users.Keys).Select(r => new { Address = r.Email, r.ProgrammeId, Invited = false, Listed = r.RemovedOn == null }).ToListAsync(ct);
        return [.. mailed.Concat(invited).Concat(listed).GroupBy(a => (Account: users[a.Address.ToUpperInvariant()], a.ProgrammeId))
            .Select(g => (g.Key.Account, g.Key.ProgrammeId, g.Any(a => a.Invited), g.Any(a => a.Listed)))];
    }

    /// <summary>Removes every way of signing in; the account and its address stay. Pages that are open end with their session.</summary>
    public static async Task RemoveSignInAsync(BoardDbContext db, IReadOnlyCollection<Guid> accounts, CancellationToken ct)
    {
        await db.Sessions.Where(s => accounts.Contains(s.UserId)).ExecuteDeleteAsync(ct);
        await db.RecoveryCodes.Where(c => accounts.Contains(c.UserId)).ExecuteDeleteAsync(ct);
        await db.Set<IdentityUserPasskey<Guid>>().Where(p => accounts.Contains(p.UserId)).ExecuteDeleteAsync(ct);
        await db.UserLogins.Where(l => accounts.Contains(l.UserId)).ExecuteDeleteAsync(ct);
        await db.UserTokens.Where(t => accounts.Contains(t.UserId)).ExecuteDeleteAsync(ct);
        foreach (var account in accounts)
        {
            // Else a cookie that was copied, or a link to a password, would still be good.
            var stamp = Guid.NewGuid().ToString("N");
            await db.Users.Where(u => u.Id == account).ExecuteUpdateAsync(set => set
                .SetProperty(u => u.PasswordHash, (string?)null)
                .SetProperty(u => u.AuthenticatorSecret, (string?)null)
                .SetProperty(u => u.AuthenticatorSince, (DateTimeOffset?)null)
                .SetProperty(u => u.PasswordChangedAt, (DateTimeOffset?)null)
                .SetProperty(u => u.TwoFactorEnabled, false)
                // Whoever read the account before saves nothing of it any more.
                .SetProperty(u => u.ConcurrencyStamp, stamp)
                .SetProperty(u => u.SecurityStamp, stamp), ct);
        }
    }

    /// <summary>
    /// Removes all that names a person, in every programme: the address from the account, invitations, mails and distribution lists; ways of signing in; unposted updates.
    /// The key of the account stays, because posts and sealed records name it. In the transaction of the caller.
    /// </summary>
    /// <param name="by">Role title of who erases.</param>
    public static async Task EraseAsync(BoardDbContext db, Guid account, DateOnly today, string by, CancellationToken ct)
    {
        var address = await db.Users.Where(u => u.Id == account).Select(u => u.NormalizedEmail).SingleAsync(ct);
        await RemoveSignInAsync(db, [account], ct);
        await db.UserClaims.Where(c => c.UserId == account).ExecuteDeleteAsync(ct);
        var posts = await db.Members.IgnoreQueryFilters().Where(m => m.UserId == account).Select(m => m.Id).ToListAsync(ct);
        await db.UpdateDrafts.IgnoreQueryFilters().Where(d => posts.Contains(d.MemberId)).ExecuteDeleteAsync(ct);
        var (name, never) = ($"erased-{account:N}", new DateTimeOffset(9999, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var (normalized, erasedOn) = (name.ToUpperInvariant(), (DateOnly?)today);
        await db.Users.Where(u => u.Id == account).ExecuteUpdateAsync(set => set
            .SetProperty(u => u.UserName, name)
            .SetProperty(u => u.NormalizedUserName, normalized)
            .SetProperty(u => u.Email, (string?)null)
            .SetProperty(u => u.NormalizedEmail, (string?)null)
            .SetProperty(u => u.EmailConfirmed, false)
            .SetProperty(u => u.PhoneNumber, (string?)null)
            .SetProperty(u => u.LockoutEnabled, true)
            .SetProperty(u => u.LockoutEnd, never)
            .SetProperty(u => u.ErasedOn, erasedOn), ct);
        if (!string.IsNullOrEmpty(address))
            (await AddressedRows.ReadAsync(db, address, everywhere: true, ct)).Forget(today, by);
    }
}
