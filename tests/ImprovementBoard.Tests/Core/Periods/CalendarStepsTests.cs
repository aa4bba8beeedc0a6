using ImprovementBoard.Core.Periods;
using ImprovementBoard.Core.Time;
using static ImprovementBoard.Tests.TestDates;

namespace ImprovementBoard.Tests.Core.Periods;

public sealed class CalendarStepsTests
{
    [Fact]
    public void With_the_cut_off_ten_working_days_before_the_meeting_the_steps_fall_where_the_calendar_of_the_field_puts_them()
    {
        var (cutOff, meeting) = (Day("2018-08-09"), Day("2018-08-23"));

        Assert.Equal(
            ["2018-07-26", "2018-08-07", "2018-08-09", "2018-08-13", "2018-08-14", "2018-08-16", "2018-08-28", "2018-08-31"],
            CalendarSteps.All.Select(s => $"{s.DueOn(cutOff, meeting):yyyy-MM-dd}"));
        Assert.Equal([20, 12, 10, 8, 7, 5], CalendarSteps.All.Take(6).Select(s => WorkingDays.Between(s.DueOn(cutOff, meeting), meeting)));
    }

    [Fact]
    public void For_every_cut_off_that_a_period_may_have_the_steps_keep_their_order()
    {
        var dice = new Random(4);
        for (var i = 0; i < 500; i++)
        {
            var meeting = WorkingDays.After(Day("2018-01-01").AddDays(dice.Next(4000)), 1);
            var cutOff = WorkingDays.Before(meeting, dice.Next(ReportingPeriod.LeastWorkingDays, 31));

            var days = CalendarSteps.All.Select(s => s.DueOn(cutOff, meeting)).ToList();

            Assert.Equal(days.Order(), days);
            Assert.Equal(8, CalendarSteps.All.Count);
        }
    }

    [Fact]
    public void Every_step_has_words_and_the_portal_sees_to_the_first_six()
    {
        Assert.Equal(CalendarSteps.All.Count, CalendarSteps.All.Select(s => s.Words()).Distinct().Count());
        Assert.Equal([true, true, true, true, true, true, false, false], CalendarSteps.All.Select(s => s.IsAutomatic()));
        Assert.Equal([false, false, false, false, false, true, true, true], CalendarSteps.All.Select(s => s.IsByHand()));
    }
}
