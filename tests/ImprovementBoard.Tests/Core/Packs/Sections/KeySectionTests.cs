using ImprovementBoard.Core.Packs.Sections;
using ImprovementBoard.Core.Ratings;
using ImprovementBoard.Core.Recommendations;
using static ImprovementBoard.Tests.TestFacts;

namespace ImprovementBoard.Tests.Core.Packs.Sections;

public sealed class KeySectionTests
{
    [Fact]
    public void Prints_the_rule_of_every_rating_and_the_roll_up()
    {
        var key = KeySection.From(SmallPlan);

        Assert.Equal(RatingLook.InOrderOfRule.Select(l => (l.Code, l.Rule)), key.Ratings.Select(r => (r.Rating, r.Rule)));
        Assert.Equal(RollUp.Rule, key.RollUp);
        Assert.Equal(ImpactLook.All.Select(l => (l.Level, l.Word, l.Rule)), key.Impacts.Select(r => (r.Impact.Level!.Value, r.Impact.Word, r.Rule)));
        Assert.Equal(Enum.GetValues<RecommendationStatus>().Select(s => (s.Words(), s.Rule())), key.States.Select(s => (s.State, s.Rule)));
        Assert.Equal(SmallPlan.Sources, key.Sources);
    }

    [Fact]
    public void Names_the_update_cycle_of_the_programme() =>
        Assert.Contains("One update cycle is 42 days.", string.Concat(KeySection.From(SmallPlan with { UpdateCycleDays = 42 }).Notes), StringComparison.Ordinal);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Explains_illustrative_only_in_a_demonstration(bool demonstration) =>
        Assert.Equal(demonstration, string.Concat(KeySection.From(SmallPlan with { Demonstration = demonstration }).Notes).Contains("“Illustrative” marks", StringComparison.Ordinal));
}
