using ImprovementBoard.Core.Actions;
using ImprovementBoard.Core.Forecasts;
using static ImprovementBoard.Tests.TestDates;

namespace ImprovementBoard.Tests.Core.Forecasts;

public sealed class UpdatesOnTimeTests
{
    private static readonly DateOnly Start = Day("2018-01-01");

    // Days after the start. The cycle is 28 days, the window is the first 183 days, and today is day 183.
    [Theory]
    [InlineData("", 0, 6)]
    [InlineData("28 56 84 112 140 168", 6, 6)]
    [InlineData("1 2 3 10 20 28", 1, 6)]
    [InlineData("31 62 93 124 155", 0, 5)]
    [InlineData("31 59 87 115 143 171", 5, 6)]
    [InlineData("90", 0, 6)]
    [InlineData("200", 0, 6)]
    public void One_falls_due_each_cycle_and_a_late_one_puts_right_what_was_missed(string days, int inTime, int fellDue) =>
        Assert.Equal(new UpdatesOnTime(inTime, fellDue), Count(days));

    [Fact]
    public void What_falls_due_today_can_still_come() =>
        Assert.Equal(new UpdatesOnTime(0, 0), UpdatesOnTime.Of([new(Start, null)], [], 28, Start, Start.AddDays(28)));

    [Fact]
    public void Before_the_window_nothing_counts_but_the_clock_runs_from_the_latest_update()
    {
        var from = Start.AddDays(100);

        Assert.Equal(new UpdatesOnTime(0, 1), UpdatesOnTime.Of([new(Start, null)], [Start.AddDays(90)], 28, from, Start.AddDays(120)));
        Assert.Equal(new UpdatesOnTime(1, 1), UpdatesOnTime.Of([new(Start, null)], [Start.AddDays(90), Start.AddDays(110)], 28, from, Start.AddDays(120)));
        Assert.Equal(new UpdatesOnTime(0, 1), UpdatesOnTime.Of([new(Start, null)], [], 28, from, Start.AddDays(120)));
    }

    [Fact]
    public void Nothing_falls_due_while_no_work_goes_on()
    {
        var rounds = new[] { new DeliveryRound { DeliveredOn = Start.AddDays(20), EndedOn = Start.AddDays(100) } };

        Assert.Empty(WorkSpell.Of(null, null, rounds));
        Assert.Equal([new(Start, Start.AddDays(20)), new WorkSpell(Start.AddDays(100), null)], WorkSpell.Of(Start, null, rounds));
        Assert.Equal(new UpdatesOnTime(0, 2), UpdatesOnTime.Of(WorkSpell.Of(Start, null, rounds), [], 28, Start, Start.AddDays(183)));
    }

    [Fact]
    public void A_further_update_never_raises_the_number_missed()
    {
        var random = new Random(7);
        for (var run = 0; run < 2000; run++)
        {
            var days = Enumerable.Range(0, random.Next(8)).Select(_ => Start.AddDays(random.Next(1, 183))).ToList();
            var more = days.Append(Start.AddDays(random.Next(1, 183))).ToList();
            var (before, after) = (Of(days), Of(more));
            Assert.InRange(before.InTime, 0, Math.Min(before.FellDue, days.Count));
            Assert.True(after.FellDue - after.InTime <= before.FellDue - before.InTime, string.Join(' ', more.Select(d => d.DayNumber - Start.DayNumber)));
        }
    }

    private static UpdatesOnTime Count(string days) => Of([.. days.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(d => Start.AddDays(int.Parse(d, System.Globalization.CultureInfo.InvariantCulture)))]);

    private static UpdatesOnTime Of(IReadOnlyCollection<DateOnly> updates) => UpdatesOnTime.Of([new(Start, null)], updates, 28, Start, Start.AddDays(183));
}
