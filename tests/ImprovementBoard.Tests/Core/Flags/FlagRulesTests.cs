using ImprovementBoard.Core.Flags;
using ImprovementBoard.Core.Flags.Rules;
using ImprovementBoard.Core.Ratings;
using static ImprovementBoard.Tests.TestDates;

namespace ImprovementBoard.Tests.Core.Flags;

/// <summary>Every rule with the day on which it fires, the day before, and what stops it. Today is 6 August 2018.</summary>
public sealed class FlagRulesTests
{
    private static readonly DateOnly Today = Day("2018-08-06");

    // Nothing fires on these.
    private static readonly ActionFlagFacts Fine = new(
        Today, 28, DeliveryRating.OnTrack, null, Day("2018-08-06"), Day("2018-08-20"), Day("2018-07-23"), "All met.", "Most met.", [], "Head of safeguarding", null, null, null, null, null, []);

    private static readonly ActionFlagFacts Done = Fine with { Delivery = DeliveryRating.AwaitingSignOff, UpdateDueBy = null, DeliveredOn = Day("2018-06-01"), NewestEvidenceOn = Day("2018-03-03") };

    private static readonly RecommendationFlagFacts Answered = new(
        Today, false, Day("2016-11-25"), 2, DeliveryRating.OnTrack, ImpactRating.EarlySigns, Day("2018-06-01"), null, "Head of safeguarding", null, null);

    private static readonly FindingFlagFacts Quiet = new(Today, Today, null);

    // The rule, what differs from nothing being wrong, and since when it holds; null where it does not fire.
    private static readonly (FlagRule Rule, object Facts, string? Since)[] Cases =
    [
        (new OverdueButGreen(), Fine with { Due = Day("2018-08-05") }, "2018-08-06"),
        (new OverdueButGreen(), Fine with { Due = Day("2018-07-01"), AgreedOn = Day("2018-07-20") }, "2018-07-20"),
        (new OverdueButGreen(), Fine with { Due = Day("2018-07-01"), AgreedOn = Day("2018-06-20") }, "2018-07-02"),
        (new OverdueButGreen(), Fine with { Due = Day("2018-07-01"), Delivery = DeliveryRating.OffTrack }, null),
        (new OverdueButGreen(), Fine with { Due = Day("2018-07-01"), DeliveredOn = Today }, null),
        (new NoUpdateForTwoCycles(), Fine with { UpdateDueBy = Day("2018-07-08"), LastUpdateOn = Day("2018-06-10") }, "2018-08-06"),
        (new NoUpdateForTwoCycles(), Fine with { UpdateDueBy = Day("2018-07-09") }, null),
        (new NoUpdateForTwoCycles(), Fine with { UpdateDueBy = null }, null),
        (new SameWords(), Fine with { WordsBefore = "ALL met…" }, "2018-07-23"),
        (new SameWords(), Fine with { LastWords = "—", WordsBefore = "!" }, null),
        (new SameWords(), Fine with { WordsBefore = null }, null),
        (new SameWords(), Fine with { WordsBefore = "All met.", DeliveredOn = Today }, null),
        (new DateMovedTwice(), Fine with { MovesOn = [Day("2018-01-01"), Day("2018-03-01"), Day("2018-05-01")] }, "2018-03-01"),
        (new DateMovedTwice(), Fine with { MovesOn = [Day("2018-01-01")] }, null),
        (new DateMovedTwice(), Fine with { MovesOn = [Day("2018-01-01"), Day("2018-03-01")], DeliveredOn = Today }, null),
        (new LeadHasLeft(), Fine with { LeadLeftOn = Day("2018-08-05") }, "2018-08-06"),
        (new LeadHasLeft(), Fine with { LeadLeftOn = Today }, null),
        (new LeadHasLeft(), Done with { LeadLeftOn = Day("2018-06-29"), ClosedOn = Day("2018-07-01") }, null),
        (new WaitsForLate(), Fine with { WaitsFor = [new("1.2", Day("2018-08-05"), Day("2018-01-01")), new("1.1", Day("2018-07-01"), Day("2018-07-20"))] }, "2018-07-20"),
        (new WaitsForLate(), Fine with { WaitsFor = [new("1.2", Today, Day("2018-01-01"))] }, null),
        (new ClaimWithoutEvidence(), Done with { NewestEvidenceOn = null }, "2018-06-01"),
        (new ClaimWithoutEvidence(), Done with { NewestEvidenceOn = null, ClosedOn = Day("2018-07-01") }, null),
        (new ClaimWithoutEvidence(), Fine, null),
        (new EvidenceOlderThanClaim(), Done with { NewestEvidenceOn = Day("2018-03-02") }, "2018-06-01"),
        (new EvidenceOlderThanClaim(), Done, null),
        (new EvidenceOlderThanClaim(), Done with { NewestEvidenceOn = Day("2017-03-02"), ClosedOn = Day("2018-07-01") }, null),
        (new RecheckOverdue(), Done with { RecheckOn = Day("2018-08-05") }, "2018-08-06"),
        (new RecheckOverdue(), Done with { RecheckOn = Today }, null),
        (new RecheckOverdue(), Done with { RecheckOn = Day("2018-08-05"), ClosedOn = Day("2018-08-05") }, null),
        (new RecheckOverdue(), Answered with { RecheckOn = Day("2018-08-05") }, "2018-08-06"),
        (new RecheckOverdue(), Answered with { RecheckOn = Day("2018-08-05"), Settled = true }, null),
        (new RecommendationWithoutAction(), Answered with { Actions = 0 }, "2016-11-25"),
        (new RecommendationWithoutAction(), Answered with { Actions = 0, Settled = true }, null),
        (new OwnerHasLeft(), Answered with { OwnerLeftOn = Day("2018-08-05") }, "2018-08-06"),
        (new OwnerHasLeft(), Answered with { OwnerLeftOn = Today }, null),
        (new OwnerHasLeft(), Answered with { OwnerLeftOn = Day("2018-08-05"), Settled = true }, null),
        (new GreenWithoutDifference(), Answered with { Impact = ImpactRating.NoDifferenceYet }, "2018-06-01"),
        (new GreenWithoutDifference(), Answered with { Impact = ImpactRating.NoDifferenceYet, BetterOn = Day("2018-07-02") }, "2018-07-02"),
        (new GreenWithoutDifference(), Answered with { Impact = ImpactRating.NoDifferenceYet, Delivery = DeliveryRating.AtRisk }, null),
        (new GreenWithoutDifference(), Answered with { Impact = ImpactRating.NoDifferenceYet, Delivery = DeliveryRating.NotDue }, null),
        (new GreenWithoutDifference(), Answered with { Impact = ImpactRating.TooEarly }, null),
        (new FindingNotAnswered(), Quiet with { AnswerDueOn = Day("2018-08-05") }, "2018-08-06"),
        (new FindingNotAnswered(), Quiet with { AnswerDueOn = null }, null),
        (new StrengthNotRetested(), Quiet with { RetestOn = Day("2018-08-05") }, "2018-08-06"),
        (new StrengthNotRetested(), Quiet with { RetestOn = Today }, null),
    ];

