using System.Security.Claims;
using ImprovementBoard.Core;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.History;
using ImprovementBoard.Core.Mail;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.Account;
using ImprovementBoard.Web.Features.Mail;
using ImprovementBoard.Web.Features.People;
using ImprovementBoard.Web.Features.SingleSignOn;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ImprovementBoard.Tests.Features.SingleSignOn;

[Trait("Category", "Database")]
public sealed class SingleSignOnServiceTests : IAsyncLifetime
{
    private const string Password = "three words apart";

    private static readonly SignOnIdentity Anna = Somebody("anna");

    private TestDatabase database = null!;
    private TestBoard board = null!;

    private SingleSignOnService SignOn => database.Get<SingleSignOnService>();

    public async Task InitializeAsync()
    {
        database = await TestDatabase.EmptyAsync();
        board = await TestBoard.AddAsync(database);
        database.Options.SingleSignOn.Authority = "https://sign-in.council.example";
        Give(("leads", "testshire", Role.Lead), ("board", "testshire", Role.Member), ("admins", "testshire", Role.Admin));
    }

    public Task DisposeAsync() => database.DisposeAsync().AsTask();

    [Fact]
    public async Task Of_two_sign_ins_at_once_one_account_and_one_part_come()
    {
        await Task.WhenAll(Enumerable.Range(0, 6).Select(async _ =>
        {
            await using var scope = database.Get<IServiceScopeFactory>().CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<SingleSignOnService>().SignInAsync(new DefaultHttpContext { RequestServices = scope.ServiceProvider }, Anna with { Groups = Groups("leads") }, null);
        }));

        await using var db = database.Open(board.Programme.Id);
        var user = Assert.Single(await db.Users.Where(u => u.Email == Anna.Email).ToListAsync());
        Assert.Equal((Role.Lead, "leads"), Assert.Single(await db.Members.Where(m => m.UserId == user.Id).Select(m => new ValueTuple<Role, string?>(m.Role, m.Group)).ToListAsync()));
        Assert.Single(await db.History.Where(h => h.By == "Single sign-on").ToListAsync());
    }

    [Fact]
    public async Task Without_an_address_the_account_has_none_and_without_group_there_is_no_account()
    {
        await SignInAsync(Anna with { Email = null, Groups = Groups("board") });
        Assert.Equal(SignOnFault.Unknown, await FaultAsync(Somebody("ben")));
        Assert.Equal(SignOnFault.Overage, await FaultAsync(Somebody("ben") with { Groups = null }));
        Assert.Equal(SignOnFault.Taken, await FaultAsync(Somebody("ben") with { Email = board.EmailOf(Role.Chair), Groups = Groups("board") }));
        Give();
        Assert.Equal(SignOnFault.Unknown, await FaultAsync(Somebody("ben") with { Groups = null }));

        await using var db = database.Open(board.Programme.Id);
        var login = await db.UserLogins.SingleAsync();
        var user = await db.Users.SingleAsync(u => u.Id == login.UserId);
        Assert.Equal((null, null, "council account", Anna.Key), (user.Email, user.PasswordHash, user.Label, login.ProviderKey));
    }

    [Fact]
    public async Task What_was_given_by_hand_stays_whatever_the_groups_say()
    {
        var chair = await ConnectedAsync(Role.Chair, Anna);

        await SignInAsync(Anna with { Groups = Groups("leads") });
        await SignInAsync(Anna);

        await using var db = database.Open(board.Programme.Id);
        var member = Assert.Single(await db.Members.Where(m => m.UserId == chair.Id).ToListAsync());
        Assert.Equal((Role.Chair, null, null), (member.Role, member.Group, member.To));
        Assert.Empty(await db.History.Where(h => h.By == "Single sign-on").ToListAsync());
    }

    [Fact]
    public async Task The_last_administrator_stays_when_the_group_does_not()
    {
        await SignInAsync(Anna with { Groups = Groups("admins") });
        await using (var db = database.Open(board.Programme.Id))
            await db.Members.Where(m => m.Role == Role.Admin && m.Group == null).ExecuteUpdateAsync(set => set.SetProperty(m => m.To, board.Today.AddDays(-1)));

        await SignInAsync(Anna);
        Assert.Equal(Role.Admin, (await PartAsync(Anna))!.Actor.Role);
        await using (var db = database.Open(board.Programme.Id))
        {
            // That a group gave the role was told to those who could object, and that the group cannot take it is told in the history.
            Assert.Equal([board.EmailOf(Role.Admin), board.EmailOf(Role.Commissioner)], await db.Mail.Where(m => m.About == "second").OrderBy(m => m.To).Select(m => m.To).ToListAsync());
            Assert.StartsWith("Admin by group (Council) stays administrator, though the groups of the council say no part here. ", await db.History.OrderByDescending(h => h.Sequence).Select(h => h.What).FirstAsync(), StringComparison.Ordinal);
        }

        await SignInAsync(Somebody("ben") with { Groups = Groups("admins") });
        await SignInAsync(Anna);
        Assert.Null(await PartAsync(Anna));
    }

