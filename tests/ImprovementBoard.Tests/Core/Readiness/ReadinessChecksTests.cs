using ImprovementBoard.Core.Actions;
using ImprovementBoard.Core.Ratings;
using ImprovementBoard.Core.Readiness;
using ImprovementBoard.Core.Readiness.Checks;
using static ImprovementBoard.Tests.TestDates;

namespace ImprovementBoard.Tests.Core.Readiness;

/// <summary>Every check with what it finds, the day before, and what stops it. The day is 6 August 2018.</summary>
public sealed class ReadinessChecksTests
{
    private static readonly DateOnly Today = Day("2018-08-06");

    // No check finds anything in these.
    internal static readonly ReadinessAction Fine = new(
        "1.1", "Action 1.1", "Head of safeguarding", "Service director", ActionState.InProgress, DeliveryRating.OnTrack, null, false,
        Today, Today, Day("2018-07-23"), Today, null, null, false, []);

    internal static readonly ReadinessAction Late = Fine with { Delivery = DeliveryRating.OffTrack, Due = Day("2018-07-01"), BackBy = Today };

    internal static readonly ReadinessAction Done = Fine with { State = ActionState.AwaitingSignOff, Delivery = DeliveryRating.AwaitingSignOff, UpdateDueBy = null, DeliveredOn = Day("2018-08-01"), HasEvidence = true };

    internal static readonly ReadinessRecommendation Judged = new("1", "Recommendation 1", false, DeliveryRating.OnTrack, ImpactRating.EarlySigns, Day("2018-05-06"));

    // The check, what differs from nothing being missing, and who is asked for what; null where it finds nothing.
    private static readonly (ReadinessCheck Check, object Facts, string? Asked)[] Cases =
    [
        (new MissingUpdates(), Fine with { UpdateDueBy = Day("2018-08-05") }, "Head of safeguarding PostUpdate An update was due by 5 Aug 2018; the last came on 23 Jul 2018."),
        (new MissingUpdates(), Fine with { UpdateDueBy = Day("2018-08-05"), LastUpdateOn = null }, "Head of safeguarding PostUpdate An update was due by 5 Aug 2018; none has come."),
        (new MissingUpdates(), Fine with { UpdateDueBy = Day("2018-08-05"), Lead = null }, "Service director PostUpdate An update was due by 5 Aug 2018; the last came on 23 Jul 2018."),
        (new MissingUpdates(), Fine with { UpdateDueBy = Day("2018-08-05"), Lead = null, Sro = null }, "Programme office PostUpdate An update was due by 5 Aug 2018; the last came on 23 Jul 2018."),
        (new MissingUpdates(), Fine, null),
        (new MissingUpdates(), Fine with { UpdateDueBy = null }, null),
        (new StaleRatings(), Fine with { Forecast = Day("2018-08-05") }, "Head of safeguarding PostUpdate It was forecast to finish by 5 Aug 2018, which has passed; it is not delivered."),
        (new StaleRatings(), Fine with { Forecast = Day("2018-08-05"), UpdateDueBy = Day("2018-08-05") }, null),
        (new StaleRatings(), Done with { Forecast = Day("2018-07-05") }, null),
        (new StaleRatings(), Judged with { JudgedOn = Day("2018-05-05") }, "Programme office JudgeImpact Its impact was last judged on 5 May 2018: 2 Early signs."),
        (new StaleRatings(), Judged, null),
        (new StaleRatings(), Judged with { JudgedOn = Day("2018-05-05"), Settled = true }, null),
        (new StaleRatings(), Judged with { Impact = null, JudgedOn = null }, null),
        (new SignOffOverdue(), Done with { Delivery = DeliveryRating.AtRisk, DeliveredOn = Day("2018-07-02") }, "Programme office SignOff Delivered on 2 Jul 2018, and neither signed off nor sent back."),
        (new SignOffOverdue(), Done, null),
        (new SignOffOverdue(), Late with { Delivery = DeliveryRating.AtRisk }, null),
        (new UndecidedDates(), Late with { ProposedOn = Day("2018-07-20") }, "Programme office DecideDates New dates were proposed on 20 Jul 2018, and neither accepted nor refused."),
        (new UndecidedDates(), Late with { ProposedOn = Day("2018-07-23") }, null),
        (new UndecidedDates(), Late, null),
        (new WithoutRecoveryPlan(), Late with { BackBy = null }, "Head of safeguarding PlanRecovery Off track; no recovery plan says what will bring it back, and by when."),
        (new WithoutRecoveryPlan(), Late with { BackBy = Day("2018-08-05"), Delivery = DeliveryRating.AtRisk }, "Head of safeguarding PlanRecovery At risk; its recovery plan was to bring it back by 5 Aug 2018."),
        (new WithoutRecoveryPlan(), Late with { BackBy = null, State = ActionState.NotStarted }, "Head of safeguarding PlanRecovery Off track; no recovery plan says what will bring it back, and by when."),
        (new WithoutRecoveryPlan(), Late, null),
        (new WithoutRecoveryPlan(), Fine, null),
        (new WithoutRecoveryPlan(), Done with { Delivery = DeliveryRating.AtRisk }, null),
        (new ClosedWithoutEvidence(), Done with { HasEvidence = false }, "Head of safeguarding AttachEvidence Awaiting sign-off; no evidence that everybody may read stands on it."),
        (new ClosedWithoutEvidence(), Done with { HasEvidence = false, State = ActionState.Closed, Delivery = DeliveryRating.Complete }, "Head of safeguarding AttachEvidence Closed; no evidence that everybody may read stands on it."),
        (new ClosedWithoutEvidence(), Done, null),
        (new ClosedWithoutEvidence(), Fine, null),
        (new OverOptimisticGreens(), Fine with { Due = Day("2018-08-05") }, "Head of safeguarding PostUpdate Rated on track; it was due on 5 Aug 2018 and is not delivered."),
        (new OverOptimisticGreens(), Late, null),
        (new OverOptimisticGreens(), Fine with { WaitsForLate = ["1.2 (due on 1 Jul 2018)"] }, "Head of safeguarding PostUpdate Rated on track; it waits for 1.2 (due on 1 Jul 2018)."),
        (new OverOptimisticGreens(), Late with { WaitsForLate = ["1.2 (due on 1 Jul 2018)"] }, null),
        (new OverOptimisticGreens(), Late with { LeadSays = DeliveryRating.OnTrack }, "Programme office Review The lead calls it on track where it is off track; no reviewer has answered."),
        (new OverOptimisticGreens(), Late with { LeadSays = DeliveryRating.OnTrack, Reviewed = true }, null),
        (new OverOptimisticGreens(), Late with { LeadSays = DeliveryRating.AtRisk }, null),
        (new OverOptimisticGreens(), Fine with { LeadSays = DeliveryRating.AtRisk }, null),
        (new OverOptimisticGreens(), Judged with { Impact = ImpactRating.NoDifferenceYet }, "Programme office JudgeImpact Delivery is on track; on 6 May 2018 it was judged to make no difference yet."),
        (new OverOptimisticGreens(), Judged with { Impact = ImpactRating.NoDifferenceYet, Delivery = DeliveryRating.NotDue }, null),
        (new OverOptimisticGreens(), Judged with { Impact = ImpactRating.NoDifferenceYet, Delivery = DeliveryRating.AtRisk }, null),
        (new OverOptimisticGreens(), Judged with { Impact = ImpactRating.NoDifferenceYet, Settled = true }, null),
    ];

