using ImprovementBoard.Core;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Actions;
using ImprovementBoard.Core.Recommendations;
using static ImprovementBoard.Tests.TestDates;

namespace ImprovementBoard.Tests.Core.Access;

public sealed class HandOverTests
{
    private const int Cycle = 28;
    private static readonly DateOnly Today = Day("2018-08-06");
    private static readonly Actor Office = new(1, 9, "Programme office", Role.Office);
    private static readonly Member Gone = Post(4, "Head of early help", to: "2018-06-29"), Next = Post(5, "Head of safeguarding"), Third = Post(6, "Virtual school head");

    [Fact]
    public void A_hand_over_says_who_what_and_when_and_past_days_keep_their_lead()
    {
        var action = Action();

        action.PassOn(HandOver.Of(Gone, Next, "  Panel on Friday. ", Office, Day("2018-07-02")), Cycle);
        action.PassOn(HandOver.Of(Next, Third, "Take over.", Office, Today), Cycle);

        Assert.Equal(6, action.LeadId);
        Assert.Equal(("Head of early help", "Head of safeguarding", "Panel on Friday.", "Programme office"), (action.LeadChanges[0].From, action.LeadChanges[0].To, action.LeadChanges[0].Note, action.LeadChanges[0].By));
        Assert.Equal([4, 4, 5, 5, 6, 6], new[] { "2017-01-01", "2018-07-01", "2018-07-02", "2018-08-05", "2018-08-06", "2030-01-01" }.Select(d => action.LeadOn(Day(d))));
        Assert.Equal((5, 1), (action.AsAt(Day("2018-08-05"), Cycle).LeadId, action.AsAt(Day("2018-08-05"), Cycle).LeadChanges.Count));
    }

    [Fact]
    public void Of_two_hand_overs_on_one_day_the_later_counts()
    {
        var recommendation = Recommendation();

        recommendation.PassOn(HandOver.Of(Gone, Next, "A", Office, Today));
        recommendation.PassOn(HandOver.Of(Next, Third, "B", Office, Today));

        Assert.Equal([4, 6], new[] { Today.AddDays(-1), Today }.Select(recommendation.OwnerOn));
    }

    [Theory]
    [InlineData("same", "To", "Choose another post")]
    [InlineData("left", "To", "is not in post today")]
    [InlineData("board", "To", "may not post updates")]
    [InlineData("no note", "Note", "Write what the new lead must know")]
    [InlineData("long note", "Note", "Shorten it to 1,000")]
    public void What_makes_no_sense_is_refused_beside_its_field(string what, string field, string sentence)
    {
        var to = what switch { "same" => Next, "left" => Gone, "board" => Post(7, "Board chair", role: Role.Chair), _ => Third };

        var fault = Assert.Throws<RuleException>(() => HandOver.Of(Next, to, what switch { "no note" => " ", "long note" => new string('x', 1001), _ => "Note" }, Office, Today));

        Assert.Equal(field, fault.Field);
        Assert.Contains(sentence, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_somebody_else_holds_by_now_or_what_is_closed_is_not_passed_on()
    {
        var (action, recommendation, closed) = (Action(), Recommendation(), Action());
        (closed.DeliveredOn, closed.SignedOffOn, closed.ClosedOn) = (Today, Today, Today);
        var change = HandOver.Of(Next, Third, "Note", Office, Today);

        Assert.Throws<RuleException>(() => action.PassOn(change, Cycle));
        Assert.Throws<RuleException>(() => recommendation.PassOn(change));
        Assert.Throws<RuleException>(() => closed.PassOn(HandOver.Of(Gone, Third, "Note", Office, Today), Cycle));
        Assert.Equal((4, 4, 4), (action.LeadId, recommendation.OwnerId, closed.LeadId));
    }

    [Fact]
    public void The_senior_responsible_owner_of_an_action_does_not_become_its_lead()
    {
        var action = Action();
        action.SroId = Next.Id;

        var fault = Assert.Throws<RuleException>(() => action.PassOn(HandOver.Of(Gone, Next, "Note", Office, Today), Cycle));
        Assert.Equal(("To", "Head of safeguarding is the senior responsible owner of action 17.1, and the lead is another post. Take 17.1 out, or change its senior responsible owner first."), (fault.Field, fault.Message));
        Assert.Equal((4, 0), (action.LeadId, action.LeadChanges.Count));

        action.PassOn(HandOver.Of(Gone, Third, "Note", Office, Today), Cycle);
        Assert.Equal(6, action.LeadId);
    }

    [Fact]
    public void The_note_stands_until_the_first_update_of_the_new_lead()
    {
        var action = Action();
        action.Updates.Add(Update(5, "2018-07-01"));
        action.PassOn(HandOver.Of(Gone, Next, "Note", Office, Day("2018-07-02")), Cycle);
        action.Updates.Add(Update(9, "2018-07-05"));

        Assert.Null(action.OpenHandOver(action.Updates, Day("2018-07-01")));
        Assert.Equal("Note", action.OpenHandOver(action.Updates, Today)!.Note);

        action.Updates.Add(Update(5, "2018-07-10"));

        Assert.Null(action.OpenHandOver(action.Updates, Today));
        Assert.NotNull(action.OpenHandOver(action.Updates, Day("2018-07-09")));
    }

    private static Member Post(int id, string title, string? to = null, Role role = Role.Lead) =>
        new() { Id = id, Title = title, Role = role, Agency = "Council", From = Day("2017-02-01"), To = to is null ? null : Day(to) };

    private static ActionItem Action() => new() { Ref = "17.1", Title = "Edge-of-care team", DoneLooksLike = "Help at home", LeadId = Gone.Id, StartedOn = Day("2017-03-01") };

    private static Recommendation Recommendation() => new() { Ref = "17", ShortTitle = "Edge of care", Text = "Help at home.", Source = "Ofsted 2016", OwnerId = Gone.Id };

    private static ProgressUpdate Update(int by, string on) => new() { ById = by, On = Day(on), WhatChanged = "A", ChildWouldNotice = "B", InTheWay = "C" };
}
