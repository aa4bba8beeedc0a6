using ImprovementBoard.Core;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Web;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.Account;
using ImprovementBoard.Web.Features.Mail;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Tests.Features.Account;

[Trait("Category", "Database")]
public sealed class PasswordServiceTests
{
    private const string Right = BoardOptions.DemonstrationOptions.DefaultPassword, Wanted = "kettle orbit mustard";

    private static readonly string Chair = PortalHost.Kirklees(Role.Chair);

    [Fact]
    public async Task A_changed_password_counts_at_once_and_ends_every_session()
    {
        await using var database = await TestDatabase.SeededAsync();
        var user = (await database.Get<UserManager<AppUser>>().FindByEmailAsync(Chair))!;
        var session = SessionClaims.Of(await database.Get<SessionService>().OpenAsync(user, SignInWay.Password, null))!.Value;
        Assert.True(await database.Get<SessionWatch>().IsLiveAsync(session, used: true));

        await database.Get<PasswordService>().ChangeAsync(user.Id, Right, Wanted);

        Assert.False(await database.Get<SessionWatch>().IsLiveAsync(session, used: true));
        Assert.Null(await database.Get<SignInService>().CheckAsync(Chair, Right));
        Assert.NotNull(await database.Get<SignInService>().CheckAsync(Chair, Wanted));
        Assert.Contains(await MailsAsync(database), m => m.To == Chair && m.Subject.Contains("your password was changed", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("not my password", Wanted, "present", "not your present password")]
    [InlineData(null, Wanted, "present", "not your present password")]
    [InlineData(Right, Right, "wanted", "the password you have now")]
    [InlineData(Right, "short", "wanted", "at least 12")]
    [InlineData(Right, null, "wanted", "at least 12")]
    [InlineData(Right, "Password123456", "wanted", "common passwords")]
    [InlineData(Right, "kirklees-2018-chair", "wanted", "mail address")]
    public async Task What_is_wrong_is_said_beside_the_field(string? present, string? wanted, string field, string because)
    {
        await using var database = await TestDatabase.SeededAsync();
        var user = (await database.Get<UserManager<AppUser>>().FindByEmailAsync(Chair))!;

        var fault = await Assert.ThrowsAsync<RuleException>(() => database.Get<PasswordService>().ChangeAsync(user.Id, present, wanted));

        Assert.Equal(field, fault.Field);
        Assert.Contains(because, fault.Message, StringComparison.Ordinal);
        Assert.NotNull(await database.Get<SignInService>().CheckAsync(Chair, Right));
    }

    [Fact]
    public async Task A_mailed_link_sets_a_password_once_and_leaves_the_second_factor()
    {
        await using var database = await TestDatabase.SeededAsync();
        var users = database.Get<UserManager<AppUser>>();
        var user = (await users.FindByEmailAsync(Chair))!;
        user.TwoFactorEnabled = true;
        await users.UpdateAsync(user);
        await database.Get<ForgottenPasswords>().AnswerAsync($" {Chair.ToUpperInvariant()} ", default);
        var secret = database.Get<MailSeal>().Open(Assert.Single(await MailsAsync(database)).Secret!);
        var passwords = database.Get<PasswordService>();
        Assert.True(await passwords.IsOpenAsync(secret));

        Assert.Equal("wanted", (await Assert.ThrowsAsync<RuleException>(() => passwords.ResetAsync(secret, "short"))).Field);
        await passwords.ResetAsync(secret, Wanted);

        Assert.False(await passwords.IsOpenAsync(secret));
        Assert.Equal(PasswordService.LinkEnded, (await Assert.ThrowsAsync<RuleException>(() => passwords.ResetAsync(secret, "another good password"))).Message);
        Assert.True((await database.Get<SignInService>().CheckAsync(Chair, Wanted))!.TwoFactorEnabled);
    }

    [Fact]
    public async Task A_newer_password_ends_the_link()
    {
        await using var database = await TestDatabase.SeededAsync();
        var user = (await database.Get<UserManager<AppUser>>().FindByEmailAsync(Chair))!;
        await database.Get<ForgottenPasswords>().AnswerAsync(Chair, default);
        var secret = database.Get<MailSeal>().Open((await MailsAsync(database)).Single().Secret!);

        await database.Get<PasswordService>().ChangeAsync(user.Id, Right, Wanted);

        Assert.False(await database.Get<PasswordService>().IsOpenAsync(secret));
    }

    [Fact]
    public async Task Nobody_unknown_gets_a_mail_and_nobody_gets_more_than_three()
    {
        await using var database = await TestDatabase.SeededAsync();
        var forgotten = database.Get<ForgottenPasswords>();
        foreach (var email in new[] { "nobody@kirklees.example", "", "x", Chair, Chair, Chair, Chair, Chair })
            await forgotten.AnswerAsync(email, default);

        Assert.Equal([Chair, Chair, Chair], (await MailsAsync(database)).Select(m => m.To));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("00000000000000000000000000000000.AAAA")]
    [InlineData("00000000000000000000000000000000.!!!")]
    [InlineData("a.b.c")]
    public async Task What_is_no_link_opens_nothing(string? secret)
    {
        await using var database = await TestDatabase.SeededAsync();

        Assert.False(await database.Get<PasswordService>().IsOpenAsync(secret));
        Assert.Equal(PasswordService.LinkEnded, (await Assert.ThrowsAsync<RuleException>(() => database.Get<PasswordService>().ResetAsync(secret, Wanted))).Message);
    }

    private static async Task<List<ImprovementBoard.Core.Mail.MailItem>> MailsAsync(TestDatabase database)
    {
        await using var db = database.Board.OpenWithoutProgramme();
        return await db.Mail.IgnoreQueryFilters().Where(m => m.About == "account").OrderBy(m => m.Id).ToListAsync();
    }
}
