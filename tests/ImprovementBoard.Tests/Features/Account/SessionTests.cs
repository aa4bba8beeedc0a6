using ImprovementBoard.Core.Access;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.Account;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace ImprovementBoard.Tests.Features.Account;

[Trait("Category", "Database")]
public sealed class SessionTests
{
    [Fact]
    public async Task A_session_ends_when_nothing_is_done_for_an_hour()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var (watch, session, _) = await OpenAsync(database);
        for (var i = 0; i < 3; i++)
        {
            database.Clock.Now += TimeSpan.FromMinutes(59);
            Assert.True(await watch.IsLiveAsync(session, used: true));
        }
        // A page left open asks too, but that is nothing done.
        database.Clock.Now += TimeSpan.FromMinutes(40);
        Assert.True(await watch.IsLiveAsync(session, used: false));
        database.Clock.Now += TimeSpan.FromMinutes(21);

        Assert.False(await watch.IsLiveAsync(session, used: true));
        Assert.False(await watch.IsLiveAsync(session, used: true));
    }

    [Fact]
    public async Task A_session_ends_after_twelve_hours_whatever_is_done()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var (watch, session, _) = await OpenAsync(database);
        for (var i = 0; i < 23; i++)
        {
            database.Clock.Now += TimeSpan.FromMinutes(30);
            Assert.True(await watch.IsLiveAsync(session, used: true));
        }
        database.Clock.Now += TimeSpan.FromMinutes(30);

        Assert.False(await watch.IsLiveAsync(session, used: true));
    }

    [Fact]
    public async Task A_session_in_the_place_of_another_has_what_is_left_of_its_hours()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var (watch, first, user) = await OpenAsync(database);
        database.Clock.Now += TimeSpan.FromHours(11);
        var since = (await database.Get<SessionService>().OpenedAsync(first)).StartedAt;

        var second = SessionClaims.Of(await database.Get<SessionService>().OpenAsync(user, SignInWay.Password, null, since: since))!.Value;

        database.Clock.Now += TimeSpan.FromMinutes(30);
        Assert.True(await watch.IsLiveAsync(second, used: true));
        database.Clock.Now += TimeSpan.FromMinutes(31);
        Assert.False(await watch.IsLiveAsync(second, used: true));
    }

    [Fact]
    public async Task Whose_part_ends_by_its_date_is_out_at_midnight_also_of_an_open_page_and_may_sign_in_anew()
    {
        await using var database = await TestDatabase.EmptyAsync();
        database.Clock.Now = TestClock.Instant("2026-03-02 23:50");
        var board = await TestBoard.AddAsync(database);
        var (chair, lead) = (await SessionOfAsync(Role.Chair), await SessionOfAsync(Role.Lead));
        await using (var db = database.Open(board.Programme.Id))
        {
            (await db.Members.SingleAsync(m => m.Role == Role.Chair)).To = new(2026, 3, 2);
            await db.SaveChangesAsync();
        }
        var watch = database.Get<SessionWatch>();
        Assert.Equal((true, true), (await watch.IsLiveAsync(chair, used: false), await watch.IsLiveAsync(lead, used: false)));

        database.Clock.Now = TestClock.Instant("2026-03-03 00:01");

        Assert.Equal((false, true), (await watch.IsLiveAsync(chair, used: false), await watch.IsLiveAsync(lead, used: false)));
        Assert.True(await watch.IsLiveAsync(await SessionOfAsync(Role.Chair), used: false));

        async Task<Guid> SessionOfAsync(Role role)
        {
            await using var db = database.Open(board.Programme.Id);
            var user = await db.Users.SingleAsync(u => db.Members.Any(m => m.UserId == u.Id && m.Role == role));
            var opened = await database.Get<SessionService>().OpenAsync(user, SignInWay.Password, null);
            return SessionClaims.Of(opened)!.Value;
        }
    }

    [Theory]
    [InlineData("stamp")]
    [InlineData("lock")]
    public async Task Losing_the_account_ends_its_sessions_within_half_a_minute(string how)
    {
        await using var database = await TestDatabase.EmptyAsync();
        var (watch, session, user) = await OpenAsync(database);
        Assert.True(await watch.IsLiveAsync(session, used: true));
        var users = database.Get<UserManager<AppUser>>();
        if (how == "stamp")
            await users.UpdateSecurityStampAsync(user);
        else if ((await users.SetLockoutEnabledAsync(user, true)).Succeeded)
            await users.SetLockoutEndDateAsync(user, DateTimeOffset.MaxValue);
        database.Clock.Now += TimeSpan.FromSeconds(30);

        Assert.False(await watch.IsLiveAsync(session, used: true));
    }

    [Fact]
    public async Task One_is_ended_or_all_but_one_and_never_another_person_s()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var (watch, first, user) = await OpenAsync(database);
        var sessions = database.Get<SessionService>();
        var second = SessionClaims.Of(await sessions.OpenAsync(user, SignInWay.Passkey, "Mozilla/5.0 (iPhone) Safari/604"))!.Value;
        var third = SessionClaims.Of(await sessions.OpenAsync(user, SignInWay.Password, "<script>"))!.Value;

        Assert.Equal(["Safari on iPhone", "Unknown browser on an unknown system"], (await sessions.ListAsync(user.Id)).Select(s => s.Device).Distinct().Order());
        Assert.Equal(0, await sessions.EndAsync(Guid.NewGuid(), one: first));
        Assert.Equal(1, await sessions.EndAsync(user.Id, one: second));
        Assert.Equal(1, await sessions.EndAsync(user.Id, but: third));

        Assert.False(await watch.IsLiveAsync(first, used: true));
        Assert.False(await watch.IsLiveAsync(second, used: true));
        Assert.True(await watch.IsLiveAsync(third, used: true));
        Assert.Equal([third], (await sessions.ListAsync(user.Id)).Select(s => s.Id));
    }

    [Fact]
    public async Task What_a_password_alone_opened_ends_when_a_second_factor_is_added()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var (watch, weak, user) = await OpenAsync(database);
        var sessions = database.Get<SessionService>();
        var strong = SessionClaims.Of(await sessions.OpenAsync(user, SignInWay.Passkey, null, "key"))!.Value;

        Assert.Equal(1, await sessions.EndWeakAsync(user.Id));

        Assert.False(await watch.IsLiveAsync(weak, used: true));
        Assert.True(await watch.IsLiveAsync(strong, used: true));
        Assert.Equal((SignInWay.Passkey, "key", (DateTimeOffset?)null, (DateTimeOffset?)database.Clock.GetUtcNow()), await sessions.OpenedAsync(strong));
    }

    [Fact]
    public async Task Sessions_are_cleared_a_week_after_they_ended()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var (_, _, user) = await OpenAsync(database);
        var sessions = database.Get<SessionService>();
        database.Clock.Now += TimeSpan.FromDays(7);
        await sessions.OpenAsync(user, SignInWay.Password, null);

        Assert.Equal(0, await sessions.ClearAsync());
        database.Clock.Now += TimeSpan.FromHours(12) + TimeSpan.FromSeconds(1);
        Assert.Equal(1, await sessions.ClearAsync());
        Assert.Equal(0, await sessions.ClearAsync());
    }

    [Fact]
    public async Task Another_node_learns_of_it_when_an_open_page_asks_which_it_does_every_minute()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var (_, session, user) = await OpenAsync(database);
        var elsewhere = new SessionWatch(database.Board, database.Options, database.Clock, NullLogger<SessionWatch>.Instance);
        Assert.True(await elsewhere.IsLiveAsync(session, used: true));

        await database.Get<SessionService>().EndAsync(user.Id);

        Assert.False(await elsewhere.IsLiveAsync(session, used: false));
        Assert.False(await elsewhere.IsLiveAsync(session, used: true));
    }

    private static async Task<(SessionWatch Watch, Guid Session, AppUser User)> OpenAsync(TestDatabase database)
    {
        var board = await TestBoard.AddAsync(database);
        var user = (await database.Get<UserManager<AppUser>>().FindByEmailAsync(board.EmailOf(Role.Lead)))!;
        return (database.Get<SessionWatch>(), SessionClaims.Of(await database.Get<SessionService>().OpenAsync(user, SignInWay.Password, null))!.Value, user);
    }
}
