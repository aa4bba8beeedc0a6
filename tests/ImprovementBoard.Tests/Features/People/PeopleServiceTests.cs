using ImprovementBoard.Core;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.History;
using ImprovementBoard.Core.Mail;
using ImprovementBoard.Core.Retention;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Commands;
using ImprovementBoard.Web.Features.Account;
using ImprovementBoard.Web.Features.Mail;
using ImprovementBoard.Web.Features.People;
using ImprovementBoard.Web.Features.Retention;
using ImprovementBoard.Web.History;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Tests.Features.People;

[Trait("Category", "Database")]
public sealed class PeopleServiceTests : IAsyncLifetime
{
    private const string Email = "clerk@police.example", Password = "three words apart", Why = "The board elected anew";

    private static readonly InvitationInput Clerk = new(Email, null, "Board member, police", "Police", Role.Member, null);

    private TestDatabase database = null!;
    private TestBoard board = null!;

    private PeopleService People => database.Get<PeopleService>();

    private InvitationLinks Links => database.Get<InvitationLinks>();

    private ProgrammeScope Admin => board.As(Role.Admin);

    public async Task InitializeAsync()
    {
        database = await TestDatabase.EmptyAsync();
        board = await TestBoard.AddAsync(database);
    }

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task Somebody_is_invited_accepts_and_enters_with_the_role_they_were_invited_to()
    {
        await People.InviteAsync(Admin, Clerk);
        var secret = await SecretAsync();

        var user = await Links.AcceptAsync(secret, Password);

        var entered = (await database.Get<ProgrammeAccess>().EnterAsync(TestBoard.Signed(user.Id), "testshire"))!;
        Assert.Equal(("Board member, police", Role.Member), (entered.Actor.Title, entered.Actor.Role!.Value));
        await using var db = database.Open(board.Programme.Id);
        var told = await db.History.Where(h => h.Kind == HistoryKind.AccessChanged).OrderBy(h => h.Sequence).Select(h => h.What).ToListAsync();
        Assert.Equal(["Board member, police (Police) invited as board member", "Board member, police (Police) accepted the invitation of the administrator and is board member"], told);
        Assert.DoesNotContain(told, t => t.Contains('@', StringComparison.Ordinal));
        Assert.Contains(await db.InstallationEvents.Select(e => e.What).ToListAsync(), w => w.StartsWith("The account was made by accepting", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_link_works_once_and_no_copy_of_the_database_opens_it()
    {
        await People.InviteAsync(Admin, Clerk);
        var secret = await SecretAsync();
        await using var db = database.Open(board.Programme.Id);
        Assert.Equal((43, LinkSecret.HashOf(secret)), (secret.Length, await db.Invitations.Select(i => i.TokenHash).SingleAsync()));
        Assert.DoesNotContain(secret, await db.Mail.Select(m => m.Body + m.Path + m.Secret).SingleAsync(), StringComparison.Ordinal);

        await Links.AcceptAsync(secret, Password);

        Assert.StartsWith("This invitation was accepted already", (await Assert.ThrowsAsync<RuleException>(() => Links.AcceptAsync(secret, Password))).Message, StringComparison.Ordinal);
        Assert.StartsWith("This link does not work", (await Assert.ThrowsAsync<RuleException>(() => Links.AcceptAsync(secret + "x", Password))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("expired", "This link worked until")]
    [InlineData("withdrawn", "This invitation was withdrawn")]
    [InlineData("replaced", "A newer invitation was sent")]
    public async Task A_link_that_has_ended_says_why(string how, string sentence)
    {
        await People.InviteAsync(Admin, Clerk);
        var secret = await SecretAsync();
        var invitation = (await database.Get<PeopleQueries>().ListAsync(Admin)).Invitations.Single();
        if (how == "expired")
            database.Clock.Now = database.Clock.Now.AddDays(Invitation.Days);
        else if (how == "withdrawn")
            await People.WithdrawAsync(Admin, invitation.Id, invitation.Version);
        else
            await People.InviteAgainAsync(Admin, invitation.Id, invitation.Version);

        Assert.StartsWith(sentence, (await Links.FindAsync(secret))!.Refusal, StringComparison.Ordinal);
        Assert.StartsWith(sentence, (await Assert.ThrowsAsync<RuleException>(() => Links.AcceptAsync(secret, Password))).Message, StringComparison.Ordinal);
        if (how == "replaced")
            Assert.Null((await Links.FindAsync(await SecretAsync()))!.Refusal);
    }

    [Fact]
    public async Task Who_loses_the_right_to_invite_while_the_link_is_being_accepted_lets_nobody_in()
    {
        await People.InviteAsync(Admin, Clerk);
        var secret = await SecretAsync();

        // The council account is tied after the first look at the inviter and before the place is taken.
        var fault = await Assert.ThrowsAsync<RuleException>(() => Links.AcceptAsync(secret, account =>
        {
            using var db = database.Open(board.Programme.Id);
            db.Members.Where(m => m.Id == Admin.Actor.MemberId).ExecuteUpdate(set => set.SetProperty(m => m.Role, Role.Member));
            return new() { LoginProvider = "oidc", ProviderKey = "key", UserId = account };
        }));

        Assert.StartsWith("Who invited you no longer manages people here.", fault.Message, StringComparison.Ordinal);
        await using var none = database.Board.OpenWithoutProgramme();
        Assert.False(await none.Users.AnyAsync(u => u.Email == Email));
    }

    [Theory]
    [InlineData(Role.Chair, "Visits before their letter is published")]
    [InlineData(Role.Lead, "Visits before their letter is published")]
    [InlineData(Role.Commissioner, "Visits before their letter is published, confidential evidence, the commissioner’s edition, drafts and who read and exported what")]
    [InlineData(Role.Office, "Visits before their letter is published, confidential evidence, the commissioner’s edition, drafts, what was mailed, who read and exported what, who has access, what is kept how long and information requests")]
    [InlineData(Role.Admin, "Visits before their letter is published, confidential evidence, the commissioner’s edition, drafts, what was mailed, who read and exported what, who signed in, who has access, what is kept how long and information requests")]
    [InlineData(Role.Viewer, "")]
    public async Task The_review_says_what_each_role_sees_that_not_everybody_does(Role role, string sees) =>
        Assert.All((await database.Get<PeopleQueries>().ListAsync(Admin)).Now.Where(p => p.Role == role), p => Assert.Equal(sees, p.Sees));

    [Theory]
    [InlineData(Role.Commissioner, true)]
    [InlineData(Role.Admin, true)]
    [InlineData(Role.Viewer, true)]
    [InlineData(Role.Member, false)]
    public async Task An_invitation_that_one_person_decides_is_told_to_those_who_could_object(Role role, bool isTold)
    {
        await SecondAdministratorAsync();

        await People.InviteAsync(Admin, Clerk with { Role = role, LastDay = role == Role.Viewer ? board.Today.AddDays(30) : null });

        var told = await ToldAsync();
        string[] others = isTold ? [board.EmailOf(Role.Chair), board.EmailOf(Role.Commissioner)] : [];
        Assert.Equal(others, told.Select(m => m.To));
        Assert.All(told, m =>
        {
            Assert.StartsWith($"Board member, police (Police) was invited as {role.Words().ToLowerInvariant()}", m.Body, StringComparison.Ordinal);
            Assert.Contains("on 2 March 2026, by: Administrator.", m.Body, StringComparison.Ordinal);
            Assert.DoesNotContain(Email, m.Subject + m.Body, StringComparison.Ordinal);
            Assert.Equal("/programmes/testshire/history?kind=AccessChanged", m.Path);
        });
    }

    [Fact]
    public async Task So_is_a_role_that_is_given_and_a_hold_that_is_lifted_but_no_other_change()
    {
        await SecondAdministratorAsync();
        foreach (var role in new[] { Role.Commissioner, Role.Lead })
        {
            var member = await PersonAsync("Board member");
            await People.ChangeRoleAsync(Admin, member.Id, member.Version, role, Why);
        }
        var retention = database.Get<RetentionService>();
        await retention.PutHoldAsync(Admin, new(HoldCovers.Programme, null, null, "A claim.", "Legal services"));
        await using var db = database.Open(board.Programme.Id);
        await retention.LiftHoldAsync(Admin, await db.RetentionHolds.Select(h => h.Id).SingleAsync(), "Settled.");

        var told = await ToldAsync();

        Assert.Equal(4, told.Count);
        Assert.Equal([board.EmailOf(Role.Chair), board.EmailOf(Role.Commissioner)], told.Select(m => m.To).Distinct());
        Assert.Equal(
            ["Board member (Council) is commissioner from now on, was board member", "The hold on the whole programme that was put on 2 March 2026 was lifted"],
            told.OrderBy(m => m.Id).Select(m => m.Body.Split(", on ")[0]).Distinct());
        Assert.DoesNotContain(told, m => m.Body.Contains(Why, StringComparison.Ordinal) || m.Body.Contains("Settled", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_same_address_is_not_invited_twice_nor_to_a_second_post()
    {
        await People.InviteAsync(Admin, Clerk);

        Assert.Equal(("Email", "This address was invited on 2 March 2026 already, as Board member, police. Withdraw that invitation or send it again, on the page “People”."), await FaultAsync(Clerk with { Email = "CLERK@police.example" }));
        Assert.Equal(("Email", "This address belongs to Board chair already: a person has one post in a programme at a time. Change the role of that post instead."), await FaultAsync(Clerk with { Email = board.EmailOf(Role.Chair) }));
        Assert.Equal("Role", (await FaultAsync(Clerk with { Email = "a@b.example", Role = null })).Field);
        Assert.Equal("LastDay", (await FaultAsync(Clerk with { Email = "a@b.example", Role = Role.Viewer })).Field);
        Assert.Equal("LastDay", (await FaultAsync(Clerk with { Email = "a@b.example", Role = Role.Viewer, LastDay = board.Today.AddDays(367) })).Field);
        Assert.Equal("PostId", (await FaultAsync(Clerk with { Email = "a@b.example", PostId = board.Lead.Id })).Field);
        Assert.Equal("Email", (await FaultAsync(Clerk with { Email = "a@b.example, c@d.example" })).Field);
    }

    [Fact]
    public async Task A_post_of_the_plan_is_taken_with_what_it_holds()
    {
        await People.InviteAsync(Admin, new(Email, board.OtherLead.Id, null, null, null, null));

        var user = await Links.AcceptAsync(await SecretAsync(), Password);

        Assert.Equal(board.OtherLead.Id, (await database.Get<ProgrammeAccess>().EnterAsync(TestBoard.Signed(user.Id), "testshire"))!.Actor.MemberId);
        var before = Admin with { Today = board.Today.AddDays(-1), Actor = Admin.Actor with { LooksBack = true } };
        Assert.Equal(board.OtherLead.Id, (await database.Get<PeopleQueries>().ListAsync(before)).Free.Single().Id);
        Assert.Contains((await database.Get<PeopleQueries>().ListAsync(Admin)).Now, p => p.Member.Id == board.OtherLead.Id);
    }

    [Fact]
    public async Task Who_has_an_account_joins_a_second_programme_with_it_and_nobody_else_can()
    {
        var other = await TestBoard.AddAsync(database, "othershire");
        await using (var db = database.Board.OpenWithoutProgramme())
        {
            (await db.Users.SingleAsync(u => u.Email == other.EmailOf(Role.Chair))).PasswordHash = "a hash";
            await db.SaveChangesAsync();
        }
        await People.InviteAsync(Admin, Clerk with { Email = other.EmailOf(Role.Chair) });
        var secret = await SecretAsync();

        Assert.StartsWith("Your address has an account already", (await Assert.ThrowsAsync<RuleException>(() => Links.AcceptAsync(secret, Password))).Message, StringComparison.Ordinal);
        Assert.StartsWith("This invitation went to another address", (await Assert.ThrowsAsync<RuleException>(() => Links.JoinAsync(secret, other.Person(Role.Office)))).Message, StringComparison.Ordinal);
        await Links.JoinAsync(secret, other.Person(Role.Chair));

        Assert.Equal([("othershire", Role.Chair), ("testshire", Role.Member)], (await database.Get<ProgrammeAccess>().MineAsync(other.Person(Role.Chair))).Select(m => (m.Programme.Slug, m.Role)));
    }

    [Fact]
    public async Task Who_left_so_long_ago_that_nothing_opens_the_account_any_more_chooses_a_password_again()
    {
        await People.InviteAsync(Admin, Clerk);
        var user = await Links.AcceptAsync(await SecretAsync(), Password);
        await using (var db = database.Open(board.Programme.Id))
        {
            (await db.Members.SingleAsync(m => m.UserId == user.Id)).To = board.Today.AddDays(-1);
            await db.SaveChangesAsync();
            await AccountRetention.RemoveSignInAsync(db, [user.Id], default);
        }
        await database.Get<PostOffice>().DeliverDueAsync(default);
        await People.InviteAsync(Admin, Clerk);
        var secret = await SecretAsync();
        Assert.False((await Links.FindAsync(secret))!.HasAccount);

        var back = await Links.AcceptAsync(secret, "lantern gravel quiet tuesday");

        Assert.Equal(user.Id, back.Id);
        Assert.NotNull(await database.Get<SignInService>().CheckAsync(Email, "lantern gravel quiet tuesday"));
        Assert.NotNull(await database.Get<ProgrammeAccess>().EnterAsync(TestBoard.Signed(user.Id), "testshire"));
        await using var none = database.Board.OpenWithoutProgramme();
        Assert.Equal(back.SecurityStamp, (await none.Users.SingleAsync(u => u.Id == user.Id)).SecurityStamp);
    }

    [Fact]
    public async Task Who_is_between_two_parts_and_forgot_the_password_gets_the_link_with_the_post_of_who_invited_them()
    {
        await People.InviteAsync(Admin, Clerk);
        var user = await Links.AcceptAsync(await SecretAsync(), Password);
        await using var db = database.Open(board.Programme.Id);
        (await db.Members.SingleAsync(m => m.UserId == user.Id)).To = board.Today.AddDays(-1);
        await db.SaveChangesAsync();
        await database.Get<ForgottenPasswords>().AnswerAsync(Email, default);
        Assert.False(await db.Mail.AnyAsync(m => m.About == "account"));
        Assert.True(await db.InstallationEvents.AnyAsync(e => e.AccountId == user.Id && e.What.Contains("none was mailed")));

        await People.InviteAsync(Admin, Clerk);
        await database.Get<ForgottenPasswords>().AnswerAsync(Email, default);

        Assert.Equal(Email, (await db.Mail.SingleAsync(m => m.About == "account")).To);
    }

    [Fact]
    public async Task A_password_that_is_too_short_makes_no_account()
    {
        await People.InviteAsync(Admin, Clerk);
        var secret = await SecretAsync();

        foreach (var bad in new[] { null, "", "short", new string('x', 300) })
            Assert.Equal("Password", (await Assert.ThrowsAsync<RuleException>(() => Links.AcceptAsync(secret, bad))).Field);
        await using var db = database.Board.OpenWithoutProgramme();
        Assert.False(await db.Users.AnyAsync(u => u.Email == Email));
    }

    [Fact]
    public async Task Who_leaves_is_out_at_the_next_click_and_the_last_administrator_stays()
    {
        var access = database.Get<CurrentProgramme>();
        Assert.NotNull(await access.EnterAsync(board.Person(Role.Chair), "testshire"));
        var chair = await PersonAsync(Role.Chair);

        await People.SetLastDayAsync(Admin, chair.Id, chair.Version, board.Today.AddDays(-1), Why);

        Assert.Null(await access.EnterAgainAsync(board.Person(Role.Chair), "testshire"));
        var admin = await PersonAsync(Role.Admin);
        Assert.Equal("Administrator is the last administrator of this programme who stays until further notice, and cannot leave. Invite another administrator first, and wait until they have accepted.",
            (await Assert.ThrowsAsync<RuleException>(() => People.SetLastDayAsync(Admin, admin.Id, admin.Version, board.Today, Why))).Message);
        Assert.StartsWith("Nobody changes their own role", (await Assert.ThrowsAsync<RuleException>(() => People.ChangeRoleAsync(Admin, admin.Id, admin.Version, Role.Office, Why))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_lost_a_phone_is_signed_out_everywhere_and_may_come_back()
    {
        var (sessions, chair) = (database.Get<SessionService>(), await PersonAsync(Role.Chair));
        await using var db = database.Open(board.Programme.Id);
        var user = await db.Users.SingleAsync(u => u.Id == chair.UserId);
        await sessions.OpenAsync(user, SignInWay.Password, null);
        await sessions.OpenAsync(user, SignInWay.Password, null);

        await People.SignOutAsync(Admin, chair.Id, chair.Version);

        Assert.Empty(await sessions.ListAsync(user.Id));
        Assert.NotNull(await database.Get<ProgrammeAccess>().EnterAsync(board.Person(Role.Chair), "testshire"));
        Assert.Equal("Board chair (Council) was signed out on every device", await db.History.OrderByDescending(h => h.Sequence).Select(h => h.What).FirstAsync());
    }

    [Fact]
    public async Task Whose_last_day_is_today_may_enter_until_its_end_and_then_belongs_to_nothing()
    {
        var chair = await PersonAsync(Role.Chair);

        await People.SetLastDayAsync(Admin, chair.Id, chair.Version, board.Today, Why);

        var access = database.Get<ProgrammeAccess>();
        database.Clock.Now = TestClock.Instant("2026-03-02 23:59");
        Assert.NotNull(await access.EnterAsync(board.Person(Role.Chair), "testshire"));
        database.Clock.Now = TestClock.Instant("2026-03-03 00:00");
        Assert.Null(await access.EnterAsync(board.Person(Role.Chair), "testshire"));
        Assert.Empty(await access.MineAsync(board.Person(Role.Chair)));
    }

    [Fact]
    public async Task Of_two_administrators_who_change_one_person_at_once_the_second_is_told()
    {
        var office = await PersonAsync(Role.Office);
        await People.ChangeRoleAsync(Admin, office.Id, office.Version, Role.Admin, Why);
        var (second, chair) = (await PersonAsync("Programme office"), await PersonAsync(Role.Chair));

        var outcomes = await Task.WhenAll(
            Record.ExceptionAsync(() => People.ChangeRoleAsync(Admin, chair.Id, chair.Version, Role.Member, Why)),
            Record.ExceptionAsync(() => People.SetLastDayAsync(board.As(second), chair.Id, chair.Version, board.Today, Why)));

        Assert.Single(outcomes, o => o is null);
        Assert.StartsWith("Someone else changed the part of Board chair", Assert.IsType<RuleException>(outcomes.Single(o => o is not null)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_who_use_one_link_at_once_one_gets_in()
    {
        await People.InviteAsync(Admin, Clerk);
        var secret = await SecretAsync();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Record.ExceptionAsync(() => database.Get<InvitationLinks>().AcceptAsync(secret, Password))));

        Assert.Single(outcomes, o => o is null);
        Assert.All(outcomes.Where(o => o is not null), o => Assert.IsType<RuleException>(o));
        await using var db = database.Open(board.Programme.Id);
        Assert.Equal((1, 1), (await db.Members.CountAsync(m => m.Title == Clerk.Title), await db.Users.CountAsync(u => u.Email == Email)));
    }

    [Fact]
    public async Task Of_two_administrators_who_demote_each_other_at_once_one_stays()
    {
        var office = await PersonAsync(Role.Office);
        await People.ChangeRoleAsync(Admin, office.Id, office.Version, Role.Admin, Why);
        var (second, first) = (await PersonAsync("Programme office"), await PersonAsync("Administrator"));

        var outcomes = await Task.WhenAll(
            Record.ExceptionAsync(() => People.ChangeRoleAsync(board.As(first), second.Id, second.Version, Role.Office, Why)),
            Record.ExceptionAsync(() => People.ChangeRoleAsync(board.As(second), first.Id, first.Version, Role.Office, Why)));

        Assert.Single(outcomes, o => o is null);
        Assert.Single(outcomes, o => o is ForbiddenException);
    }

    [Fact]
    public async Task A_role_that_changed_is_told_as_it_was_on_a_past_day()
    {
        var chair = await PersonAsync(Role.Chair);
        database.Clock.Now = database.Clock.Now.AddDays(10);

        await People.ChangeRoleAsync(Admin, chair.Id, chair.Version, Role.Commissioner, Why);

        var then = Admin with { Today = board.Today.AddDays(-1), Actor = Admin.Actor with { LooksBack = true } };
        Assert.Equal(Role.Chair, (await database.Get<PeopleQueries>().ListAsync(then)).Now.Single(p => p.Member.Id == chair.Id).Role);
        Assert.Equal(Role.Commissioner, (await database.Get<PeopleQueries>().ListAsync(Admin)).Now.Single(p => p.Member.Id == chair.Id).Role);
    }

    [Fact]
    public async Task What_somebody_saw_on_an_older_page_does_not_count()
    {
        var chair = await PersonAsync(Role.Chair);
        await People.ChangeRoleAsync(Admin, chair.Id, chair.Version, Role.Member, Why);

        Assert.StartsWith("Someone else changed", (await Assert.ThrowsAsync<RuleException>(() => People.SetLastDayAsync(Admin, chair.Id, chair.Version, board.Today, Why))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_review_says_who_looked_and_how_many_had_access()
    {
        await People.ReviewAsync(Admin, " All right. ");

        var review = (await database.Get<PeopleQueries>().ListAsync(Admin)).Reviews.Single();
        Assert.Equal((board.Today, "Administrator", 7, "All right."), (review.On, review.By, review.People, review.Note));
        Assert.Contains("Board chair,Council,Board chair,chair@testshire.example,2025-09-01,,", await database.Get<PeopleQueries>().CsvAsync(Admin), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_service_refuses_to_somebody_who_came_in_stands_in_the_trail()
    {
        var chair = (await database.Get<ProgrammeAccess>().EnterAsync(board.Person(Role.Chair), "testshire"))!;

        for (var i = 0; i < 30; i++)
            await Assert.ThrowsAsync<ForbiddenException>(() => People.ReviewAsync(chair, null));
        await database.Get<Trail>().Settled;

        await using var db = database.Open(board.Programme.Id);
        var told = await db.History.Where(h => h.Kind == HistoryKind.Refused).OrderBy(h => h.Sequence).Select(h => h.By + ": " + h.What).ToListAsync();
        Assert.Equal((20, "Board chair: Refused: tried to manage people."), (told.Count, told[0]));
    }

    [Fact]
    public async Task An_invitation_ends_with_the_right_of_whoever_sent_it_whatever_their_title()
    {
        var second = new Member { ProgrammeId = board.Programme.Id, Title = "Administrator", Agency = "Police", Role = Role.Admin, From = board.Programme.StartedOn };
        await using var db = database.Open(board.Programme.Id);
        db.Members.Add(second);
        await db.SaveChangesAsync();
        await People.InviteAsync(board.As(second), Clerk);
        var secret = await SecretAsync();
        Assert.Null((await Links.FindAsync(secret))!.Refusal);

        second.To = board.Today.AddDays(-1);
        await db.SaveChangesAsync();

        Assert.StartsWith("Who invited you no longer manages people here.", (await Links.FindAsync(secret))!.Refusal, StringComparison.Ordinal);
        Assert.StartsWith("Who invited you no longer", (await Assert.ThrowsAsync<RuleException>(() => Links.AcceptAsync(secret, Password))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, null)]
    [InlineData(false, "This address belongs to Administrator already: a person has one post in a programme at a time. Give another one.")]
    public async Task Where_no_administrator_gets_in_any_more_the_IT_team_invites_one_and_the_history_says_so(bool byGroup, string? refusal)
    {
        await using var db = database.Open(board.Programme.Id);
        var admin = await db.Members.SingleAsync(m => m.Role == Role.Admin);
        admin.Group = byGroup ? "admins" : null;
        await db.SaveChangesAsync();
        // Without single sign-on.
        Task<string> InviteAsync(string email) => InviteAdministratorVerb.InviteAsync(database.Board, board.Programme, email, singleSignOn: false, database.Clock.Now);

        var first = await InviteAsync(Email);
        var again = await InviteAsync($" {Email.ToUpperInvariant()} ");
        var fault = await Record.ExceptionAsync(() => InviteAsync(board.EmailOf(Role.Admin)));

        Assert.StartsWith("A newer invitation was sent to you", (await Links.FindAsync(first))!.Refusal, StringComparison.Ordinal);
        Assert.Equal(refusal, (fault as RuleException)?.Message);
        var user = await Links.AcceptAsync(again, Password);
        Assert.Equal(Role.Admin, (await database.Get<ProgrammeAccess>().EnterAsync(TestBoard.Signed(user.Id), "testshire"))!.Actor.Role);
        Assert.Equal(byGroup, (await db.Members.AsNoTracking().SingleAsync(m => m.Id == admin.Id)).To < board.Today);
        Assert.Equal(byGroup ? 3 : 2, await db.History.CountAsync(h => h.By == Invitation.ByIt && h.Kind == HistoryKind.AccessChanged));
        Assert.Equal(byGroup ? 3 : 2, (await ToldAsync()).Count(m => m.To == board.EmailOf(Role.Commissioner)));
    }

    [Fact]
    public async Task Every_open_invitation_is_listed_however_many_came_after_it()
    {
        await People.InviteAsync(Admin, Clerk);
        await using (var db = database.Open(board.Programme.Id))
        {
            db.Invitations.AddRange(Enumerable.Range(0, 300).Select(i => new Invitation { ProgrammeId = board.Programme.Id, Email = $"{i}@b.example", Title = "Clerk", Agency = "Police", Role = Role.Member, TokenHash = $"{i}", InvitedOn = board.Today, InvitedBy = "Administrator", ExpiresAt = database.Clock.Now.AddDays(7), EndedOn = board.Today, EndedBy = "Administrator" }));
            await db.SaveChangesAsync();
        }

        var list = await database.Get<PeopleQueries>().ListAsync(Admin);

        Assert.Equal((Email, 51, 301), (list.Invitations[0].Email, list.Invitations.Count, list.InvitationsInAll));
    }

    [Fact]
    public async Task How_and_when_somebody_signs_in_is_told_only_of_the_days_of_their_part()
    {
        var chair = await PersonAsync(Role.Chair);
        await database.Get<Trail>().SignedInAsync(chair.UserId!.Value);
        Assert.Equal((database.Clock.GetUtcNow(), "Nothing yet"), await ToldAsync());

        await using var db = database.Open(board.Programme.Id);
        await db.Members.Where(m => m.Id == chair.Id).ExecuteUpdateAsync(set => set.SetProperty(m => m.From, board.Today.AddDays(1)));
        database.Clock.Now = database.Clock.Now.AddDays(1);
        Assert.Equal((null, "Nothing yet"), await ToldAsync());
        await db.Members.Where(m => m.Id == chair.Id).ExecuteUpdateAsync(set => set.SetProperty(m => m.From, board.Programme.StartedOn).SetProperty(m => m.To, board.Today.AddDays(-1)));
        Assert.Equal((null, ""), await ToldAsync());

        async Task<(DateTimeOffset?, string)> ToldAsync() => (await database.Get<PeopleQueries>().FindAsync(Admin, chair.Id))!.Person is var person ? (person.LastSeen, person.SignsIn) : default;
    }

    private async Task<(string? Field, string Message)> FaultAsync(InvitationInput input)
    {
        var fault = await Assert.ThrowsAsync<RuleException>(() => People.InviteAsync(Admin, input));
        return (fault.Field, fault.Message);
    }

    // The mail of an invitation that has ended is queued no more.
    private async Task<string> SecretAsync()
    {
        await using var db = database.Open(board.Programme.Id);
        return database.Get<MailSeal>().Open((await db.Mail.SingleAsync(m => m.State == MailState.Queued && m.About.StartsWith("invitation/"))).Secret!)!;
    }

    // The mails to those who could object.
    private async Task<List<MailItem>> ToldAsync()
    {
        await using var db = database.Open(board.Programme.Id);
        return await db.Mail.AsNoTracking().Where(m => m.About == "second").OrderBy(m => m.To).ToListAsync();
    }

    private async Task SecondAdministratorAsync()
    {
        await using var db = database.Open(board.Programme.Id);
        await db.Members.Where(m => m.Role == Role.Chair).ExecuteUpdateAsync(set => set.SetProperty(m => m.Role, Role.Admin));
    }

    private async Task<Member> PersonAsync(Role role)
    {
        await using var db = database.Open(board.Programme.Id);
        return await db.Members.AsNoTracking().FirstAsync(m => m.Role == role && m.UserId != null);
    }

    private async Task<Member> PersonAsync(string title)
    {
        await using var db = database.Open(board.Programme.Id);
        return await db.Members.AsNoTracking().FirstAsync(m => m.Title == title);
    }
}
