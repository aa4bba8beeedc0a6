using ImprovementBoard.Core;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Actions;
using ImprovementBoard.Core.Ratings;
using static ImprovementBoard.Tests.TestDates;

namespace ImprovementBoard.Tests.Core.Actions;

public sealed class ActionRecoveryTests
{
    private static readonly DateOnly Today = Day("2018-08-06");
    private static readonly Actor Lead = new(1, 7, "Head of safeguarding", Role.Lead);

    [Fact]
    public void A_plan_stands_from_its_day_beside_the_earlier_ones_and_moves_no_date_and_no_rating()
    {
        var action = Late();
        var before = (action.Delivery, action.Due);

        action.PlanRecovery(" Two agency workers start. ", Day("2018-09-14"), Lead, Today);
        action.PlanRecovery("A third one starts.", Day("2018-09-28"), Lead, Today.AddDays(7));

        Assert.Equal(before, (action.Delivery, action.Due));
        Assert.Equal(2, action.Recoveries.Count);
        Assert.Null(action.RecoveryOn(Today.AddDays(-1)));
        Assert.Equal(("Two agency workers start.", "Head of safeguarding", Day("2018-09-14")), (action.RecoveryOn(Today)!.Text, action.RecoveryOn(Today)!.By, action.RecoveryOn(Today.AddDays(6))!.BackBy));
        Assert.Equal("A third one starts.", action.RecoveryInForce(Today.AddDays(7))!.Text);
    }

    [Theory]
    [InlineData("", "2018-09-14", "Recovery")]
    [InlineData("More workers.", "2018-08-06", "BackBy")]
    [InlineData("More workers.", "2100-01-01", "BackBy")]
    [InlineData("More workers.", null, "BackBy")]
    public void A_plan_needs_words_and_a_day_to_come(string text, string? backBy, string field) =>
        Assert.Equal(field, Assert.Throws<RuleException>(() => Late().PlanRecovery(text, backBy is null ? null : Day(backBy), Lead, Today)).Field);

    [Fact]
    public void What_is_on_track_or_delivered_has_nothing_to_recover()
    {
        var fine = Action(Day("2018-12-01"));
        var delivered = Late();
        delivered.Deliver(Lead, Today, 28);

        Assert.Equal(DeliveryRating.OnTrack, fine.Delivery);
        Assert.Contains("is on track, so there is nothing to recover", Assert.Throws<RuleException>(() => fine.PlanRecovery("More workers.", Day("2018-09-14"), Lead, Today)).Message, StringComparison.Ordinal);
        Assert.Throws<RuleException>(() => delivered.PlanRecovery("More workers.", Day("2018-09-14"), Lead, Today));
    }

    private static ActionItem Late() => Action(Day("2018-07-01"));

    private static ActionItem Action(DateOnly due)
    {
        var action = new ActionItem { Ref = "1.1", Title = "Action 1.1", DoneLooksLike = "It is done", LeadId = 7, BaselineStart = Day("2018-01-01"), BaselineDue = due, StartedOn = Day("2018-01-01") };
        action.Updates.Add(new() { On = Day("2018-08-01"), ById = 7, WhatChanged = "A", ChildWouldNotice = "B", InTheWay = "C", Forecast = due });
        action.Rate(Today, 28);
        return action;
    }
}
