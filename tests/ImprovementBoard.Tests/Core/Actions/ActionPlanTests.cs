using ImprovementBoard.Core;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Actions;
using ImprovementBoard.Core.Ratings;
using static ImprovementBoard.Tests.TestDates;

namespace ImprovementBoard.Tests.Core.Actions;

/// <summary>Milestones, what blocks the work, who answers for it and what it costs.</summary>
public sealed class ActionPlanTests
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
            Title = "Two more conference chairs",
            DoneLooksLike = "No child waits for a chair",
            LeadId = 4,
            BaselineStart = Day("2018-05-01"),
            BaselineDue = Day("2018-09-28"),
            StartedOn = Day("2018-05-01"),
        };
        action.Updates.Add(new ProgressUpdate { Id = 1, On = Day("2018-07-23"), ById = 4, WhatChanged = "Met.", ChildWouldNotice = "One worker.", InTheWay = "Nothing.", Forecast = Day("2018-09-28") });
        action.Rate(Today, Cycle);
        return action;
    }

    private static ActionItem With(params string[] milestones)
    {
        var action = InProgress();
        foreach (var date in milestones)
            action.AddMilestone($"Step of {date}", Day(date), Office, Day("2018-05-01"), Cycle);
        action.Rate(Today, Cycle);
        return action;
    }

    [Theory]
    [InlineData("2018-08-05", true)]
    [InlineData("2018-08-06", false)] // its day is not over
    [InlineData("2018-09-28", false)]
    public void A_milestone_is_missed_when_its_date_has_passed_without_it(string date, bool missed)
    {
        var action = With(date);

        Assert.Equal((missed, missed ? DeliveryRating.AtRisk : DeliveryRating.OnTrack), (Assert.Single(action.MilestonesOn(Today)).Missed, action.Delivery));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("2018-04-30")] // before the action starts
    [InlineData("2018-09-29")] // after it is due
    public void A_milestone_lies_between_start_and_due_date(string? date)
    {
        var fault = Assert.Throws<RuleException>(() => InProgress().AddMilestone("Advert out", DayOrNone(date), Office, Today, Cycle));

        Assert.Equal(("Give a date from 1 May 2018, when the action starts, to 28 September 2018, when it is due.", "MilestoneDate"), (fault.Message, fault.Field));
    }

    [Fact]
    public void What_is_not_for_publication_says_why_both_ways()
    {
        var action = new ActionItem { Ref = "9.1", Title = "Join up", DoneLooksLike = "One plan" };

        Assert.Equal("PublicationReason", Assert.Throws<RuleException>(() => action.SetPublication(true, " ")).Field);
        Assert.Equal("Not for publication (before: may be published). Names a child’s school.", action.SetPublication(true, " Names a child’s school. "));
        Assert.Equal("Names a child’s school.", action.NotForPublication);
        Assert.Throws<RuleException>(() => action.SetPublication(true, "Again."));
        Assert.Equal("May be published (before: not for publication, Names a child’s school). The school has closed.", action.SetPublication(false, "The school has closed."));
        Assert.Null(action.NotForPublication);
        Assert.Throws<RuleException>(() => action.SetPublication(false, "Again."));
    }

    [Fact]
    public void The_partner_changes_and_each_day_keeps_its_own()
    {
        var (action, office) = (new ActionItem { Ref = "9.1", Title = "Join up", DoneLooksLike = "One plan", PartnerAgency = "Locala" }, new Actor(1, 9, "Programme office", Role.Office));

        action.SetPartner(" The police ", office, new(2018, 3, 1), 28);
        action.SetPartner("", office, new(2018, 4, 1), 28);

        Assert.Equal(["Locala", "The police", "The police", null], new DateOnly[] { new(2018, 2, 28), new(2018, 3, 1), new(2018, 3, 31), new(2018, 4, 1) }.Select(action.PartnerOn));
        Assert.Equal(("The police", null), (action.AsAt(new(2018, 3, 1), 28).PartnerAgency, action.PartnerAgency));
        Assert.DoesNotContain("police", action.SearchText, StringComparison.Ordinal);
        Assert.Equal("PartnerAgency", Assert.Throws<RuleException>(() => action.SetPartner(null, office, new(2018, 4, 1), 28)).Field);
        Assert.Equal("PartnerAgency", Assert.Throws<RuleException>(() => action.SetPartner(new string('x', 81), office, new(2018, 4, 1), 28)).Field);
    }

    [Fact]
    public void A_milestone_done_late_was_missed_until_somebody_said_that_it_is_done()
    {
        var action = With("2018-07-27");

        action.MarkMilestone(1, Day("2018-07-30"), Lead, Today, Cycle);

        Assert.Equal((Day("2018-07-30"), false, DeliveryRating.OnTrack), (action.MilestonesOn(Today)[0].DoneOn, action.MilestonesOn(Today)[0].Missed, action.Delivery));
        Assert.Equal((null, true), (action.MilestonesOn(Day("2018-08-05"))[0].DoneOn, action.MilestonesOn(Day("2018-08-05"))[0].Missed));
        Assert.Equal(Day("2018-07-27"), action.MilestonesOn(Today)[0].Baseline);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("2018-08-07")] // tomorrow
    [InlineData("2018-04-30")] // before the agreed start
    public void The_day_a_milestone_was_done_is_one_that_can_be(string? doneOn) =>
        Assert.Equal("DoneOn", Assert.Throws<RuleException>(() => With("2018-07-27").MarkMilestone(1, DayOrNone(doneOn), Lead, Today, Cycle)).Field);

    [Fact]
    public void A_milestone_is_done_once_and_not_before_work_starts()
    {
        var action = With("2018-07-27");
        action.MarkMilestone(1, Today, Lead, Today, Cycle);

        Assert.Equal("“Step of 2018-07-27” is marked as done already.", Assert.Throws<RuleException>(() => action.MarkMilestone(1, Today, Lead, Today, Cycle)).Message);
        action = With("2018-07-27");
        action.StartedOn = null;
        Assert.StartsWith("Action 15.2 has not started", Assert.Throws<RuleException>(() => action.MarkMilestone(1, Today, Lead, Today, Cycle)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_action_is_not_delivered_while_a_milestone_is_not_done_or_it_is_blocked()
    {
        var action = With("2018-07-27", "2018-09-03");
        action.MarkMilestone(1, Today, Lead, Today, Cycle);

        Assert.Equal("The milestone “Step of 2018-09-03” of action 15.2 is not done. Mark it as done first.", Assert.Throws<RuleException>(() => action.Deliver(Lead, Today, Cycle)).Message);

        action.MarkMilestone(2, Today, Lead, Today, Cycle);
        action.Block("No room.", null, Lead, Today, Cycle);
        Assert.Contains("marked as blocked", Assert.Throws<RuleException>(() => action.Deliver(Lead, Today, Cycle)).Message, StringComparison.Ordinal);

        action.Unblock(Lead, Today, Cycle);
        action.Deliver(Lead, Today, Cycle);
        Assert.Equal(ActionState.AwaitingSignOff, action.State);
    }

    [Fact]
    public void Every_reason_for_a_miss_is_kept_and_the_latest_is_shown()
    {
        var action = With("2018-07-27", "2018-09-03");

        action.ExplainMiss(1, " No applicant. ", Lead, Day("2018-08-01"));
        action.ExplainMiss(1, "Second advert runs.", Lead, Today);

        Assert.Equal(["No applicant.", "Second advert runs."], action.MissedReasons.Select(r => r.Text));
        Assert.Equal(("No applicant.", "Second advert runs."), (action.MilestonesOn(Day("2018-08-05"))[0].MissedReason!.Text, action.MilestonesOn(Today)[0].MissedReason!.Text));
        Assert.Equal("MissedReason", Assert.Throws<RuleException>(() => action.ExplainMiss(1, " ", Lead, Today)).Field);
        Assert.Contains("has not passed", Assert.Throws<RuleException>(() => action.ExplainMiss(2, "Early.", Lead, Today)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, DeliveryRating.AtRisk, "Blocked: two posts are empty")]
    [InlineData("  ", DeliveryRating.AtRisk, "Blocked: two posts are empty")]
    [InlineData("Improvement board", DeliveryRating.OffTrack, "Blocked: two posts are empty; needs a decision of the improvement board")]
    [InlineData("DfE", DeliveryRating.OffTrack, "Blocked: two posts are empty; needs a decision of the DfE")]
    public void A_block_rates_it_by_who_can_clear_it(string? decider, DeliveryRating rating, string reason)
    {
        var action = InProgress();

        action.Block("two posts are empty.", decider, Lead, Today, Cycle);

        Assert.Equal((rating, reason), (action.Delivery, action.DeliveryReason));
    }

    [Fact]
    public void A_block_that_ended_is_kept_and_counts_on_its_days_only()
    {
        var action = InProgress();
        action.Block("No room.", null, Lead, Day("2018-07-30"), Cycle);

        action.Unblock(Office, Day("2018-08-02"), Cycle);

        var block = Assert.Single(action.Blocks);
        Assert.Equal((Day("2018-07-30"), Day("2018-08-02"), "Head of safeguarding", "Programme office"), (block.From, block.Until, block.By, block.EndedBy));
        Assert.Equal([false, true, true, false], new[] { "2018-07-29", "2018-07-30", "2018-08-01", "2018-08-02" }.Select(d => action.BlockOn(Day(d)) is not null));
        Assert.Throws<RuleException>(() => action.Unblock(Lead, Today, Cycle));
    }

    [Fact]
    public void It_is_blocked_once_at_a_time_with_a_reason_and_not_after_delivery()
    {
        var action = InProgress();

        Assert.Equal("BlockReason", Assert.Throws<RuleException>(() => action.Block(" ", null, Lead, Today, Cycle)).Field);
        Assert.Equal("NeedsDecisionOf", Assert.Throws<RuleException>(() => action.Block("No room.", new('x', 61), Lead, Today, Cycle)).Field);
        Assert.Empty(action.Blocks);
        action.Block("No room.", null, Lead, Today, Cycle);
        Assert.Contains("already", Assert.Throws<RuleException>(() => action.Block("Again.", null, Lead, Today, Cycle)).Message, StringComparison.Ordinal);
        action.Unblock(Lead, Today, Cycle);
        action.Deliver(Lead, Today, Cycle);
        Assert.StartsWith("Action 15.2 waits for sign-off", Assert.Throws<RuleException>(() => action.Block("No.", null, Lead, Today, Cycle)).Message, StringComparison.Ordinal);
    }

    private static Member Post(int id, string? left = null) => new() { Id = id, Title = "Director", Agency = "Council", From = Day("2017-01-01"), To = DayOrNone(left) };

    private static readonly Dictionary<string, (TermsInput Input, Member? Sro, string? Field)> Terms = new()
    {
        ["all filled in"] = (new(5, 45_000, "Transformation fund", true), Post(5), null),
        ["nothing filled in"] = (new(null, null, null, false), null, null),
        ["the lead"] = (new(4, null, null, false), Post(4), "SroId"),
        ["a post that ended"] = (new(5, null, null, false), Post(5, "2018-08-05"), "SroId"),
        ["a post there is not"] = (new(99, null, null, false), null, "SroId"),
        ["a cost below zero"] = (new(null, -1, null, false), null, "CostPounds"),
        ["a cost beyond reason"] = (new(null, 1_000_000_001, null, false), null, "CostPounds"),
        ["no cost at all"] = (new(null, 0, null, false), null, null),
        ["agreed money from nowhere"] = (new(null, 10, " ", true), null, "Funding"),
        ["too many words"] = (new(null, 10, new('x', 121), false), null, "Funding"),
    };

    public static TheoryData<string> TermsCases => [.. Terms.Keys];

    [Theory]
    [MemberData(nameof(TermsCases))]
    public void Owner_and_money_make_sense_or_are_refused(string what)
    {
        var (input, sro, field) = Terms[what];
        var action = InProgress();

        var fault = Record.Exception(() => action.SetTerms(input, sro, Office, Today)) as RuleException;

        Assert.Equal(field, fault?.Field);
        Assert.Equal(field is null ? 1 : 0, action.Terms.Count);
    }

    [Fact]
    public void A_new_owner_leaves_the_old_one_on_the_days_before()
    {
        var action = InProgress();
        action.SetTerms(new(5, 1000, null, false), Post(5), Office, Day("2018-06-01"));

        action.SetTerms(new(6, 2000, null, false), Post(6), Office, Today);

        Assert.Equal((5, 6, 6), (action.TermsOn(Day("2018-08-05"))!.SroId, action.TermsOn(Today)!.SroId, action.SroId));
        Assert.Null(action.TermsOn(Day("2018-05-31")));
    }
}
