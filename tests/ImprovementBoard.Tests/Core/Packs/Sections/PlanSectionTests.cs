using ImprovementBoard.Core.Packs;
using ImprovementBoard.Core.Packs.Sections;
using ImprovementBoard.Core.Programmes;
using static ImprovementBoard.Core.Ratings.DeliveryRating;
using static ImprovementBoard.Tests.TestFacts;

namespace ImprovementBoard.Tests.Core.Packs.Sections;

public sealed class PlanSectionTests
{
    [Fact]
    public void Groups_recommendations_by_theme_in_the_order_of_the_themes()
    {
        var plan = PlanSection.From(SmallPlan);

        Assert.Equal(["Care leavers: 2", "Workforce and caseloads: 1, 3"], plan.Groups.Select(g => $"{g.Name}: {string.Join(", ", g.Rows.Select(r => r.Ref))}"));
        Assert.Equal("3 of 3 shown", plan.Shown);
        Assert.Equal("Dec 2017 to Jul 2018", plan.StripLabel);
    }

    [Fact]
    public void A_row_says_how_a_recommendation_stands()
    {
        var row = PlanSection.From(SmallPlan).Groups[0].Rows[0];

        Assert.Equal(("2", "Recommendation 2", "at_risk", "Reason of 2"), (row.Ref, row.Title, row.Rating, row.Reason));
        Assert.Equal(("New", "Service director", "2 actions"), (row.Trend, row.Owner, row.Actions));
        Assert.Equal(Enumerable.Repeat("at_risk", 8), row.Strip.Codes);
        Assert.Equal("At risk for 8 months", row.Strip.Spoken);
    }

    [Fact]
    public void A_recommendation_without_an_action_has_no_strip_and_says_why()
    {
        var row = PlanSection.From(SmallPlan).Groups[1].Rows[1];

        Assert.Equal(("3", "at_risk", "No action answers it", "0 actions"), (row.Ref, row.Rating, row.Reason, row.Actions));
        Assert.All(row.Strip.Codes, Assert.Null);
    }

    [Fact]
    public void The_trend_is_against_the_last_pack() =>
        Assert.Equal(
            ["Better", "Worse", "Same", "Same", "New"],
            PlanSection.From(Moved((OffTrack, AtRisk), (OnTrack, AtRisk), (AtRisk, AtRisk), (NotDue, OnTrack), (null, OnTrack))).Groups.SelectMany(g => g.Rows).Select(r => r.Trend));

    [Fact]
    public void Concludes_how_many_are_off_track_and_where_most_of_them_are()
    {
        PackFacts Off(params Theme[] themes) => Plan([.. themes.Select((t, i) => Recommendation($"{i}", OffTrack) with { Theme = t }), Recommendation("x", OnTrack), Recommendation("y", Complete)], []);

        Assert.Equal("None of 2 recommendations is off track.", PlanSection.From(Off()).Conclusion);
        Assert.Equal("1 of 3 recommendations is off track, in care leavers.", PlanSection.From(Off(Theme.CareLeavers)).Conclusion);
        Assert.Equal("3 of 5 recommendations are off track, in care leavers and voice of children and families.", PlanSection.From(Off(Theme.CareLeavers, Theme.Voice, Theme.CareLeavers)).Conclusion);
        Assert.Equal("4 of 6 recommendations are off track, in 4 themes.", PlanSection.From(Off(Theme.CareLeavers, Theme.Voice, Theme.Workforce, Theme.Partnership)).Conclusion);
        Assert.Equal(
            "4 of 6 recommendations are off track, most in workforce and caseloads and care leavers.",
            PlanSection.From(Off(Theme.CareLeavers, Theme.Workforce, Theme.Workforce, Theme.Voice)).Conclusion);
    }

    [Fact]
    public void Impact_stands_beside_delivery_and_not_judged_is_not_level_0()
    {
        var plan = PlanSection.From(Judged);

        Assert.Equal([2, 0, null], plan.Groups.SelectMany(g => g.Rows).OrderBy(r => r.Ref).Select(r => r.Impact!.Level));
        Assert.StartsWith("Impact: 0 too early, 1 no difference yet", plan.ImpactKey, StringComparison.Ordinal);
    }
}
