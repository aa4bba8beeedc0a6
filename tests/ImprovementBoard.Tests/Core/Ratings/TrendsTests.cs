using ImprovementBoard.Core.Ratings;
using static ImprovementBoard.Core.Ratings.DeliveryRating;

namespace ImprovementBoard.Tests.Core.Ratings;

public sealed class TrendsTests
{
    [Theory]
    [InlineData(null, OffTrack, Trend.New)]
    [InlineData(null, Complete, Trend.New)]
    [InlineData(OffTrack, AtRisk, Trend.Better)]
    [InlineData(AtRisk, OnTrack, Trend.Better)]
    [InlineData(AtRisk, NotDue, Trend.Better)]
    [InlineData(OnTrack, AwaitingSignOff, Trend.Better)]
    [InlineData(NotDue, AwaitingSignOff, Trend.Better)]
    [InlineData(AwaitingSignOff, Complete, Trend.Better)]
    [InlineData(OffTrack, Complete, Trend.Better)]
    [InlineData(NotDue, OnTrack, Trend.Same)] // starting on time is neither better nor worse
    [InlineData(OnTrack, NotDue, Trend.Same)]
    [InlineData(OffTrack, OffTrack, Trend.Same)]
    [InlineData(Complete, Complete, Trend.Same)]
    [InlineData(Complete, AwaitingSignOff, Trend.Worse)]
    [InlineData(AwaitingSignOff, AtRisk, Trend.Worse)]
    [InlineData(OnTrack, AtRisk, Trend.Worse)]
    [InlineData(NotDue, AtRisk, Trend.Worse)]
    [InlineData(AtRisk, OffTrack, Trend.Worse)]
    public void Compares_two_ratings(DeliveryRating? before, DeliveryRating after, Trend trend) => Assert.Equal(trend, Trends.Between(before, after));

    [Fact]
    public void There_and_back_are_opposites()
    {
        foreach (var one in Enum.GetValues<DeliveryRating>())
        {
            foreach (var other in Enum.GetValues<DeliveryRating>())
                Assert.Equal(Trends.Between(one, other) == Trend.Better, Trends.Between(other, one) == Trend.Worse);
        }
    }
}
