using System.Globalization;
using ImprovementBoard.Core.Ratings;

namespace ImprovementBoard.Tests.Core.Ratings;

public sealed class RatingLookTests
{
    public static TheoryData<DeliveryRating> Ratings => [.. Enum.GetValues<DeliveryRating>()];

    [Fact]
    public void Looks_stand_in_the_order_of_the_ratings() =>
        Assert.Equal(Enum.GetValues<DeliveryRating>(), RatingLook.All.Select(l => l.Rating));

    [Theory]
    [MemberData(nameof(Ratings))]
    public void Every_rating_has_a_whole_look(DeliveryRating rating)
    {
        var look = RatingLook.Of(rating);

        Assert.Equal(rating, look.Rating);
        Assert.Matches("^[a-z_]+$", look.Code);
        Assert.Matches("^[A-Z][a-z -]+$", look.Word);
        // What the pack's template reads: see ratings.typ.
        Assert.Matches(@"^M(N N)(L(N N)|C(N N ){2}(N N))+Z?$".Replace("N", @"\d*\.?\d+", StringComparison.Ordinal), look.Path);
        Assert.EndsWith(".", look.Rule, StringComparison.Ordinal);
    }

    // WCAG 2.2, 1.4.3; the same figure holds for white text on the colour.
    [Theory]
    [MemberData(nameof(Ratings))]
    public void A_colour_stands_out_against_white(DeliveryRating rating) =>
        Assert.InRange(ContrastWithWhite(RatingLook.Of(rating).Colour), 4.5, 21);

    [Fact]
    public void No_two_ratings_share_a_word_a_code_a_shape_or_a_path()
    {
        Assert.Distinct(RatingLook.All.Select(l => l.Word));
        Assert.Distinct(RatingLook.All.Select(l => l.Code));
        Assert.Distinct(RatingLook.All.Select(l => l.Shape));
        Assert.Distinct(RatingLook.All.Select(l => l.Path));
    }

    [Fact]
    public void Only_awaiting_sign_off_and_complete_share_a_colour_and_one_of_them_is_an_outline()
    {
        Assert.Distinct(RatingLook.All.Where(l => l.Rating != DeliveryRating.AwaitingSignOff).Select(l => l.Colour));
        Assert.Equal(RatingLook.Of(DeliveryRating.Complete).Colour, RatingLook.Of(DeliveryRating.AwaitingSignOff).Colour);
        Assert.Distinct(RatingLook.All.Select(l => (l.Colour, l.Outlined)));
    }

    [Theory]
    [MemberData(nameof(Ratings))]
    public void A_code_leads_back_to_its_rating(DeliveryRating rating) =>
        Assert.Equal(rating, RatingLook.Parse(RatingLook.Of(rating).Code));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Off track")]
    [InlineData("OFF_TRACK")]
    [InlineData("0")]
    public void What_is_no_code_names_no_rating(string? code) => Assert.Null(RatingLook.Parse(code));

    [Fact]
    public void The_rules_in_words_name_the_limits_the_rule_uses()
    {
        Assert.Contains("more than 20 working days after the due date", RatingLook.Of(DeliveryRating.OffTrack).Rule, StringComparison.Ordinal);
        Assert.Contains("1 to 20 working days after the due date", RatingLook.Of(DeliveryRating.AtRisk).Rule, StringComparison.Ordinal);
        Assert.Contains("blocked and needs a decision", RatingLook.Of(DeliveryRating.OffTrack).Rule, StringComparison.Ordinal);
        Assert.Contains("a milestone was missed; or it is blocked; or one update cycle was missed; or its dates were re-baselined within the last update cycle", RatingLook.Of(DeliveryRating.AtRisk).Rule, StringComparison.Ordinal);
        Assert.Contains("more than 10 working days for sign-off", RatingLook.Of(DeliveryRating.AtRisk).Rule, StringComparison.Ordinal);
    }

    [Fact]
    public void Work_that_starts_today_is_not_due_in_the_rules_words_too() =>
        Assert.Equal("The first agreed start is today or later, and work has not started.", RatingLook.Of(DeliveryRating.NotDue).Rule);

    private static double ContrastWithWhite(string colour)
    {
        double Channel(int at)
        {
            var value = int.Parse(colour.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
            return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
        }
        return 1.05 / ((0.2126 * Channel(1)) + (0.7152 * Channel(3)) + (0.0722 * Channel(5)) + 0.05);
    }
}
