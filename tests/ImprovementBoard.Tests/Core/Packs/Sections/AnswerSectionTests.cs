using ImprovementBoard.Core.Packs;
using ImprovementBoard.Core.Packs.Sections;
using ImprovementBoard.Core.Ratings;
using static ImprovementBoard.Core.Ratings.DeliveryRating;
using static ImprovementBoard.Tests.TestDates;
using static ImprovementBoard.Tests.TestFacts;

namespace ImprovementBoard.Tests.Core.Packs.Sections;

public sealed class AnswerSectionTests
{
    private static readonly Dictionary<string, ((DeliveryRating? From, DeliveryRating To)[] Moves, string Verdict, string Conclusion)> Verdicts = new()
    {
        ["more up than down"] = ([(OffTrack, AtRisk), (AtRisk, OnTrack), (OnTrack, AtRisk)], "better", "Better than pack 1: 0 of 3 recommendations are off track (1 before) and 0 of 3 are complete."),
        ["one up, the rest stay"] = ([(AwaitingSignOff, Complete), (OffTrack, OffTrack)], "better", "Better than pack 1: 1 of 2 recommendations is off track and 1 of 2 is complete (0 before)."),
        ["more up than down, but one newly off track"] = ([(AtRisk, OnTrack), (AtRisk, OnTrack), (AtRisk, OffTrack)], "same", "Neither better nor worse than pack 1: 1 of 3 recommendations is off track (0 before) and 0 of 3 are complete."),
        ["as many up as down"] = ([(AtRisk, OnTrack), (OnTrack, AtRisk)], "same", "Neither better nor worse than pack 1: 0 of 2 recommendations are off track and 0 of 2 are complete."),
        ["nothing moved"] = ([(OffTrack, OffTrack), (OffTrack, OffTrack)], "same", "Neither better nor worse than pack 1: 2 of 2 recommendations are off track and 0 of 2 are complete."),
        ["work that started on time"] = ([(NotDue, OnTrack), (NotDue, OnTrack)], "same", "Neither better nor worse than pack 1: 0 of 2 recommendations are off track and 0 of 2 are complete."),
        ["more down than up"] = ([(OnTrack, AtRisk), (OnTrack, AtRisk), (OffTrack, AtRisk)], "worse", "Worse than pack 1: 0 of 3 recommendations are off track (1 before) and 0 of 3 are complete."),
        ["one newly off track"] = ([(AtRisk, OffTrack), (OnTrack, OnTrack)], "worse", "Worse than pack 1: 1 of 2 recommendations is off track (0 before) and 0 of 2 are complete."),
        ["a new recommendation moves nothing"] = ([(null, OffTrack), (OnTrack, OnTrack)], "same", "Neither better nor worse than pack 1: 1 of 2 recommendations is off track (0 before) and 0 of 2 are complete."),
    };

