using ImprovementBoard.Core;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Actions;
using ImprovementBoard.Core.Evidence;
using ImprovementBoard.Core.Ratings;
using ImprovementBoard.Tests.Core.Evidence;
using static ImprovementBoard.Tests.TestDates;

namespace ImprovementBoard.Tests.Core.Actions;

public sealed class ActionItemTests
{
    private const int Cycle = 28;
    private const int LeadId = 4;
    private static readonly Actor Office = new(1, 9, "Programme office", Role.Office);
    private static readonly DateOnly Today = Day("2018-08-06");

    private static readonly UpdateInput Good = new()
    {
        WhatChanged = "All team managers have met their workers.",
        ChildWouldNotice = "The same worker at every visit.",
        InTheWay = "Nothing.",
        Forecast = Day("2018-09-28"),
    };

    private static ActionItem Action() => new()
    {
        Id = 7,
        ProgrammeId = 1,
        Ref = "15.2",
        Title = "Supervise every worker each month",
        DoneLooksLike = "Children know who looks after their case",
        LeadId = LeadId,
        BaselineStart = Day("2018-05-01"),
        BaselineDue = Day("2018-09-28"),
        StartedOn = Day("2018-05-01"),
    };

    [Fact]
    public void An_update_keeps_the_answers_and_who_gave_them_when()
    {
        var action = Action();

        var update = action.PostUpdate(Good with { WhatChanged = "  Trimmed. \n", LeadSays = DeliveryRating.AtRisk }, LeadId, byOffice: true, Today, Cycle);

        Assert.Same(update, Assert.Single(action.Updates));
        Assert.Equal(("Trimmed.", "The same worker at every visit.", "Nothing."), (update.WhatChanged, update.ChildWouldNotice, update.InTheWay));
        Assert.Equal((1, 7, LeadId, true), (update.ProgrammeId, update.ActionItemId, update.ById, update.PostedByOffice));
        Assert.Equal((Today, Day("2018-09-28"), DeliveryRating.AtRisk), (update.On, update.Forecast, update.LeadSays));
    }

    [Fact]
    public void A_line_end_is_one_character_however_a_form_sends_it()
    {
        var update = Action().PostUpdate(Good with { WhatChanged = "One\r\ntwo\nthree" }, LeadId, byOffice: false, Today, Cycle);

        Assert.Equal("One\ntwo\nthree", update.WhatChanged);
    }

    [Fact]
    public void Only_exactly_the_same_from_the_same_form_by_the_same_person_was_posted_before()
    {
        var action = Action();
        var first = Good with { PostKey = Guid.NewGuid(), LeadSays = DeliveryRating.AtRisk };
        Assert.False(action.HasPosted(first, LeadId));

        action.PostUpdate(first, LeadId, byOffice: false, Today, Cycle);

        Assert.True(action.HasPosted(first with { WhatChanged = first.WhatChanged + " \r\n" }, LeadId));
        Assert.False(action.HasPosted(first, LeadId + 1));
        Assert.False(action.HasPosted(first with { PostKey = null }, LeadId));
        Assert.False(action.HasPosted(first with { PostKey = Guid.NewGuid() }, LeadId));
        Assert.False(action.HasPosted(first with { WhatChanged = "Other words." }, LeadId));
        Assert.False(action.HasPosted(first with { ChildWouldNotice = "Other words." }, LeadId));
        Assert.False(action.HasPosted(first with { InTheWay = "Other words." }, LeadId));
        Assert.False(action.HasPosted(first with { Forecast = Today }, LeadId));
        Assert.False(action.HasPosted(first with { LeadSays = null }, LeadId));
        Assert.Throws<RuleException>(() => action.PostUpdate(first with { InTheWay = "Other words." }, LeadId, byOffice: false, Today, Cycle));
        Assert.Single(action.Updates);
    }

    [Fact]
    public void An_update_rates_the_action_again()
    {
        var action = Action();
        action.Rate(Today, Cycle);
        Assert.Equal(DeliveryRating.OffTrack, action.Delivery);

        action.PostUpdate(Good with { Forecast = Day("2018-10-05") }, LeadId, byOffice: false, Today, Cycle);

        Assert.Equal((DeliveryRating.AtRisk, "Forecast 5 working days late"), (action.Delivery, action.DeliveryReason));
        Assert.Equal((Day("2018-10-05"), Today), (action.Forecast, action.LastUpdateOn));
    }

    [Fact]
    public void The_due_date_does_not_move_with_an_update()
    {
        var action = Action();

        action.PostUpdate(Good with { Forecast = Day("2019-03-29") }, LeadId, byOffice: false, Today, Cycle);

        Assert.Equal((Day("2018-09-28"), Day("2018-09-28")), (action.Due, action.BaselineDue));
        Assert.Empty(action.DueMoves);
    }

