using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.History;
using ImprovementBoard.Core.Packs.Tables;
using ImprovementBoard.Core.Time;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.HandOvers;
using ImprovementBoard.Web.History;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.People;

/// <summary>A post with what is known of the account that holds it.</summary>
/// <param name="Role">The role on the day looked at.</param>
/// <param name="Until">The last day; null for until further notice, and for one to come while looking back, because nobody knows since when it was set.</param>
/// <param name="LastSeen">When it last signed in since its part began; null for never, while looking back, and once the part has ended: what else the person does is not this programme’s business.</param>
/// <param name="SignsIn">How it signs in, in words; empty where <paramref name="LastSeen"/> is not told.</param>
public sealed record PersonRow(Member Member, Role Role, DateOnly? Until, string Email, DateTimeOffset? LastSeen, string SignsIn)
{
    /// <summary>What it sees beyond an external viewer, who sees the plan and issued packs, in words; empty for nothing.</summary>
    public string Sees => Words.Sentence(Words.List([.. PermissionMatrix.All.Where(r => Role.May(r.Permission) && !Role.Viewer.May(r.Permission)).Select(r => r.Sees).OfType<string>()]));
}

/// <summary>Who has access on a day.</summary>
/// <param name="Ended">Accounts whose part has ended.</param>
/// <param name="Free">Posts in the plan that no account holds.</param>
/// <param name="Invitations">All that are open, and of the others the newest.</param>
public sealed record AccessList(IReadOnlyList<PersonRow> Now, IReadOnlyList<PersonRow> Ended, IReadOnlyList<Member> Free, IReadOnlyList<Invitation> Invitations, int InvitationsInAll, IReadOnlyList<AccessReview> Reviews);

/// <summary>One post that an account holds or held.</summary>
/// <param name="Held">Open items it has.</param>
/// <param name="Parts">Every part of its account in the programme, itself among them, the oldest first.</param>
/// <param name="Told">What the history tells of it, the newest first; not what was told before entries named the post.</param>
public sealed record PersonDetail(PersonRow Person, int Held, IReadOnlyList<Member> Parts, IReadOnlyList<HistoryEntry> Told);

/// <summary>Reads who belongs to a programme.</summary>
internal sealed class PeopleQueries(BoardDatabase database, TimeProvider clock)
{
    private const int ReviewsShown = 12, InvitationsShown = 50;

    /// <summary>Everybody, as at the day looked at.</summary>
    public async Task<AccessList> ListAsync(ProgrammeScope scope, CancellationToken ct = default)
    {
        scope.Actor.Require(Permission.ReadAccess);
        await using var db = database.Open(scope.Id);
        var (people, free) = await RowsAsync(db, scope, ct);
        var now = clock.GetUtcNow();
        var sent = db.Invitations.AsNoTracking().Include(i => i.Mail).Where(i => i.InvitedOn <= scope.Today);
        // Each open one can be withdrawn, so each is shown; only those that have ended are cut.
        var invitations = await sent.OrderByDescending(i => i.AcceptedOn == null && i.EndedOn == null && i.ExpiresAt > now).ThenByDescending(i => i.InvitedOn).ThenByDescending(i => i.Id).Take(Invitation.MostOpen + InvitationsShown).ToListAsync(ct);
        var sentInAll = invitations.Count < Invitation.MostOpen + InvitationsShown ? invitations.Count : await sent.CountAsync(ct);
        var open = invitations.Count(i => i.StateAt(now) == InvitationState.Open);
        var reviews = await db.AccessReviews.AsNoTracking().Where(r => r.On <= scope.Today).OrderByDescending(r => r.On).ThenByDescending(r => r.Id).Take(ReviewsShown).ToListAsync(ct);
        return new([.. people.Where(p => !Over(p, scope))], [.. people.Where(p => Over(p, scope))], free, [.. invitations.Take(open + InvitationsShown)], sentInAll, reviews);
    }

