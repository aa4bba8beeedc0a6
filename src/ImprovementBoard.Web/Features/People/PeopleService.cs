using ImprovementBoard.Core;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Distribution;
using ImprovementBoard.Core.History;
using ImprovementBoard.Core.Time;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.Account;
using ImprovementBoard.Web.Features.HandOvers;
using ImprovementBoard.Web.Features.Mail;
using ImprovementBoard.Web.History;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.People;

/// <summary>What administrators do about who belongs to a programme. Addresses stay out of the history, which everybody in the programme reads.</summary>
internal sealed class PeopleService(BoardDatabase database, MailSeal seal, SessionService sessions, TimeProvider clock)
{
    /// <summary>Invites a person by mail.</summary>
    /// <exception cref="ForbiddenException">The person may not manage people.</exception>
    /// <exception cref="RuleException">Something is missing or makes no sense, the address has a part here or an open invitation, or too many are open.</exception>
    public Task InviteAsync(ProgrammeScope scope, InvitationInput input, CancellationToken ct = default) => ChangeAsync(scope, async (db, all) =>
    {
        var now = clock.GetUtcNow();
        var invitation = Invitation.Of(input, all.Find(m => m.Id == input.PostId), scope.Actor, scope.Today, now);
        await ExpectAloneAsync(db, invitation, null, now, ct);
        var account = await AccountAsync(db, invitation.Email, ct);
        if (account is not null && all.Find(m => m.UserId == account && (m.To is null || m.To >= scope.Today)) is { } member)
            throw new RuleException($"This address belongs to {member.Title} already: a person has one post in a programme at a time. Change the role of that post instead.", nameof(Invitation.Email));
        await SendAsync(db, scope, invitation, now, ct);
        return (all.Find(m => m.Id == invitation.MemberId), $"{invitation.Title} ({invitation.Agency}) invited as {Words.Inside(invitation.Role.Words())}{Lasts(invitation)}");
    }, ct);

    /// <summary>Sends an invitation that was not accepted once more, with a new link; the earlier one ends.</summary>
    /// <param name="seen">The version the person had on screen.</param>
    /// <exception cref="ForbiddenException">The person may not manage people.</exception>
    /// <exception cref="RuleException">It was accepted or ended, there is none, or it has changed.</exception>
    public Task InviteAgainAsync(ProgrammeScope scope, int id, Guid seen, CancellationToken ct = default) => ChangeAsync(scope, async (db, all) =>
    {
        var now = clock.GetUtcNow();
        var earlier = await InvitationAsync(db, id, seen, ct);
        earlier.End(scope.Actor, scope.Today, replaced: true);
        var post = all.Find(m => m.Id == earlier.MemberId);
        var again = Invitation.Of(new(earlier.Email, earlier.MemberId, earlier.Title, earlier.Agency, earlier.Role, earlier.LastDay), post, scope.Actor, scope.Today, now);
        await ExpectAloneAsync(db, again, id, now, ct);
        await SendAsync(db, scope, again, now, ct);
        return (post, $"{earlier.Title} ({earlier.Agency}) invited again as {Words.Inside(earlier.Role.Words())}; the link of {Words.Long(earlier.InvitedOn)} ended");
    }, ct);

    /// <summary>Takes an invitation back; its link ends.</summary>
    /// <inheritdoc cref="InviteAgainAsync"/>
    public Task WithdrawAsync(ProgrammeScope scope, int id, Guid seen, CancellationToken ct = default) => ChangeAsync(scope, async (db, all) =>
    {
        var invitation = await InvitationAsync(db, id, seen, ct);
        invitation.End(scope.Actor, scope.Today, replaced: false);
        return (all.Find(m => m.Id == invitation.MemberId), $"Invitation of {invitation.Title} ({invitation.Agency}) as {Words.Inside(invitation.Role.Words())}, sent on {Words.Long(invitation.InvitedOn)}, withdrawn");
    }, ct);

