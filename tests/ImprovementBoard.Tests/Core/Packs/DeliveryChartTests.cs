using ImprovementBoard.Core.Packs;
using ImprovementBoard.Core.Ratings;
using static ImprovementBoard.Core.Ratings.DeliveryRating;
using static ImprovementBoard.Tests.TestFacts;

namespace ImprovementBoard.Tests.Core.Packs;

public sealed class DeliveryChartTests
{
    private static readonly (string Strip, DeliveryRating Now)[] Items =
    [
        ("44422222", OnTrack),
        ("44421110", OffTrack),
        ("22222355", Complete),
        (RatingStrip.RollUp([]), AtRisk),
    ];

    [Fact]
    public void Counts_each_rating_at_the_month_ends_and_now()
    {
        var chart = DeliveryChart.ByMonth(Position, Items, "recommendations");

        Assert.Equal(["Dec", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "6 Aug"], chart.Categories);
        Assert.Equal(
            [
                "complete 000000111",
                "awaiting_sign_off 000001000",
                "on_track 111321111",
                "not_due 222000000",
                "at_risk 000011101",
                "off_track 000000011",
            ],
            chart.Series.Select(s => $"{s.Rating} {string.Concat(s.Values)}"));
        Assert.Equal(["Complete", "Awaiting sign-off", "On track", "Not due", "At risk", "Off track"], chart.Series.Select(s => s.Name));
    }

    [Fact]
    public void A_rating_nobody_ever_had_is_no_series() =>
        Assert.Equal(["on_track"], DeliveryChart.ByMonth(Position, [("22222222", OnTrack)], "actions").Series.Select(s => s.Rating));

    [Fact]
    public void The_finding_says_what_moved_from_the_first_column_to_the_last() =>
        Assert.Equal(
            "From Dec to 6 Aug, recommendations off track rose from 0 to 1, at risk rose from 0 to 1 and complete rose from 0 to 1.",
            DeliveryChart.ByMonth(Position, Items, "recommendations").Finding);

    [Fact]
    public void The_finding_tells_a_fall_and_a_standstill() =>
        Assert.Equal(
            "From Dec to 6 Aug, actions off track fell from 2 to 0, at risk stayed at 0 and complete rose from 0 to 1.",
            DeliveryChart.ByMonth(Position, [("00000000", OnTrack), ("00000000", Complete)], "actions").Finding);

    [Fact]
    public void What_was_never_rated_counts_only_now() =>
        Assert.Equal([0, 0, 0, 0, 0, 0, 0, 0, 1], Assert.Single(DeliveryChart.ByMonth(Position, [("", AtRisk)], "actions").Series).Values);

    [Fact]
    public void Two_charts_of_one_document_have_names_of_their_own() =>
        Assert.NotEqual(DeliveryChart.ByMonth(Position, Items, "actions").Id, DeliveryChart.ByMonth(Position, Items, "recommendations").Id);
}
