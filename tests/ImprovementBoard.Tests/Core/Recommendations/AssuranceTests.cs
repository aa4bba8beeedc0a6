using ImprovementBoard.Core;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Actions;
using ImprovementBoard.Core.Evidence;
using ImprovementBoard.Core.Ratings;
using ImprovementBoard.Core.Recommendations;
using ImprovementBoard.Core.Visits;
using ImprovementBoard.Tests.Core.Evidence;
using static ImprovementBoard.Tests.TestDates;

namespace ImprovementBoard.Tests.Core.Recommendations;

/// <summary>Delivered is not closed, for a recommendation as for an action.</summary>
public sealed class AssuranceTests
{
    private const int Cycle = 28;
    private static readonly DateOnly Today = Day("2018-08-06");
    private static readonly Actor Office = new(1, 9, "Programme office", Role.Office);
    private static readonly Actor Owner = new(1, 4, "Head of safeguarding", Role.Lead);
    private static readonly Actor Lead = new(1, 5, "Virtual school head", Role.Lead);

    [Fact]
    public void It_goes_from_open_to_closed_by_a_second_person_and_a_recheck()
    {
        var (recommendation, action) = Started(on: null);
        Assert.Equal((RecommendationStatus.Open, "Its one action has not started"), (recommendation.Status, recommendation.StatusReason));

        action.StartedOn = Day("2018-08-01");
        recommendation.Rate(Today);
        Assert.Equal((RecommendationStatus.InDelivery, "0 of 1 action signed off"), (recommendation.Status, recommendation.StatusReason));

        Assert.Null(recommendation.StatusSince(Today));

        SignOff(recommendation, action, Today);
        Assert.Equal(Today, recommendation.StatusSince(Today));
        Assert.Equal((RecommendationStatus.DeliveredAwaitingAssurance, "Its one action is signed off; nobody has assured the whole yet"), (recommendation.Status, recommendation.StatusReason));

        recommendation.Assure(Office, Day("2019-02-06"), Today);
        Assert.Equal((RecommendationStatus.AssuredEmbedded, "Assured on 6 Aug 2018 by the programme office; re-check on 6 Feb 2019"), (recommendation.Status, recommendation.StatusReason));
        Assert.Equal(Today, recommendation.StatusSince(Today.AddDays(30)));

        Judge(recommendation, ImpactRating.MakingADifference, Day("2019-02-01"));
        recommendation.Close(Office, Day("2019-02-06"));
        Assert.Equal((RecommendationStatus.Closed, "Assured on 6 Aug 2018 by the programme office; re-check passed on 6 Feb 2019"), (recommendation.Status, recommendation.StatusReason));
        Assert.Equal(Day("2019-02-06"), recommendation.StatusSince(Day("2019-02-06")));

        recommendation.Reopen(Office, "It does not stand.", Day("2019-03-01"));
        Assert.Equal(Day("2019-03-01"), recommendation.StatusSince(Day("2019-03-01")));
    }

    public static TheoryData<RecommendationStatus> States =>
        [RecommendationStatus.Open, RecommendationStatus.InDelivery, RecommendationStatus.DeliveredAwaitingAssurance, RecommendationStatus.AssuredEmbedded, RecommendationStatus.Closed, RecommendationStatus.Reopened];

    [Theory]
    [MemberData(nameof(States))]
    public void Each_step_is_possible_in_its_own_state_only(RecommendationStatus status)
    {
        Assert.Equal(status == RecommendationStatus.DeliveredAwaitingAssurance, Works(r => r.Assure(Office, Today.AddDays(90), Today)));
        Assert.Equal(status == RecommendationStatus.AssuredEmbedded, Works(r => r.Close(Office, Today)));
        Assert.Equal(status is RecommendationStatus.AssuredEmbedded or RecommendationStatus.Closed, Works(r => r.Reopen(Office, "It does not stand.", Today)));

        bool Works(Action<Recommendation> step)
        {
            var recommendation = In(status);
            var before = (recommendation.Status, recommendation.EarlierRounds.Count);
            try
            {
                step(recommendation);
                return true;
            }
            catch (RuleException fault)
            {
                Assert.EndsWith(".", fault.Message, StringComparison.Ordinal);
                Assert.Equal(before, (recommendation.Status, recommendation.EarlierRounds.Count));
                return false;
            }
        }
    }

    [Fact]
    public void The_owner_neither_assures_nor_closes_nor_reopens()
    {
        Assert.StartsWith("You own recommendation 15.", Assert.Throws<RuleException>(() => In(RecommendationStatus.DeliveredAwaitingAssurance).Assure(Owner, Today.AddDays(90), Today)).Message, StringComparison.Ordinal);
        Assert.StartsWith("You own recommendation 15.", Assert.Throws<RuleException>(() => In(RecommendationStatus.AssuredEmbedded).Close(Owner, Today)).Message, StringComparison.Ordinal);
        Assert.StartsWith("You own recommendation 15.", Assert.Throws<RuleException>(() => In(RecommendationStatus.Closed).Reopen(Owner, "No.", Today)).Message, StringComparison.Ordinal);
        Assert.Equal((true, false), (Office.MayAssure(In(RecommendationStatus.Closed)), (Office with { MemberId = 4 }).MayAssure(In(RecommendationStatus.Closed))));
    }