    /// <summary>Gives a post another role. It counts from the next click.</summary>
    /// <param name="seen">The version the person had on screen.</param>
    /// <param name="reason">Why, for the history.</param>
    /// <exception cref="ForbiddenException">The person may not manage people.</exception>
    /// <exception cref="RuleException">There is no such post, it has changed, no reason is given, or <see cref="Member.ChangeRole"/> refuses it.</exception>
    public Task ChangeRoleAsync(ProgrammeScope scope, int id, Guid seen, Role? role, string? reason, CancellationToken ct = default) => ChangeAsync(scope, async (db, all) =>
    {
        var member = MemberOf(all, id, seen);
        var before = member.Role;
        member.ChangeRole(role, all, await HandOverQueries.HeldAsync(db, id, ct), scope.Actor, scope.Today);
        var what = $"{member.Title} ({member.Agency}) is {Words.Inside(member.Role.Words())} from now on, was {Words.Inside(before.Words())}";
        if (member.Role.IsTold())
            await db.TellSecondPersonAsync(scope.Programme, scope.Actor, scope.Actor.MemberId, $"role/{id}/{member.RoleChanges.Count}", what, HistoryKind.AccessChanged, scope.Today, clock.GetUtcNow(), ct);
        return (member, $"{what}. Why: {Text.Why(reason, "RoleReason")}");
    }, ct);

    /// <summary>Sets the last day of a part, or takes it away.</summary>
    /// <param name="lastDay">The last day, or null for until further notice; yesterday ends access at the next click.</param>
    /// <exception cref="RuleException">There is no such post, it has changed, no reason is given, or <see cref="Member.SetLastDay"/> refuses it.</exception>
    /// <inheritdoc cref="ChangeRoleAsync"/>
    public Task SetLastDayAsync(ProgrammeScope scope, int id, Guid seen, DateOnly? lastDay, string? reason, CancellationToken ct = default) => ChangeAsync(scope, (_, all) =>
    {
        var member = MemberOf(all, id, seen);
        var before = member.To;
        member.SetLastDay(lastDay, all, scope.Actor, scope.Today);
        return Task.FromResult<(Member?, string)>((member, $"The part of {member.Title} ({member.Agency}) lasts {Until(lastDay)}, was {Until(before)}. Why: {Text.Why(reason, "LastDayReason")}"));
    }, ct);

    /// <summary>Signs the account of a post out on every device, in other programmes too (ASVS 5.0, 7.4.5). It may sign in again.</summary>
    /// <exception cref="RuleException">There is no such post, it has changed, or no account holds it.</exception>
    /// <inheritdoc cref="ChangeRoleAsync"/>
    public async Task SignOutAsync(ProgrammeScope scope, int id, Guid seen, CancellationToken ct = default)
    {
        Guid? account = null;
        await ChangeAsync(scope, (_, all) =>
        {
            var member = MemberOf(all, id, seen);
            account = member.UserId ?? throw new RuleException("Nobody signs in for this post.");
            return Task.FromResult<(Member?, string)>((member, $"{member.Title} ({member.Agency}) was signed out on every device"));
        }, ct);
        await sessions.EndAsync(account!.Value, ct: ct);
    }

    /// <summary>Records that somebody looked through who has access.</summary>
    /// <exception cref="ForbiddenException">The person may not manage people.</exception>
    /// <exception cref="RuleException">The note is too long.</exception>
    public Task ReviewAsync(ProgrammeScope scope, string? note, CancellationToken ct = default) => ChangeAsync(scope, (db, all) =>
    {
        var review = AccessReview.Of(all.Count(m => m.UserId is not null && m.HoldsOn(scope.Today)), note, scope.Actor, scope.Today);
        db.AccessReviews.Add(review);
        return Task.FromResult<(Member?, string)>((null, $"Access reviewed: {Words.Count(review.People, "person", "people")} with access{(review.Note.Length > 0 ? $". {review.Note}" : "")}"));
    }, ct, HistoryKind.AccessReviewed);

    private static string Until(DateOnly? lastDay) => lastDay is { } day ? $"until {Words.Long(day)}" : "until further notice";

