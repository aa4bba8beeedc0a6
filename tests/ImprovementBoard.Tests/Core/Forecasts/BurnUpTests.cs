using ImprovementBoard.Core.Forecasts;
using static ImprovementBoard.Tests.TestDates;

namespace ImprovementBoard.Tests.Core.Forecasts;

public sealed class BurnUpTests
{
    private static readonly ForecastAction[] Actions =
    [
        new(Day("2018-05-20"), Day("2018-06-30"), Day("2018-09-30"), [new(Day("2018-06-12"), Day("2018-07-10")), new(Day("2018-08-06"), null)]),
        new(Day("2018-05-20"), Day("2018-07-31"), Day("2018-07-31"), [new(Day("2018-07-31"), null)]),
        new(Day("2018-07-01"), Day("2018-08-06"), Day("2018-12-31"), []),
    ];

    [Fact]
    public void Counts_plan_first_agreed_dates_and_sign_offs_at_every_month_end_and_now()
    {
        var chart = BurnUp.Of(Actions, Day("2018-05-20"), Day("2018-08-06"));

        Assert.Equal(["May 2018", "Jun 2018", "Jul 2018", "6 Aug 2018"], chart.Categories);
        Assert.Equal(
            ["in the plan 2 2 3 3", "due as first agreed 0 1 2 3", "signed off 0 1 1 2"],
            chart.Lines.Select(l => $"{l.Name} {string.Join(' ', l.Values)}"));
        Assert.Equal("By 6 August 2018, 2 of 3 actions were signed off: 1 fewer than the 3 that the first agreed due dates asked for.", chart.Finding);
    }

    [Theory]
    [InlineData("2018-05-31", "By 31 May 2018, 0 of 2 actions were signed off: as many as the 0 that the first agreed due dates asked for.")]
    [InlineData("2018-06-15", "By 15 June 2018, 1 of 2 actions was signed off: 1 more than the 0 that the first agreed due dates asked for.")]
    public void The_finding_tells_a_lead_and_a_tie(string today, string finding) =>
        Assert.Equal(finding, BurnUp.Of([.. Actions.Take(2)], Day("2018-05-20"), Day(today)).Finding);

    [Fact]
    public void A_programme_of_one_day_has_one_point() =>
        Assert.Equal(["20 May 2018"], BurnUp.Of(Actions, Day("2018-05-20"), Day("2018-05-20")).Categories);
}
