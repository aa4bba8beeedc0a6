using System.Globalization;
using ImprovementBoard.Core.Time;
using static ImprovementBoard.Tests.TestDates;

namespace ImprovementBoard.Tests.Core.Time;

public sealed class LondonTimeTests
{
    [Theory]
    [InlineData("2018-08-05T22:59:59Z", "2018-08-05")]
    [InlineData("2018-08-05T23:00:00Z", "2018-08-06")] // midnight in summer
    [InlineData("2018-12-05T23:59:59Z", "2018-12-05")]
    [InlineData("2018-12-06T00:00:00Z", "2018-12-06")] // midnight in winter
    [InlineData("2018-10-27T23:30:00Z", "2018-10-28")] // the night the clocks go back
    [InlineData("2018-08-06T01:00:00+05:00", "2018-08-05")]
    public void A_day_begins_at_midnight_in_london(string instant, string day) =>
        Assert.Equal(Day(day), LondonTime.DateOf(DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture)));
}
