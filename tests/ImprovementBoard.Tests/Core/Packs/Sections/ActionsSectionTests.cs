using ImprovementBoard.Core.Packs;
using ImprovementBoard.Core.Packs.Sections;
using ImprovementBoard.Core.Ratings;
using ImprovementBoard.Core.Recommendations;
using static ImprovementBoard.Core.Ratings.DeliveryRating;
using static ImprovementBoard.Tests.TestDates;
using static ImprovementBoard.Tests.TestFacts;

namespace ImprovementBoard.Tests.Core.Packs.Sections;

public sealed class ActionsSectionTests
{
    [Fact]
    public void Every_action_stands_once_under_the_first_recommendation_it_answers()
    {
        var actions = ActionsSection.From(SmallPlan);

        Assert.Equal(["1: 1.1, 1.2", "2: 2.1", "3: "], actions.Groups.Select(g => $"{g.Ref}: {string.Join(", ", g.Rows.Select(r => r.Ref))}"));
        Assert.Equal("3 of 3 shown", actions.Shown);
    }

    [Fact]
    public void After_the_exceptions_what_leads_say_of_those_stands_there_and_every_other_word_here()
    {
        var (full, after) = (ActionsSection.From(SmallPlan).Groups.SelectMany(g => g.Rows).ToList(), ActionsSection.From(SmallPlan, afterExceptions: true));
        var there = ExceptionsSection.From(SmallPlan).Items.ToDictionary(e => e.Ref, e => e.Update);

        var rows = after.Groups.SelectMany(g => g.Rows).ToList();

        Assert.Equal(full.Select(r => r.Ref), rows.Select(r => r.Ref));
        Assert.Equal(full.Select(r => r.Update), rows.Select(r => r.UnderExceptions ? there[r.Ref] : r.Update));
        Assert.Equal(there.Keys.Order(), rows.Where(r => r.UnderExceptions).Select(r => r.Ref).Order());
        Assert.NotEmpty(there);
        Assert.EndsWith("What leads say of those off track or at risk stands under Exceptions.", after.Conclusion, StringComparison.Ordinal);
    }

    [Fact]
    public void A_recommendation_says_what_answers_it_elsewhere()
    {
        var groups = ActionsSection.From(SmallPlan).Groups;

        Assert.Equal("2 of 2 shown", groups[0].Shown);
        Assert.Equal("1 of 1 shown; also answered by 1.2, listed under its own recommendation", groups[1].Shown);
    }

    [Theory]
    [InlineData("No action of its own; also answered by 1.1, listed under its own recommendation", "1.1")]
    [InlineData("No action of its own; also answered by 1.1 and 1.2, listed under their own recommendations", "1.1", "1.2")]
    public void A_recommendation_with_no_action_of_its_own_says_what_else_answers_it(string shown, params string[] answeredBy) =>
        Assert.Equal(
            shown,
            ActionsSection.From(Plan([Recommendation("1", OnTrack, "1.1", "1.2"), Recommendation("2", OnTrack, answeredBy)], [Action("1.1", OnTrack, "1", "2"), Action("1.2", OnTrack, "1", "2")])).Groups[1].Shown);

    [Fact]
    public void An_action_missing_from_the_facts_shows_as_a_gap() =>
        Assert.Equal("1 of 2 shown", ActionsSection.From(Plan([Recommendation("1", OnTrack, "1.1", "1.2")], [Action("1.1", OnTrack, "1")])).Groups[0].Shown);

    [Fact]
    public void An_action_that_answers_nothing_in_the_plan_stands_in_a_last_group()
    {
        var actions = ActionsSection.From(Plan([Recommendation("1", OnTrack, "1.1")], [Action("8", Complete), Action("1.1", OnTrack, "1"), Action("9", OffTrack, "7")]));

        Assert.Equal(["1: 1.1", "–: 8, 9"], actions.Groups.Select(g => $"{g.Ref}: {string.Join(", ", g.Rows.Select(r => r.Ref))}"));
        Assert.Equal(("Answers no recommendation", "off_track", "2 of 2 shown"), (actions.Groups[1].Title, actions.Groups[1].Rating, actions.Groups[1].Shown));
        Assert.Equal("3 of 3 shown", actions.Shown);
    }

    [Fact]
    public void An_action_whose_first_recommendation_is_not_in_the_plan_stands_under_its_next()
    {
        var group = Assert.Single(ActionsSection.From(Plan([Recommendation("2", OnTrack, "1.1")], [Action("1.1", OnTrack, "1", "2")])).Groups);

        Assert.Equal(("2", "1.1", ""), (group.Ref, group.Rows[0].Ref, group.Rows[0].Also));
    }

    [Fact]
    public void A_recommendation_no_action_answers_says_so()
    {
        var group = ActionsSection.From(SmallPlan).Groups[2];

        Assert.Equal(("3", "Recommendation 3", "Ofsted 2016, recommendation 3", "at_risk"), (group.Ref, group.Title, group.Source, group.Rating));
        Assert.Equal("No action answers this recommendation.", group.Shown);
        Assert.Empty(group.Rows);
    }

    [Fact]
    public void A_row_says_all_that_is_known()
    {
        var facts = SmallPlan;
        var shared = facts.Actions[1] with { BaselineDue = Day("2018-08-31"), LeadSays = OnTrack };

        var row = ActionsSection.From(facts with { Actions = [facts.Actions[0], shared, facts.Actions[2]] }).Groups[0].Rows[1];

        Assert.Equivalent(
            new PackActionRow(
                "1.2", "Action 1.2", "Head of safeguarding", "also answers 2", "at_risk", "Reason of 1.2", [new("Lead says", "on_track")], Day("2018-09-28"), "+28 days after 31 Aug 2018", Day("2018-10-05"),
                new(Day("2018-08-01"), "Head of safeguarding", "Managers met their workers.", "The same worker at every visit.", "Two vacancies.", false),
                false),
            row,
            strict: true);
    }

    [Theory]
    [InlineData("Contradicted on 2 Jul 2018: half see another worker each month", "Impact was judged on the same finding. Programme office, 1 Aug 2018")]
    [InlineData("Contradicted on 2 Jul 2018", "Half see another worker each month. Programme office, 1 Aug 2018")]
    public void A_finding_that_reopened_and_lowered_the_impact_is_said_once(string stateReason, string impactReason)
    {
        var reason = stateReason.Contains(':', StringComparison.Ordinal) ? "half see another worker each month." : "Half see another worker each month.";
        var contradicted = Recommendation("1", OffTrack, "1.1") with { Standing = new(RecommendationStatus.Reopened, stateReason, new(ImpactRating.NoDifferenceYet, Day("2018-08-01"), "Programme office", reason)) };

        var group = Assert.Single(ActionsSection.From(Plan([contradicted], [Action("1.1", OffTrack, "1")])).Groups);

        Assert.Equal(($"Reopened. {stateReason}", impactReason), (group.State, group.ImpactReason));
    }

    [Theory]
    [InlineData("2018-08-06", "1 of 1 action under way have their update in, one every 28 days.")]
    [InlineData("2018-08-05", "0 of 1 action under way have their update in, one every 28 days.")]
    public void Concludes_how_many_updates_are_in(string dueBy, string conclusion)
    {
        var action = Action("1", OnTrack, "1") with { UpdateDueBy = Day(dueBy) };

        Assert.Equal(conclusion, ActionsSection.From(Plan([Recommendation("1", OnTrack, "1")], [action, Action("2", Complete, "1"), Action("3", NotDue, "1")])).Conclusion);
    }
}
