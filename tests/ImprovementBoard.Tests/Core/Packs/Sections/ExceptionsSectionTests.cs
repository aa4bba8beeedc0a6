using ImprovementBoard.Core.Packs;
using ImprovementBoard.Core.Packs.Sections;
using static ImprovementBoard.Core.Ratings.DeliveryRating;
using static ImprovementBoard.Tests.TestDates;
using static ImprovementBoard.Tests.TestFacts;

namespace ImprovementBoard.Tests.Core.Packs.Sections;

public sealed class ExceptionsSectionTests
{
    [Fact]
    public void Lists_what_is_off_track_then_at_risk_the_longest_overdue_first()
    {
        var exceptions = ExceptionsSection.From(Plan(
            [],
            [
                Action("1", AtRisk, "1") with { Due = Day("2018-06-01") },
                Action("2", OffTrack, "1") with { Due = Day("2018-07-02") },
                Action("3", OffTrack, "1") with { Due = Day("2018-05-01") },
                Action("4", AtRisk, "1") with { Due = Day("2018-05-01") },
                Action("5", OnTrack, "1"),
                Action("6", AwaitingSignOff, "1"),
                Action("7", NotDue, "1"),
                Action("8", Complete, "1"),
            ]));

        Assert.Equal(["3", "2", "4", "1"], exceptions.Items.Select(e => e.Ref));
        Assert.Equal("4 of 4 shown, of 8 actions in the plan", exceptions.Shown);
        Assert.Equal("2 actions are off track and 2 at risk; on 0 of these 4 the lead has missed an update.", exceptions.Conclusion);
    }

    [Fact]
    public void Says_so_when_there_are_none()
    {
        var exceptions = ExceptionsSection.From(Plan([], [Action("1", OnTrack, "1")]));

        Assert.Equal("No action is off track or at risk.", exceptions.Conclusion);
        Assert.Empty(exceptions.Items);
        Assert.Equal("0 of 0 shown, of 1 action in the plan", exceptions.Shown);
    }

    [Fact]
    public void Counts_the_updates_that_were_missed_by_the_rule() =>
        Assert.Equal(
            "3 actions are off track and 0 at risk; on 1 of these 3 the lead has missed an update.",
            ExceptionsSection.From(Plan(
                [],
                [
                    Action("1", OffTrack, "1") with { LastUpdate = Update("2018-01-01"), UpdateDueBy = Day("2018-07-01") },
                    Action("2", OffTrack, "1") with { LastUpdate = null },                 // not started: nothing to tell yet
                    Action("3", OffTrack, "1") with { LastUpdate = Update("2018-01-01") }, // delivered since
                    Action("4", OnTrack, "1") with { UpdateDueBy = Day("2018-07-01") },                // not listed
                ])).Conclusion);

    [Fact]
    public void An_exception_may_answer_no_recommendation() =>
        Assert.Equal("Answers no recommendation", Assert.Single(ExceptionsSection.From(Plan([], [Action("1", OffTrack)])).Items).Answers);

    [Fact]
    public void An_exception_says_cause_effect_on_children_slip_and_recovery()
    {
        var action = Action("1.2", AtRisk, "1", "2", "L3") with { BaselineDue = Day("2018-06-30"), Due = Day("2018-07-31"), Forecast = Day("2018-08-10"), RuleSays = OffTrack, LeadSays = OnTrack, ReviewerSays = AtRisk, Recovery = new(Day("2018-08-02"), "Head of safeguarding", "Two agency workers start.", Day("2018-09-14"), false) };

        var item = Assert.Single(ExceptionsSection.From(Plan([], [action])).Items);

        Assert.Equivalent(
            new PackException(
                "1.2", "Action 1.2", "at_risk", "Reason of 1.2", [new("Rule says", "off_track"), new("Lead says", "on_track"), new("Reviewer agreed", "at_risk")], "Head of safeguarding", "Recommendations 1, 2 and L3",
                Day("2018-07-31"), "+31 days after 30 Jun 2018", Day("2018-08-10"),
                new(Day("2018-08-01"), "Head of safeguarding", "Managers met their workers.", "The same worker at every visit.", "Two vacancies.", false),
                new("Two agency workers start.", Day("2018-09-14"), "Head of safeguarding", Day("2018-08-02"), false), false),
            item,
            strict: true);
    }

    [Fact]
    public void An_exception_without_an_update_has_no_words_of_its_lead()
    {
        var item = Assert.Single(ExceptionsSection.From(Plan([], [Action("1.1", OffTrack, "1") with { LastUpdate = null }])).Items);

        Assert.Null(item.Update);
        Assert.Equal("Recommendation 1", item.Answers);
    }

    [Theory]
    [InlineData(OffTrack, true)]
    [InlineData(OnTrack, false)] // what is not listed does not mark the list
    public void Is_marked_illustrative_when_an_exception_is(ImprovementBoard.Core.Ratings.DeliveryRating rating, bool marked) =>
        Assert.Equal(marked, ExceptionsSection.From(Plan([], [Action("1", rating, "1") with { Illustrative = true }])).Illustrative);
}
