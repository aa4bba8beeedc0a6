using ImprovementBoard.Core.Inspections;
using ImprovementBoard.Core.Programmes;
using ImprovementBoard.Core.Recommendations;
using ImprovementBoard.Core.Visits;

namespace ImprovementBoard.Tests.Core;

/// <summary>A new value that nobody gave a word would take that of another one.</summary>
public sealed class WordsOfTheFieldTests
{
    [Fact]
    public void Every_theme_has_a_word_of_its_own() => Assert.Distinct(Enum.GetValues<Theme>().Select(t => t.Words()));

    [Fact]
    public void Every_grade_has_a_word_of_its_own() => Assert.Distinct(Enum.GetValues<Grade>().Select(g => g.Words()));

    [Fact]
    public void Every_pace_has_a_word_of_its_own() => Assert.Distinct(Enum.GetValues<Pace>().Select(p => p.Words()));

    [Fact]
    public void Every_polarity_has_a_word_of_its_own() => Assert.Distinct(Enum.GetValues<Polarity>().Select(p => p.Words()));

    [Fact]
    public void Every_state_of_a_recommendation_has_a_word_and_a_rule_of_its_own()
    {
        Assert.Distinct(Enum.GetValues<RecommendationStatus>().Select(s => s.Words()));
        Assert.Distinct(Enum.GetValues<RecommendationStatus>().Select(s => s.Rule()));
        Assert.Distinct(Enum.GetValues<AssuranceEnd>().Select(e => e.Words()));
    }

    [Fact]
    public void Every_cohort_has_a_word_of_its_own() => Assert.Distinct(Enum.GetValues<Cohort>().Select(c => c.Words()));

    [Theory]
    [InlineData(Polarity.Strength, false)]
    [InlineData(Polarity.Improving, false)]
    [InlineData(Polarity.Weakness, true)]
    [InlineData(Polarity.SeriousConcern, true)]
    [InlineData(Polarity.NewConcern, true)]
    [InlineData(Polarity.Declined, true)]
    public void A_finding_that_is_no_praise_asks_for_something(Polarity polarity, bool concern) => Assert.Equal(concern, polarity.IsConcern());
}
