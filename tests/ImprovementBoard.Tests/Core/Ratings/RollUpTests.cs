using ImprovementBoard.Core.Ratings;
using static ImprovementBoard.Core.Ratings.DeliveryRating;

namespace ImprovementBoard.Tests.Core.Ratings;

public sealed class RollUpTests
{
    [Theory]
    [InlineData(AtRisk, "No action answers it")]
    [InlineData(OnTrack, "Its one action is on track", OnTrack)]
    [InlineData(Complete, "Its one action is complete", Complete)]
    [InlineData(Complete, "All 2 actions are complete", Complete, Complete)]
    [InlineData(OffTrack, "1 of 3 actions is off track: 1.2", OnTrack, OffTrack, AtRisk)]
    [InlineData(OffTrack, "2 of 3 actions are off track: 1.1 and 1.3", OffTrack, AtRisk, OffTrack)]
    [InlineData(AtRisk, "3 of 4 actions are at risk: 1.1, 1.2 and 1.4", AtRisk, AtRisk, Complete, AtRisk)]
    [InlineData(OnTrack, "1 of 2 actions is on track: 1.1", OnTrack, Complete)]
    [InlineData(AwaitingSignOff, "1 of 2 actions is awaiting sign-off: 1.2", Complete, AwaitingSignOff)]
    [InlineData(NotDue, "1 of 2 actions is not due: 1.1", NotDue, Complete)]
    public void A_recommendation_takes_the_rating_that_needs_the_board_most(DeliveryRating rating, string reason, params DeliveryRating[] actions) =>
        Assert.Equal((rating, reason), RollUp.Of([.. actions.Select((a, i) => new RatedAction($"1.{i + 1}", a))]));

    [Fact]
    public void The_printed_rule_names_the_ratings_in_the_order_used()
    {
        var places = RatingLook.All.Select(l => RollUp.Rule.IndexOf(l.Word, StringComparison.OrdinalIgnoreCase)).ToList();

        Assert.DoesNotContain(-1, places);
        Assert.Equal(places.Order(), places);
    }
}
