using ImprovementBoard.Core.Ratings;
using static ImprovementBoard.Core.Ratings.DeliveryRating;

namespace ImprovementBoard.Tests.Core.Ratings;

public sealed class VoicesTests
{
    [Theory]
    [InlineData(AtRisk, AtRisk, null, null, "")]
    [InlineData(AtRisk, null, null, null, "")] // frozen before the rule's own rating was kept
    [InlineData(OffTrack, OffTrack, OnTrack, null, "Lead says OnTrack")] // sunnier: changes nothing
    [InlineData(OffTrack, AtRisk, OffTrack, null, "Rule says AtRisk")] // gloomier: it stands
    [InlineData(OnTrack, AtRisk, OnTrack, OnTrack, "Rule says AtRisk, Reviewer agreed OnTrack")]
    [InlineData(OnTrack, AtRisk, OffTrack, OnTrack, "Rule says AtRisk, Lead says OffTrack, Reviewer agreed OnTrack")]
    public void Every_voice_that_differs_stands_beside_the_rating_in_force(DeliveryRating inForce, DeliveryRating? rule, DeliveryRating? lead, DeliveryRating? reviewer, string voices) =>
        Assert.Equal(voices, string.Join(", ", Voices.Beside(inForce, rule, lead, reviewer).Select(v => $"{v.Who} {v.Rating}")));
}
