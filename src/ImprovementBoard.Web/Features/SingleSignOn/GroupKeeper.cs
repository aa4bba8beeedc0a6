using ImprovementBoard.Core;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Distribution;
using ImprovementBoard.Core.History;
using ImprovementBoard.Core.Programmes;
using ImprovementBoard.Core.Time;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.Account;
using ImprovementBoard.Web.Features.HandOvers;
using ImprovementBoard.Web.Features.Mail;
using ImprovementBoard.Web.Features.People;
using ImprovementBoard.Web.History;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.SingleSignOn;

/// <summary>Makes the memberships that came from groups of the council what the groups say, at every sign-in with the council account.</summary>
internal sealed partial class GroupKeeper(BoardDatabase database, BoardOptions options, SessionService sessions, TimeProvider clock, ILogger<GroupKeeper> log)
{
    /// <summary>Makes them so. What a rule forbids, such as the last administrator going, stays as it was, and the history and a mail to the administrators say so.</summary>
    /// <param name="groups">The groups the person is in.</param>
    public async Task KeepAsync(Guid account, IReadOnlySet<string> groups, CancellationToken ct = default)
    {
        var rows = options.SingleSignOn.Rows;
        var named = rows.Select(r => r.Programme).Distinct().ToList();
        await using var none = database.OpenWithoutProgramme();
        // Across programmes on purpose: the person belongs to none yet. A programme that the settings no longer name counts too: what it gave ends.
        var found = await none.Programmes.AsNoTracking()
            .Where(p => named.Contains(p.Slug) || none.Members.IgnoreQueryFilters().Any(m => m.ProgrammeId == p.Id && m.UserId == account && m.Group != null))
            .Select(p => new { Programme = p, Posts = none.Members.IgnoreQueryFilters().Where(m => m.ProgrammeId == p.Id && m.UserId == account).ToList() })
            .ToListAsync(ct);
        if (named.Except(found.Select(f => f.Programme.Slug)).FirstOrDefault() is { } missing)
            NoProgramme(log, missing);
        var ends = false;
        foreach (var (programme, posts) in found.Select(f => (f.Programme, f.Posts)))
        {
            var wanted = rows.In(programme.Slug, groups);
            if (wanted.Differs(Standing(posts, account, programme.Today(clock.GetUtcNow()))))
                ends |= await KeepAsync(programme, account, wanted, ct);
        }
        // Pages they have open show what the part opened before.
        if (ends)
            await sessions.EndAsync(account, ct: ct);
    }

    /// <summary>True where something that the person had became another or ended.</summary>
    private async Task<bool> KeepAsync(Programme programme, Guid account, GroupRole? wanted, CancellationToken ct)
    {
        var (by, now) = (Actor.SingleSignOn(programme.Id), clock.GetUtcNow());
        var today = programme.Today(now);
        await using var db = database.Open(programme.Id);
        await using var turn = await db.LockProgrammeAsync(ct);
        var all = await db.Members.ToListAsync(ct);
        var standing = Standing(all, account, today);
        // The same person may have signed in twice in this moment.
        if (!wanted.Differs(standing))
            return false;
        var member = standing ?? Member.Of(wanted!, programme.Id, account, today);
        string what;
        try
        {
            what = standing is null ? await JoinedAsync(db, member, ct) : standing.Follow(wanted, all, await HandOverQueries.HeldAsync(db, standing.Id, ct), by, today);
        }
        catch (RuleException e)
        {
            NotFollowed(log, programme.Slug, e.Message);
            await TellAsync(db, programme, by, member, wanted, e.Message, now, ct);
            await turn.CommitAsync(ct);
            return false;
        }
        if (what.Length > 0)
            db.Record(by, now, today, Subject.Programme, member.HistoryRef, HistoryKind.AccessChanged, what);
        if (what.Length > 0 && wanted is not null && wanted.Role.IsTold())
            await db.TellSecondPersonAsync(programme, by, member.Id, $"role/{member.Id}/{member.RoleChanges.Count}", what, HistoryKind.AccessChanged, today, now, ct);
        await db.SaveChangesAsync(ct);
        await turn.CommitAsync(ct);
        return standing is not null && what.Length > 0;
    }

    // Once, not at every sign-in until it is put right.
    private static async Task TellAsync(BoardDbContext db, Programme programme, Actor by, Member member, GroupRole? wanted, string why, DateTimeOffset now, CancellationToken ct)
    {
        var (today, said) = (programme.Today(now), $"{member.Title} ({member.Agency}) stays {Words.Inside(member.Role.Words())}, though the groups of the council say {(wanted is null ? "no part here" : Words.Inside(wanted.Role.Words()))}");
        if (await db.History.Where(h => h.Subject == Subject.Programme && h.SubjectRef == member.HistoryRef).OrderByDescending(h => h.Sequence).Select(h => h.What).FirstOrDefaultAsync(ct) is { } newest && newest.StartsWith($"{said}.", StringComparison.Ordinal))
            return;
        db.Record(by, now, today, Subject.Programme, member.HistoryRef, HistoryKind.AccessChanged, $"{said}. {why}");
        await db.PostToAsync(m => m.Role.May(Permission.ManagePeople), $"groups/{member.Id}/{today:yyyy-MM-dd}", "groups", Letters.GroupsNotFollowed(programme, said), Urls.Person(programme.Slug, member.Id), today, now, ct);
        await db.SaveChangesAsync(ct);
    }

    private static Member? Standing(List<Member> posts, Guid account, DateOnly today) => posts.Find(m => m.UserId == account && (m.To is null || m.To >= today));

    private static async Task<string> JoinedAsync(BoardDbContext db, Member member, CancellationToken ct)
    {
        db.Members.Add(member);
        // The entry names its key.
        await db.SaveChangesAsync(ct);
        return $"{member.Title} ({member.Agency}) joined by a group of the council and is {Words.Inside(member.Role.Words())}";
    }

    [LoggerMessage(LogLevel.Warning, "A membership in {Programme} stays as it is, though the groups of the council say another: {Why}")]
    private static partial void NotFollowed(ILogger log, string programme, string why);

    [LoggerMessage(LogLevel.Warning, "ImprovementBoard:SingleSignOn:Groups names the programme {Programme}, which is not here.")]
    private static partial void NoProgramme(ILogger log, string programme);
}
