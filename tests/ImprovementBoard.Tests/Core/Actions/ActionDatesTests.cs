using ImprovementBoard.Core;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Actions;
using ImprovementBoard.Core.Ratings;
using static ImprovementBoard.Tests.TestDates;

namespace ImprovementBoard.Tests.Core.Actions;

/// <summary>Dates move by a proposal that a second person decides, and in no other way.</summary>
public sealed class ActionDatesTests
{
    private const int Cycle = 28;
    private static readonly DateOnly Today = Day("2018-08-06");
    private static readonly Actor Lead = new(1, 4, "Head of safeguarding", Role.Lead);
    private static readonly Actor Office = new(1, 9, "Programme office", Role.Office);
    private static readonly DatesInput Good = new(Day("2018-11-30"), new Dictionary<int, DateOnly?>(), "No suitable applicant.");

    private static ActionItem Late()
    {
        var action = new ActionItem
        {
            Id = 7,
            ProgrammeId = 1,
            Ref = "15.2",
            Title = "Two more conference chairs",
            DoneLooksLike = "No child waits for a chair",
            LeadId = 4,
            BaselineStart = Day("2018-03-01"),
            BaselineDue = Day("2018-07-31"),
            StartedOn = Day("2018-03-01"),
        };
        action.Updates.Add(new ProgressUpdate { Id = 1, On = Day("2018-07-23"), ById = 4, WhatChanged = "Met.", ChildWouldNotice = "One worker.", InTheWay = "Nothing.", Forecast = Day("2018-07-31") });
        action.Rate(Today, Cycle);
        action.AddMilestone("Advert out", Day("2018-05-31"), Office, Day("2018-03-01"), Cycle);
        action.AddMilestone("Both at work", Day("2018-07-31"), Office, Day("2018-03-01"), Cycle);
        action.Rate(Today, Cycle);
        return action;
    }

    private static ActionItem Proposed(DatesInput? input = null, Actor? by = null)
    {
        var action = Late();
        action.ProposeDates(input ?? Good, by ?? Lead, Today).Id = 3;
        return action;
    }

    [Fact]
    public void A_proposal_moves_nothing()
    {
        var action = Proposed();

        Assert.Equal((Day("2018-07-31"), 0, DeliveryRating.OffTrack), (action.Due, action.TimesMoved, action.Delivery));
        var proposal = Assert.Single(action.Proposals);
        Assert.Equal((Day("2018-07-31"), Day("2018-11-30"), "Head of safeguarding", Today), (proposal.FromDue, proposal.NewDue, proposal.ProposedBy, proposal.ProposedOn));
        Assert.True(proposal.OpenOn(Today));
    }

    [Fact]
    public void An_accepted_proposal_moves_the_date_keeps_the_first_one_and_counts()
    {
        var action = Proposed(Good with { Milestones = new Dictionary<int, DateOnly?> { [1] = Day("2018-09-28"), [2] = Day("2018-07-31") } });

        action.AcceptDates(3, Office, " D-24 ", null, Day("2018-08-09"), Cycle);

        var move = Assert.Single(action.DueMoves);
        Assert.Equal((Day("2018-08-09"), Day("2018-11-30"), "No suitable applicant.", "D-24"), (move.On, move.To, move.Reason, move.Decision));
        Assert.Equal((Day("2018-11-30"), Day("2018-07-31"), 1), (action.Due, action.BaselineDue, action.TimesMoved));
        Assert.Equal((DeliveryRating.AtRisk, "1 milestone missed; re-baselined on 9 Aug 2018"), (action.Delivery, action.DeliveryReason));
        Assert.Equal([(2, Day("2018-07-31"), Day("2018-07-31")), (1, Day("2018-05-31"), Day("2018-09-28"))], action.MilestonesOn(Day("2018-08-09")).Select(m => (m.Number, m.Baseline, m.Current)));
        Assert.Equal(Day("2018-05-31"), action.MilestonesOn(Day("2018-08-08")).Single(m => m.Number == 1).Current);
        Assert.Equal((true, false), (action.Proposals[0].OpenOn(Day("2018-08-08")), action.Proposals[0].OpenOn(Day("2018-08-09"))));
    }

    [Fact]
    public void A_second_move_counts_two_and_the_first_agreed_date_stays()
    {
        var action = Proposed();
        action.AcceptDates(3, Office, "D-24", null, Today, Cycle);

        action.ProposeDates(Good with { NewDue = Day("2019-01-31") }, Lead, Day("2018-11-01")).Id = 4;
        action.AcceptDates(4, Office, "D-30", null, Day("2018-11-08"), Cycle);

        Assert.Equal((Day("2018-07-31"), Day("2019-01-31"), 2), (action.BaselineDue, action.Due, action.TimesMoved));
        Assert.Equal("+184 days after 31 Jul 2018, moved 2 times", ActionItem.SlipWords(action.BaselineDue, action.Due, action.TimesMoved));
    }

    [Fact]
    public void Milestones_alone_may_move_and_that_is_no_move_of_the_due_date()
    {
        var action = Late();
        action.DueMoves.Add(new() { On = Day("2018-06-01"), To = Day("2018-10-31"), Reason = "Earlier", Decision = "D-1" });
        action.Rate(Today, Cycle);
        action.ProposeDates(new(Day("2018-10-31"), new Dictionary<int, DateOnly?> { [1] = Day("2018-09-28"), [2] = Day("2018-10-31") }, "Second advert"), Lead, Today).Id = 3;

        action.AcceptDates(3, Office, "D-24", null, Today, Cycle);

        Assert.Equal((1, DeliveryRating.AtRisk, "Re-baselined on 6 Aug 2018"), (action.TimesMoved, action.Delivery, action.DeliveryReason));
    }

