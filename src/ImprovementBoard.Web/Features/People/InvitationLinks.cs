using System.Security.Claims;
using ImprovementBoard.Core;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.History;
using ImprovementBoard.Core.Programmes;
using ImprovementBoard.Core.Time;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.Account;
using ImprovementBoard.Web.Features.Mail;
using ImprovementBoard.Web.History;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.People;

/// <summary>An invitation as the person with its link meets it.</summary>
/// <param name="HasAccount">True where its address has an account with a way to sign in: the person does that instead of choosing a password.</param>
/// <param name="Refusal">Why the link does not work, or null.</param>
public sealed record InvitationView(Invitation Invitation, Programme Programme, bool HasAccount, string? Refusal);

/// <summary>Opens invitations. Nobody is signed in, so it looks across programmes, for the one row with the SHA-256 of the secret.</summary>
internal sealed class InvitationLinks(BoardDatabase database, UserManager<AppUser> users, IPasswordHasher<AppUser> passwords, ILookupNormalizer normalizer, Trail trail, TimeProvider clock)
{
    private const string InviterGone = "Who invited you no longer manages people here. Ask an administrator of the programme for a new invitation.";

    private const string SignInFirst = "Your address has an account already. Sign in with it, then open the link in the mail again.";

    /// <summary>The invitation of a secret; null for a wrong one.</summary>
    public async Task<InvitationView?> FindAsync(string secret, CancellationToken ct = default)
    {
        var hash = LinkSecret.HashOf(secret);
        await using var db = database.OpenWithoutProgramme();
        var found = await (
            from invitation in db.Invitations.IgnoreQueryFilters().AsNoTracking()
            join programme in db.Programmes on invitation.ProgrammeId equals programme.Id
            where invitation.TokenHash == hash
            select new { invitation, programme }).SingleOrDefaultAsync(ct);
        if (found is null)
            return null;
        var email = normalizer.NormalizeEmail(found.invitation.Email);
        var now = clock.GetUtcNow();
        var refusal = found.invitation.RefusalAt(now) ?? (await InviterMayAsync(db, found.invitation, found.programme.Today(now), ct) ? null : InviterGone);
        return new(found.invitation, found.programme, await Usable(db).AnyAsync(u => u.NormalizedEmail == email, ct), refusal);
    }

    // An invitation does not outlive the right of whoever sent it. The IT team has no post that could end.
    private static async Task<bool> InviterMayAsync(BoardDbContext db, Invitation invitation, DateOnly today, CancellationToken ct) =>
        invitation.IsByIt
        || (await db.Members.IgnoreQueryFilters().AsNoTracking().SingleOrDefaultAsync(m => m.Id == invitation.InvitedById && m.ProgrammeId == invitation.ProgrammeId, ct) is { } inviter
            && inviter.HoldsOn(today) && inviter.Role.May(Permission.ManagePeople));

    // Of who left a month ago the ways of signing in are gone and the account still stands.
    private static IQueryable<AppUser> Usable(BoardDbContext db) =>
        db.Users.Where(u => u.PasswordHash != null || db.UserLogins.Any(l => l.UserId == u.Id) || db.Set<IdentityUserPasskey<Guid>>().Any(p => p.UserId == u.Id));

    /// <summary>Makes the account with its password, or gives it to one that has no way to sign in any more, and takes the place.</summary>
    /// <returns>The account, to be signed in.</returns>
    /// <exception cref="RuleException">The link does not work, there is an account already, or the password is not good enough.</exception>
    public async Task<AppUser> AcceptAsync(string secret, string? password, CancellationToken ct = default) =>
        (await MakeAsync(secret, (link, user) =>
        {
            user.PasswordHash = passwords.HashPassword(user, Good(password, link));
            return null;
        }, ct)).User;

    /// <summary>Makes the account without a password, opened by a council account, or ties that to one that has no way to sign in any more, and takes the place.</summary>
    /// <param name="linkOf">What ties the account, by its key, to the council account.</param>
    /// <returns>Name in addresses of the programme joined.</returns>
    /// <exception cref="RuleException">The link does not work, or there is an account already.</exception>
    public async Task<string> AcceptAsync(string secret, Func<Guid, IdentityUserLogin<Guid>> linkOf, CancellationToken ct = default) =>
        (await MakeAsync(secret, (_, user) => linkOf(user.Id), ct)).Slug;

