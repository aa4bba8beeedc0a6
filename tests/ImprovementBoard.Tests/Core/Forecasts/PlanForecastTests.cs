using ImprovementBoard.Core.Actions;
using ImprovementBoard.Core.Forecasts;
using static ImprovementBoard.Tests.TestDates;

namespace ImprovementBoard.Tests.Core.Forecasts;

public sealed class PlanForecastTests
{
    private static readonly DateOnly Today = Day("2018-08-06");

    [Theory]
    [InlineData(0, 0, 0, null, PaceVerdict.NoActions)]
    [InlineData(5, 5, 5, null, PaceVerdict.Done)]
    [InlineData(5, 2, 2, "2019-01-31", PaceVerdict.TooFew)]
    [InlineData(5, 2, 2, "2018-08-05", PaceVerdict.DatePassed)]
    [InlineData(9, 6, 6, "2018-08-05", PaceVerdict.DatePassed)]
    [InlineData(12, 6, 6, "2018-08-06", PaceVerdict.TooSlow)]
    [InlineData(12, 6, 6, "2019-02-05", PaceVerdict.Unclear)]
    [InlineData(12, 6, 6, "2020-08-06", PaceVerdict.Enough)]
    public void The_verdict_compares_the_range_with_the_last_due_date(int actions, int signedOff, int lately, string? neededBy, PaceVerdict verdict) =>
        Assert.Equal(verdict, Forecast(actions, signedOff, lately, neededBy).Verdict);

    [Fact]
    public void As_many_left_as_were_signed_off_take_as_long_again()
    {
        var forecast = Forecast(actions: 14, signedOff: 7, lately: 7, neededBy: "2019-08-06");

        Assert.Equal(Today.AddDays(183), forecast.Likely);
        // 80% Poisson interval of 7: 3.895 to 11.771 in the tables (chi-square quantiles halved).
        Assert.Equal(Today.AddDays(109), forecast.Earliest);
        Assert.Equal(Today.AddDays(329), forecast.Latest);
        Assert.Equal(7 * 7 / 183.0, forecast.MeasuredRate!.Value, 6);
        Assert.Equal(7 * 7 / 365.0, forecast.NeededRate!.Value, 6);
    }

    [Theory]
    [InlineData(3, 1.102, 6.681)]
    [InlineData(10, 6.221, 15.407)]
    [InlineData(100, 87.421, 113.969)]
    public void The_range_is_the_Poisson_interval_of_the_tables(int count, double fewest, double most)
    {
        var range = PlanForecast.Range(count);

        Assert.Equal(fewest, range.Fewest, 0.02 * fewest);
        Assert.Equal(most, range.Most, 0.02 * most);
    }

    [Fact]
    public void More_sign_offs_never_make_it_later_and_more_left_never_sooner()
    {
        for (var left = 1; left < 200; left += 7)
        {
            for (var lately = PlanForecast.FewestSignOffs; lately < 120; lately++)
            {
                var (slow, fast, more) = (Forecast(500 + left, 500, lately), Forecast(500 + left, 500, lately + 1), Forecast(501 + left, 500, lately));
                Assert.True(fast.Earliest <= slow.Earliest && fast.Likely <= slow.Likely && fast.Latest <= slow.Latest, $"{left} left, {lately} lately");
                Assert.True(more.Earliest >= slow.Earliest && more.Likely >= slow.Likely && more.Latest >= slow.Latest, $"{left} left, {lately} lately");
                Assert.True(Today < slow.Earliest && slow.Earliest <= slow.Likely && slow.Likely <= slow.Latest, $"{left} left, {lately} lately");
            }
        }
    }

    [Fact]
    public void A_forecast_beyond_all_dates_stops_at_the_last()
    {
        var forecast = Forecast(1_000_000, 3, 3);

        Assert.Equal((ActionItem.LatestDate, ActionItem.LatestDate), (forecast.Likely, forecast.Latest));
        Assert.Equal("after 2099", ForecastWords.Month(forecast.Likely!.Value));
    }