    private async Task ChangeAsync(ProgrammeScope scope, Func<BoardDbContext, List<Member>, Task<(Member? Post, string What)>> change, CancellationToken ct, HistoryKind kind = HistoryKind.AccessChanged)
    {
        scope.Actor.Require(Permission.ManagePeople);
        await using var db = database.Open(scope.Id);
        await using var turn = await db.LockProgrammeAsync(ct);
        var all = await db.Members.ToListAsync(ct);
        // Of two administrators who take each other's role in the same moment, the second no longer has the right.
        scope.Actor.Require(all.Find(m => m.Id == scope.Actor.MemberId) is { } me && me.HoldsOn(scope.Today) && me.Role.May(Permission.ManagePeople), PermissionMatrix.Of(Permission.ManagePeople).Name);
        var (post, what) = await change(db, all);
        db.Record(scope.Actor, clock.GetUtcNow(), scope.Today, Subject.Programme, post?.HistoryRef ?? "people", kind, what);
        var moved = db.ChangeTracker.Entries<Member>().Where(e => e.State == EntityState.Modified).Select(e => e.Entity.UserId).OfType<Guid>().ToList();
        await db.SaveChangesAsync(ct);
        await turn.CommitAsync(ct);
        // Pages they have open show what the part opened before; they sign in again with what it opens now.
        foreach (var account in moved)
            await sessions.EndAsync(account, ct: ct);
    }

    private async Task SendAsync(BoardDbContext db, ProgrammeScope scope, Invitation invitation, DateTimeOffset now, CancellationToken ct)
    {
        var secret = LinkSecret.New();
        invitation.TokenHash = LinkSecret.HashOf(secret);
        db.Invitations.Add(invitation);
        await db.SaveChangesAsync(ct);
        var (subject, body) = Letters.Invited(scope.Programme, invitation);
        invitation.Mail = await db.PostAsync(
            new($"invitation/{invitation.Id}", $"invitation/{invitation.Id}", invitation.Email, invitation.Title, subject, body, Urls.Invitation, seal.Close(secret)), scope.Today, now, ct);
        if (invitation.Role.IsTold())
            await db.TellSecondPersonAsync(scope.Programme, scope.Actor, scope.Actor.MemberId, $"invitation/{invitation.Id}", $"{invitation.Title} ({invitation.Agency}) was invited as {Words.Inside(invitation.Role.Words())}{Lasts(invitation)}", HistoryKind.AccessChanged, scope.Today, now, ct);
    }

    private static string Lasts(Invitation invitation) => invitation.LastDay is { } last ? $", until {Words.Long(last)}" : "";

    private static async Task ExpectAloneAsync(BoardDbContext db, Invitation invitation, int? butNot, DateTimeOffset now, CancellationToken ct)
    {
        var open = (await db.Invitations.AsNoTracking().Where(i => i.AcceptedOn == null && i.EndedOn == null && i.Id != butNot).ToListAsync(ct)).FindAll(i => i.StateAt(now) == InvitationState.Open);
        if (open.Find(i => string.Equals(i.Email, invitation.Email, StringComparison.OrdinalIgnoreCase)) is { } same)
            throw new RuleException($"This address was invited on {Words.Long(same.InvitedOn)} already, as {same.Title}. Withdraw that invitation or send it again, on the page “People”.", nameof(Invitation.Email));
        if (invitation.MemberId is { } post && open.Exists(i => i.MemberId == post))
            throw new RuleException("Somebody is invited to this post already. Withdraw that invitation first.", nameof(InvitationInput.PostId));
        if (open.Count >= Invitation.MostOpen)
            throw new RuleException($"{Invitation.MostOpen} invitations are open. Withdraw those that are not needed first.");
    }

    private static async Task<Guid?> AccountAsync(BoardDbContext db, string email, CancellationToken ct)
    {
        var normalized = email.ToUpperInvariant();
        return await db.Users.Where(u => u.NormalizedEmail == normalized).Select(u => (Guid?)u.Id).FirstOrDefaultAsync(ct);
    }

    private static async Task<Invitation> InvitationAsync(BoardDbContext db, int id, Guid seen, CancellationToken ct)
    {
        var invitation = await db.Invitations.Include(i => i.Mail).SingleOrDefaultAsync(i => i.Id == id, ct) ?? throw new RuleException("There is no such invitation in this programme. Read below what stands.");
        return invitation.Version == seen ? invitation : throw new RuleException("This invitation changed while you were reading: it may just have been accepted. Read below what stands now.");
    }

    private static Member MemberOf(List<Member> all, int id, Guid seen)
    {
        var member = all.Find(m => m.Id == id) ?? throw new RuleException("There is no such post in this programme.");
        return member.Version == seen ? member : throw new RuleException($"Someone else changed the part of {member.Title} while you were reading. Read what stands now, then decide again.");
    }
}