    [Theory]
    [InlineData(null, false, null, ActionState.NotStarted)]
    [InlineData(null, true, "2018-08-06", ActionState.InProgress)]
    [InlineData("2018-05-01", true, "2018-05-01", ActionState.InProgress)] // it starts only once
    [InlineData("2018-05-01", false, "2018-05-01", ActionState.InProgress)]
    public void Work_starts_with_the_update_that_says_so(string? startedOn, bool started, string? since, ActionState state)
    {
        var action = Action();
        action.StartedOn = DayOrNone(startedOn);

        action.PostUpdate(Good with { Started = started }, LeadId, byOffice: false, Today, Cycle);

        Assert.Equal((DayOrNone(since), state), (action.StartedOn, action.State));
    }

    [Fact]
    public void A_signed_off_action_takes_no_update()
    {
        var action = Action();
        (action.DeliveredOn, action.SignedOffOn) = (Day("2018-07-02"), Day("2018-07-20"));

        var fault = Assert.Throws<RuleException>(() => action.PostUpdate(Good, LeadId, byOffice: false, Today, Cycle));

        Assert.Equal("Action 15.2 is signed off, so it takes no more updates. Ask the programme office to reopen it.", fault.Message);
        Assert.Null(fault.Field);
        Assert.Empty(action.Updates);
    }

    [Fact]
    public void An_action_that_awaits_sign_off_takes_an_update_and_stays_there()
    {
        var action = Action();
        action.DeliveredOn = Day("2018-08-03");

        action.PostUpdate(Good with { LeadSays = DeliveryRating.OffTrack }, LeadId, byOffice: false, Today, Cycle);

        Assert.Single(action.Updates);
        Assert.Equal(DeliveryRating.AwaitingSignOff, action.Delivery);
    }

    [Fact]
    public void A_faulty_update_changes_nothing()
    {
        var action = Action();
        action.StartedOn = null;
        action.Rate(Today, Cycle);
        var before = (action.Delivery, action.DeliveryReason, action.Forecast, action.Strip, action.StartedOn);

        Assert.Throws<RuleException>(() => action.PostUpdate(Good with { Forecast = null, Started = true }, LeadId, byOffice: false, Today, Cycle));

        Assert.Empty(action.Updates);
        Assert.Equal(before, (action.Delivery, action.DeliveryReason, action.Forecast, action.Strip, action.StartedOn));
    }

    [Fact]
    public void The_last_of_two_updates_on_one_day_counts()
    {
        var action = Action();
        action.PostUpdate(Good with { Forecast = Day("2018-12-31") }, LeadId, byOffice: false, Today, Cycle);
        action.Updates[0].Id = 31; // saved

        action.PostUpdate(Good, LeadId, byOffice: false, Today, Cycle);

        Assert.Equal((Day("2018-09-28"), DeliveryRating.OnTrack), (action.Forecast, action.Delivery));
    }

    [Fact]
    public void Before_the_first_update_the_forecast_is_the_due_date()
    {
        var action = Action();

        action.Rate(Today, Cycle);

        Assert.Equal((Day("2018-09-28"), (DateOnly?)null), (action.Forecast, action.LastUpdateOn));
    }

    [Fact]
    public void An_agreed_move_counts_from_its_day_and_the_first_date_stays()
    {
        var action = Action();
        action.DueMoves =
        [
            new() { On = Day("2018-06-12"), To = Day("2018-10-31"), Reason = "Recruitment", Decision = "D4" },
            new() { On = Day("2018-08-02"), To = Day("2018-11-30"), Reason = "Recruitment again", Decision = "D9" },
        ];

        action.Rate(Today, Cycle);

        Assert.Equal((Day("2018-11-30"), Day("2018-09-28")), (action.Due, action.BaselineDue));
        Assert.Equal(Day("2018-09-28"), action.FactsOn(Day("2018-06-11"), Cycle).Due);
        Assert.Equal(Day("2018-10-31"), action.FactsOn(Day("2018-06-12"), Cycle).Due);
        Assert.Equal(Day("2018-10-31"), action.FactsOn(Day("2018-08-01"), Cycle).Due);
        Assert.Equal(Day("2018-11-30"), action.FactsOn(Day("2018-08-02"), Cycle).Due);
    }

    [Fact]
    public void Of_two_moves_agreed_on_one_day_the_later_in_the_list_counts()
    {
        var action = Action();
        action.DueMoves =
        [
            new() { On = Day("2018-08-02"), To = Day("2018-10-31"), Reason = "Recruitment", Decision = "D4" },
            new() { On = Day("2018-08-02"), To = Day("2018-11-30"), Reason = "Corrected", Decision = "D5" },
        ];

        Assert.Equal(Day("2018-11-30"), action.FactsOn(Today, Cycle).Due);
    }

