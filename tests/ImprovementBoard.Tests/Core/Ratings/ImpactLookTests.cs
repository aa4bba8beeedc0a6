using ImprovementBoard.Core.Ratings;

namespace ImprovementBoard.Tests.Core.Ratings;

public sealed class ImpactLookTests
{
    [Fact]
    public void Every_level_has_a_look_from_0_to_4()
    {
        Assert.Equal(Enum.GetValues<ImpactRating>(), ImpactLook.All.Select(l => l.Rating));
        Assert.Equal([0, 1, 2, 3, 4], ImpactLook.All.Select(l => l.Level));
        Assert.Distinct(ImpactLook.All.Select(l => l.Word).Append(ImpactLook.NotJudged));
        Assert.Distinct(ImpactLook.All.Select(l => l.Code).Append(ImpactLook.NotJudgedCode));
        Assert.All(ImpactLook.All, l => Assert.EndsWith(".", l.Rule, StringComparison.Ordinal));
        Assert.All(ImpactLook.All, l => Assert.Equal(l.Rating, ImpactLook.Parse(l.Code)));
    }

    [Fact]
    public void Not_judged_is_not_level_0()
    {
        Assert.Equal("Not judged", ImpactLook.WordsOf(null));
        Assert.Equal("0 Too early", ImpactLook.WordsOf(ImpactRating.TooEarly));
        Assert.Null(ImpactLook.Parse(ImpactLook.NotJudgedCode));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("Embedded")]
    public void What_is_no_code_names_no_level(string? code) => Assert.Null(ImpactLook.Parse(code));
}