    public static TheoryData<int> Numbers => [.. Enumerable.Range(0, Cases.Length)];

    [Theory]
    [MemberData(nameof(Numbers))]
    public void A_rule_fires_from_this_day(int number)
    {
        var (rule, facts, since) = Cases[number];

        var raised = Check(rule, facts);

        Assert.Equal((rule.Name, since is null ? null : (DateOnly?)Day(since)), (rule.Name, raised?.Since));
    }

    [Fact]
    public void Where_nothing_is_wrong_no_rule_fires() =>
        Assert.All(FlagRules.All, rule => Assert.All((object[])[Fine, Done, Answered, Quiet], facts => Assert.Null(Check(rule, facts))));

    [Fact]
    public void What_is_said_is_as_true_the_next_day()
    {
        foreach (var (rule, facts, _) in Cases.Where(c => c.Since is not null))
        {
            object tomorrow = facts switch
            {
                ActionFlagFacts a => a with { Today = Today.AddDays(1) },
                RecommendationFlagFacts r => r with { Today = Today.AddDays(1) },
                _ => (FindingFlagFacts)facts with { Today = Today.AddDays(1) },
            };
            Assert.Equal(Check(rule, facts), Check(rule, tomorrow));
        }
    }

    [Fact]
    public void Every_rule_has_its_cases_a_code_of_its_own_and_stands_in_the_order_of_seriousness()
    {
        Assert.Equal(FlagRules.All.Select(r => r.Code).Order(), Cases.Where(c => c.Since is not null).Select(c => c.Rule.Code).Distinct().Order());
        Assert.Equal(FlagRules.All.Select(r => r.Code).Order(), Cases.Where(c => c.Since is null).Select(c => c.Rule.Code).Distinct().Order());
        Assert.Equal(FlagRules.All.OrderBy(r => r.Seriousness), FlagRules.All);
        Assert.All(FlagRules.All, r => Assert.Same(r, FlagRules.Find(r.Code)));
        Assert.Null(FlagRules.Find("nothing"));
    }

    private static Raised? Check(FlagRule rule, object facts) => facts switch
    {
        ActionFlagFacts a => rule.Check(a),
        RecommendationFlagFacts r => rule.Check(r),
        _ => rule.Check((FindingFlagFacts)facts),
    };
}
