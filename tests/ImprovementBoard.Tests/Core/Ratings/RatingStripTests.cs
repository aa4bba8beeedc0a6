using ImprovementBoard.Core.Ratings;
using static ImprovementBoard.Core.Ratings.DeliveryRating;
using static ImprovementBoard.Tests.TestDates;

namespace ImprovementBoard.Tests.Core.Ratings;

public sealed class RatingStripTests
{
    [Theory]
    [InlineData("2018-08-06", "2017-12-31 2018-01-31 2018-02-28 2018-03-31 2018-04-30 2018-05-31 2018-06-30 2018-07-31")]
    [InlineData("2018-08-31", "2017-12-31 2018-01-31 2018-02-28 2018-03-31 2018-04-30 2018-05-31 2018-06-30 2018-07-31")] // August is not complete on its last day
    [InlineData("2018-09-01", "2018-01-31 2018-02-28 2018-03-31 2018-04-30 2018-05-31 2018-06-30 2018-07-31 2018-08-31")]
    [InlineData("2020-03-31", "2019-07-31 2019-08-31 2019-09-30 2019-10-31 2019-11-30 2019-12-31 2020-01-31 2020-02-29")] // leap year
    public void Covers_the_last_eight_complete_months(string today, string ends) =>
        Assert.Equal(ends, string.Join(' ', RatingStrip.MonthEnds(Day(today)).Select(d => d.ToString("O"))));

    [Theory]
    [InlineData("2018-08-06", "Dec 2017 to Jul 2018")]
    [InlineData("2018-09-01", "Jan 2018 to Aug 2018")]
    public void Its_label_names_the_first_and_the_last_month(string today, string label) => Assert.Equal(label, RatingStrip.Label(Day(today)));

    [Fact]
    public void Holds_the_rating_of_each_month_end_oldest_first()
    {
        var strip = RatingStrip.Of(Day("2018-08-06"), day => day < Day("2018-02-01") ? NotDue : day < Day("2018-07-01") ? OnTrack : OffTrack);

        Assert.Equal([NotDue, NotDue, OnTrack, OnTrack, OnTrack, OnTrack, OnTrack, OffTrack], RatingStrip.Parse(strip));
    }

    [Fact]
    public void Every_rating_survives_writing_and_reading()
    {
        foreach (var rating in Enum.GetValues<DeliveryRating>())
            Assert.All(RatingStrip.Parse(RatingStrip.Of(Day("2018-08-06"), _ => rating)), r => Assert.Equal(rating, r));
    }

    [Fact]
    public void A_recommendation_takes_the_worst_of_its_actions_month_by_month()
    {
        var first = Strip(Complete, Complete, OnTrack, OnTrack, AtRisk, OffTrack, NotDue, NotDue);
        var second = Strip(NotDue, OnTrack, OnTrack, AtRisk, OnTrack, OnTrack, NotDue, AwaitingSignOff);

        Assert.Equal([NotDue, OnTrack, OnTrack, AtRisk, AtRisk, OffTrack, NotDue, AwaitingSignOff], RatingStrip.Parse(RatingStrip.RollUp([first, second])));
    }

    [Fact]
    public void A_recommendation_without_an_action_has_nothing_to_rate()
    {
        var strip = RatingStrip.RollUp([]);

        Assert.Equal(RatingStrip.Length, strip.Length);
        Assert.All(RatingStrip.Parse(strip), Assert.Null);
        Assert.Equal("Nothing to rate for 8 months", RatingStrip.Spoken(strip));
    }

    [Fact]
    public void An_action_that_was_never_rated_has_nothing_to_rate()
    {
        Assert.Equal(RatingStrip.RollUp([]), RatingStrip.RollUp([""]));
        Assert.Equal("22222222", RatingStrip.RollUp(["", "22222222"]));
        Assert.Equal(Enumerable.Repeat((DeliveryRating?)null, 8), RatingStrip.Parse(""));
        Assert.Equal("Nothing to rate for 8 months", RatingStrip.Spoken(""));
    }

    [Fact]
    public void Is_spoken_as_runs()
    {
        Assert.Equal("At risk for 3 months, then on track for 5 months", RatingStrip.Spoken(Strip(AtRisk, AtRisk, AtRisk, OnTrack, OnTrack, OnTrack, OnTrack, OnTrack)));
        Assert.Equal(
            "Not due for 1 month, then on track for 5 months, then awaiting sign-off for 1 month, then complete for 1 month",
            RatingStrip.Spoken(Strip(NotDue, OnTrack, OnTrack, OnTrack, OnTrack, OnTrack, AwaitingSignOff, Complete)));
        Assert.Equal("Off track for 8 months", RatingStrip.Spoken(Strip([.. Enumerable.Repeat(OffTrack, 8)])));
    }

    private static string Strip(params DeliveryRating[] ratings)
    {
        var months = new Queue<DeliveryRating>(ratings);
        return RatingStrip.Of(Day("2018-08-06"), _ => months.Dequeue());
    }
}
