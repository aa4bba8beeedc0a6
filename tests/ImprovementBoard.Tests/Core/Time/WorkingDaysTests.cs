using ImprovementBoard.Core.Time;
using static ImprovementBoard.Tests.TestDates;

namespace ImprovementBoard.Tests.Core.Time;

public sealed class WorkingDaysTests
{
    [Theory]
    [InlineData("2016-11-28", 70, "2017-03-09")] // the Kirklees plan, report received on a Monday: the council's own date
    [InlineData("2016-11-25", 70, "2017-03-08")] // the same, received on the day it was published
    [InlineData("2018-08-03", 1, "2018-08-06")]  // Friday to Monday
    [InlineData("2018-08-04", 1, "2018-08-06")]  // Saturday to Monday
    [InlineData("2018-08-06", 0, "2018-08-06")]
    [InlineData("2018-08-04", 0, "2018-08-04")]  // day 0 is the day itself, working or not
    [InlineData("2018-03-29", 1, "2018-04-03")]  // over Easter
    [InlineData("2016-12-23", 1, "2016-12-28")]  // Christmas Day on a Sunday
    [InlineData("2020-12-24", 1, "2020-12-29")]  // Boxing Day on a Saturday
    [InlineData("2022-05-30", 5, "2022-06-08")]  // over the platinum jubilee
    public void Counts_forward_from_the_next_working_day(string from, int count, string day) =>
        Assert.Equal(Day(day), WorkingDays.After(Day(from), count));

    [Theory]
    [InlineData("2018-08-03", "2018-08-06", 1)]
    [InlineData("2018-08-03", "2018-08-05", 0)] // only the weekend between
    [InlineData("2018-08-06", "2018-08-06", 0)]
    [InlineData("2018-08-06", "2018-08-03", 0)] // earlier
    [InlineData("2018-08-24", "2018-08-31", 4)] // with the August bank holiday
    [InlineData("2016-11-28", "2017-03-09", 70)]
    public void Counts_the_days_between(string from, string to, int count) =>
        Assert.Equal(count, WorkingDays.Between(Day(from), Day(to)));

    [Fact]
    public void Counts_what_counting_day_by_day_counts()
    {
        var random = new Random(17);
        for (var i = 0; i < 500; i++)
        {
            var from = Day("1995-01-01").AddDays(random.Next(38_000));
            var to = from.AddDays(random.Next(-10, 1500));
            var plain = 0;
            for (var day = from.AddDays(1); day <= to; day = day.AddDays(1))
                plain += WorkingDays.Includes(day) ? 1 : 0;

            Assert.True(plain == WorkingDays.Between(from, to), $"{plain} working days from {from:O} to {to:O}, not {WorkingDays.Between(from, to)}");
        }
    }

    [Fact]
    public void Counts_up_to_the_last_day_there_is()
    {
        Assert.Equal(0, WorkingDays.Between(DateOnly.MaxValue, DateOnly.MaxValue));
        Assert.Equal(1, WorkingDays.Between(DateOnly.MaxValue.AddDays(-1), DateOnly.MaxValue)); // a Friday
    }

    // Day by day this takes minutes.
    [Fact]
    public void A_far_forecast_costs_little()
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        for (var i = 0; i < 50_000; i++)
            WorkingDays.Between(Day("2018-08-06"), Day("2099-12-31"));

        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void A_count_below_nothing_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => WorkingDays.After(Day("2018-08-06"), -1));

    [Fact]
    public void Counting_there_and_back_agrees()
    {
        var random = new Random(70);
        for (var i = 0; i < 2000; i++)
        {
            var from = Day("2000-01-01").AddDays(random.Next(20_000));
            var count = random.Next(120);

            var to = WorkingDays.After(from, count);

            Assert.Equal(count, WorkingDays.Between(from, to));
            Assert.True(count == 0 || WorkingDays.Includes(to), $"{count} working days after {from:O} is {to:O}, which is no working day");
        }
    }
}
