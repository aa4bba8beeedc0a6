using System.Linq.Expressions;
using System.Security.Claims;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Retention;
using ImprovementBoard.Core.Time;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.Account;

/// <summary>Opens, lists and ends the sessions of accounts.</summary>
internal sealed class SessionService(BoardDatabase database, SignInManager<AppUser> signIn, SessionWatch watch, BoardOptions options, TimeProvider clock)
{
    private const int MostListed = 50;

    // Long enough for whoever looks into what happened yesterday; the record of sign-ins stays.
    private static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    /// <summary>Opens a session and answers who the cookie says the person is.</summary>
    /// <param name="passkey">SHA-256 of the passkey it is opened with, if it is.</param>
    /// <param name="proved">When the council’s provider says the person proved who they are, if it says so.</param>
    /// <param name="since">When the session began in whose place it comes; null for a new one.</param>
    public async Task<ClaimsPrincipal> OpenAsync(AppUser user, SignInWay way, string? userAgent, string? passkey = null, DateTimeOffset? proved = null, DateTimeOffset? since = null, CancellationToken ct = default)
    {
        var now = clock.GetUtcNow();
        var session = new AccountSession { Id = Guid.NewGuid(), UserId = user.Id, Stamp = user.SecurityStamp ?? "", Way = way, Passkey = passkey, ProvedAt = proved, StartedAt = since ?? now, SeenAt = now, Device = DeviceWords.Of(userAgent) };
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

    /// <summary>How a session was opened; by password where it is not known.</summary>
    public async Task<(SignInWay Way, string? Passkey, DateTimeOffset? ProvedAt, DateTimeOffset? StartedAt)> OpenedAsync(Guid? session, CancellationToken ct = default)
    {
        await using var db = database.OpenWithoutProgramme();
        var found = await db.Sessions.Where(s => s.Id == session).Select(s => new { s.Way, s.Passkey, s.ProvedAt, s.StartedAt }).SingleOrDefaultAsync(ct);
        return found is null ? (SignInWay.Password, null, null, null) : (found.Way, found.Passkey, found.ProvedAt, found.StartedAt);
    }

    /// <summary>Ends one session of an account, or all, or all but one. Pages opened with them stop at once on this node, within a minute on others.</summary>
    /// <returns>How many were ended.</returns>
    public Task<int> EndAsync(Guid account, Guid? one = null, Guid? but = null, CancellationToken ct = default) =>
        EndAsync(account, s => (one == null || s.Id == one) && (but == null || s.Id != but), ct);

    /// <summary>Ends the sessions that were opened with a passkey.</summary>
    public Task<int> EndOfPasskeyAsync(Guid account, string passkey, CancellationToken ct = default) => EndAsync(account, s => s.Passkey == passkey, ct);

    /// <summary>Ends the sessions that were opened without a second step.</summary>
    public Task<int> EndWeakAsync(Guid account, CancellationToken ct = default) => EndAsync(account, s => s.Way == SignInWay.Password || s.Way == SignInWay.SingleSignOn, ct);

    /// <summary>Ends the sessions that were opened with the council account.</summary>
    public Task<int> EndOfSingleSignOnAsync(Guid account, CancellationToken ct = default) => EndAsync(account, s => s.Way == SignInWay.SingleSignOn || s.Way == SignInWay.SingleSignOnAndSecondStep, ct);

    /// <summary>Deletes sessions that ended or ran out a week ago, but those of people whom a hold covers, in themselves or in a programme of theirs.</summary>
    /// <returns>How many there were.</returns>
    public async Task<int> ClearAsync(CancellationToken ct = default)
    {
        // None lasts longer than its hours, however it ended.
        var before = clock.GetUtcNow() - Kept - TimeSpan.FromHours(options.SignIn.HoursAtMost);
        await using var db = database.OpenWithoutProgramme();
        // Across programmes on purpose, for an account belongs to none.
        var held = db.RetentionHolds.IgnoreQueryFilters().Where(h => h.LiftedOn == null);
        return await db.Sessions
            .Where(s => s.StartedAt < before && !db.Members.IgnoreQueryFilters().Any(m => m.UserId == s.UserId
                && held.Any(h => h.ProgrammeId == m.ProgrammeId && (h.Covers == HoldCovers.Programme || (h.Covers == HoldCovers.Person && h.ItemId == m.Id)))))
            .ExecuteDeleteAsync(ct);
    }

    private async Task<int> EndAsync(Guid account, Expression<Func<AccountSession, bool>> which, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var db = database.OpenWithoutProgramme();
        var ids = await db.Sessions.Where(s => s.UserId == account && s.EndedAt == null).Where(which).Select(s => s.Id).ToListAsync(ct);
        var ended = await db.Sessions.Where(s => ids.Contains(s.Id)).ExecuteUpdateAsync(set => set.SetProperty(s => s.EndedAt, now), ct);
        watch.End(ids);
        return ended;
    }

    /// <summary>The sessions that neither were ended nor ran out. Who left yesterday and signed in before midnight signs in anew, for what they still belong to.</summary>
    internal static IQueryable<AccountSession> Live(BoardDbContext db, BoardOptions options, DateTimeOffset now)
    {
        var (idleSince, startedAfter, today) = (now.AddMinutes(-options.SignIn.IdleMinutes), now.AddHours(-options.SignIn.HoursAtMost), LondonTime.DateOf(now));
        var (yesterday, midnight) = (today.AddDays(-1), LondonTime.Of(today, TimeOnly.MinValue).ToUniversalTime());
        return db.Sessions.Where(s => s.EndedAt == null && s.SeenAt > idleSince && s.StartedAt > startedAfter
            && db.Users.Any(u => u.Id == s.UserId && u.SecurityStamp == s.Stamp && (u.LockoutEnd == null || u.LockoutEnd <= now))
            && (s.StartedAt >= midnight || !db.Members.IgnoreQueryFilters().Any(m => m.UserId == s.UserId && m.To == yesterday)));
    }
}