    /// <summary>One post that an account holds or held; null where there is none.</summary>
    public async Task<PersonDetail?> FindAsync(ProgrammeScope scope, int id, CancellationToken ct = default)
    {
        scope.Actor.Require(Permission.ManagePeople);
        await using var db = database.Open(scope.Id);
        var (people, _) = await RowsAsync(db, scope, ct);
        if (people.Find(p => p.Member.Id == id) is not { } person)
            return null;
        var parts = people.Where(p => p.Member.UserId == person.Member.UserId).Select(p => p.Member).OrderBy(m => m.From).ThenBy(m => m.Id).ToList();
        var told = await db.Readable(scope).AsNoTracking().Where(h => h.Subject == Subject.Programme && h.SubjectRef == person.Member.HistoryRef).OrderByDescending(h => h.Sequence).ToListAsync(ct);
        return new(person, await HandOverQueries.HeldAsync(db, id, ct), parts, told);
    }

    /// <summary>Who has access, as comma-separated text.</summary>
    public async Task<string> CsvAsync(ProgrammeScope scope, CancellationToken ct = default)
    {
        scope.Actor.Require(Permission.ReadAccess);
        var list = await ListAsync(scope, ct);
        string[] columns = ["Post", "Agency", "Role", "E-mail", "Since", "Until", "Last signed in (UTC)", "Signs in with", "May"];
        return PackCsv.Of(PackTable.Of("people", "Who has access", Words.Shown(list.Now.Count, list.Now.Count), columns, list.Now.Select(p => new PackCell[]
        {
            p.Member.Title, p.Member.Agency, p.Role.Words(), p.Email, p.Member.From, p.Until, p.LastSeen?.UtcDateTime.ToString("yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture) ?? "", p.SignsIn,
            string.Join("; ", PermissionMatrix.All.Where(r => p.Role.May(r.Permission)).Select(r => r.Name)),
        })));
    }

    private static string WaysIn(bool password, bool app, int passkeys, bool council)
    {
        string?[] ways = [password ? app ? "Password and authenticator app" : "Password" : null, passkeys > 0 ? Words.Count(passkeys, "passkey") : null, council ? app && !password ? "council account and authenticator app" : "council account" : null];
        return ways.OfType<string>().ToList() is { Count: > 0 } has ? Words.Sentence(Words.List(has)) : "Nothing yet";
    }

    private static bool Over(PersonRow person, ProgrammeScope scope) => person.Member.To < scope.Today;

    private static async Task<(List<PersonRow> People, List<Member> Free)> RowsAsync(BoardDbContext db, ProgrammeScope scope, CancellationToken ct)
    {
        var rows = await (
            from member in db.Members.AsNoTracking()
            where member.From <= scope.Today
            join user in db.Users on member.UserId equals user.Id into accounts
            from user in accounts.DefaultIfEmpty()
            orderby member.Title
            select new
            {
                member,
                Email = user == null ? null : user.Email,
                // A post may have stood in the plan long before somebody joined.
                Joined = db.Invitations.Where(i => i.MemberId == member.Id).Max(i => i.AcceptedOn),
                HasPassword = user != null && user.PasswordHash != null,
                App = user != null && user.TwoFactorEnabled,
                Passkeys = db.UserPasskeys.Count(k => k.UserId == member.UserId),
                HasCouncil = user != null && db.UserLogins.Any(l => l.UserId == user.Id),
                LastSeen = db.InstallationEvents.Where(e => e.AccountId == member.UserId && e.Kind == InstallationEventKind.SignedIn).OrderByDescending(e => e.Sequence).Select(e => (DateTimeOffset?)e.At).FirstOrDefault(),
            }).ToListAsync(ct);
        var held = rows.ToLookup(r => r.member.UserId is not null && !(r.Joined > scope.Today));
        return (
            [.. held[true].Select(r => new PersonRow(
                r.member, r.member.RoleOn(scope.Today), scope.LooksBack && r.member.To >= scope.Today ? null : r.member.To, r.Email ?? "", Told(r.member) && r.LastSeen is { } seen && scope.Programme.Today(seen) >= r.member.From ? seen : null,
                !Told(r.member) ? "" : WaysIn(r.HasPassword, r.App, r.Passkeys, r.HasCouncil)))],
            [.. held[false].Where(r => r.member.HoldsOn(scope.Today)).Select(r => r.member)]);

        bool Told(Member member) => !scope.LooksBack && !(member.To < scope.Today);
    }
}