    [Fact]
    public async Task Who_leads_actions_keeps_the_role_that_may_until_they_are_handed_over()
    {
        await SignInAsync(Anna with { Groups = Groups("leads") });
        await using (var db = database.Open(board.Programme.Id))
            await board.AddActionAsync("1.1", await db.Members.SingleAsync(m => m.Group == "leads"));

        await SignInAsync(Anna with { Groups = Groups("board") });
        await SignInAsync(Anna with { Groups = Groups("board") });

        Assert.Equal(Role.Lead, (await PartAsync(Anna))!.Actor.Role);
        await using var told = database.Open(board.Programme.Id);
        Assert.Equal(
            ["Lead by group (Council) joined by a group of the council and is lead", "Lead by group (Council) stays lead, though the groups of the council say board member. Lead by group holds 1 open item, and this role cannot. Hand them over first."],
            await told.History.Where(h => h.Kind == HistoryKind.AccessChanged).OrderBy(h => h.Sequence).Select(h => h.What).ToListAsync());
        Assert.Equal([board.EmailOf(Role.Admin)], await told.Mail.Select(m => m.To).ToListAsync());
        Assert.Equal("leads", (await told.Members.SingleAsync(m => m.Title == "Lead by group")).Group);

        await told.Actions.Where(a => a.Ref == "1.1").ExecuteUpdateAsync(set => set.SetProperty(a => a.LeadId, board.Lead.Id));
        await SignInAsync(Anna with { Groups = Groups("board") });
        Assert.Equal(Role.Member, (await PartAsync(Anna))!.Actor.Role);
    }

    [Fact]
    public async Task What_groups_gave_in_a_programme_that_the_settings_no_longer_name_ends()
    {
        await SignInAsync(Anna with { Groups = Groups("board") });
        Assert.NotNull(await PartAsync(Anna));
        Give(("board", "elsewhere", Role.Member));

        await SignInAsync(Anna with { Groups = null });
        Assert.NotNull(await PartAsync(Anna));
        await SignInAsync(Anna with { Groups = Groups("board") });
        Assert.Null(await PartAsync(Anna));
    }

    [Theory]
    [InlineData(SignInWay.SingleSignOn, true)]
    [InlineData(SignInWay.SingleSignOnAndSecondStep, true)]
    [InlineData(SignInWay.Passkey, false)]
    [InlineData(SignInWay.PasswordAndCode, false)]
    public async Task What_a_group_gave_opens_with_the_council_account_alone(SignInWay way, bool opens)
    {
        await SignInAsync(Anna with { Groups = Groups("board") });
        var access = database.Get<ProgrammeAccess>();

        Assert.Equal(opens, await PartAsync(Anna, way) is not null);
        Assert.Equal(!opens, await access.LacksProofAsync(await PersonAsync(Anna, way), "testshire"));
        Assert.Equal([board.Programme.Name], (await access.ByGroupAsync((await AccountAsync(Anna)).Id)).Select(p => p.Name));
    }

    [Fact]
    public async Task A_council_account_is_connected_with_the_password_opens_the_account_and_goes_again()
    {
        var user = await WithPasswordAsync(Role.Chair);
        Assert.Equal("present", (await Assert.ThrowsAsync<RuleException>(() => SignOn.ConnectAsync(Http(), user, Anna, "wrong"))).Field);
        Assert.Equal(SignOnFault.Unknown, await FaultAsync(Anna));

        await SignOn.ConnectAsync(Http(), user, Anna, Password);
        Assert.Equal("/programmes/testshire", await SignInAsync(Anna));
        Assert.Equal("anna@council.example", await SignOn.ConnectedAsync(user.Id));
        Assert.StartsWith("A council account is connected already", (await Assert.ThrowsAsync<RuleException>(() => SignOn.ConnectAsync(Http(), user, Somebody("ben"), Password))).Message, StringComparison.Ordinal);
        var other = await WithPasswordAsync(Role.Office);
        Assert.Contains("opens another account here", (await Assert.ThrowsAsync<RuleException>(() => SignOn.ConnectAsync(Http(), other, Anna, Password))).Message, StringComparison.Ordinal);

        var session = SessionClaims.Of(await database.Get<SessionService>().OpenAsync(user, SignInWay.SingleSignOn, null))!.Value;
        Assert.Equal("present", (await Assert.ThrowsAsync<RuleException>(() => SignOn.DisconnectAsync(Http(), user, null))).Field);
        await SignOn.DisconnectAsync(Http(), user, Password);
        Assert.False(await database.Get<SessionWatch>().IsLiveAsync(session, used: true));
        Assert.Null(await SignOn.ConnectedAsync(user.Id));
        Assert.Equal(SignOnFault.Unknown, await FaultAsync(Anna));
        await using var db = database.Board.OpenWithoutProgramme();
        Assert.Equal(["A council account was connected.", "A council account was disconnected."], await db.InstallationEvents.Where(e => e.AccountId == user.Id && e.Kind == InstallationEventKind.AccountChanged).OrderBy(e => e.Sequence).Select(e => e.What).ToListAsync());
    }

