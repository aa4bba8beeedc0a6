using ImprovementBoard.Core.Access;
using ImprovementBoard.Web;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.Account;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;

namespace ImprovementBoard.Tests.Features.Account;

/// <summary>Guessing is hopeless, and keeps nobody out who signed in with their browser before.</summary>
[Trait("Category", "Database")]
public sealed class GuessingTests
{
    private const string Right = BoardOptions.DemonstrationOptions.DefaultPassword;

    private static readonly string Chair = PortalHost.Kirklees(Role.Chair);

    [Fact]
    public async Task Of_ten_thousand_tries_few_are_looked_at_and_the_owner_still_gets_in()
    {
        await using var database = await TestDatabase.SeededAsync();
        var service = database.Get<SignInService>();
        var guesses = database.Get<Guesses>();
        for (var i = 0; i < 10_000; i++)
        {
            // From another address each time; the right one is among them, while the account has to wait.
            Assert.Null(await service.CheckAsync(Chair, i == 5_000 ? Right : $"a wrong password {i}", $"10.0.{i / 250}.{i % 250}"));
            database.Clock.Now += TimeSpan.FromSeconds(1);
        }

        Assert.False(guesses.Passwords.Take(Guesses.Strange(Chair), database.Clock.Now).May);
        Assert.NotNull(await service.CheckAsync(Chair, Right, "10.9.9.9", account => $"browser/x/{account}"));
        database.Clock.Now += TimeSpan.FromMinutes(15);
        Assert.NotNull(await service.CheckAsync(Chair, Right));
    }

    [Fact]
    public async Task One_password_tried_on_many_accounts_from_one_address_has_to_wait_too()
    {
        await using var database = await TestDatabase.SeededAsync();
        var service = database.Get<SignInService>();
        for (var i = 0; i < 30; i++)
            await service.CheckAsync($"person-{i}@kirklees.example", "Spring2026!!!", "10.0.0.1");

        Assert.Null(await service.CheckAsync(Chair, Right, "10.0.0.1"));
        Assert.NotNull(await service.CheckAsync(PortalHost.Kirklees(Role.Lead), Right, "10.0.0.1", account => $"browser/x/{account}"));
        Assert.NotNull(await service.CheckAsync(PortalHost.Kirklees(Role.Member), Right, "10.0.0.2"));
    }

    [Fact]
    public async Task An_unknown_account_has_to_wait_like_a_known_one()
    {
        await using var database = await TestDatabase.SeededAsync();
        var service = database.Get<SignInService>();
        for (var i = 0; i < 5; i++)
            await service.CheckAsync(" Nobody@kirklees.example", "a wrong password");

        // The last is spelt with the sign for kelvin, which an account is looked up with as a K.
        foreach (var spelling in new[] { "nobody@KIRKLEES.example", "nobody@\u212Airklees.example" })
            Assert.False(database.Get<Guesses>().Passwords.Take(Guesses.Strange(spelling), database.Clock.Now).May);
    }

    [Fact]
    public async Task An_account_without_a_password_is_entered_with_none()
    {
        await using var database = await TestDatabase.SeededAsync();
        var users = database.Get<UserManager<AppUser>>();
        await users.RemovePasswordAsync((await users.FindByEmailAsync(Chair))!);

        Assert.Null(await database.Get<SignInService>().CheckAsync(Chair, Right));
    }

    [Fact]
    public async Task An_address_that_has_to_wait_makes_no_account_wait()
    {
        await using var database = await TestDatabase.SeededAsync();
        var service = database.Get<SignInService>();
        for (var i = 0; i < 30; i++)
            await service.CheckAsync($"person-{i}@kirklees.example", "Spring2026!!!", "10.0.0.1");
        for (var i = 0; i < 10; i++)
            await service.CheckAsync(Chair, $"a wrong password {i}", "10.0.0.1");

        Assert.NotNull(await service.CheckAsync(Chair, Right, "10.0.0.2"));
    }

    [Fact]
    public async Task A_browser_that_set_a_password_by_a_mailed_link_waits_for_nobody_else()
    {
        await using var database = await TestDatabase.SeededAsync();
        var browsers = database.Get<KnownBrowsers>();
        var user = (await database.Get<UserManager<AppUser>>().FindByEmailAsync(Chair))!;
        HttpContext http = new DefaultHttpContext();
        Assert.Null(browsers.KeyOf(http, user.Id));

        http = After(http, () => browsers.Remember(http, user, byMail: true));

        // The mailbox is no second factor: codes are not counted apart.
        Assert.Equal((false, true), (browsers.KeyOf(http, user.Id) is null, browsers.KeyOf(http, user.Id, codes: true) is null));
        http = After(http, () => browsers.Remember(http, user));
        http = After(http, () => browsers.Remember(http, user, byMail: true));
        Assert.NotNull(browsers.KeyOf(http, user.Id, codes: true));

        static HttpContext After(HttpContext http, Action remember)
        {
            remember();
            var next = new DefaultHttpContext();
            next.Request.Headers.Cookie = $"{http.Response.Headers.SetCookie}".Split(';')[0];
            return next;
        }
    }
}
