using System.Net;
using System.Security.Claims;
using ImprovementBoard.Core;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.History;
using ImprovementBoard.Web;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.Account;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ImprovementBoard.Tests.Features.Account;

[Trait("Category", "Database")]
public sealed class SignInRulesTests
{
    private const string Why = "Decided by the board";

    private static readonly Role[] Usual = [Role.Commissioner, Role.Office, Role.Admin];

    [Fact]
    public async Task In_a_live_programme_commissioner_office_and_administrator_must_and_in_a_demonstration_nobody()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var rules = database.Get<SignInRules>();
        var live = await TestBoard.AddAsync(database);
        var shown = await TestBoard.AddAsync(database, "shown", TestDates.Day("2026-01-05"));

        Assert.Equal(Usual, (await rules.ListAsync(live.As(Role.Admin))).Where(r => r.Must).Select(r => r.Role));
        Assert.DoesNotContain(await rules.ListAsync(shown.As(Role.Admin)), r => r.Must);
        Assert.All(await rules.ListAsync(live.As(Role.Admin)), r => Assert.Equal((1, 0), (r.People, r.Ready)));
    }

    [Fact]
    public async Task A_change_closes_the_door_at_once_and_stands_in_the_history()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        var (rules, access) = (database.Get<SignInRules>(), database.Get<ProgrammeAccess>());
        var weak = With(board, Role.Lead, SignInWay.Password);
        Assert.NotNull(await access.EnterAsync(weak, "testshire"));
        Assert.False(await access.LacksProofAsync(weak, "testshire"));

        await rules.SaveAsync(board.As(Role.Admin), [Role.Lead, Role.Admin], board.Programme.Version, Why, strong: true);

        Assert.Null(await access.EnterAsync(weak, "testshire"));
        Assert.True(await access.LacksProofAsync(weak, "testshire@2026-01-05"));
        Assert.NotNull(await access.EnterAsync(With(board, Role.Lead, SignInWay.Passkey), "testshire"));
        Assert.NotNull(await access.EnterAsync(With(board, Role.Office, SignInWay.Password), "testshire"));
        await using var db = database.Open(board.Programme.Id);
        Assert.Equal("A second factor must have: lead and administrator; before: commissioner, programme office and administrator. Why: Decided by the board",
            (await db.History.SingleAsync(h => h.Kind == HistoryKind.SignInRulesChanged)).What);
    }

    [Fact]
    public async Task Of_two_administrators_at_once_the_second_looks_again()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        var rules = database.Get<SignInRules>();
        await rules.SaveAsync(board.As(Role.Admin), [Role.Admin], board.Programme.Version, Why, strong: true);

        await Assert.ThrowsAsync<RuleException>(() => rules.SaveAsync(board.As(Role.Admin), [], board.Programme.Version, Why, strong: true));
        await Assert.ThrowsAsync<RuleException>(() => rules.SaveAsync(board.As(Role.Admin), [], null, Why, strong: true));
    }

    [Fact]
    public async Task Who_came_by_password_alone_asks_for_more_of_others_but_not_of_their_own_role()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var shown = await TestBoard.AddAsync(database, "shown", TestDates.Day("2026-01-05"));
        var rules = database.Get<SignInRules>();

        var fault = await Assert.ThrowsAsync<RuleException>(() => rules.SaveAsync(shown.As(Role.Admin), [Role.Lead, Role.Admin], shown.Programme.Version, Why, strong: false));
        await rules.SaveAsync(shown.As(Role.Admin), [Role.Lead], shown.Programme.Version, Why, strong: false);

        Assert.StartsWith("Your own role is among them", fault.Message, StringComparison.Ordinal);
        await using var db = database.Open(shown.Programme.Id);
        var programme = await db.Programmes.AsNoTracking().SingleAsync(p => p.Id == shown.Programme.Id);
        Assert.Equal([Role.Lead], Enum.GetValues<Role>().Where(programme.NeedsSecondFactor));
    }

    [Theory]
    [InlineData(Role.Chair)]
    [InlineData(Role.Office)]
    [InlineData(Role.Commissioner)]
    public async Task Only_the_administrator_may(Role role)
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);

        await Assert.ThrowsAsync<ForbiddenException>(() => database.Get<SignInRules>().SaveAsync(board.As(role), [], board.Programme.Version, Why, strong: true));
    }

    private static ClaimsPrincipal With(TestBoard board, Role role, SignInWay way) =>
        new(new ClaimsIdentity([board.Person(role).FindFirst(ClaimTypes.NameIdentifier)!, new(SessionClaims.Way, way.ToString())], "test"));
}

