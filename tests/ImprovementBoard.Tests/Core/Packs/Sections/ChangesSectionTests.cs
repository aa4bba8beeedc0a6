using ImprovementBoard.Core.Packs;
using ImprovementBoard.Core.Packs.Sections;
using ImprovementBoard.Core.Ratings;
using ImprovementBoard.Core.Recommendations;
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

        Assert.Equal("This is the first pack of this edition, so there is nothing to compare with yet.", changes.Conclusion);
        Assert.Null(changes.Since);
        Assert.Empty(changes.Rows);
        Assert.Equal("0 of 0 shown", changes.Shown);
    }

    [Fact]
    public void Says_so_when_nothing_changed()
    {
        var changes = ChangesSection.From(SmallPlan with { Previous = SameAsNow(SmallPlan) });

        Assert.Equal("Nothing changed since pack 1: no rating, no due date and no state moved, and nothing was added or removed.", changes.Conclusion);
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
            changes.Rows.Select(r => $"{r.Ref} {r.Kind} {r.From!.Rating} to {r.To!.Rating}"));
        Assert.Equal("Since pack 1, 4 ratings got better, 2 got worse and 0 due dates moved.", changes.Conclusion);
        Assert.Equal("6 of 6 shown", changes.Shown);
    }

    [Fact]
    public void What_got_better_while_its_date_was_moved_stands_apart()
    {
        var facts = Moved((OffTrack, AtRisk), (OffTrack, AtRisk));
        facts = facts with { Actions = [facts.Actions[0] with { Due = Day("2018-10-31") }, facts.Actions[1]] };

        var changes = ChangesSection.From(facts);

        Assert.Equal(["1 Better, with a due date moved", "2 Better", "1.1 Better, with a due date moved", "2.1 Better", "1.1 Due date"], changes.Rows.Select(r => $"{r.Ref} {r.Kind}"));
        Assert.Equal("Since pack 1, 4 ratings got better (2 with a due date moved), 0 got worse and 1 due date moved.", changes.Conclusion);
        Assert.Contains("On 1 of those that moved up a due date was moved.", AnswerSection.From(facts).VerdictRule, StringComparison.Ordinal);
    }

    [Fact]
    public void Work_that_started_on_time_is_listed_as_neither_better_nor_worse()
    {
        var changes = ChangesSection.From(Moved((NotDue, OnTrack)));

        Assert.Equal(
            ["1 Neither better nor worse not_due to on_track", "1.1 Neither better nor worse not_due to on_track"],
            changes.Rows.Select(r => $"{r.Ref} {r.Kind} {r.From!.Rating} to {r.To!.Rating}"));
        Assert.Equal("Since pack 1, 0 ratings got better, 0 got worse, 2 moved neither way and 0 due dates moved.", changes.Conclusion);
    }

    [Fact]
    public void A_moved_rating_brings_its_title_its_reason_and_its_day() =>
        Assert.Equal(
            new PackChange("1", "Recommendation 1", "Better", new(Rating: "off_track"), new(Rating: "at_risk"), "Reason of 1", Day("2018-07-20")),
            ChangesSection.From(Moved((OffTrack, AtRisk))).Rows[0]);

    [Fact]
    public void Lists_what_is_new()
    {
        var changes = ChangesSection.From(Moved((null, OnTrack)));

        Assert.Equal(
            [
                new("1", "Recommendation 1", "New recommendation", null, new(Rating: "on_track"), "Reason of 1", null),
                new("1.1", "Action 1.1", "New action", null, new(Rating: "on_track"), "Reason of 1.1", null),
            ],
            changes.Rows);
        Assert.Equal("Since pack 1, 0 ratings got better, 0 got worse, 0 due dates moved, 1 recommendation is new and 1 action is new.", changes.Conclusion);
    }

    [Fact]
    public void Lists_what_was_removed()
    {
        var before = Moved((OffTrack, OffTrack), (AtRisk, AtRisk));

        var changes = ChangesSection.From(Plan([before.Recommendations[0]], [before.Actions[0]], SameAsNow(before)));

        Assert.Equal(
            [
                new("2", "A recommendation of pack 1", "Removed", new(Rating: "at_risk"), null, "No longer in the plan", null),
                new("2.1", "An action of pack 1", "Removed", new(Rating: "at_risk"), null, "No longer in the plan", null),
            ],
            changes.Rows);
        Assert.Equal("Since pack 1, 0 ratings got better, 0 got worse, 0 due dates moved and 2 items were removed.", changes.Conclusion);
    }

    [Theory]
    [InlineData("2018-07-10")] // since the last pack
    [InlineData("2018-07-06")] // on its day
    [InlineData("2018-06-01")] // entered late
    public void Lists_a_due_date_that_is_not_what_the_last_pack_said_whenever_it_was_agreed(string on)
    {
        var facts = Moved((OnTrack, OnTrack), (OnTrack, OnTrack));
        var moved = facts.Actions[0] with { Due = Day("2018-10-31"), DueMoves = [new(Day(on), Day("2018-10-31"), "Recruitment", "D4")] };

        var changes = ChangesSection.From(facts with { Actions = [moved, facts.Actions[1]] });

        var row = Assert.Single(changes.Rows);
        Assert.Equal(("1.1", "Due date", Day("2018-09-28"), Day("2018-10-31"), "Recruitment (decision D4)"), (row.Ref, row.Kind, row.From!.Day, row.To!.Day, row.Why));
        Assert.Equal("Since pack 1, 0 ratings got better, 0 got worse and 1 due date moved.", changes.Conclusion);
    }

    [Fact]
    public void A_due_date_that_moved_twice_brings_the_reason_of_the_latest_move()
    {
        var facts = Moved((OnTrack, OnTrack));
        var moved = facts.Actions[0] with
        {
            Due = Day("2018-10-31"),
            DueMoves = [new(Day("2018-07-31"), Day("2018-10-31"), "Recruitment again", "D9"), new(Day("2018-07-10"), Day("2018-08-31"), "Recruitment", "D4")],
        };

        Assert.Equal(
            [new("1.1", "Action 1.1", "Due date", new(Day: Day("2018-09-28")), new(Day: Day("2018-10-31")), "Recruitment again (decision D9)", Day("2018-07-31"))],
            ChangesSection.From(facts with { Actions = [moved] }).Rows);
    }

    [Fact]
    public void The_public_edition_says_that_a_move_was_agreed_and_names_no_empty_decision()
    {
        var facts = Moved((OnTrack, OnTrack));
        var moved = facts.Actions[0] with { Due = Day("2018-10-31"), DueMoves = [new(Day("2018-07-31"), Day("2018-10-31"), "Recruitment", "D4")] };

        var row = Assert.Single(ChangesSection.From(Narrowed.For(facts with { Actions = [moved] }, Audience.Public)).Rows);

        Assert.Equal(("Agreed; its reason is not in this edition.", Day("2018-07-31")), (row.Why, row.On));
    }

    [Fact]
    public void A_due_date_that_moved_with_no_agreement_says_so()
    {
        var facts = Moved((OnTrack, OnTrack));

        var row = Assert.Single(ChangesSection.From(facts with { Actions = [facts.Actions[0] with { Due = Day("2018-10-31") }] }).Rows);

        Assert.Equal(("No agreed move is recorded", null), (row.Why, row.On));
    }

    [Fact]
    public void A_move_that_the_last_pack_knew_is_no_news()
    {
        var facts = Moved((OnTrack, OnTrack));
        var moved = facts.Actions[0] with { BaselineDue = Day("2018-06-29"), DueMoves = [new(Day("2018-07-06"), Day("2018-09-28"), "Recruitment", "D4")] };

        Assert.Empty(ChangesSection.From(facts with { Actions = [moved] }).Rows);
    }

    [Fact]
    public void The_conclusion_adds_up_with_the_rows()
    {
        var random = new Random(15);
        for (var i = 0; i < 100; i++)
        {
            DeliveryRating? Any() => random.Next(5) == 0 ? null : (DeliveryRating)random.Next(6);
            var facts = Moved([.. Enumerable.Range(0, 20).Select(_ => (Any(), (DeliveryRating)random.Next(6)))]);
            facts = facts with { Recommendations = [.. facts.Recommendations.Take(18)], Actions = [.. facts.Actions.Take(17).Select(a => random.Next(4) == 0 ? a with { Due = a.Due.AddDays(9) } : a)] };

            var changes = ChangesSection.From(facts);

            var told = changes.Conclusion.Replace("pack 1", "", StringComparison.Ordinal).Split(' ').Sum(w => int.TryParse(w, System.Globalization.CultureInfo.InvariantCulture, out var count) ? count : 0);
            Assert.Equal(changes.Rows.Count, told);
        }
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

    [Fact]
    public void Impact_and_state_that_moved_since_the_last_pack_are_told()
    {
        var then = new Dictionary<string, StandingFact>
        {
            ["1"] = new(RecommendationStatus.InDelivery, "0 of 1 actions signed off", null),
            ["2"] = Judged.Recommendations[1].Standing!,
            ["3"] = Judged.Recommendations[2].Standing!,
        };

        var changes = ChangesSection.From(Judged with { Previous = SameAsNow(Judged) with { Standings = then } });

        Assert.Equal(
            [("Impact", "1", "Not judged", "2 Early signs", "Half see one worker.", Day("2018-08-01")), ("State", "1", "In delivery", "Reopened", "Contradicted on 2 Jul 2018", Day("2018-07-02"))],
            changes.Rows.Select(r => (r.Kind, r.Ref, r.From!.Words, r.To!.Words, r.Why, r.On)));
        Assert.EndsWith("impact was judged otherwise on 1 recommendation and 1 recommendation reached another state.", changes.Conclusion, StringComparison.Ordinal);
    }
}
