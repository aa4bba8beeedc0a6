using ImprovementBoard.Core;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.Account;
using Microsoft.AspNetCore.Identity;

namespace ImprovementBoard.Tests.Features.Account;

[Trait("Category", "Database")]
public sealed class SecondFactorTests
{
    [Fact]
    public async Task A_code_opens_once_and_never_an_earlier_one_after_it()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var (app, user, secret, _) = await SetUpAsync(database);
        database.Clock.Now += TimeSpan.FromMinutes(2);

        Assert.Null(await app.UseCodeAsync(user, Code(database, secret, 0)));
        Assert.Contains("used already", await app.UseCodeAsync(user, Code(database, secret, 0)), StringComparison.Ordinal);
        Assert.Contains("used already", await app.UseCodeAsync(user, Code(database, secret, -1)), StringComparison.Ordinal);
        Assert.Null(await app.UseCodeAsync(user, Code(database, secret, 1)));
        Assert.NotNull(await app.UseCodeAsync(user, "000000"));
    }

    [Fact]
    public async Task The_code_that_set_the_app_up_does_not_open()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var (app, user, secret, _) = await SetUpAsync(database);

        Assert.Contains("used already", await app.UseCodeAsync(user, Code(database, secret, 0)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_many_at_once_with_one_code_one_gets_in()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var (app, user, secret, _) = await SetUpAsync(database);
        database.Clock.Now += TimeSpan.FromMinutes(2);
        var code = Code(database, secret, 0);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => app.UseCodeAsync(new AppUser { Id = user.Id, TwoFactorEnabled = true, AuthenticatorSecret = user.AuthenticatorSecret }, code)));

        Assert.Single(answers, a => a is null);
    }

    [Theory]
    [InlineData(-10, "5 minutes ago")]
    [InlineData(-3, "90 seconds ago")]
    [InlineData(10, "may be wrong")]
    public async Task A_clock_that_is_off_is_named(int steps, string words)
    {
        await using var database = await TestDatabase.EmptyAsync();
        var (app, user, secret, _) = await SetUpAsync(database);
        database.Clock.Now += TimeSpan.FromHours(1);

        Assert.Contains(words, await app.UseCodeAsync(user, Code(database, secret, steps)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-10, "5 minutes slow")]
    [InlineData(10, "5 minutes fast")]
    [InlineData(100, "not the code of this key")]
    public async Task A_clock_that_is_off_is_named_when_the_app_is_set_up(int steps, string words)
    {
        await using var database = await TestDatabase.EmptyAsync();
        var (app, user) = await StartAsync(database);
        var proposal = app.Propose(user.Id);

        var fault = await Assert.ThrowsAsync<RuleException>(() => app.ConfirmAsync(user, proposal, Code(database, app.Open(proposal, user.Id)!, steps)));

        Assert.Contains(words, fault.Message, StringComparison.Ordinal);
        Assert.False(user.TwoFactorEnabled);
    }

    [Fact]
    public async Task A_recovery_code_opens_once_and_new_ones_end_the_old()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var (_, user, _, codes) = await SetUpAsync(database);
        var second = database.Get<SecondFactor>();

        Assert.Null(await second.UseRecoveryCodeAsync(user, codes[3].ToUpperInvariant()));
        Assert.Contains("used already", await second.UseRecoveryCodeAsync(user, codes[3]), StringComparison.Ordinal);
        Assert.Equal(9, await second.LeftAsync(user.Id));
        var fresh = await second.NewCodesAsync(user);
        Assert.NotNull(await second.UseRecoveryCodeAsync(user, codes[4]));
        Assert.Null(await second.UseRecoveryCodeAsync(user, fresh[0]));
    }

    [Fact]
    public async Task A_key_proposed_to_one_person_is_not_another_s()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var (app, user) = await StartAsync(database);

        Assert.Null(app.Open(app.Propose(Guid.NewGuid()), user.Id));
        Assert.Null(app.Open("nonsense", user.Id));
        Assert.Null(app.Open(null, user.Id));
    }

    [Fact]
    public async Task What_a_role_needs_cannot_be_taken_away()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var (app, user, _, _) = await SetUpAsync(database, Role.Office);

        Assert.Contains("must sign in with more", (await Assert.ThrowsAsync<RuleException>(() => app.RemoveAsync(user))).Message, StringComparison.Ordinal);
        Assert.True(user.TwoFactorEnabled);
    }

    [Fact]
    public async Task Who_needs_none_may_take_it_away_with_its_codes()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var (app, user, secret, codes) = await SetUpAsync(database);

        await app.RemoveAsync(user);

        database.Clock.Now += TimeSpan.FromMinutes(2);
        Assert.NotNull(await app.UseCodeAsync(user, Code(database, secret, 0)));
        Assert.NotNull(await database.Get<SecondFactor>().UseRecoveryCodeAsync(user, codes[0]));
    }

    private static string Code(TestDatabase database, byte[] secret, int away) => Totp.CodeAt(secret, Totp.StepAt(database.Clock.Now) + away);

    private static async Task<(AuthenticatorApp App, AppUser User)> StartAsync(TestDatabase database, Role role = Role.Lead)
    {
        var board = await TestBoard.AddAsync(database);
        return (database.Get<AuthenticatorApp>(), (await database.Get<UserManager<AppUser>>().FindByEmailAsync(board.EmailOf(role)))!);
    }

    private static async Task<(AuthenticatorApp App, AppUser User, byte[] Secret, IReadOnlyList<string> Codes)> SetUpAsync(TestDatabase database, Role role = Role.Lead)
    {
        var (app, user) = await StartAsync(database, role);
        var proposal = app.Propose(user.Id);
        var secret = app.Open(proposal, user.Id)!;
        return (app, user, secret, await app.ConfirmAsync(user, proposal, Code(database, secret, 0)));
    }
}