    [Theory]
    [InlineData("2018-08-06", 0)]
    [InlineData("2018-07-07", 30)]
    [InlineData("2016-11-25", 183)]
    [InlineData("2018-09-01", 0)]
    public void A_young_programme_is_measured_since_its_start(string startedOn, int days) =>
        Assert.Equal(days, PlanForecast.WindowOn(Day(startedOn), Today));

    [Fact]
    public void On_its_first_day_nothing_is_forecast() =>
        Assert.Equal((PaceVerdict.TooFew, null, null), Summary(PlanForecast.Of(new(Today, 0, 9, 4, 4, Today.AddDays(30)))));

    [Fact]
    public void A_reopened_action_is_left_until_it_is_signed_off_again()
    {
        ForecastAction action = new(Day("2018-01-01"), Day("2018-05-31"), Day("2018-07-31"), SignOff.Of(Day("2018-07-20"), [new DeliveryRound { SignedOffOn = Day("2018-05-31"), EndedOn = Day("2018-06-15") }, new DeliveryRound { EndedOn = Day("2018-07-01") }]));

        Assert.Equal(
            [null, Day("2018-05-31"), Day("2018-05-31"), null, null, Day("2018-07-20")],
            new[] { "2018-05-30", "2018-05-31", "2018-06-14", "2018-06-15", "2018-07-19", "2018-07-20" }.Select(d => action.SignedOffOn(Day(d))));
    }

    [Fact]
    public void Only_what_was_signed_off_in_the_window_makes_the_rate_and_only_what_is_left_the_date()
    {
        ForecastAction Action(string? signedOffOn, string due) => new(Day("2016-11-25"), Day(due), Day(due), SignOff.Of(DayOrNone(signedOffOn), []));

        var counts = PlanForecast.Of([Action("2018-02-04", "2020-01-01"), Action("2018-02-05", "2018-01-01"), Action("2018-08-06", "2018-01-01"), Action("2018-08-07", "2018-09-30"), Action(null, "2018-12-31")], Day("2016-11-25"), Today).Counts;

        Assert.Equal(new PaceCounts(Today, 183, 5, 3, 2, Day("2018-12-31")), counts);
    }

    [Theory]
    [InlineData(0, 0, 0, null, "There is no action in the plan yet.")]
    [InlineData(1, 1, 0, null, "The only action of the plan is signed off.")]
    [InlineData(3, 3, 0, null, "All 3 actions of the plan are signed off.")]
    [InlineData(3, 0, 0, "2018-12-31", "No action was signed off in the last 26 weeks, which is too few to say when the 3 actions left will be. The last due date is 31 December 2018.")]
    [InlineData(2, 1, 1, "2018-08-05", "1 action was signed off in the last 26 weeks, which is too few to say when the 1 action left will be. The last due date, 5 August 2018, has passed.")]
    [InlineData(14, 7, 7, "2018-10-31", "At the pace of the last 26 weeks the 7 actions left will be signed off about February 2019, between November 2018 and July 2019. That is too slow for the last due date, 31 October 2018: 0.6 a week needed, 0.3 a week measured.")]
    public void One_sentence_says_what_to_conclude(int actions, int signedOff, int lately, string? neededBy, string words) =>
        Assert.Equal(words, ForecastWords.Conclusion(Forecast(actions, signedOff, lately, neededBy), "the plan"));

    private static (PaceVerdict Verdict, DateOnly? Likely, double? Rate) Summary(PlanForecast f) => (f.Verdict, f.Likely, f.MeasuredRate);

    private static PlanForecast Forecast(int actions, int signedOff, int lately, string? neededBy = "2019-08-06") =>
        PlanForecast.Of(new PaceCounts(Today, PlanForecast.LongestWindowDays, actions, signedOff, lately, DayOrNone(neededBy)));
}