    private async Task<(AppUser User, string Slug)> MakeAsync(string secret, Func<InvitationView, AppUser, IdentityUserLogin<Guid>?> wayOf, CancellationToken ct)
    {
        var link = await WorkingAsync(secret, ct);
        if (link.HasAccount)
            throw new RuleException(SignInFirst);
        var email = link.Invitation.Email;
        var normalized = normalizer.NormalizeEmail(email);
        await using var none = database.OpenWithoutProgramme();
        var kept = await none.Users.AsNoTracking().SingleOrDefaultAsync(u => u.NormalizedEmail == normalized, ct);
        // The link came to it.
        var user = kept ?? AppUser.Of(email, confirmed: true, normalizer);
        var way = wayOf(link, user);
        try
        {
            await TakeAsync(link, user.Id, db =>
            {
                if (kept is null)
                    db.Add(user);
                else
                {
                    // Its stamp of before is asked for: who erases it in this moment is not undone.
                    db.Update(user);
                    (user.SecurityStamp, user.ConcurrencyStamp) = (Guid.NewGuid().ToString("N"), Guid.NewGuid().ToString("N"));
                }
                if (way is not null)
                    db.Add(way);
            }, ct);
        }
        catch (DbUpdateException)
        {
            // The same person accepted in another programme in this moment; else it is a fault of its own.
            if (kept is null && await users.FindByEmailAsync(email) is null)
                throw;
            throw new RuleException(SignInFirst);
        }
        await trail.InvitationAcceptedAsync(user.Id, made: kept is null);
        return (user, link.Programme.Slug);
    }

    /// <summary>Takes the place with the account of a person who is signed in.</summary>
    /// <exception cref="RuleException">The link does not work, or the account has another address or a part here already.</exception>
    public async Task JoinAsync(string secret, ClaimsPrincipal person, CancellationToken ct = default)
    {
        var link = await WorkingAsync(secret, ct);
        var user = ProgrammeAccess.UserId(person) is { } id ? await users.FindByIdAsync($"{id}") : null;
        if (user is null)
            throw new RuleException(SignInFirst);
        if (user.NormalizedEmail != normalizer.NormalizeEmail(link.Invitation.Email))
            throw new RuleException("This invitation went to another address than that of the account you are signed in with. Sign out, then open the link in the mail again.");
        await TakeAsync(link, user.Id, _ => { }, ct);
        await trail.InvitationAcceptedAsync(user.Id, made: false);
    }

    private async Task<InvitationView> WorkingAsync(string secret, CancellationToken ct)
    {
        var link = await FindAsync(secret, ct) ?? throw new RuleException("This link does not work. Open it from the mail again, all of it.");
        return link.Refusal is { } refusal ? throw new RuleException(refusal) : link;
    }

    private static string Good(string? password, InvitationView link) =>
        PasswordAdvice.FaultOf(password, [link.Invitation.Email, link.Programme.Name, link.Programme.Slug, link.Programme.Council]) is { } fault ? throw new RuleException(fault, "Password") : password!;

    private async Task TakeAsync(InvitationView link, Guid account, Action<BoardDbContext> addAccount, CancellationToken ct)
    {
        await using var db = database.Open(link.Programme.Id);
        await using var turn = await db.LockProgrammeAsync(ct);
        var now = clock.GetUtcNow();
        var today = link.Programme.Today(now);
        var invitation = await db.Invitations.SingleAsync(i => i.Id == link.Invitation.Id, ct);
        // Who sent it may have lost the right since the link was opened.
        if (!await InviterMayAsync(db, invitation, today, ct))
            throw new RuleException(InviterGone);
        if (await db.Members.AnyAsync(m => m.UserId == account && (m.To == null || m.To >= today), ct))
            throw new RuleException("Your account has a part in this programme already. Ask its administrator to change the role of that instead.");
        var post = invitation.MemberId is { } id ? await db.Members.SingleOrDefaultAsync(m => m.Id == id, ct) : null;
        var member = invitation.Accept(account, post, today, now);
        addAccount(db);
        if (post is null)
            db.Members.Add(member);
        await db.SaveChangesAsync(ct);
        invitation.MemberId = member.Id;
        db.Record(new(link.Programme.Id, member.Id, member.Title, member.Role), now, today, Subject.Programme, member.HistoryRef, HistoryKind.AccessChanged,
            $"{member.Title} ({member.Agency}) accepted the invitation of the {Words.Inside(invitation.InvitedBy)} and is {Words.Inside(member.Role.Words())}{(member.To is { } last ? $" until {Words.Long(last)}" : "")}");
        await db.SaveChangesAsync(ct);
        await turn.CommitAsync(ct);
    }
}
