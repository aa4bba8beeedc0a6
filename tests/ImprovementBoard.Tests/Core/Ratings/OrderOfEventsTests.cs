using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Actions;
using ImprovementBoard.Core.Ratings;
using ImprovementBoard.Core.Recommendations;
using static ImprovementBoard.Tests.TestDates;

namespace ImprovementBoard.Tests.Core.Ratings;

/// <summary>What happens on one day gives one rating, in whatever order it happened, was stored or was read.</summary>
public sealed class OrderOfEventsTests
{
    private const int Cycle = 28;
    private static readonly DateOnly Start = Day("2018-01-01"), Day0 = Day("2018-06-04");
    private static readonly Actor Lead = new(1, 4, "Head of service", Role.Lead), Office = new(1, 9, "Programme office", Role.Office);

    // What people can do to one action on one day without needing each other.
    private static readonly (string What, Action<ActionItem, DateOnly> Do)[] Verbs =
    [
        ("update", (a, day) => a.PostUpdate(new UpdateInput { WhatChanged = "Met.", ChildWouldNotice = "One worker.", InTheWay = "Nothing.", Forecast = day.AddDays(20) }, 4, byOffice: false, day, Cycle)),
        ("dates", (a, day) => a.AcceptDates(a.Proposals[0].Id, Office, "D-1", null, day, Cycle)),
        ("block", (a, day) => a.Block("No money", "Improvement board", Lead, day, Cycle)),
        ("milestone", (a, day) => a.MarkMilestone(1, day, Lead, day, Cycle)),
        ("another milestone", (a, day) => a.AddMilestone("Trained", Day("2018-08-06"), Office, day, Cycle)),
        ("reason", (a, day) => a.ExplainMiss(2, "Nobody applied", Lead, day)),
    ];

    [Theory]
    [MemberData(nameof(Days))]
    public void The_same_verbs_of_one_day_in_any_order_give_the_same_rating_that_day_and_later(string date)
    {
        var day = Day(date);
        var seen = Orders(Verbs).Select(verbs =>
        {
            var action = Proposed();
            action.Rate(day, Cycle);
            foreach (var (_, act) in verbs)
                act(action, day);
            return (Rated(action, day), Rated(action, day.AddDays(1)), Rated(action, day.AddDays(40)));
        });

        Assert.Single(seen.Distinct());
    }

    public static TheoryData<string> Days => ["2018-06-05", "2018-06-29", "2018-07-31", "2018-08-06"];

    [Fact]
    public void Rows_read_in_any_order_give_the_same_rating_on_every_day()
    {
        var dice = new Random(7);
        for (var life = 0; life < 60; life++)
        {
            var action = Lived(dice);
            var recommendation = new Recommendation { Ref = "1", ShortTitle = "One", Text = "One", Source = "Report", Actions = [action, Proposed(), Lived(dice)] };
            for (var day = Day0; day < Day0.AddDays(120); day = day.AddDays(7))
            {
                var (before, together) = (Rated(action, day), RolledUp(recommendation, day));
                action.Updates = [.. action.Updates.OrderBy(_ => dice.Next())];
                action.Milestones = [.. action.Milestones.OrderBy(_ => dice.Next())];
                recommendation.Actions = [.. recommendation.Actions.OrderBy(_ => dice.Next())];

                Assert.Equal(before, Rated(action, day));
                Assert.Equal(together, RolledUp(recommendation, day));
            }
        }
    }

    /// <summary>A life in which several things fall on the same few days.</summary>
    private static ActionItem Lived(Random dice)
    {
        var action = Proposed();
        for (var i = 0; i < 12; i++)
        {
            var day = Day0.AddDays(7 * dice.Next(8));
            var update = new ProgressUpdate { Id = 100 - i, On = day, ById = 4, WhatChanged = $"{i}", ChildWouldNotice = "x", InTheWay = "x", Forecast = day.AddDays(dice.Next(90)), LeadSays = dice.Next(3) == 0 ? DeliveryRating.AtRisk : null };
            action.Updates.Add(update);
            action.Milestones.Add(new Milestone { Number = action.Milestones.Count + 1, Title = $"{i}", BaselineDate = day.AddDays(dice.Next(30)), AddedOn = day });
        }
        return action;
    }

    private static ActionItem Proposed()
    {
        var action = new ActionItem { Ref = "1.1", Title = "Two more chairs", DoneLooksLike = "No child waits", LeadId = 4, AddedOn = Start, BaselineStart = Start, BaselineDue = Day("2018-08-06"), StartedOn = Start };
        action.Rate(Start, Cycle);
        action.AddMilestone("Advert", Day("2018-05-31"), Office, Start, Cycle);
        action.AddMilestone("Interviews", Day("2018-06-01"), Office, Start, Cycle);
        action.ProposeDates(new(Day("2018-10-31"), new Dictionary<int, DateOnly?> { [1] = Day("2018-09-03") }, "No applicant"), Lead, Day0).Id = 3;
        return action;
    }

    private static (DeliveryRating, string, DeliveryRating, DeliveryRating?, DateOnly, DateOnly, string) Rated(ActionItem action, DateOnly day)
    {
        action.Rate(day, Cycle);
        return (action.Delivery, action.DeliveryReason, action.RuleSays, action.LeadSays, action.Due, action.Forecast, action.Strip);
    }

    private static (DeliveryRating, string, string) RolledUp(Recommendation recommendation, DateOnly day)
    {
        recommendation.Actions.ForEach(a => a.Rate(day, Cycle));
        recommendation.Rate(day);
        return (recommendation.Delivery, recommendation.DeliveryReason, recommendation.Strip);
    }

    private static IEnumerable<T[]> Orders<T>(T[] all) =>
        all.Length == 0 ? [[]] : all.SelectMany((first, i) => Orders([.. all[..i], .. all[(i + 1)..]]).Select(rest => (T[])[first, .. rest]));
}
