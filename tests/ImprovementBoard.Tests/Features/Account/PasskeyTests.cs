using ImprovementBoard.Core;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.Account;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Tests.Features.Account;

/// <summary>Passkeys, with a browser made of software.</summary>
[Trait("Category", "Database")]
public sealed class PasskeyTests
{
    [Fact]
    public async Task A_passkey_that_was_added_opens_its_account_and_no_other()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var (passkeys, user, browser, key) = await AddAsync(database);

        var opened = await ProveAsync(passkeys, browser);

        Assert.Equal((user.Id, key), (opened!.Value.User.Id, opened.Value.Key));
        Assert.Equal(["Work laptop"], (await passkeys.ListAsync(user)).Select(p => p.Name));
        Assert.True(await database.Get<SecondFactor>().HasAsync(user));
    }

    [Fact]
    public async Task The_same_answer_does_not_open_twice()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var (passkeys, _, browser, _) = await AddAsync(database);
        var asked = browser.Request();
        var answer = browser.Prove(await passkeys.AskToProveAsync(asked));
        browser.Keep(asked);

        Assert.NotNull(await passkeys.ProveAsync(browser.Request(), answer));
        Assert.Null(await passkeys.ProveAsync(browser.Request(), answer));
    }

    [Fact]
    public async Task An_answer_without_what_was_asked_opens_nothing()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var (passkeys, _, browser, _) = await AddAsync(database);

        Assert.Null(await passkeys.ProveAsync(new SoftAuthenticator().Request(), browser.Prove(await passkeys.AskToProveAsync(browser.Request()))));
    }

    [Theory]
    [InlineData("https://board.example.evil.example", true)]
    [InlineData("https://board.example", false)]
    public async Task A_false_site_or_no_finger_opens_nothing(string origin, bool verifies)
    {
        await using var database = await TestDatabase.EmptyAsync();
        var (passkeys, _, browser, _) = await AddAsync(database);
        var asked = browser.Request();
        var wanted = await passkeys.AskToProveAsync(asked);
        browser.Keep(asked);
        var honest = browser.Request();
        (browser.Origin, browser.Verifies) = (origin, verifies);

        Assert.Null(await passkeys.ProveAsync(honest, browser.Prove(wanted)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("{}")]
    [InlineData("{\"id\":\"AA\",\"rawId\":\"AA\",\"type\":\"public-key\",\"response\":{}}")]
    public async Task Nonsense_opens_nothing_and_adds_nothing(string? answer)
    {
        await using var database = await TestDatabase.EmptyAsync();
        var (passkeys, user) = await StartAsync(database);
        var browser = new SoftAuthenticator();
        var asked = browser.Request();
        await passkeys.AskToProveAsync(asked);
        browser.Keep(asked);
        Assert.Null(await passkeys.ProveAsync(browser.Request(), answer));
        asked = browser.Request();
        await passkeys.AskToMakeAsync(asked, user);
        browser.Keep(asked);

        await Assert.ThrowsAsync<RuleException>(() => passkeys.AddAsync(browser.Request(), user, "Work laptop", answer));
        Assert.Empty(await passkeys.ListAsync(user));
    }

    [Fact]
    public async Task A_passkey_made_for_one_person_is_not_added_to_another()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        var users = database.Get<UserManager<AppUser>>();
        var (lead, chair) = ((await users.FindByEmailAsync(board.EmailOf(Role.Lead)))!, (await users.FindByEmailAsync(board.EmailOf(Role.Chair)))!);
        var passkeys = database.Get<Passkeys>();
        var browser = new SoftAuthenticator();
        var asked = browser.Request();
        var answer = browser.Make(await passkeys.AskToMakeAsync(asked, lead));
        browser.Keep(asked);

        await Assert.ThrowsAsync<RuleException>(() => passkeys.AddAsync(browser.Request(), chair, "Mine now", answer));
        Assert.Empty(await passkeys.ListAsync(chair));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public async Task A_passkey_has_a_name(string name)
    {
        await using var database = await TestDatabase.EmptyAsync();
        var (passkeys, user) = await StartAsync(database);

        Assert.Equal("name", (await Assert.ThrowsAsync<RuleException>(() => passkeys.AddAsync(new SoftAuthenticator().Request(), user, name, "{}"))).Field);
    }

    [Fact]
    public async Task Removing_a_passkey_ends_what_was_opened_with_it_and_nothing_else()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var (passkeys, user, browser, key) = await AddAsync(database);
        var sessions = database.Get<SessionService>();
        var watch = database.Get<SessionWatch>();
        var by = SessionClaims.Of(await sessions.OpenAsync(user, SignInWay.Passkey, null, key))!.Value;
        var other = SessionClaims.Of(await sessions.OpenAsync(user, SignInWay.PasswordAndRecoveryCode, null))!.Value;
        Assert.True(await watch.IsLiveAsync(by, used: true));

        await passkeys.RemoveAsync(user, key);

        Assert.False(await watch.IsLiveAsync(by, used: true));
        Assert.True(await watch.IsLiveAsync(other, used: true));
        Assert.Null(await ProveAsync(passkeys, browser));
        Assert.Empty(await passkeys.ListAsync(user));
        Assert.Equal("This passkey was removed already.", (await Assert.ThrowsAsync<RuleException>(() => passkeys.RemoveAsync(user, key))).Message);
    }

    [Fact]
    public async Task A_locked_account_is_not_opened()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var (passkeys, user, browser, _) = await AddAsync(database);
        var users = database.Get<UserManager<AppUser>>();
        await users.SetLockoutEnabledAsync(user, true);
        await users.SetLockoutEndDateAsync(user, DateTimeOffset.MaxValue);

        Assert.Null(await ProveAsync(passkeys, browser));
    }

    [Fact]
    public async Task The_last_factor_that_a_role_needs_stays_until_there_is_another()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var (passkeys, user, _, key) = await AddAsync(database, Role.Office);
        var second = database.Get<SecondFactor>();

        Assert.Contains("must sign in with more", (await Assert.ThrowsAsync<RuleException>(() => passkeys.RemoveAsync(user, key))).Message, StringComparison.Ordinal);

        var app = database.Get<AuthenticatorApp>();
        var proposal = app.Propose(user.Id);
        await app.ConfirmAsync(user, proposal, Totp.CodeAt(app.Open(proposal, user.Id)!, Totp.StepAt(database.Clock.Now)));
        await passkeys.RemoveAsync(user, key);
        Assert.Equal(RecoveryCodes.Count, await second.LeftAsync(user.Id));
    }

    [Fact]
    public async Task The_first_passkey_brings_recovery_codes_and_the_last_takes_them_along()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var (passkeys, user, _, key) = await AddAsync(database);
        var second = database.Get<SecondFactor>();

        Assert.Equal(RecoveryCodes.Count, (await second.FirstCodesAsync(user))!.Count);
        Assert.Null(await second.FirstCodesAsync(user));
        await passkeys.RemoveAsync(user, key);
        Assert.Equal(0, await second.LeftAsync(user.Id));
    }

    [Fact]
    public async Task What_happened_to_a_passkey_is_recorded_and_mailed()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var (passkeys, user, _, key) = await AddAsync(database);
        await passkeys.RemoveAsync(user, key);

        await using var db = database.Board.OpenWithoutProgramme();
        Assert.Equal(["A passkey was added.", "A passkey was removed."], await db.InstallationEvents.Where(e => e.AccountId == user.Id).OrderBy(e => e.Id).Select(e => e.What).ToListAsync());
        Assert.Equal(2, await db.Mail.IgnoreQueryFilters().CountAsync(m => m.To == user.Email));
    }

    [Fact]
    public async Task The_server_can_take_everything_away()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var (passkeys, user, browser, _) = await AddAsync(database, Role.Office);
        var second = database.Get<SecondFactor>();
        await second.FirstCodesAsync(user);

        await second.ResetAsync(user);

        Assert.False(await second.HasAsync(user));
        Assert.Equal(0, await second.LeftAsync(user.Id));
        Assert.Null(await ProveAsync(passkeys, browser));
    }

    private static async Task<(AppUser User, string Key)?> ProveAsync(Passkeys passkeys, SoftAuthenticator browser)
    {
        var asked = browser.Request();
        var answer = browser.Prove(await passkeys.AskToProveAsync(asked));
        browser.Keep(asked);
        return await passkeys.ProveAsync(browser.Request(), answer);
    }

    private static async Task<(Passkeys Passkeys, AppUser User, SoftAuthenticator Browser, string Key)> AddAsync(TestDatabase database, Role role = Role.Lead)
    {
        var (passkeys, user) = await StartAsync(database, role);
        var browser = new SoftAuthenticator();
        var asked = browser.Request();
        var answer = browser.Make(await passkeys.AskToMakeAsync(asked, user));
        browser.Keep(asked);
        return (passkeys, user, browser, await passkeys.AddAsync(browser.Request(), user, " Work laptop ", answer));
    }

    private static async Task<(Passkeys Passkeys, AppUser User)> StartAsync(TestDatabase database, Role role = Role.Lead)
    {
        var board = await TestBoard.AddAsync(database);
        return (database.Get<Passkeys>(), (await database.Get<UserManager<AppUser>>().FindByEmailAsync(board.EmailOf(role)))!);
    }
}
