using ImprovementBoard.Core;
using ImprovementBoard.Core.Schedules;
using ImprovementBoard.Core.Time;
using Quartz;
using static ImprovementBoard.Tests.TestDates;

namespace ImprovementBoard.Tests.Core.Schedules;

public sealed class CronDaysTests
{
    [Theory]
    [InlineData("0 0 7 ? * TUE#1")]
    [InlineData("0 30 18 28 * ?")]
    [InlineData("0 0 7 ? * 6L")]
    [InlineData("0 0 7 ? * FRI-MON")]
    [InlineData("0 0 7 ? * MON-FRI")]
    [InlineData("0 0 7 ? * L")]
    [InlineData("0 0 7 ? * 2/2")]
    [InlineData("0 0 7 ? JAN,JUL WED")]
    [InlineData("0 0 7 L * ?")]
    [InlineData("0 0 7 LW * ?")]
    [InlineData("0 0 7 L-3 * ?")]
    [InlineData("0 0 7 1W * ?")]
    [InlineData("0 0 7 15W * ?")]
    [InlineData("0 0 7 1/10 * ?")]
    [InlineData("0 0 7 */9 * ?")]
    [InlineData("0 0 7 1,15,31 */3 ?")]
    [InlineData("0 0 7 29 2 ?")]
    [InlineData("0 0 7 5-10/2 NOV-FEB ?")]
    [InlineData("0 0 7 1 1 ? 2020-2024/2")]
    [InlineData("0 0 7 ? * THU#5")]
    [InlineData("0 0 7 ? * 1")]
    public void It_names_the_days_that_quartz_rings_on(string expression)
    {
        var (ours, quartz) = (CronDays.Parse(expression), new CronExpression(expression, LondonTime.Zone));

        for (var day = Day("2018-01-01"); day < Day("2024-04-01"); day = day.AddDays(1))
        {
            var ring = quartz.GetNextValidTimeAfter(LondonTime.Of(day, TimeOnly.MinValue).AddSeconds(-1));
            Assert.True(ours.Includes(day) == (ring is { } at && LondonTime.DateOf(at) == day), $"{expression} on {day:yyyy-MM-dd}");
        }
    }

    [Theory]
    [InlineData("0 7 6 * ?", "A cron expression has 6 parts, or 7 with a year: second, minute, hour, day of the month, month, day of the week. This one has 5. Most likely the seconds are missing: put a 0 in front.")]
    [InlineData("every day", "This one has 2.")]
    [InlineData("0 0 7 6 * ? 2018 1", "This one has 8.")]
    [InlineData("30 0 7 6 * ?", "The second must be 0")]
    [InlineData("0 0/30 7 6 * ?", "The minute is “0/30”. Give one number from 0 to 59: a pack is made once a day at most.")]
    [InlineData("0 60 7 6 * ?", "The minute is “60”.")]
    [InlineData("0 0 24 6 * ?", "The hour is “24”.")]
    [InlineData("0 0 * 6 * ?", "The hour is “*”.")]
    [InlineData("0 0 7 * * *", "Put ? as the day of the month or as the day of the week")]
    [InlineData("0 0 7 ? * ?", "Put ? as the day of the month or as the day of the week")]
    [InlineData("0 0 7 6 * MON", "Put ? as the day of the month or as the day of the week")]
    [InlineData("0 0 7 32 * ?", "The day of the month cannot be “32”. Write a number from 1 to 31;")]
    [InlineData("0 0 7 0 * ?", "The day of the month cannot be “0”.")]
    [InlineData("0 0 7 31W * ?", "The day of the month cannot be “31”. Write a number from 1 to 28")]
    [InlineData("0 0 7 6 13 ?", "The month cannot be “13”. Write a number from 1 to 12 or JAN to DEC;")]
    [InlineData("0 0 7 6 AUGUST ?", "The month cannot be “AUGUST”.")]
    [InlineData("0 0 7 ? * 8", "The day of the week cannot be “8”. Write a number from 1 to 7 or SUN to SAT;")]
    [InlineData("0 0 7 ? * MON#6", "The day of the week cannot be “6”.")]
    [InlineData("0 0 7 ? * 2/0", "The day of the week cannot be “0”.")]
    [InlineData("0 0 7 1,,2 * ?", "The day of the month cannot be “”.")]
    [InlineData("0 0 7 1/2/3 * ?", "The day of the month cannot be “1/2/3”.")]
    [InlineData("0 0 7 6 * ? 18", "The year cannot be “18”.")]
    [InlineData("0 0 7 -1 * ?", "The day of the month cannot be “”.")]
    public void What_cannot_be_read_is_said_in_a_sentence(string expression, string message)
    {
        var fault = Assert.Throws<RuleException>(() => CronDays.Parse(expression));

        Assert.Equal("Cron", fault.Field);
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nonsense_is_refused_and_never_breaks_it()
    {
        var random = new Random(9);
        const string Letters = "0123456789*?,-/#LWMONTUEJAN ";
        for (var i = 0; i < 5000; i++)
        {
            var text = "0 0 7 " + string.Concat(Enumerable.Range(0, random.Next(1, 15)).Select(_ => Letters[random.Next(Letters.Length)]));
            var thrown = Record.Exception(() => CronDays.Parse(text).Includes(Day("2018-08-06")));
            Assert.True(thrown is null or RuleException, $"{text}: {thrown}");
        }
    }
}