    public static TheoryData<string> Cases => [.. Verdicts.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Says_better_the_same_or_worse(string what)
    {
        var (moves, verdict, conclusion) = Verdicts[what];

        var answer = AnswerSection.From(Moved(moves));

        Assert.Equal((verdict, conclusion), (answer.Verdict, answer.Conclusion));
    }

    [Fact]
    public void Says_how_the_verdict_was_reached() =>
        Assert.Equal(
            "2 recommendations moved up, 1 down, 1 stayed. “Better” needs more up than down and none newly off track; “worse” needs more down than up.",
            AnswerSection.From(Moved((OffTrack, AtRisk), (AtRisk, OnTrack), (OnTrack, AtRisk), (OnTrack, OnTrack))).VerdictRule);

    [Fact]
    public void The_first_pack_compares_with_nothing()
    {
        var answer = AnswerSection.From(SmallPlan);

        Assert.Equal("first", answer.Verdict);
        Assert.Equal("The first pack of this edition: 1 of 3 recommendations is off track and 0 of 3 are complete.", answer.Conclusion);
        Assert.Equal("Later ones say here how many recommendations moved up and how many moved down.", answer.VerdictRule);
        Assert.All(answer.Recommendations.Concat(answer.Actions), c => Assert.Null(c.Was));
    }

    [Fact]
    public void What_waits_for_a_decision_is_asked_for_first()
    {
        var facts = Moved((OffTrack, OffTrack), (OnTrack, AtRisk));
        facts = facts with
        {
            Actions =
            [
                facts.Actions[0] with { LastUpdate = new(Day("2018-07-30"), "Head", "Little.", "Nothing yet.", "No room for the team.", false) },
                facts.Actions[1] with { Blocked = new("The contract has run out.", "Improvement board") },
            ],
        };

        Assert.Equal([new PackPoint("2.1", "A decision of the improvement board: The contract has run out."), new("1.1", "No room for the team.")], AnswerSection.From(facts).Asks);
        Assert.Empty(AnswerSection.From(Narrowed.For(facts, Audience.Public)).Asks);
    }

    [Fact]
    public void A_rating_that_a_reviewer_agreed_against_the_rule_is_told_in_every_edition()
    {
        var facts = Moved((OffTrack, OnTrack));
        facts = facts with { Actions = [facts.Actions[0] with { RuleSays = OffTrack, ReviewerSays = OnTrack }] };

        Assert.All(Enum.GetValues<Audience>(), audience => Assert.EndsWith("The rating of 1 action was agreed by a reviewer against the rule.", AnswerSection.From(Narrowed.For(facts, audience)).VerdictRule, StringComparison.Ordinal));
    }

    [Fact]
    public void Counts_now_and_then_by_rating()
    {
        var answer = AnswerSection.From(Moved((OffTrack, AtRisk), (AtRisk, AtRisk), (OnTrack, Complete)));

        PackCount[] counts =
            [new("off_track", 0, 1), new("at_risk", 2, 1), new("on_track", 0, 1), new("awaiting_sign_off", 0, 0), new("not_due", 0, 0), new("complete", 1, 0)];
        Assert.Equal(counts, answer.Recommendations);
        Assert.Equal(counts, answer.Actions);
        Assert.Equal("3 of 3 shown for recommendations, 3 of 3 shown for actions", answer.Shown);
    }

    [Theory]
    [InlineData(1, "1 is new")]
    [InlineData(2, "2 are new")]
    public void A_new_recommendation_did_not_stay(int count, string words) =>
        Assert.StartsWith(
            $"1 recommendation moved up, 0 down, 1 stayed, {words}. “Better” needs",
            AnswerSection.From(Moved([(AtRisk, OnTrack), (OnTrack, OnTrack), .. Enumerable.Repeat(((DeliveryRating?)null, OnTrack), count)])).VerdictRule,
            StringComparison.Ordinal);

    [Fact]
    public void Wins_are_what_got_better_since_the_last_pack_the_best_first()
    {
        var facts = Plan(
            [],
            [
                Action("1", OnTrack, "1") with { Since = Day("2018-08-01") },
                Action("2", AwaitingSignOff, "1") with { Since = Day("2018-07-10") },
                Action("3", Complete, "1") with { Since = Day("2018-07-10") },
                Action("4", Complete, "1") with { Since = Day("2018-07-12") },
                Action("5", Complete, "1") with { Since = Day("2018-07-10") }, // was complete in the last pack too
                Action("6", AwaitingSignOff, "1") with { Since = Day("2018-08-01") }, // worse: its sign-off was taken back
                Action("7", Complete, "1") with { Since = Day("2018-08-01") }, // new in the plan
            ],
            Pack1(
                new Dictionary<string, DeliveryRating>(),
                new Dictionary<string, DeliveryRating> { ["1"] = AtRisk, ["2"] = OnTrack, ["3"] = OnTrack, ["4"] = AwaitingSignOff, ["5"] = Complete, ["6"] = Complete }));

        Assert.Equal(["4", "3", "2"], AnswerSection.From(facts).Wins.Select(w => w.Ref));
        Assert.Equal("Action 4: now complete. Reason of 4.", AnswerSection.From(facts).Wins[0].Text);
    }

    [Fact]
    public void Getting_worse_or_starting_on_time_is_no_win() =>
        Assert.Empty(AnswerSection.From(Moved((AwaitingSignOff, OnTrack), (NotDue, OnTrack), (Complete, Complete))).Wins);

    [Fact]
    public void Wins_of_a_first_pack_are_what_is_done()
    {
        var facts = Plan([], [Action("1", OnTrack, "1"), Action("2", AwaitingSignOff, "1"), Action("3", Complete, "1") with { Since = null }, Action("4", Complete, "1")]);

        Assert.Equal(["4", "3", "2"], AnswerSection.From(facts).Wins.Select(w => w.Ref));
    }

    [Fact]
    public void Worries_are_the_longest_overdue_of_what_is_off_track()
    {
        var facts = Plan(
            [],
            [
                Action("1", OffTrack, "1") with { Due = Day("2018-07-01") },
                Action("2", OffTrack, "1") with { Due = Day("2018-05-01") },
                Action("3", OffTrack, "1") with { Due = Day("2018-06-01") },
                Action("4", OffTrack, "1") with { Due = Day("2018-08-01") },
                Action("5", AtRisk, "1") with { Due = Day("2018-01-01") },
            ]);

        var worries = AnswerSection.From(facts).Worries;

        Assert.Equal(["2", "3", "1"], worries.Select(w => w.Ref));
        Assert.Equal("Action 2. Reason of 2.", worries[0].Text);
    }

    [Fact]
    public void Asks_are_what_is_in_the_way_of_work_that_is_off_track()
    {
        var facts = Plan(
            [],
            [
                Action("1", OffTrack, "1") with { Due = Day("2018-07-04"), LastUpdate = Update("2018-08-01", "Two vacancies.") },
                Action("2", OffTrack, "1") with { Due = Day("2018-07-03"), LastUpdate = Update("2018-08-01", "Nothing.") },
                Action("3", OffTrack, "1") with { Due = Day("2018-07-02"), LastUpdate = null },
                Action("4", OffTrack, "1") with { Due = Day("2018-07-01"), LastUpdate = Update("2018-08-01", "Health has not signed the protocol.") },
                Action("5", AtRisk, "1") with { LastUpdate = Update("2018-08-01", "The data is late.") },
            ]);

        Assert.Equal([new("4", "Health has not signed the protocol."), new("1", "Two vacancies.")], AnswerSection.From(facts).Asks);
    }

    [Theory]
    [InlineData("Nothing.", false)]
    [InlineData(" none ", false)]
    [InlineData("nothing yet", false)]
    [InlineData("N/A", false)]
    [InlineData("No.", false)]
    [InlineData("Nothing can move until health signs the protocol.", true)]
    [InlineData("No manager is in post.", true)]
    public void Only_the_word_nothing_is_no_ask(string inTheWay, bool ask) =>
        Assert.Equal(ask, AnswerSection.From(Plan([], [Action("1", OffTrack, "1") with { LastUpdate = Update("2018-08-01", inTheWay) }])).Asks.Count == 1);

    [Fact]
    public void Never_more_than_three_of_each()
    {
        var facts = Plan([], [.. Enumerable.Range(1, 9).Select(n => Action($"{n}", OffTrack, "1")), .. Enumerable.Range(10, 9).Select(n => Action($"{n}", Complete, "1"))]);

        var answer = AnswerSection.From(facts);

        Assert.Equal((3, 3, 3), (answer.Wins.Count, answer.Worries.Count, answer.Asks.Count));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Is_marked_illustrative_when_an_action_is(bool illustrative) =>
        Assert.Equal(illustrative, AnswerSection.From(Plan([], [Action("1", OnTrack, "1") with { Illustrative = illustrative }])).Illustrative);

    [Fact]
    public void The_grid_counts_every_recommendation_once_by_delivery_and_impact()
    {
        var grid = AnswerSection.From(Judged).Grid!;

        Assert.Equal(["Not judged", "Too early", "No difference yet", "Early signs", "Making a difference", "Embedded"], grid.Columns.Select(c => c.Word));
        Assert.Equal(["off_track", "at_risk", "on_track", "awaiting_sign_off", "not_due", "complete"], grid.Rows.Select(r => r.Rating));
        Assert.Equal([0, 0, 0, 1, 0, 0], grid.Rows[0].Cells.Select(c => c.Count));
        Assert.Equal([1, 1, 0, 0, 0, 0], grid.Rows[1].Cells.Select(c => c.Count));
        Assert.Equal(("1", "2", ""), (grid.Rows[0].Cells[3].Refs, grid.Rows[1].Cells[1].Refs, grid.Rows[1].Cells[0].Refs));
        Assert.StartsWith("3 of 3 shown.", grid.Shown, StringComparison.Ordinal);
    }
}