    [Fact]
    public void Facts_on_a_past_day_know_nothing_later()
    {
        var action = Action();
        action.PostUpdate(Good with { Forecast = Day("2018-10-12"), LeadSays = DeliveryRating.OffTrack }, LeadId, byOffice: false, Day("2018-06-04"), Cycle);
        action.PostUpdate(Good, LeadId, byOffice: false, Day("2018-07-02"), Cycle);
        (action.DeliveredOn, action.SignedOffOn) = (Day("2018-07-16"), Day("2018-07-27"));

        var before = action.FactsOn(Day("2018-04-30"), Cycle);
        Assert.Equal((null, null, null, null), (before.StartedOn, before.LastUpdateOn, before.DeliveredOn, before.SignedOffOn));
        Assert.Equal((Day("2018-09-28"), (DeliveryRating?)null), (before.Forecast, before.LeadSays));

        var first = action.FactsOn(Day("2018-07-01"), Cycle);
        Assert.Equal((Day("2018-05-01"), Day("2018-06-04"), Day("2018-10-12"), DeliveryRating.OffTrack), (first.StartedOn, first.LastUpdateOn, first.Forecast, first.LeadSays));

        var second = action.FactsOn(Day("2018-07-15"), Cycle);
        Assert.Equal((Day("2018-07-02"), Day("2018-09-28"), (DateOnly?)null), (second.LastUpdateOn, second.Forecast, second.DeliveredOn));

        Assert.Equal((Day("2018-07-16"), (DateOnly?)null), (action.FactsOn(Day("2018-07-26"), Cycle).DeliveredOn, action.FactsOn(Day("2018-07-26"), Cycle).SignedOffOn));
        Assert.Equal(Day("2018-07-27"), action.FactsOn(Day("2018-07-27"), Cycle).SignedOffOn);
    }

    [Fact]
    public void What_was_rated_on_a_day_is_what_that_day_is_rated_later()
    {
        var random = new Random(15);
        for (var life = 0; life < 200; life++)
        {
            var action = Action();
            action.StartedOn = null;
            action.Evidence = [EvidenceItem.Describe(EvidenceItemTests.Good with { DatedOn = Day("2018-03-01"), PeriodFrom = null, PeriodTo = null }, Office, Day("2018-03-01"))];
            var rated = new List<(DateOnly On, DeliveryRating Rating)>();
            for (var day = Day("2018-04-02"); day < Day("2019-02-01"); day = day.AddDays(random.Next(1, 45)))
            {
                if (action.SignedOffOn is not null)
                    action.Reopen(Office, "It does not hold.", day, Cycle);
                Plan(action, random, day);
                action.PostUpdate(Good with { Forecast = Later(day, action.BaselineStart).AddDays(random.Next(200)), Started = random.Next(2) == 0, LeadSays = random.Next(6) is < 3 and var lead ? (DeliveryRating)lead : null }, LeadId, byOffice: false, day, Cycle);
                Decide(action, random.Next(8), day);
                Assert.Equal(DeliveryRule.Rate(action.FactsOn(day, Cycle)), new(action.Delivery, action.DeliveryReason, action.RuleSays, action.LeadSays, action.ReviewerSays));
                rated.Add((day, action.Delivery));
                Assert.Equal(0, action.FactsOn(action.BaselineStart.AddDays(-60), Cycle).MissedMilestones);
            }

            Assert.All(rated, r => Assert.Equal(r.Rating, DeliveryRule.Rate(action.FactsOn(r.On, Cycle)).Rating));
        }
    }

    private static DateOnly Later(DateOnly a, DateOnly b) => a > b ? a : b;

    // What may happen to the plan itself, whichever of it the state allows.
    private static void Plan(ActionItem action, Random random, DateOnly day)
    {
        var lead = new Actor(1, LeadId, "Lead", Role.Lead);
        var undone = action.MilestonesOn(day).FirstOrDefault(m => m.DoneOn is null);
        if (action.DeliveredOn is not null)
            return;
        if (random.Next(4) == 0 && action.Milestones.Count < 3 && Later(day, action.BaselineStart) <= action.Due)
            action.AddMilestone("A step", Later(day, action.BaselineStart), Office, day, Cycle);
        if (random.Next(3) == 0 && undone is not null && action.State == ActionState.InProgress && day >= action.BaselineStart)
            action.MarkMilestone(undone.Number, Later(action.BaselineStart, day.AddDays(-random.Next(20))), lead, day, Cycle);
        if (random.Next(5) == 0 && action.BlockOn(day) is null)
            action.Block("Two vacancies.", random.Next(2) == 0 ? "Improvement board" : null, lead, day, Cycle);
        else if (random.Next(2) == 0 && action.BlockOn(day) is not null)
            action.Unblock(lead, day, Cycle);
        if (random.Next(6) == 0)
        {
            var due = Later(day, action.BaselineStart).AddDays(100 + random.Next(200));
            var moves = action.MilestonesOn(day).Where(m => m.DoneOn is null).ToDictionary(m => m.Number, _ => (DateOnly?)due.AddDays(-random.Next(90)));
            action.Proposals.Clear();
            action.ProposeDates(new(due, moves, "Recruitment"), lead, day);
            action.AcceptDates(0, Office, "D1", null, day, Cycle);
        }
    }

