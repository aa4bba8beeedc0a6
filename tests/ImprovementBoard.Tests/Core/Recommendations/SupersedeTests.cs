using ImprovementBoard.Core;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Actions;
using ImprovementBoard.Core.Recommendations;
using static ImprovementBoard.Tests.TestDates;

namespace ImprovementBoard.Tests.Core.Recommendations;

public sealed class SupersedeTests
{
    private static readonly DateOnly Today = Day("2018-08-06");
    private static readonly Actor Office = new(1, 9, "Programme office", Role.Office);

    [Fact]
    public void It_is_replaced_and_taken_up_again_and_each_day_keeps_its_state()
    {
        var (old, later) = (Recommendation("3"), Recommendation("12"));

        old.Supersede(Office, later, "Asked again, in other words.", Today);
        Assert.Equal((RecommendationStatus.Superseded, "Replaced by recommendation 12 on 6 Aug 2018. Asked again, in other words"), (old.Status, old.StatusReason));

        old.TakeUpAgain(Office, "Inspectors asked about it.", Today.AddDays(20));
        Assert.Equal(RecommendationStatus.Open, old.Status);

        Assert.Equal(
            [RecommendationStatus.Open, RecommendationStatus.Superseded, RecommendationStatus.Superseded, RecommendationStatus.Open],
            new[] { -1, 0, 19, 20 }.Select(d => old.StatusOn(Today.AddDays(d))));
        var then = old.AsAt(Today.AddDays(5), []);
        Assert.Equal((RecommendationStatus.Superseded, null, null), (then.Status, Assert.Single(then.Supersessions).EndedOn, then.Supersessions[0].EndReason));
        Assert.Equal(Today.AddDays(20), Assert.Single(old.Supersessions).EndedOn);
        Assert.Empty(old.AsAt(Today.AddDays(-1), []).Supersessions);
    }

    [Fact]
    public void What_was_assured_before_stands_again_afterwards()
    {
        var recommendation = Assured();
        recommendation.Supersede(Office, null, "A new plan holds it.", Today);
        Assert.Contains("was replaced by another", Assert.Throws<RuleException>(() => recommendation.Reopen(Office, "It does not hold.", Today)).Message, StringComparison.Ordinal);
        Assert.Contains("was replaced by another", Assert.Throws<RuleException>(() => recommendation.Close(Office, Today)).Message, StringComparison.Ordinal);

        recommendation.TakeUpAgain(Office, "A mistake.", Today);

        Assert.Equal(RecommendationStatus.AssuredEmbedded, recommendation.Status);
    }

    [Fact]
    public void Itself_one_that_is_replaced_no_reason_and_twice_are_refused()
    {
        var (old, replaced) = (Recommendation("3"), Recommendation("4"));
        replaced.Supersede(Office, null, "Gone.", Today);

        Assert.Equal("ReplacedBy", Assert.Throws<RuleException>(() => old.Supersede(Office, old, "Why.", Today)).Field);
        Assert.Equal("ReplacedBy", Assert.Throws<RuleException>(() => old.Supersede(Office, replaced, "Why.", Today)).Field);
        Assert.Equal("SupersedeReason", Assert.Throws<RuleException>(() => old.Supersede(Office, null, " ", Today)).Field);
        Assert.Contains("You own", Assert.Throws<RuleException>(() => old.Supersede(Office with { MemberId = 4 }, null, "Why.", Today)).Message, StringComparison.Ordinal);
        Assert.Contains("not replaced", Assert.Throws<RuleException>(() => old.TakeUpAgain(Office, "Why.", Today)).Message, StringComparison.Ordinal);
        Assert.Contains("replaced already", Assert.Throws<RuleException>(() => replaced.Supersede(Office, old, "Why.", Today)).Message, StringComparison.Ordinal);
        Assert.Equal("TakeUpReason", Assert.Throws<RuleException>(() => replaced.TakeUpAgain(Office, "", Today)).Field);
        Assert.Empty(old.Supersessions);
    }

    private static Recommendation Recommendation(string reference)
    {
        var recommendation = new Recommendation { Ref = reference, ShortTitle = "Supervise", Text = "Supervise.", Source = "Ofsted", OwnerId = 4 };
        recommendation.Rate(Today);
        return recommendation;
    }

    private static Recommendation Assured()
    {
        var action = new ActionItem { Ref = "3.1", Title = "Supervise", DoneLooksLike = "Supervised", LeadId = 5, BaselineStart = Day("2018-01-01"), BaselineDue = Day("2018-12-01"), StartedOn = Day("2018-01-01"), DeliveredOn = Day("2018-06-01"), SignedOffOn = Day("2018-06-02"), SignedOffBy = "Programme office" };
        action.Rate(Today, 28);
        var recommendation = new Recommendation { Ref = "3", ShortTitle = "Supervise", Text = "Supervise.", Source = "Ofsted", OwnerId = 4, Actions = [action] };
        recommendation.Rate(Today);
        recommendation.Assure(Office, Today.AddDays(60), Today);
        return recommendation;
    }
}
