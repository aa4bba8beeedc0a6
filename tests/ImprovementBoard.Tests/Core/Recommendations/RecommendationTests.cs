using ImprovementBoard.Core.Actions;
using ImprovementBoard.Core.Ratings;
using ImprovementBoard.Core.Recommendations;
using static ImprovementBoard.Tests.TestDates;

namespace ImprovementBoard.Tests.Core.Recommendations;

public sealed class RecommendationTests
{
    private static readonly DateOnly Today = Day("2018-08-06");

    [Fact]
    public void Takes_rating_reason_and_strip_from_its_actions()
    {
        var recommendation = Recommendation(Action("15.1", due: "2018-07-06"), Action("15.2", due: "2019-03-29"));

        recommendation.Rate(Today);

        Assert.Equal((DeliveryRating.OffTrack, "1 of 2 actions is off track: 15.1"), (recommendation.Delivery, recommendation.DeliveryReason));
        Assert.Equal("Not due for 7 months, then off track for 1 month", RatingStrip.Spoken(recommendation.Strip));
        Assert.Equal("15 supervision make sure every worker is supervised", recommendation.SearchText);
    }

    [Fact]
    public void Is_at_risk_when_no_action_answers_it()
    {
        var recommendation = Recommendation();

        recommendation.Rate(Today);

        Assert.Equal((DeliveryRating.AtRisk, "No action answers it"), (recommendation.Delivery, recommendation.DeliveryReason));
        Assert.Equal("Nothing to rate for 8 months", RatingStrip.Spoken(recommendation.Strip));
    }

    private static Recommendation Recommendation(params ActionItem[] actions) => new()
    {
        Ref = "15",
        ShortTitle = "Supervision",
        Text = "Make sure every worker is supervised",
        Source = "Ofsted 2016",
        Actions = [.. actions],
    };

    private static ActionItem Action(string reference, string due)
    {
        var action = new ActionItem { Ref = reference, Title = "Title", DoneLooksLike = "Done", BaselineStart = Day("2018-08-20"), BaselineDue = Day(due) };
        action.Rate(Today, 28);
        return action;
    }
}
