using ImprovementBoard.Core;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Actions;
using ImprovementBoard.Core.Evidence;
using ImprovementBoard.Core.Ratings;
using ImprovementBoard.Tests.Core.Evidence;
using static ImprovementBoard.Tests.TestDates;

namespace ImprovementBoard.Tests.Core.Actions;

/// <summary>Delivered is not closed; and what a reviewer says of an update.</summary>
public sealed class ActionDeliveryTests
{
    private const int Cycle = 28;
    private static readonly DateOnly Today = Day("2018-08-06");
    private static readonly Actor Lead = new(1, 4, "Head of safeguarding", Role.Lead);
    private static readonly Actor Office = new(1, 9, "Programme office", Role.Office);

    private static ActionItem InProgress()
    {
        var action = new ActionItem
        {
            Id = 7,
            ProgrammeId = 1,
            Ref = "15.2",
            Title = "Supervise every worker each month",
            DoneLooksLike = "Children know who looks after their case",
            LeadId = 4,
            BaselineStart = Day("2018-05-01"),
            BaselineDue = Day("2018-09-28"),
            StartedOn = Day("2018-05-01"),
            Evidence = [EvidenceItem.Describe(EvidenceItemTests.Good with { DatedOn = Day("2018-06-29"), PeriodFrom = null, PeriodTo = null }, Lead, Day("2018-07-02"))],
        };
        action.Updates.Add(new ProgressUpdate { Id = 1, On = Day("2018-07-23"), ById = 4, WhatChanged = "Met.", ChildWouldNotice = "One worker.", InTheWay = "Nothing.", Forecast = Day("2018-10-05"), LeadSays = DeliveryRating.OnTrack });
        action.Rate(Today, Cycle);
        return action;
    }

    private static ActionItem In(ActionState state)
    {
        var action = InProgress();
        if (state == ActionState.NotStarted)
            action.StartedOn = null;
        if (state >= ActionState.AwaitingSignOff)
            action.Deliver(Lead, Day("2018-07-25"), Cycle);
        if (state >= ActionState.Embedding)
            action.SignOff(Office, Day("2018-08-01"), Day("2018-07-30"), Cycle);
        if (state >= ActionState.Closed)
            action.Close(Office, Day("2018-08-01"), Cycle);
        Assert.Equal(state, action.State);
        return action;
    }

    public static TheoryData<ActionState> States => [.. Enum.GetValues<ActionState>()];

    [Fact]
    public void It_goes_from_delivered_by_a_second_person_and_a_recheck_to_closed()
    {
        var action = InProgress();

        action.Deliver(Lead, Today, Cycle);
        Assert.Equal((ActionState.AwaitingSignOff, DeliveryRating.AwaitingSignOff), (action.State, action.Delivery));

        action.SignOff(Office, Day("2019-02-06"), Today, Cycle);
        Assert.Equal((ActionState.Embedding, DeliveryRating.Complete, "Programme office"), (action.State, action.Delivery, action.SignedOffBy));

        action.Close(Office, Day("2019-02-06"), Cycle);
        Assert.Equal((ActionState.Closed, Day("2019-02-06")), (action.State, action.ClosedOn));
    }

    [Theory]
    [MemberData(nameof(States))]
    public void Each_step_is_possible_in_its_own_state_only(ActionState state)
    {
        Assert.Equal(state == ActionState.InProgress, Works(a => a.Deliver(Lead, Today, Cycle)));
        Assert.Equal(state == ActionState.AwaitingSignOff, Works(a => a.SignOff(Office, Today.AddDays(90), Today, Cycle)));
        Assert.Equal(state == ActionState.Embedding, Works(a => a.Close(Office, Today, Cycle)));
        Assert.Equal(state >= ActionState.AwaitingSignOff, Works(a => a.Reopen(Office, "It does not stand.", Today, Cycle)));

        bool Works(Action<ActionItem> step)
        {
            var action = In(state);
            var before = (action.State, action.EarlierRounds.Count);
            try
            {
                step(action);
                return true;
            }
            catch (RuleException fault)
            {
                Assert.EndsWith(".", fault.Message, StringComparison.Ordinal);
                Assert.Equal(before, (action.State, action.EarlierRounds.Count));
                return false;
            }
        }
    }