    // What a lead and the office may decide after an update, whichever of it the state allows.
    private static void Decide(ActionItem action, int choice, DateOnly day)
    {
        if (choice < 2 && action.State == ActionState.InProgress && action.BlockOn(day) is null && action.MilestonesOn(day).All(m => m.DoneOn is not null))
            action.Deliver(new Actor(1, LeadId, "Lead", Role.Lead), day, Cycle);
        else if (choice == 2 && action.DeliveredOn is not null)
            action.SignOff(Office, day.AddDays(30), day, Cycle);
        else if (choice == 3 && action.DeliveredOn is not null)
            action.Reopen(Office, "Not yet.", day, Cycle);
        else if (choice == 4)
            action.AcceptUpdate(0, Office, DeliveryRating.AtRisk, "As seen.", day, Cycle);
        else if (choice == 5)
            action.ReturnUpdate(0, Office, "Say more.", day, Cycle);
    }

    [Fact]
    public void The_strip_shows_the_month_ends_before_today()
    {
        var action = Action();
        action.PostUpdate(Good with { Forecast = Day("2018-09-27") }, LeadId, byOffice: false, Day("2018-05-28"), Cycle);
        action.PostUpdate(Good with { Forecast = Day("2018-10-05") }, LeadId, byOffice: false, Day("2018-06-18"), Cycle);

        action.Rate(Today, Cycle);

        Assert.Equal("Not due for 5 months, then on track for 1 month, then at risk for 2 months", RatingStrip.Spoken(action.Strip));
    }

    [Fact]
    public void A_search_finds_reference_title_outcome_and_partner_in_any_case()
    {
        var action = Action();
        action.PartnerAgency = "West Yorkshire Police";

        action.Rate(Today, Cycle);

        Assert.Equal("15.2 supervise every worker each month children know who looks after their case west yorkshire police", action.SearchText);
    }

    [Theory]
    [InlineData("2018-09-28", "2018-09-28", "as first agreed")]
    [InlineData("2018-09-28", "2018-09-29", "+1 day after 28 Sep 2018")]
    [InlineData("2018-06-30", "2018-07-31", "+31 days after 30 Jun 2018")]
    [InlineData("2018-06-30", "2018-06-29", "1 day before 30 Jun 2018")]
    [InlineData("2016-06-30", "2019-06-30", "+1,095 days after 30 Jun 2016")]
    public void A_slip_is_told_against_the_first_agreed_date(string baselineDue, string due, string words) =>
        Assert.Equal(words, ActionItem.SlipWords(Day(baselineDue), Day(due)));

    [Theory]
    [InlineData(0, "+31 days after 30 Jun 2018")]
    [InlineData(1, "+31 days after 30 Jun 2018, moved once")]
    [InlineData(2, "+31 days after 30 Jun 2018, moved 2 times")]
    public void How_often_a_date_was_moved_stands_beside_the_slip(int times, string words) =>
        Assert.Equal(words, ActionItem.SlipWords(Day("2018-06-30"), Day("2018-07-31"), times));

    [Theory]
    [InlineData("15.2", "15.10")]
    [InlineData("2", "10")]
    [InlineData("9.9", "10.1")]
    [InlineData("15", "15.1")]
    [InlineData("27.9", "L1.1")]
    [InlineData("L1.2", "L1.10")]
    [InlineData("L2.1", "L10.1")]
    [InlineData("1.1000", "2")]
    [InlineData("15.2", "15.2a")]
    [InlineData("15.2a", "15.2b")]
    [InlineData("15.2B", "15.3")]
    [InlineData("15.2", "15.2.1")]
    [InlineData("15.2.9", "15.2.10")]
    [InlineData("15.2.1", "15.3")]
    [InlineData("998.99999999999.999", "L1")]
    [InlineData("99999999999", "L1")]
    [InlineData("L1", "L99999999999.99999999999.99999999999")] // no overflow
    [InlineData("27.9", "")]
    [InlineData("27.9", "A1")] // what is no number comes after the numbers
    public void References_sort_by_their_numbers(string first, string second) =>
        Assert.True(ActionItem.OrderOf(first) < ActionItem.OrderOf(second), $"{first} sorts after {second}");
}