    private static readonly Dictionary<string, (DatesInput Input, string Field, string Words)> Faulty = new()
    {
        ["no date"] = (Good with { NewDue = null }, "NewDue", "Give the new due date"),
        ["the year 18"] = (Good with { NewDue = Day("0018-11-30") }, "NewDue", "lies before today"),
        ["the year 9999"] = (Good with { NewDue = Day("9999-12-31") }, "NewDue", "Give the new due date"),
        ["yesterday"] = (Good with { NewDue = Day("2018-08-05") }, "NewDue", "lies before today"),
        ["no reason"] = (Good with { Reason = " " }, "Reason", "Write why"),
        ["a very long reason"] = (Good with { Reason = new('x', 501) }, "Reason", "Shorten it to 500"),
        ["a milestone in the past"] = (Good with { Milestones = new Dictionary<int, DateOnly?> { [1] = Day("2018-08-01") } }, "Milestone-1", "lies before today"),
        ["a milestone after the action"] = (Good with { Milestones = new Dictionary<int, DateOnly?> { [2] = Day("2018-12-03") } }, "Milestone-2", "after the action itself"),
    };

    public static TheoryData<string> FaultyCases => [.. Faulty.Keys];

    [Theory]
    [MemberData(nameof(FaultyCases))]
    public void A_proposal_that_makes_no_sense_is_refused_beside_its_field(string what)
    {
        var (input, field, words) = Faulty[what];
        var action = Late();

        var fault = Assert.Throws<RuleException>(() => action.ProposeDates(input, Lead, Today));

        Assert.Equal(field, fault.Field);
        Assert.Contains(words, fault.Message, StringComparison.Ordinal);
        Assert.Empty(action.Proposals);
    }

    [Fact]
    public void A_proposal_that_moves_nothing_is_refused()
    {
        var action = Late();
        action.DueMoves.Add(new() { On = Day("2018-06-01"), To = Day("2018-11-30"), Reason = "Earlier", Decision = "D-1" });
        action.Rate(Today, Cycle);

        Assert.StartsWith("The due date is 30 November 2018 already", Assert.Throws<RuleException>(() => action.ProposeDates(Good, Lead, Today)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_proposal_waits_at_a_time_and_none_after_delivery()
    {
        Assert.Contains("proposed already", Assert.Throws<RuleException>(() => Proposed().ProposeDates(Good, Office, Today)).Message, StringComparison.Ordinal);
        var delivered = Late();
        delivered.DeliveredOn = Today;
        Assert.Contains("waits for sign-off", Assert.Throws<RuleException>(() => delivered.ProposeDates(Good, Lead, Today)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Neither_the_lead_nor_who_proposed_it_decides()
    {
        Assert.StartsWith("You lead action 15.2.", Assert.Throws<RuleException>(() => Proposed(by: Office).AcceptDates(3, Lead, "D-24", null, Today, Cycle)).Message, StringComparison.Ordinal);
        Assert.StartsWith("You proposed these dates.", Assert.Throws<RuleException>(() => Proposed(by: Office).AcceptDates(3, Office, "D-24", null, Today, Cycle)).Message, StringComparison.Ordinal);
        Assert.StartsWith("You proposed these dates.", Assert.Throws<RuleException>(() => Proposed(by: Office).RefuseDates(3, Office, null, "No.", Today)).Message, StringComparison.Ordinal);
        var byOffice = Proposed(by: Office).Proposals[0];
        Assert.Equal((false, true, false), (Office.MayDecide(4, byOffice), (Office with { MemberId = 10 }).MayDecide(4, byOffice), (Office with { MemberId = 10 }).MayDecide(10, byOffice)));
    }

    [Fact]
    public void An_acceptance_needs_its_decision_and_a_refusal_its_reason()
    {
        var action = Proposed();

        Assert.Equal("Decision", Assert.Throws<RuleException>(() => action.AcceptDates(3, Office, " ", null, Today, Cycle)).Field);
        Assert.Equal("Note", Assert.Throws<RuleException>(() => action.RefuseDates(3, Office, "D-24", " ", Today)).Field);
        Assert.Equal((Day("2018-07-31"), true), (action.Due, action.Proposals[0].OpenOn(Today)));
    }

    [Fact]
    public void A_refused_or_withdrawn_proposal_moves_nothing_and_stays_to_be_read()
    {
        var action = Proposed();
        action.RefuseDates(3, Office, null, "The board wants the adverts first.", Today);
        action.ProposeDates(Good, Lead, Today).Id = 4;
        Assert.Throws<RuleException>(() => action.WithdrawDates(4, Office, Today));
        action.WithdrawDates(4, Lead, Today);

        Assert.Equal([ProposalOutcome.Refused, ProposalOutcome.Withdrawn], action.Proposals.Select(p => p.Outcome!.Value));
        Assert.Equal((0, Day("2018-07-31")), (action.DueMoves.Count, action.Due));
        Assert.Contains("decided meanwhile", Assert.Throws<RuleException>(() => action.AcceptDates(3, Office, "D-1", null, Today, Cycle)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Dates_that_passed_while_a_proposal_waited_are_not_accepted_any_more()
    {
        var action = Proposed();

        Assert.Equal("NewDue", Assert.Throws<RuleException>(() => action.AcceptDates(3, Office, "D-24", null, Day("2018-12-01"), Cycle)).Field);
        Assert.Empty(action.DueMoves);
        action.RefuseDates(3, Office, null, "The date has passed.", Day("2018-12-01"));
    }
}
