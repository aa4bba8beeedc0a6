using ImprovementBoard.Core.Ratings;
using static ImprovementBoard.Core.Ratings.DeliveryRating;
using static ImprovementBoard.Core.Ratings.ImpactRating;

namespace ImprovementBoard.Tests.Core.Ratings;

public sealed class ImpactGridTests
{
    [Fact]
    public void Each_recommendation_stands_in_exactly_one_cell()
    {
        var random = new Random(3);
        for (var round = 0; round < 50; round++)
        {
            GridItem[] items = [.. Enumerable.Range(1, random.Next(40)).Select(n => new GridItem($"{n}", (DeliveryRating)random.Next(6), random.Next(6) is < 5 and var level ? (ImpactRating)level : null))];

            var grid = ImpactGrid.Of(items);

            Assert.Equal(items.Select(i => i.Ref).Order(), grid.Rows.SelectMany(r => r.Cells).SelectMany(c => c.Refs).Order());
            Assert.All(items, i => Assert.Contains(i.Ref, grid.Rows[(int)i.Delivery].Cells.Single(c => c.Impact == i.Impact).Refs));
            Assert.Equal((items.Length, items.Length, items.Length), (grid.All, grid.Totals.Sum(), grid.Rows.Sum(r => r.All)));
        }
    }

    [Theory]
    [InlineData(OnTrack, TooEarly, true)]
    [InlineData(AwaitingSignOff, NoDifferenceYet, true)]
    [InlineData(Complete, NoDifferenceYet, true)]
    [InlineData(Complete, EarlySigns, false)]
    [InlineData(AtRisk, NoDifferenceYet, false)]
    [InlineData(OffTrack, TooEarly, false)]
    [InlineData(NotDue, TooEarly, false)]
    [InlineData(OnTrack, null, false)]
    public void What_is_busy_and_makes_no_difference_yet_is_marked(DeliveryRating delivery, ImpactRating? impact, bool watch) =>
        Assert.Equal(watch, ImpactGrid.Of([new("1", delivery, impact)]).Rows.SelectMany(r => r.Cells).Single(c => c.Refs.Count == 1).Watch);

    [Fact]
    public void Concludes_how_much_is_done_and_how_much_of_it_helps()
    {
        Assert.Equal("There is no recommendation yet.", ImpactGrid.Of([]).Conclusion);
        Assert.Equal(
            "2 of 4 recommendations are on track, awaiting sign-off or complete; 1 is judged to make a difference to children, and on 2 nobody has judged yet.",
            ImpactGrid.Of([new("1", OnTrack, null), new("2", Complete, Embedded), new("3", AtRisk, EarlySigns), new("4", OffTrack, null)]).Conclusion);
        Assert.Equal(
            "1 of 1 recommendation is on track, awaiting sign-off or complete; none is judged to make a difference to children.",
            ImpactGrid.Of([new("1", OnTrack, EarlySigns)]).Conclusion);
    }
}