    [Fact]
    public void What_is_missing_is_named() =>
        Assert.Equal("Recommendation 15 has actions that are not signed off (15.1), so it cannot be assured.", Assert.Throws<RuleException>(() => In(RecommendationStatus.InDelivery).Assure(Office, Today.AddDays(90), Today)).Message);

    [Theory]
    [InlineData(null)]
    [InlineData("2018-08-06")]
    [InlineData("2019-08-08")]
    public void An_assurance_needs_a_date_to_check_again(string? recheckOn) =>
        Assert.Equal("RecheckOn", Assert.Throws<RuleException>(() => In(RecommendationStatus.DeliveredAwaitingAssurance).Assure(Office, DayOrNone(recheckOn), Today)).Field);

    [Theory]
    [InlineData(null, "It is “Not judged”.")]
    [InlineData(ImpactRating.EarlySigns, "It is “2 Early signs”.")]
    public void It_is_not_closed_while_it_makes_no_difference(ImpactRating? impact, string words)
    {
        var recommendation = In(RecommendationStatus.DeliveredAwaitingAssurance);
        recommendation.Assure(Office, Day("2018-08-01"), Day("2018-07-30"));
        if (impact is { } level)
            Judge(recommendation, level, Today);

        Assert.Equal($"Recommendation 15 is closed only when its impact is judged “3 Making a difference” or higher. {words}", Assert.Throws<RuleException>(() => recommendation.Close(Office, Today)).Message);
    }

    [Fact]
    public void It_is_not_closed_before_the_day_of_the_recheck()
    {
        var recommendation = In(RecommendationStatus.DeliveredAwaitingAssurance);
        recommendation.Assure(Office, Day("2018-10-01"), Today);
        Judge(recommendation, ImpactRating.MakingADifference, Today);

        Assert.Throws<RuleException>(() => recommendation.Close(Office, Day("2018-09-30")));
        recommendation.Close(Office, Day("2018-10-01"));
    }

    [Theory]
    [InlineData(RecommendationStatus.AssuredEmbedded, AssuranceEnd.RecheckFailed)]
    [InlineData(RecommendationStatus.Closed, AssuranceEnd.Reopened)]
    public void What_does_not_stand_is_reopened_and_keeps_all_that_was_said(RecommendationStatus status, AssuranceEnd how)
    {
        var recommendation = In(status);
        var (assured, closed) = (recommendation.AssuredOn, recommendation.ClosedOn);

        recommendation.Reopen(Office, " Five files of ten show no change. ", Today);

        var round = Assert.Single(recommendation.EarlierRounds);
        Assert.Equal((how, Today, "Programme office", "Five files of ten show no change."), (round.How, round.EndedOn, round.EndedBy, round.Reason));
        Assert.Equal((assured, closed), (round.AssuredOn, round.ClosedOn));
        Assert.Equal((RecommendationStatus.Reopened, $"{how.Words()} on 6 Aug 2018. Five files of ten show no change"), (recommendation.Status, recommendation.StatusReason));
    }

    [Fact]
    public void Reopened_it_awaits_assurance_only_after_an_action_was_signed_off_again()
    {
        var recommendation = In(RecommendationStatus.Reopened);
        Assert.Contains("was reopened on 3 August 2018 and no action was signed off since", Assert.Throws<RuleException>(() => recommendation.Assure(Office, Today.AddDays(90), Today)).Message, StringComparison.Ordinal);

        recommendation.Actions[0].Reopen(Office, "Do it again.", Today, Cycle);
        SignOff(recommendation, recommendation.Actions[0], Today);

        recommendation.Assure(Office, Today.AddDays(90), Today);
        Assert.Equal(RecommendationStatus.AssuredEmbedded, recommendation.Status);
    }

    [Theory]
    [InlineData(RecommendationStatus.InDelivery, false)]
    [InlineData(RecommendationStatus.AssuredEmbedded, true)]
    [InlineData(RecommendationStatus.Closed, true)]
    public void An_action_that_is_reopened_takes_the_assurance_with_it(RecommendationStatus status, bool taken)
    {
        var recommendation = In(status);

        Assert.Equal(taken, recommendation.FollowReopened(recommendation.Actions[0], "Programme office", Today));

        Assert.Equal(taken ? ["Action 15.1 was reopened."] : [], recommendation.EarlierRounds.Select(r => r.Reason));
    }

