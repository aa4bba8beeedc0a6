using ImprovementBoard.Core;
using ImprovementBoard.Core.Periods;
using ImprovementBoard.Core.Time;
using static ImprovementBoard.Tests.TestDates;

namespace ImprovementBoard.Tests.Core.Periods;

public sealed class CalendarRuleTests
{
    private static readonly DateOnly Today = Day("2018-04-03");
    private static readonly CalendarRule SixWeekly = new(Day("2018-05-31"), 6, 10, 5);

    [Fact]
    public void Six_weekly_with_the_cut_off_ten_working_days_before() => Assert.Equal(
        [("2018-05-16", "2018-05-31"), ("2018-06-28", "2018-07-12"), ("2018-08-09", "2018-08-23"), ("2018-09-20", "2018-10-04"), ("2018-11-01", "2018-11-15")],
        SixWeekly.Dates(Today, null).Select(d => ($"{d.CutOffOn:yyyy-MM-dd}", $"{d.MeetingOn:yyyy-MM-dd}")));

    [Fact]
    public void A_meeting_on_a_bank_holiday_is_on_the_next_working_day() =>
        Assert.Equal([Day("2018-08-28"), Day("2018-09-10")], new CalendarRule(Day("2018-08-27"), 2, 10, 2).Dates(Today, null).Select(d => d.MeetingOn));

    public static TheoryData<string, CalendarRule, string, string?> Faulty => new()
    {
        { "no date", SixWeekly with { FirstMeetingOn = null }, "FirstMeetingOn", null },
        { "yesterday", SixWeekly with { FirstMeetingOn = Day("2018-04-02") }, "FirstMeetingOn", null },
        { "in ten years", SixWeekly with { FirstMeetingOn = Day("2028-04-02") }, "FirstMeetingOn", null },
        { "a cut-off that has passed", SixWeekly with { FirstMeetingOn = Day("2018-04-10") }, "FirstMeetingOn", null },
        { "a cut-off before the last there is", SixWeekly, "FirstMeetingOn", "2018-05-16" },
        { "every week", SixWeekly with { EveryWeeks = 1 }, "EveryWeeks", null },
        { "every year", SixWeekly with { EveryWeeks = 27 }, "EveryWeeks", null },
        { "too little time to draft", SixWeekly with { CutOffWorkingDays = 7 }, "CutOffWorkingDays", null },
        { "six weeks before", SixWeekly with { CutOffWorkingDays = 31 }, "CutOffWorkingDays", null },
        { "no meeting", SixWeekly with { Count = 0 }, "Count", null },
        { "a thousand meetings", SixWeekly with { Count = 1000 }, "Count", null },
    };

    [Theory]
    [MemberData(nameof(Faulty))]
    public void A_rule_that_makes_no_sense_is_refused_beside_its_field(string what, CalendarRule rule, string field, string? after)
    {
        var fault = Assert.Throws<RuleException>(() => rule.Dates(Today, after is null ? null : Day(after)));

        Assert.True(field == fault.Field, $"{what}: {fault.Message}");
    }

    [Fact]
    public void Whatever_the_rule_cut_offs_lie_in_order_and_before_their_working_day_meetings()
    {
        var dice = new Random(5);
        for (var i = 0; i < 300; i++)
        {
            var rule = new CalendarRule(Today.AddDays(50 + dice.Next(600)), dice.Next(2, 27), dice.Next(ReportingPeriod.LeastWorkingDays, 31), dice.Next(1, 27));

            var dates = rule.Dates(Today, null);

            Assert.Equal(rule.Count, dates.Select(d => d.CutOffOn).Distinct().Count());
            Assert.Equal(dates.OrderBy(d => d.CutOffOn), dates);
            Assert.All(dates, d => Assert.Equal((true, rule.CutOffWorkingDays), (WorkingDays.Includes(d.MeetingOn), WorkingDays.Between(d.CutOffOn, d.MeetingOn))));
        }
    }
}