/// <summary>The door of a programme over HTTP.</summary>
[Collection(PortalTests.Name)]
public sealed class SecondFactorDoorTests(PortalHost portal)
{
    [Theory]
    [InlineData("/programmes/elsewhere")]
    [InlineData("/programmes/elsewhere/actions/99.9")]
    [InlineData("/programmes/elsewhere/packs/register.csv")]
    [InlineData("/programmes/elsewhere/nothing-there")]
    public async Task Who_needs_a_second_factor_is_led_to_the_set_up_and_nowhere_else(string address)
    {
        using var office = await portal.SignedInAsync(portal.Other.EmailOf(Role.Office), SignInWay.Password);

        using var answer = await office.GetAsync(address);
        using var account = await office.GetAsync(Urls.With(Urls.SecondFactor, ("returnUrl", address)));

        if (!address.EndsWith("nothing-there", StringComparison.Ordinal))
            Assert.Equal((HttpStatusCode.Redirect, Urls.With(Urls.SecondFactor, ("returnUrl", address))), (answer.StatusCode, answer.Headers.Location!.ToString()));
        else
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("Its pages stay closed to you", await account.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whose_role_needs_none_enters_with_the_password()
    {
        using var lead = await portal.SignedInAsync(portal.Other.EmailOf(Role.Lead), SignInWay.Password);

        using var answer = await lead.GetAsync("/programmes/elsewhere");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Who_has_a_part_by_a_group_elsewhere_reads_of_the_council_account_only_for_that_programme()
    {
        using var member = await portal.SignedInAsync(portal.Other.EmailOf(Role.Member), SignInWay.Password);
        await using var db = portal.Services.GetRequiredService<BoardDatabase>().Open(portal.Other.Programme.Id);
        Task<int> ByAsync(string? group) => db.Members.Where(m => m.Role == Role.Member).ExecuteUpdateAsync(set => set.SetProperty(m => m.Group, group));
        await ByAsync("board");

        foreach (var (address, council) in new[] { ("/programmes/elsewhere/actions?late=true", true), ("/programmes/elsewhere@2026-01-05", true), ("/programmes/kirklees", false), ("/account", false) })
            Assert.Equal(council, (await member.GetStringAsync(Urls.With(Urls.SecondFactor, ("returnUrl", address)))).Contains("Use your council account", StringComparison.Ordinal));

        await ByAsync(null);
    }

    [Fact]
    public async Task A_stranger_who_signed_in_by_password_learns_nothing_of_a_programme()
    {
        using var stranger = await portal.SignedInAsync(portal.Other.EmailOf(Role.Office), SignInWay.Password);

        using var theirs = await stranger.GetAsync("/programmes/kirklees");

        Assert.Equal(HttpStatusCode.NotFound, theirs.StatusCode);
    }

    [Fact]
    public async Task A_cookie_that_was_copied_is_worth_nothing_after_signing_out()
    {
        using var chair = await portal.SignedInAsync(PortalHost.Kirklees(Role.Chair));
        var stolen = chair.DefaultRequestHeaders.GetValues("Cookie").Single();
        using var thief = portal.Anonymous();
        thief.DefaultRequestHeaders.Add("Cookie", stolen);
        using var before = await thief.GetAsync("/programmes/kirklees");
        Assert.Equal(HttpStatusCode.OK, before.StatusCode);

        var page = await FormPage.OpenAsync(chair, Urls.Account, $"form[action='{Urls.SignOut}']");
        using var signedOut = await page.SendAsync(Urls.SignOut);
        using var after = await thief.GetAsync("/programmes/kirklees");
        using var circuit = await thief.PostAsync("/_blazor/negotiate?negotiateVersion=1", null);

        Assert.Equal((HttpStatusCode.Redirect, Urls.SignIn), (signedOut.StatusCode, signedOut.Headers.Location!.ToString()));
        Assert.StartsWith("/sign-in", after.Headers.Location!.PathAndQuery, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, circuit.StatusCode);
    }
}
