using ImprovementBoard.Core;
using ImprovementBoard.Core.Access;

namespace ImprovementBoard.Tests.Core.Access;

public sealed class GroupRoleTests
{
    private static readonly DateOnly Today = TestDates.Day("2026-03-02");

    private static readonly Guid Account = Guid.NewGuid();

    private static readonly GroupRole[] Rows =
    [
        new("leads", "kirklees", Role.Lead, "Head of service", "Council"),
        new("board", "kirklees", Role.Member, "Board member", "Council"),
        new("board", "elsewhere", Role.Chair, "Board chair", "Council"),
    ];

    [Theory]
    [InlineData("kirklees", "leads", Role.Lead)]
    [InlineData("kirklees", "board", Role.Member)]
    [InlineData("kirklees", "board leads", Role.Lead)]
    [InlineData("elsewhere", "leads board", Role.Chair)]
    [InlineData("elsewhere", "leads", null)]
    [InlineData("kirklees", "", null)]
    [InlineData("kirklees", "Board", null)]
    [InlineData("nowhere", "board", null)]
    public void Of_several_rows_of_a_programme_the_first_counts(string programme, string groups, Role? role) =>
        Assert.Equal(role, Rows.In(programme, groups.Split(' ').ToHashSet(StringComparer.Ordinal))?.Role);

    [Theory]
    [InlineData("", "", false)]
    [InlineData("", "board", true)]
    [InlineData("hand", "", false)]
    [InlineData("hand", "board", false)]
    [InlineData("board", "board", false)]
    [InlineData("board", "leads", true)]
    [InlineData("board", "", true)]
    public void What_was_given_by_hand_is_never_touched_and_what_a_group_gave_is_made_what_groups_say(string stands, string group, bool differs)
    {
        var standing = stands.Length == 0 ? null : Post(stands == "hand" ? null : stands, Role.Member);

        Assert.Equal(differs, Rows.In("kirklees", new HashSet<string> { group }).Differs(standing));
        if (standing is { Group: null })
            Assert.Equal("", standing.Follow(Rows[0], [standing], 0, Actor.SingleSignOn(1), Today));
        Assert.True(standing is null || (standing.Role == Role.Member && standing.To is null));
    }

    [Fact]
    public void Another_group_with_another_role_changes_the_role_and_one_with_the_same_only_its_name()
    {
        var member = Member.Of(Rows[1], 1, Account, Today);

        Assert.Equal("", member.Follow(Rows[1] with { Group = "second" }, [member], 0, Actor.SingleSignOn(1), Today));
        Assert.Equal("Board member (Council) is lead by a group of the council from now on, was board member", member.Follow(Rows[0], [member], 0, Actor.SingleSignOn(1), Today));

        Assert.Equal(("leads", Role.Lead, "Single sign-on"), (member.Group, member.Role, Assert.Single(member.RoleChanges).By));
    }

    [Fact]
    public void No_group_any_more_ends_it_at_the_next_click()
    {
        var member = Member.Of(Rows[1], 1, Account, Today.AddDays(-10));

        Assert.Contains("access ended", member.Follow(null, [member], 0, Actor.SingleSignOn(1), Today), StringComparison.Ordinal);

        Assert.False(member.HoldsOn(Today));
        Assert.True(member.HoldsOn(Today.AddDays(-1)));
    }

    [Fact]
    public void The_last_administrator_stays_and_who_holds_items_keeps_a_role_that_may_hold_them()
    {
        var admin = Post("admins", Role.Admin);
        var lead = Post("leads", Role.Lead);

        Assert.Throws<RuleException>(() => admin.Follow(null, [admin, lead], 0, Actor.SingleSignOn(1), Today));
        Assert.Throws<RuleException>(() => admin.Follow(Rows[1], [admin, lead], 0, Actor.SingleSignOn(1), Today));
        Assert.Throws<RuleException>(() => lead.Follow(Rows[1], [admin, lead], 3, Actor.SingleSignOn(1), Today));

        Assert.Equal((Role.Admin, null, Role.Lead), (admin.Role, admin.To, lead.Role));
        Assert.NotEqual("", admin.Follow(null, [admin, Post("admins", Role.Admin)], 0, Actor.SingleSignOn(1), Today));
    }

    [Fact]
    public void The_last_administrator_by_invitation_stays_whoever_else_is_one_by_a_group()
    {
        var (byHand, byGroup) = (Post(null, Role.Admin), Post("admins", Role.Admin));

        var fault = Assert.Throws<RuleException>(() => byHand.SetLastDay(Today, [byHand, byGroup], Actor.SingleSignOn(1), Today));
        byGroup.Follow(null, [byHand, byGroup], 0, Actor.SingleSignOn(1), Today);

        Assert.Contains("One whose part a group of the council gave does not count: the group can end it.", fault.Message, StringComparison.Ordinal);
        Assert.Equal((null, Today.AddDays(-1)), (byHand.To, byGroup.To));
    }

    private static int posts;

    private static Member Post(string? group, Role role) => new() { Id = ++posts, ProgrammeId = 1, Title = "Board member", Agency = "Council", Role = role, UserId = Guid.NewGuid(), From = Today.AddDays(-30), Group = group };
}

public sealed class SignInWayTests
{
    [Theory]
    [InlineData(SignInWay.Password, false)]
    [InlineData(SignInWay.SingleSignOn, false)]
    [InlineData(SignInWay.PasswordAndCode, true)]
    [InlineData(SignInWay.PasswordAndRecoveryCode, true)]
    [InlineData(SignInWay.Passkey, true)]
    [InlineData(SignInWay.SingleSignOnAndSecondStep, true)]
    public void Only_what_proved_two_steps_is_strong(SignInWay way, bool strong) => Assert.Equal(strong, way.IsStrong());

    [Theory]
    [InlineData(SignInWay.Password, SignInWay.PasswordAndCode, SignInWay.PasswordAndCode)]
    [InlineData(SignInWay.Passkey, SignInWay.Passkey, SignInWay.Passkey)]
    [InlineData(SignInWay.SingleSignOn, SignInWay.PasswordAndCode, SignInWay.SingleSignOnAndSecondStep)]
    [InlineData(SignInWay.SingleSignOn, SignInWay.Passkey, SignInWay.SingleSignOnAndSecondStep)]
    public void A_second_step_after_the_council_account_is_still_the_council_account(SignInWay first, SignInWay then, SignInWay way) => Assert.Equal(way, first.And(then));
}
