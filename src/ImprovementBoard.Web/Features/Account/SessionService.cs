using System.Security.Claims;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.Account;

/// <summary>Opens, lists and ends the sessions of accounts.</summary>
internal sealed class SessionService(BoardDatabase database, SignInManager<AppUser> signIn, SessionWatch watch, BoardOptions options, TimeProvider clock)
{
    private const int MostListed = 50;

    /// <summary>Opens a session and answers who the cookie says the person is.</summary>
    public async Task<ClaimsPrincipal> OpenAsync(AppUser user, SignInWay way, string? userAgent, CancellationToken ct = default)
    {
        var now = clock.GetUtcNow();
        var session = new AccountSession { Id = Guid.NewGuid(), UserId = user.Id, Stamp = user.SecurityStamp ?? "", Way = way, StartedAt = now, SeenAt = now, Device = DeviceWords.Of(userAgent) };
        await using var db = database.OpenWithoutProgramme();
        db.Sessions.Add(session);
        await db.SaveChangesAsync(ct);
        watch.Begin(session.Id);
        var person = await signIn.CreateUserPrincipalAsync(user);
        ((ClaimsIdentity)person.Identity!).AddClaims([new(SessionClaims.Session, session.Id.ToString()), new(SessionClaims.Way, way.ToString())]);
        return person;
    }

    /// <summary>The sessions of an account that go on, the last seen first.</summary>
    public async Task<IReadOnlyList<AccountSession>> ListAsync(Guid account, CancellationToken ct = default)
    {
        await using var db = database.OpenWithoutProgramme();
        return await Live(db, options, clock.GetUtcNow()).Where(s => s.UserId == account).OrderByDescending(s => s.SeenAt).Take(MostListed).AsNoTracking().ToListAsync(ct);
    }

    /// <summary>Ends one session of an account, or all, or all but one. Pages opened with them stop at once on this node, within half a minute on others.</summary>
    /// <returns>How many were ended.</returns>
    public async Task<int> EndAsync(Guid account, Guid? one = null, Guid? but = null, CancellationToken ct = default)
    {
        var now = clock.GetUtcNow();
        await using var db = database.OpenWithoutProgramme();
        var going = db.Sessions.Where(s => s.UserId == account && s.EndedAt == null && (one == null || s.Id == one) && (but == null || s.Id != but));
        var ids = await going.Select(s => s.Id).ToListAsync(ct);
        var ended = await db.Sessions.Where(s => ids.Contains(s.Id)).ExecuteUpdateAsync(set => set.SetProperty(s => s.EndedAt, now), ct);
        watch.End(ids);
        return ended;
    }

    /// <summary>The sessions that neither were ended nor ran out.</summary>
    internal static IQueryable<AccountSession> Live(BoardDbContext db, BoardOptions options, DateTimeOffset now)
    {
        var (idleSince, startedAfter) = (now.AddMinutes(-options.SignIn.IdleMinutes), now.AddHours(-options.SignIn.HoursAtMost));
        return db.Sessions.Where(s => s.EndedAt == null && s.SeenAt > idleSince && s.StartedAt > startedAfter
            && db.Users.Any(u => u.Id == s.UserId && u.SecurityStamp == s.Stamp && (u.LockoutEnd == null || u.LockoutEnd <= now)));
    }
}
