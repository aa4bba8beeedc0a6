using ImprovementBoard.Core;
using ImprovementBoard.Core.Access;
using static ImprovementBoard.Tests.TestDates;

namespace ImprovementBoard.Tests.Core.Access;

public sealed class MemberChangeTests
{
    private static readonly DateOnly Today = Day("2026-03-02");
    private static readonly Actor By = new(1, 1, "Administrator", Role.Admin);

    [Theory]
    [InlineData(Role.Chair, Role.Member, 0, null, null)]
    [InlineData(Role.Lead, Role.Office, 3, null, null)]
    [InlineData(Role.Lead, Role.Member, 3, null, "Hand them over first.")]
    [InlineData(Role.Lead, Role.Member, 0, null, null)]
    [InlineData(Role.Chair, Role.Chair, 0, null, "has this role already")]
    [InlineData(Role.Chair, null, 0, null, "Choose a role.")]
    [InlineData(Role.Member, Role.Viewer, 0, null, "needs a last day")]
    [InlineData(Role.Member, Role.Viewer, 0, "2027-03-03", null)]
    [InlineData(Role.Member, Role.Viewer, 0, "2027-03-04", "needs a last day")]
    [InlineData(Role.Chair, Role.Member, 0, "2026-03-01", "ended on 1 March 2026")]
    public void A_role_changes_or_the_sentence_says_why_not(Role from, Role? to, int held, string? until, string? sentence)
    {
        var member = Post(2, from, until);

        var fault = Record.Exception(() => member.ChangeRole(to, [member, Post(1, Role.Admin)], held, By, Today));

        Assert.Equal(sentence is null, fault is null);
        Assert.Contains(sentence ?? "", fault?.Message ?? "", StringComparison.Ordinal);
        Assert.Equal(fault is null ? to : from, member.Role);
        Assert.Equal((fault is null ? 1 : 0, from), (member.RoleChanges.Count, member.RoleOn(Today.AddDays(-1))));
    }

    [Fact]
    public void Roles_are_told_with_their_days_and_who_gave_them_and_of_two_on_one_day_the_last()
    {
        var member = Post(2, Role.Office, "2026-12-31");
        member.From = Day("2025-09-01");
        member.RoleChanges =
        [
            new() { On = Day("2026-01-10"), From = Role.Member, By = "Administrator" },
            new() { On = Day("2026-03-02"), From = Role.Chair, By = "Administrator" },
            new() { On = Day("2026-03-02"), From = Role.Lead, By = "Second administrator" },
        ];

        Assert.Equal(
            [
                (Day("2025-09-01"), Day("2026-01-09"), Role.Member, ""),
                (Day("2026-01-10"), Day("2026-03-01"), Role.Chair, "Administrator"),
                (Day("2026-03-02"), Day("2026-12-31"), Role.Office, "Second administrator"),
            ],
            member.Roles());
    }

    [Theory]
    [InlineData(Role.Chair, null, "2026-03-01", null)]
    [InlineData(Role.Chair, null, "2026-02-28", "End access now")]
    [InlineData(Role.Chair, "2026-05-01", null, null)]
    [InlineData(Role.Chair, "2026-05-01", "2026-05-01", "the last day already")]
    [InlineData(Role.Chair, "2026-03-01", "2026-05-01", "ended on 1 March 2026")]
    [InlineData(Role.Viewer, "2026-05-01", null, "needs a last day")]
    [InlineData(Role.Viewer, "2026-05-01", "2027-03-03", null)]
    [InlineData(Role.Viewer, "2026-05-01", "2027-03-04", "at most a year away: 3 March 2027")]
    [InlineData(Role.Viewer, "2026-05-01", "2026-03-01", null)]
    public void A_last_day_is_set_or_the_sentence_says_why_not(Role role, string? before, string? to, string? sentence)
    {
        var member = Post(2, role, before);

        var fault = Record.Exception(() => member.SetLastDay(DayOrNone(to), [member, Post(1, Role.Admin)], By, Today));

        Assert.Equal(sentence is null, fault is null);
        Assert.Contains(sentence ?? "", fault?.Message ?? "", StringComparison.Ordinal);
        Assert.Equal(DayOrNone(fault is null ? to : before), member.To);
    }

    [Theory]
    [InlineData(null, true, true)]
    [InlineData("2026-03-10", true, false)]
    [InlineData("2026-04-10", true, false)]
    [InlineData(null, false, false)]
    public void An_administrator_goes_only_while_another_with_an_account_stays(string? otherUntil, bool otherHasAccount, bool may)
    {
        var other = Post(2, Role.Admin, otherUntil);
        other.UserId = otherHasAccount ? other.UserId : null;
        var me = Post(1, Role.Admin);

        var fault = Record.Exception(() => me.SetLastDay(Day("2026-03-15"), [me, other], By, Today));

        Assert.Equal(may, fault is null);
        Assert.Contains(may ? "" : "is the last administrator", fault?.Message ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void Nobody_prolongs_their_own_part_or_changes_their_own_role()
    {
        var (me, other) = (Post(1, Role.Admin, "2026-04-01"), Post(2, Role.Admin));

        Assert.StartsWith("Nobody prolongs", Assert.Throws<RuleException>(() => me.SetLastDay(null, [me, other], By, Today)).Message, StringComparison.Ordinal);
        Assert.StartsWith("Nobody prolongs", Assert.Throws<RuleException>(() => me.SetLastDay(Day("2026-04-02"), [me, other], By, Today)).Message, StringComparison.Ordinal);
        Assert.StartsWith("Nobody changes", Assert.Throws<RuleException>(() => me.ChangeRole(Role.Office, [me, other], 0, By, Today)).Message, StringComparison.Ordinal);
        me.SetLastDay(Day("2026-03-20"), [me, other], By, Today);
        Assert.Equal(Day("2026-03-20"), me.To);
    }

    private static Member Post(int id, Role role, string? until = null) =>
        new() { Id = id, Title = $"Post {id}", Agency = "Council", Role = role, UserId = Guid.NewGuid(), From = Day("2025-01-01"), To = DayOrNone(until) };
}