    [Fact]
    public async Task The_only_way_in_stays()
    {
        await SignInAsync(Anna with { Groups = Groups("board") });

        var fault = await Assert.ThrowsAsync<RuleException>(async () => await SignOn.DisconnectAsync(Http(), await AccountAsync(Anna), null));

        Assert.StartsWith("Your account has no password", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(9, true)]
    [InlineData(10, false)]
    [InlineData(-10, false)]
    [InlineData(null, false)]
    public async Task Without_a_password_what_matters_asks_for_a_fresh_proof_of_the_council(int? minutes, bool passes)
    {
        await SignInAsync(Anna with { Groups = Groups("board") });
        var user = await AccountAsync(Anna);
        var http = Http();
        http.User = await database.Get<SessionService>().OpenAsync(user, SignInWay.SingleSignOn, null, proved: minutes is { } m ? database.Clock.GetUtcNow().AddMinutes(-m) : null);

        var fault = await Record.ExceptionAsync(() => database.Get<PasswordService>().CheckAsync(http, user, "anything", "present"));

        Assert.Equal(passes, fault is null);
        Assert.True(passes || fault is RuleException { Field: "present" });
    }

    [Fact]
    public async Task An_invitation_is_accepted_with_the_council_account_in_place_of_a_password()
    {
        var secret = await InviteAsync("clerk@police.example");

        Assert.Equal("/programmes/testshire", await SignOn.AcceptAsync(Http(), Anna with { Groups = Groups("leads") }, secret));

        await using var db = database.Open(board.Programme.Id);
        var user = await db.Users.SingleAsync(u => u.Email == "clerk@police.example");
        Assert.Null(user.PasswordHash);
        Assert.Equal((Role.Member, null), await db.Members.Where(m => m.UserId == user.Id).Select(m => new ValueTuple<Role, string?>(m.Role, m.Group)).SingleAsync());
        Assert.Equal(SignOnFault.Place, await FaultAsync(() => SignOn.AcceptAsync(Http(), Somebody("ben"), secret)));
        var second = await InviteAsync("other@police.example");
        Assert.Equal(SignOnFault.Other, await FaultAsync(() => SignOn.AcceptAsync(Http(), Anna, second)));
        await database.Get<InvitationLinks>().AcceptAsync(second, Password);
    }

    private static SignOnIdentity Somebody(string name) =>
        new($"https://sign-in.council.example|{name}", $"{name}@council.example", $"{name}@council.example", Groups(), true, null);

    private static HashSet<string> Groups(params string[] groups) => [.. groups];

    private void Give(params (string Group, string Programme, Role Role)[] rows) => database.Options.SingleSignOn.Groups =
        [.. rows.Select(r => new SingleSignOnOptions.Row { Group = r.Group, Programme = r.Programme, Role = $"{r.Role}", Title = $"{r.Role} by group", Agency = "Council" })];

    private DefaultHttpContext Http() => new() { RequestServices = database.Get<IServiceScopeFactory>().CreateScope().ServiceProvider };

    private Task<string> SignInAsync(SignOnIdentity who) => SignOn.SignInAsync(Http(), who, "/programmes/testshire");

    private Task<SignOnFault?> FaultAsync(SignOnIdentity who) => FaultAsync(() => SignInAsync(who));

    private static async Task<SignOnFault?> FaultAsync(Func<Task> act) => (await Record.ExceptionAsync(act) as SignOnException)?.Fault;

    private async Task<AppUser> AccountAsync(SignOnIdentity who)
    {
        await using var db = database.Board.OpenWithoutProgramme();
        return await db.Users.AsNoTracking().SingleAsync(u => db.UserLogins.Any(l => l.UserId == u.Id && l.ProviderKey == who.Key));
    }

    private async Task<ClaimsPrincipal> PersonAsync(SignOnIdentity who, SignInWay way) =>
        new(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, $"{(await AccountAsync(who)).Id}"), new(SessionClaims.Way, $"{way}")], "test"));

    private async Task<ProgrammeScope?> PartAsync(SignOnIdentity who, SignInWay way = SignInWay.SingleSignOnAndSecondStep) => await database.Get<ProgrammeAccess>().EnterAsync(await PersonAsync(who, way), "testshire");

    private async Task<AppUser> WithPasswordAsync(Role role)
    {
        var users = database.Get<UserManager<AppUser>>();
        var user = (await users.FindByEmailAsync(board.EmailOf(role)))!;
        Assert.True((await users.AddPasswordAsync(user, Password)).Succeeded);
        return user;
    }

    private async Task<AppUser> ConnectedAsync(Role role, SignOnIdentity who)
    {
        var user = await WithPasswordAsync(role);
        await SignOn.ConnectAsync(Http(), user, who, Password);
        return user;
    }

    private async Task<string> InviteAsync(string email)
    {
        await database.Get<PeopleService>().InviteAsync(board.As(Role.Admin), new(email, null, "Board member, police", "Police", Role.Member, null));
        await using var db = database.Open(board.Programme.Id);
        return database.Get<MailSeal>().Open((await db.Mail.SingleAsync(m => m.State == MailState.Queued && m.To == email)).Secret!)!;
    }
}