    public static TheoryData<int> Numbers => [.. Enumerable.Range(0, Cases.Length)];

    [Theory]
    [MemberData(nameof(Numbers))]
    public void A_check_finds_this(int number)
    {
        var (check, facts, asked) = Cases[number];

        var found = check.Find(Facts(facts)).ToList();

        Assert.Equal(asked is null ? [] : [asked], found.Select(i => $"{i.Assignee} {i.Remedy} {i.Missing}"));
        Assert.All(found, i => Assert.Equal(facts is ReadinessAction ? (ReadinessSubject.Action, "1.1") : (ReadinessSubject.Recommendation, "1"), (i.Subject, i.Ref)));
    }

    [Fact]
    public void Every_check_has_cases_of_both_kinds_and_words_of_its_own()
    {
        foreach (var check in ReadinessChecks.All)
        {
            var kinds = Cases.Where(c => c.Check.GetType() == check.GetType()).Select(c => c.Asked is null).Distinct();
            Assert.True(kinds.Count() == 2, $"{check.Name} needs a case that is found and one that is not.");
        }
        Assert.Distinct(ReadinessChecks.All.Select(c => c.Code));
        Assert.Distinct(ReadinessChecks.All.Select(c => c.Name));
        Assert.Distinct(ReadinessChecks.All.Select(c => c.Words));
        Assert.Distinct(Enum.GetValues<ReadinessRemedy>().Select(r => r.Words()));
        Assert.Distinct(Enum.GetValues<ReadinessRole>().Select(r => r.Words()));
    }

    [Fact]
    public void What_is_put_right_is_found_no_more_by_any_check()
    {
        foreach (var whole in new object[] { Fine, Late, Done, Judged })
            Assert.Empty(ReadinessChecks.All.SelectMany(c => c.Find(Facts(whole))));
    }

    [Fact]
    public void A_check_finds_a_subject_once_whatever_is_wrong_with_it()
    {
        var worst = Fine with { UpdateDueBy = Day("2018-06-01"), Forecast = Day("2018-06-01"), Due = Day("2018-06-01"), WaitsForLate = ["1.2"], LeadSays = DeliveryRating.AtRisk };

        Assert.All(ReadinessChecks.All, c => Assert.InRange(c.Find(Facts(worst)).Count(), 0, 1));
    }

    internal static ReadinessFacts Facts(params object[] rows) => new(Today, [.. rows.OfType<ReadinessAction>()], [.. rows.OfType<ReadinessRecommendation>()]);
}
