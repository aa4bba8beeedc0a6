using ImprovementBoard.Core.Packs;
using ImprovementBoard.Core.Packs.Sections;
using ImprovementBoard.Core.Ratings;
using static ImprovementBoard.Core.Ratings.DeliveryRating;
using static ImprovementBoard.Tests.TestDates;
using static ImprovementBoard.Tests.TestFacts;

namespace ImprovementBoard.Tests.Core.Packs.Sections;

public sealed class ChangesSectionTests
{
    [Fact]
    public void The_first_pack_has_nothing_to_compare_with()
    {
        var changes = ChangesSection.From(SmallPlan);

        Assert.Equal("This is the first pack, so there is nothing to compare with yet.", changes.Conclusion);
        Assert.Null(changes.Since);
        Assert.Empty(changes.Rows);
        Assert.Equal("0 of 0 shown", changes.Shown);
    }

    [Fact]
    public void Says_so_when_nothing_changed()
    {
        var changes = ChangesSection.From(SmallPlan with { Previous = SameAsNow(SmallPlan) });

        Assert.Equal("Nothing changed since pack 1: no rating and no due date moved.", changes.Conclusion);
        Assert.Equal("Pack 1, position as at 6 July 2018", changes.Since);
        Assert.Empty(changes.Rows);
    }

    [Fact]
    public void Lists_every_rating_that_moved_and_its_way()
    {
        var changes = ChangesSection.From(Moved((OffTrack, AtRisk), (OnTrack, OffTrack), (OnTrack, OnTrack), (AwaitingSignOff, Complete)));

        Assert.Equal(
            [
                "1 Better off_track to at_risk", "2 Worse on_track to off_track", "4 Better awaiting_sign_off to complete",
                "1.1 Better off_track to at_risk", "2.1 Worse on_track to off_track", "4.1 Better awaiting_sign_off to complete",
            ],
            changes.Rows.Select(r => $"{r.Ref} {r.Kind} {r.FromRating} to {r.ToRating}"));
        Assert.Equal("Since pack 1, 4 ratings got better, 2 got worse and 0 due dates moved.", changes.Conclusion);
        Assert.Equal("6 of 6 shown", changes.Shown);
    }

    [Fact]
    public void Work_that_started_on_time_is_listed_as_neither_better_nor_worse() =>
        Assert.Equal(
            ["1 Rating not_due to on_track", "1.1 Rating not_due to on_track"],
            ChangesSection.From(Moved((NotDue, OnTrack))).Rows.Select(r => $"{r.Ref} {r.Kind} {r.FromRating} to {r.ToRating}"));

    [Fact]
    public void A_moved_rating_brings_its_title_its_reason_and_its_day() =>
        Assert.Equal(
            new PackChange("1", "Recommendation 1", "Better", "off_track", "at_risk", null, null, "Reason of 1", "20 Jul 2018"),
            ChangesSection.From(Moved((OffTrack, AtRisk))).Rows[0]);

    [Fact]
    public void Lists_an_action_that_is_new()
    {
        var changes = ChangesSection.From(Moved((null, OnTrack)));

        Assert.Equal(new PackChange("1.1", "Action 1.1", "New action", null, "on_track", null, null, "Reason of 1.1", ""), Assert.Single(changes.Rows));
    }

    [Fact]
    public void Lists_every_agreed_move_since_the_last_pack_from_the_date_before_it()
    {
        var facts = Moved((OnTrack, OnTrack), (OnTrack, OnTrack));
        var changes = ChangesSection.From(facts with
        {
            Actions =
            [
                facts.Actions[0] with
                {
                    BaselineDue = Day("2018-06-29"),
                    DueMoves =
                    [
                        new(Day("2018-06-12"), Day("2018-07-31"), "Told in pack 1", "D3"),
                        new(Day("2018-07-10"), Day("2018-08-31"), "Recruitment", "D4"),
                        new(Day("2018-07-31"), Day("2018-10-31"), "Recruitment again", "D9"),
                    ],
                },
                facts.Actions[1] with { BaselineDue = Day("2018-12-31"), DueMoves = [new(Day("2018-08-06"), Day("2018-11-30"), "Ahead", "D10")] },
            ],
        });

        Assert.Equal(
            [
                new("1.1", "Action 1.1", "Due date", null, null, "31 Jul 2018", "31 Aug 2018", "Recruitment (decision D4)", "10 Jul 2018"),
                new("1.1", "Action 1.1", "Due date", null, null, "31 Aug 2018", "31 Oct 2018", "Recruitment again (decision D9)", "31 Jul 2018"),
                new("2.1", "Action 2.1", "Due date", null, null, "31 Dec 2018", "30 Nov 2018", "Ahead (decision D10)", "6 Aug 2018"),
            ],
            changes.Rows);
        Assert.Equal("Since pack 1, 0 ratings got better, 0 got worse and 3 due dates moved.", changes.Conclusion);
    }

    [Fact]
    public void No_moved_rating_is_left_out()
    {
        var random = new Random(9);
        for (var i = 0; i < 100; i++)
        {
            var moves = Enumerable.Range(0, 30).Select(_ => ((DeliveryRating?)random.Next(6), (DeliveryRating)random.Next(6))).ToArray();

            var rows = ChangesSection.From(Moved(moves)).Rows;

            Assert.Equal(2 * moves.Count(m => m.Item1 != m.Item2), rows.Count);
            Assert.Equal(2 * moves.Count(m => Trends.Between(m.Item1, m.Item2) == Trend.Better), rows.Count(r => r.Kind == "Better"));
            Assert.Equal(2 * moves.Count(m => Trends.Between(m.Item1, m.Item2) == Trend.Worse), rows.Count(r => r.Kind == "Worse"));
        }
    }
}
