using System.Data.Common;
using ImprovementBoard.Core;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.History;
using ImprovementBoard.Core.Programmes;
using ImprovementBoard.Core.Time;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.Mail;
using ImprovementBoard.Web.Features.People;
using ImprovementBoard.Web.Features.Retention;
using ImprovementBoard.Web.History;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Commands;

/// <summary>
/// <c>invite-administrator --programme kirklees --email head@council.example</c>: prints a link by which an administrator comes in, for a programme in which nobody
/// is left who can invite: the first link lapsed or was withdrawn by a restore, or whoever could has gone. Everybody in the programme reads in its history that the IT team did it.
/// </summary>
internal sealed class InviteAdministratorVerb : IVerb
{
    public async Task<int> RunAsync(string[] args)
    {
        if (args is not ["--programme", { Length: > 0 } slug, "--email", { Length: > 0 } email])
            return await Verbs.Fail("Use: invite-administrator --programme kirklees --email head@council.example");
        using var host = await Verbs.HostAsync(services => services.AddHistory());
        if (host is null)
            return 1;
        var (database, options) = (host.Services.GetRequiredService<BoardDatabase>(), host.Services.GetRequiredService<BoardOptions>());
        try
        {
            await using var none = database.OpenWithoutProgramme();
            if (await none.Programmes.AsNoTracking().SingleOrDefaultAsync(p => p.Slug == slug) is not { } programme)
                return await Verbs.Fail($"There is no programme {slug}. Write its name as it stands in addresses.");
            var secret = await InviteAsync(database, programme, email, options.SingleSignOn.IsOn, host.Services.GetRequiredService<TimeProvider>().GetUtcNow());
            Console.WriteLine($"An administrator of {programme.Name} is invited. {Told(options, email, secret)}");
            return 0;
        }
        catch (RuleException e)
        {
            return await Verbs.Fail(e.Message);
        }
        catch (Exception e) when (e is DbException || e.InnerException is DbException)
        {
            return await Verbs.Fail($"The database cannot be used: {(e as DbException ?? e.InnerException!).Message}");
        }
    }

    /// <summary>What the IT team reads, with the link.</summary>
    internal static string Told(BoardOptions options, string email, string secret) =>
        $"Give this link to {email} alone; it works once, for {Invitation.Days} days, and is shown only now:\n{options.Mail.PublicUrl.TrimEnd('/')}{Urls.Invitation}{secret}";

    /// <summary>Adds the invitation and its entry in the history, in the turn of the programme. The secret of its link is kept nowhere.</summary>
    /// <exception cref="RuleException">The address is none.</exception>
    internal static (Invitation Invitation, string Secret) Invite(BoardDbContext db, Programme programme, string email, DateTimeOffset now, Func<Invitation, string> what)
    {
        var (it, secret) = (Actor.ItTeam(programme.Id), LinkSecret.New());
        var invitation = Invitation.OfAdministrator(programme, email, it, now);
        invitation.TokenHash = LinkSecret.HashOf(secret);
        db.Invitations.Add(invitation);
        db.Record(it, now, programme.Today(now), Subject.Programme, "people", HistoryKind.AccessChanged, what(invitation));
        return (invitation, secret);
    }

    /// <returns>The secret of the invitation’s link.</returns>
    /// <exception cref="RuleException">The address is none, or belongs to somebody who has a part in the programme.</exception>
    internal static async Task<string> InviteAsync(BoardDatabase database, Programme programme, string email, bool singleSignOn, DateTimeOffset now)
    {
        await using var db = database.Open(programme.Id);
        await using var turn = await db.LockProgrammeAsync(default);
        var (today, normalized) = (programme.Today(now), email.Trim().ToUpperInvariant());
        var standing = await db.Members.SingleOrDefaultAsync(m => (m.To == null || m.To >= today) && db.Users.Any(u => u.Id == m.UserId && u.NormalizedEmail == normalized));
        if (standing is not null && (standing.Group is null || singleSignOn))
            throw new RuleException($"This address belongs to {standing.Title} already: a person has one post in a programme at a time. Give another one.");
        // By a group and without single sign-on, the part opens nothing and only keeps the person from another.
        if (standing is not null)
            standing.To = today.AddDays(-1);
        var earlier = await db.Invitations.Include(i => i.Mail).To(normalized).Where(i => i.AcceptedOn == null && i.EndedOn == null).ToListAsync();
        var (invited, secret) = Invite(db, programme, email, now, invitation =>
            $"{invitation.Title} ({invitation.Agency}) invited as {Words.Inside(invitation.Role.Words())}{(standing is null ? "" : $"; the part of {standing.Title}, which a group gave, ended")}");
        earlier.ForEach(i => i.End(Actor.ItTeam(programme.Id), today, replaced: true));
        await db.SaveChangesAsync();
        await db.TellSecondPersonAsync(programme, Actor.ItTeam(programme.Id), null, $"invitation/{invited.Id}", $"{invited.Title} ({invited.Agency}) was invited as {Words.Inside(invited.Role.Words())}", HistoryKind.AccessChanged, today, now, default);
        await db.SaveChangesAsync();
        await turn.CommitAsync(default);
        return secret;
    }
}