    [Fact]
    public void A_later_finding_reopens_what_was_closed()
    {
        var recommendation = In(RecommendationStatus.Closed);

        recommendation.Contradict(new Finding { Text = "It does not hold.", Source = "Letter" }, "Programme office", Today);

        Assert.Equal((RecommendationStatus.Reopened, ImpactRating.NoDifferenceYet, AssuranceEnd.Contradicted), (recommendation.Status, recommendation.Impact, recommendation.EarlierRounds[0].How));
    }

    [Fact]
    public void Each_past_day_keeps_its_state_whatever_happens_later()
    {
        var random = new Random(11);
        var seenAll = new HashSet<RecommendationStatus>();
        for (var round = 0; round < 40; round++)
        {
            var (recommendation, action) = Started(on: null);
            var seen = new Dictionary<DateOnly, (RecommendationStatus, string, ImpactRating?)>();
            for (var day = Day("2018-01-01"); day < Day("2018-12-01"); day = day.AddDays(1))
            {
                for (var tries = random.Next(4); tries > 0; tries--)
                    Try(random.Next(9), recommendation, action, day);
                recommendation.Rate(day);
                seen[day] = (recommendation.Status, recommendation.StatusReason, recommendation.Impact);
            }

            foreach (var (day, then) in seen)
            {
                recommendation.Rate(day);
                Assert.Equal((day, then), (day, (recommendation.Status, recommendation.StatusReason, recommendation.Impact)));
            }
            seenAll.UnionWith(seen.Values.Select(s => s.Item1));
        }
        Assert.Equal(Enum.GetValues<RecommendationStatus>().Where(s => s != RecommendationStatus.Superseded), seenAll.Order());

        static void Try(int step, Recommendation r, ActionItem a, DateOnly day)
        {
            try
            {
                switch (step)
                {
                    case 0: a.StartedOn ??= day; break;
                    case 1: a.Deliver(Lead, day, Cycle); break;
                    case 2: a.SignOff(Office, day.AddDays(5), day, Cycle); break;
                    case 3: r.Assure(Office, day.AddDays(5), day); break;
                    case 4: Judge(r, ImpactRating.MakingADifference, day); break;
                    case 5: r.Close(Office, day); break;
                    case 6 when day.Day % 5 == 0: r.Reopen(Office, "No.", day); break;
                    case 7 when day.Day % 9 == 0: r.Contradict(new Finding { Text = "No.", Source = "Letter" }, "Office", day); break;
                    case 8 when day.Day % 7 == 0:
                        a.Reopen(Office, "No.", day, Cycle);
                        r.FollowReopened(a, "Office", day);
                        break;
                }
            }
            catch (RuleException)
            {
                // Not possible in this state: nothing may have changed, which the comparison of days shows.
            }
        }
    }

    private static Recommendation In(RecommendationStatus status)
    {
        var (recommendation, action) = Started(status == RecommendationStatus.Open ? null : Day("2018-05-01"));
        if (status >= RecommendationStatus.DeliveredAwaitingAssurance)
            SignOff(recommendation, action, Day("2018-07-20"));
        if (status >= RecommendationStatus.AssuredEmbedded)
        {
            Judge(recommendation, ImpactRating.MakingADifference, Day("2018-07-20"));
            recommendation.Assure(Office, Day("2018-08-01"), Day("2018-07-25"));
        }
        if (status >= RecommendationStatus.Closed)
            recommendation.Close(Office, Day("2018-08-02"));
        if (status >= RecommendationStatus.Reopened)
            recommendation.Reopen(Office, "It does not hold.", Day("2018-08-03"));
        Assert.Equal(status, recommendation.Status);
        return recommendation;
    }

    private static EvidenceItem Shown => EvidenceItem.Describe(EvidenceItemTests.Good with { DatedOn = Day("2017-11-01"), PeriodFrom = null, PeriodTo = null }, Lead, Day("2017-11-06"));

    private static (Recommendation Recommendation, ActionItem Action) Started(DateOnly? on)
    {
        var action = new ActionItem { Ref = "15.1", Title = "Title", DoneLooksLike = "Done", LeadId = 5, BaselineStart = Day("2018-05-01"), BaselineDue = Day("2018-12-31"), StartedOn = on, Evidence = [Shown] };
        action.Rate(Today, Cycle);
        var recommendation = new Recommendation { Id = 3, ProgrammeId = 1, Ref = "15", ShortTitle = "Supervision", Text = "Supervise", Source = "Ofsted 2016", OwnerId = 4, Actions = [action] };
        recommendation.Rate(Today);
        return (recommendation, action);
    }

    private static void SignOff(Recommendation recommendation, ActionItem action, DateOnly day)
    {
        action.Deliver(Lead, day, Cycle);
        action.SignOff(Office, day.AddDays(30), day, Cycle);
        recommendation.Rate(day);
    }

    private static void Judge(Recommendation recommendation, ImpactRating level, DateOnly day) =>
        recommendation.JudgeImpact(level, "Children see one worker.", [new EvidenceFact(1, EvidenceKind.Audit, EvidenceStrength.InternallyTested, day, 30)], Office, day);
}
