using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Actions;

namespace ImprovementBoard.Tests.Core.Access;

public sealed class ActorTests
{
    private const int Me = 4, Another = 5;

    [Theory]
    [InlineData(Role.Lead, Me, true)]
    [InlineData(Role.Lead, Another, false)]
    [InlineData(Role.Office, Me, true)]
    [InlineData(Role.Office, Another, true)]
    [InlineData(Role.Chair, Me, false)]
    [InlineData(Role.Member, Me, false)]
    [InlineData(Role.Commissioner, Me, false)]
    [InlineData(Role.Admin, Me, false)]
    [InlineData(Role.Admin, Another, false)]
    public void A_lead_updates_their_own_actions_and_the_office_all(Role role, int leadId, bool may)
    {
        var actor = new Actor(1, Me, "Head of safeguarding", role);
        var action = new ActionItem { Ref = "1.1", Title = "Title", DoneLooksLike = "Done", LeadId = leadId };

        Assert.Equal(may, actor.MayPostUpdate(leadId));
        Assert.Equal(may, actor.MayPostUpdate(action));
    }

    [Theory]
    [InlineData(Role.Lead, Me, true)]
    [InlineData(Role.Lead, Another, false)]
    [InlineData(Role.Office, Another, true)]
    [InlineData(Role.Chair, Me, false)]
    [InlineData(Role.Commissioner, Me, false)]
    [InlineData(Role.Admin, Me, false)]
    public void A_lead_attaches_evidence_to_what_they_lead_or_own_and_the_office_to_all(Role role, int ownerId, bool may) =>
        Assert.Equal(may, new Actor(1, Me, "Head of safeguarding", role).MayAddEvidence(ownerId));

    [Fact]
    public void A_lead_without_a_post_updates_nothing() => Assert.False(new Actor(1, null, "Lead", Role.Lead).MayPostUpdate(0));

    [Fact]
    public void What_a_role_may_not_is_refused()
    {
        var actor = new Actor(1, Me, "Board member", Role.Member);

        actor.Require(Permission.ReadPlan);
        Assert.Throws<ForbiddenException>(() => actor.Require(Permission.BuildPack));
    }

    [Fact]
    public void The_scheduler_may_all_and_says_who_it_is()
    {
        var scheduler = Actor.Scheduler(3);

        Assert.Equal((3, (int?)null, "Scheduler"), (scheduler.ProgrammeId, scheduler.MemberId, scheduler.Title));
        Assert.All(Enum.GetValues<Permission>(), p => Assert.True(scheduler.May(p)));
    }
}