    [Fact]
    public void Nobody_signs_off_closes_or_sends_back_their_own_action()
    {
        Assert.StartsWith("You lead action 15.2.", Assert.Throws<RuleException>(() => In(ActionState.AwaitingSignOff).SignOff(Lead, Today.AddDays(90), Today, Cycle)).Message, StringComparison.Ordinal);
        Assert.StartsWith("You lead action 15.2.", Assert.Throws<RuleException>(() => In(ActionState.Embedding).Close(Lead, Today, Cycle)).Message, StringComparison.Ordinal);
        Assert.StartsWith("You lead action 15.2.", Assert.Throws<RuleException>(() => In(ActionState.AwaitingSignOff).Reopen(Lead, "No.", Today, Cycle)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_marked_it_as_delivered_for_the_lead_does_not_sign_it_off()
    {
        var action = InProgress();
        action.Deliver(Office, Today, Cycle);

        var fault = Assert.Throws<RuleException>(() => action.SignOff(Office, Today.AddDays(90), Today, Cycle));

        Assert.Equal("You marked action 15.2 as delivered. Someone else must decide whether it is.", fault.Message);
        Assert.Equal((false, true), (Office.MayReview(action), (Office with { MemberId = 10 }).MayReview(action)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("2018-08-06")]
    [InlineData("1800-01-01")]
    [InlineData("2019-08-08")]
    public void A_sign_off_needs_a_date_to_check_again(string? recheckOn)
    {
        var fault = Assert.Throws<RuleException>(() => In(ActionState.AwaitingSignOff).SignOff(Office, DayOrNone(recheckOn), Today, Cycle));

        Assert.Equal(("Give a re-check date after today and not later than 7 August 2019.", "RecheckOn"), (fault.Message, fault.Field));
    }

    [Theory]
    [InlineData("none")]
    [InlineData("withdrawn")]
    [InlineData("attached later")]
    public void Without_evidence_that_stands_it_is_not_signed_off(string evidence)
    {
        var action = In(ActionState.AwaitingSignOff);
        if (evidence == "none")
            action.Evidence.Clear();
        else if (evidence == "withdrawn")
            action.Evidence[0].Withdraw(Lead, "Too few files.", Today);
        else
            action.Evidence[0].AddedOn = Today.AddDays(1);

        var fault = Assert.Throws<RuleException>(() => action.SignOff(Office, Today.AddDays(90), Today, Cycle));

        Assert.Equal("No evidence is attached to action 15.2. Attach some, or send it back.", fault.Message);
        Assert.Equal(ActionState.AwaitingSignOff, action.State);
        action.Reopen(Office, "Nothing shows it.", Today, Cycle);
    }

    [Fact]
    public void It_is_not_closed_before_the_day_of_the_recheck()
    {
        var action = In(ActionState.AwaitingSignOff);
        action.SignOff(Office, Day("2018-10-01"), Today, Cycle);

        Assert.Throws<RuleException>(() => action.Close(Office, Day("2018-09-30"), Cycle));
        Assert.Equal(ActionState.Embedding, action.State);
        action.Close(Office, Day("2018-10-01"), Cycle);
    }

    [Theory]
    [InlineData(ActionState.AwaitingSignOff, RoundEnd.SentBack)]
    [InlineData(ActionState.Embedding, RoundEnd.RecheckFailed)]
    [InlineData(ActionState.Closed, RoundEnd.Reopened)]
    public void What_does_not_stand_goes_on_and_keeps_all_that_was_said(ActionState state, RoundEnd how)
    {
        var action = In(state);
        var (delivered, signed) = (action.DeliveredOn, action.SignedOffOn);

        action.Reopen(Office, " Five files of ten show no change. ", Today, Cycle);

        Assert.Equal((ActionState.InProgress, DeliveryRating.AtRisk), (action.State, action.Delivery));
        var round = Assert.Single(action.EarlierRounds);
        Assert.Equal((how, Today, "Programme office", "Five files of ten show no change."), (round.How, round.EndedOn, round.EndedBy, round.Reason));
        Assert.Equal((delivered, signed), (round.DeliveredOn, round.SignedOffOn));
    }

    [Fact]
    public void It_may_be_delivered_again_after_it_was_reopened()
    {
        var action = In(ActionState.Closed);
        action.Reopen(Office, "An audit contradicts it.", Today, Cycle);

        action.Deliver(Lead, Day("2018-09-03"), Cycle);
        action.Reopen(Office, "Still not.", Day("2018-09-10"), Cycle);

        Assert.Equal([RoundEnd.Reopened, RoundEnd.SentBack], action.EarlierRounds.Select(r => r.How));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("\0")]
    public void Sending_back_needs_a_reason(string reason)
    {
        var action = In(ActionState.AwaitingSignOff);

        Assert.Equal("Reason", Assert.Throws<RuleException>(() => action.Reopen(Office, reason, Today, Cycle)).Field);
        Assert.Equal(ActionState.AwaitingSignOff, action.State);
    }

    [Fact]
    public void Each_past_day_is_rated_as_it_was_seen_then()
    {
        var action = In(ActionState.Embedding);   // delivered 25 July, signed off 30 July
        var seen = Enumerable.Range(0, 8).Select(i => Day("2018-07-24").AddDays(i)).ToDictionary(d => d, d => DeliveryRule.Rate(action.FactsOn(d, Cycle)));

        action.Reopen(Office, "It does not hold.", Day("2018-08-01"), Cycle);

        Assert.All(seen, day => Assert.Equal(day.Value, DeliveryRule.Rate(action.FactsOn(day.Key, Cycle))));
        Assert.Equal([DeliveryRating.AtRisk, DeliveryRating.AwaitingSignOff, DeliveryRating.Complete, DeliveryRating.AtRisk],
            new[] { "2018-07-24", "2018-07-25", "2018-07-30", "2018-08-01" }.Select(d => DeliveryRule.Rate(action.FactsOn(Day(d), Cycle)).Rating));
    }

    [Fact]
    public void A_lead_becomes_sunnier_only_with_a_reviewer_and_for_one_cycle()
    {
        var action = InProgress();
        Assert.Equal((DeliveryRating.AtRisk, DeliveryRating.OnTrack), (action.Delivery, action.LeadSays));

        action.AcceptUpdate(1, Office, DeliveryRating.OnTrack, "The supplier confirmed the date.", Today, Cycle);

        Assert.Equal((DeliveryRating.OnTrack, DeliveryRating.AtRisk, (DeliveryRating?)DeliveryRating.OnTrack), (action.Delivery, action.RuleSays, action.ReviewerSays));
        action.Rate(Day("2018-08-20"), Cycle);   // 28 days after the update
        Assert.Equal(DeliveryRating.OnTrack, action.Delivery);
        action.Rate(Day("2018-08-21"), Cycle);
        Assert.Equal((DeliveryRating.AtRisk, (DeliveryRating?)null), (action.Delivery, action.ReviewerSays));
    }

    [Fact]
    public void Another_rating_than_the_rules_needs_a_reason() =>
        Assert.Equal("ReviewNote", Assert.Throws<RuleException>(() => InProgress().AcceptUpdate(1, Office, DeliveryRating.OnTrack, " ", Today, Cycle)).Field);

    [Theory]
    [InlineData(null, null)]
    [InlineData("  ", null)]
    [InlineData(" Well evidenced. ", "Well evidenced.")]
    public void What_a_reviewer_writes_beside_an_acceptance_is_kept(string? written, string? kept)
    {
        var action = InProgress();

        action.AcceptUpdate(1, Office, null, written, Today, Cycle);

        Assert.Equal((kept, (DeliveryRating?)null), (action.Updates[0].ReviewNote, action.Updates[0].Agreed));
    }

    [Fact]
    public void A_returned_update_counts_as_if_it_had_not_been_posted()
    {
        var action = InProgress();

        action.ReturnUpdate(1, Office, "Say how many.", Today, Cycle);

        Assert.Equal((null, DeliveryRating.OffTrack), (action.LastUpdateOn, action.Delivery));
        Assert.Equal(Day("2018-07-23"), action.FactsOn(Day("2018-08-05"), Cycle).LastUpdateOn);
    }

    [Fact]
    public void A_reviewer_who_read_an_older_update_is_told_of_the_newer_one()
    {
        var action = InProgress();
        action.Updates.Add(new ProgressUpdate { Id = 2, On = Today, ById = 4, WhatChanged = "More.", ChildWouldNotice = "More.", InTheWay = "Nothing.", Forecast = Day("2018-10-05") });

        Assert.Contains("newer update", Assert.Throws<RuleException>(() => action.AcceptUpdate(1, Office, null, null, Today, Cycle)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nobody_reviews_their_own_words()
    {
        var action = InProgress();

        Assert.Throws<RuleException>(() => action.AcceptUpdate(1, Lead, null, null, Today, Cycle));
        action.Updates[0].ById = 9;
        Assert.Throws<RuleException>(() => action.AcceptUpdate(1, Office, null, null, Today, Cycle));
    }
}
