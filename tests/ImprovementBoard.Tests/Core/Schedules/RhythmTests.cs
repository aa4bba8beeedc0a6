using ImprovementBoard.Core;
using ImprovementBoard.Core.Schedules;
using ImprovementBoard.Core.Time;
using static ImprovementBoard.Tests.TestDates;

namespace ImprovementBoard.Tests.Core.Schedules;

public sealed class RhythmTests
{
    private static readonly Rhythm Seven = new() { At = new(7, 0) };

    private static Rhythm Monthly(int day, HolidayRule holidays = default) => Seven with { DayOfMonth = day, Holidays = holidays };

    private static Rhythm Weekly(DayOfWeek day, HolidayRule holidays = default) => Seven with { Frequency = Frequency.Weekly, Weekday = day, Holidays = holidays };

    private static Rhythm OnWeekday(Which which, DayOfWeek day, HolidayRule holidays = default) => Seven with { Frequency = Frequency.MonthlyOnWeekday, Which = which, Weekday = day, Holidays = holidays };

    private static Rhythm Weeks(int every, string from, HolidayRule holidays = default) => Seven with { Frequency = Frequency.EveryFewWeeks, EveryWeeks = every, StartsOn = Day(from), Holidays = holidays };

    private static Rhythm Cron(string cron, HolidayRule holidays = default) => new Rhythm { Frequency = Frequency.Cron, Cron = cron, Holidays = holidays }.Checked();

    private static readonly Rhythm LastWorkingDay = Seven with { Frequency = Frequency.LastWorkingDay };

    public static TheoryData<string, Rhythm, string, string> Table => new()
    {
        { "a day of the month", Monthly(6), "2018-08-01", "2018-08-06 2018-09-06 2018-10-06" },
        { "over the new year", Monthly(28), "2018-11-29", "2018-12-28 2019-01-28 2019-02-28" },
        { "a weekend moved back", Monthly(6, HolidayRule.WorkingDayBefore), "2018-10-01", "2018-10-05 2018-11-06 2018-12-06" },
        { "a weekend moved on", Monthly(6, HolidayRule.WorkingDayAfter), "2018-10-01", "2018-10-08 2018-11-06 2018-12-06" },
        { "every week", Weekly(DayOfWeek.Monday), "2018-08-20", "2018-08-20 2018-08-27 2018-09-03" },
        { "the summer bank holiday moved on", Weekly(DayOfWeek.Monday, HolidayRule.WorkingDayAfter), "2018-08-20", "2018-08-20 2018-08-28 2018-09-03" },
        { "the summer bank holiday moved back", Weekly(DayOfWeek.Monday, HolidayRule.WorkingDayBefore), "2018-08-20", "2018-08-20 2018-08-24 2018-09-03" },
        { "good friday moved back", Weekly(DayOfWeek.Friday, HolidayRule.WorkingDayBefore), "2018-03-23", "2018-03-23 2018-03-29 2018-04-06" },
        { "good friday moved over easter", Weekly(DayOfWeek.Friday, HolidayRule.WorkingDayAfter), "2018-03-23", "2018-03-23 2018-04-03 2018-04-06" },
        { "substitutes of 2021: christmas on a saturday", Monthly(25, HolidayRule.WorkingDayAfter), "2021-12-01", "2021-12-29 2022-01-25 2022-02-25" },
        { "substitutes of 2021: boxing day on a sunday", Monthly(26, HolidayRule.WorkingDayBefore), "2021-12-01", "2021-12-24 2022-01-26 2022-02-25" },
        { "new year on a saturday", Monthly(1, HolidayRule.WorkingDayAfter), "2021-12-15", "2022-01-04 2022-02-01 2022-03-01" },
        { "the queen's jubilee, which moved a holiday to a thursday", Weekly(DayOfWeek.Thursday, HolidayRule.WorkingDayBefore), "2022-05-26", "2022-05-26 2022-06-01 2022-06-09" },
        { "the first tuesday", OnWeekday(Which.First, DayOfWeek.Tuesday), "2018-08-01", "2018-08-07 2018-09-04 2018-10-02" },
        { "the first tuesday, which is the first", OnWeekday(Which.First, DayOfWeek.Tuesday), "2019-01-01", "2019-01-01 2019-02-05 2019-03-05" },
        { "new year's day moved on", OnWeekday(Which.First, DayOfWeek.Tuesday, HolidayRule.WorkingDayAfter), "2019-01-01", "2019-01-02 2019-02-05 2019-03-05" },
        { "the fourth thursday", OnWeekday(Which.Fourth, DayOfWeek.Thursday), "2018-08-01", "2018-08-23 2018-09-27 2018-10-25" },
        { "the last tuesday, the fifth or the fourth", OnWeekday(Which.Last, DayOfWeek.Tuesday), "2018-07-01", "2018-07-31 2018-08-28 2018-09-25" },
        { "the last thursday of a leap february", OnWeekday(Which.Last, DayOfWeek.Thursday), "2024-02-01", "2024-02-29 2024-03-28 2024-04-25" },
        { "the last working day", LastWorkingDay, "2018-08-01", "2018-08-31 2018-09-28 2018-10-31" },
        { "the last working day before easter monday", LastWorkingDay, "2018-03-01", "2018-03-29 2018-04-30 2018-05-31" },
        { "the last working day of a leap february", LastWorkingDay, "2020-02-01", "2020-02-28 2020-03-31 2020-04-30" },
        { "the last working day of a december that ends on a holiday", LastWorkingDay, "1999-12-01", "1999-12-30 2000-01-31 2000-02-29" },
        { "every six weeks", Weeks(6, "2018-07-12"), "2018-08-01", "2018-08-23 2018-10-04 2018-11-15" },
        { "not before the first", Weeks(2, "2018-09-03"), "2018-08-01", "2018-09-03 2018-09-17 2018-10-01" },
        { "every second monday, one a holiday", Weeks(2, "2018-08-13", HolidayRule.WorkingDayAfter), "2018-08-13", "2018-08-13 2018-08-28 2018-09-10" },
        { "months without a 31st", Cron("0 0 7 31 * ?"), "2018-08-01", "2018-08-31 2018-10-31 2018-12-31" },
        { "months without a 30th", Cron("0 0 7 30 * ?"), "2018-01-30", "2018-01-30 2018-03-30 2018-04-30" },
        { "29 february", Cron("0 0 7 29 2 ?"), "2018-01-01", "2020-02-29 2024-02-29 2028-02-29" },
        { "29 february over a turn of the century", Cron("0 0 7 29 2 ?"), "2096-01-01", "2096-02-29 2104-02-29 2108-02-29" },
        { "the last day of the month", Cron("0 0 7 L * ?"), "2020-01-01", "2020-01-31 2020-02-29 2020-03-31" },
        { "the fifth tuesday", Cron("0 0 7 ? * TUE#5"), "2018-07-01", "2018-07-31 2018-10-30 2019-01-29" },
        { "weekend days that end on a monday", Cron("0 0 7 ? * SAT,SUN", HolidayRule.WorkingDayAfter), "2018-08-18", "2018-08-20 2018-08-28 2018-09-03" },
        { "every day, the weekend moved to a day that is named itself", Cron("0 0 7 ? * *", HolidayRule.WorkingDayAfter), "2018-08-24", "2018-08-24 2018-08-28 2018-08-29" },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void It_comes_round_on_these_days(string what, Rhythm rhythm, string from, string days)
    {
        var next = rhythm.Next(LondonTime.Of(Day(from), TimeOnly.MinValue), 3);

        Assert.True(days == string.Join(' ', next.Select(o => $"{o.On:yyyy-MM-dd}")), $"{what}: {string.Join(' ', next.Select(o => $"{o.On:yyyy-MM-dd}"))}");
        Assert.All(next, o => Assert.Equal(rhythm.At, TimeOnly.FromTimeSpan(LondonTime.At(o.At).TimeOfDay)));
    }

    [Fact]
    public void The_next_time_lies_after_the_instant_asked_for()
    {
        Assert.Equal(Day("2018-08-06"), Monthly(6).Next(TestClock.Instant("2018-08-06 06:59"), 1)[0].On);
        Assert.Equal(Day("2018-09-06"), Monthly(6).Next(TestClock.Instant("2018-08-06 07:00"), 1)[0].On);
    }

    [Theory]
    [InlineData("2018-08-27", "2018-08-28", "Tue 28 Aug 2018, 07:00", "moved from Mon 27 Aug, bank holiday")]
    [InlineData("2018-08-04", "2018-08-06", "Mon 6 Aug 2018, 07:00", "moved from Sat 4 Aug, weekend")]
    [InlineData("2018-08-06", "2018-08-06", "Mon 6 Aug 2018, 07:00", "")]
    public void A_moved_time_says_from_where_and_why(string falls, string on, string words, string moved)
    {
        var time = new Occurrence(Day(falls), Day(on), LondonTime.Of(Day(on), new(7, 0)));

        Assert.Equal((words, moved), (time.Words, time.Moved));
    }

    [Theory]
    [InlineData("07:00", "2018-03-24", "Sun 25 Mar 2018, 07:00|the clocks have gone forward: summer time (UTC+1) from here", "2018-03-25T06:00:00Z")]
    [InlineData("07:00", "2018-10-27", "Sun 28 Oct 2018, 07:00|the clocks have gone back: winter time (UTC) from here", "2018-10-28T07:00:00Z")]
    [InlineData("01:30", "2018-03-24", "Sun 25 Mar 2018, 02:00|the clocks go forward over 01:30 that night", "2018-03-25T01:00:00Z")]
    [InlineData("01:00", "2018-03-24", "Sun 25 Mar 2018, 02:00|the clocks go forward over 01:00 that night", "2018-03-25T01:00:00Z")]
    [InlineData("01:30", "2018-10-27", "Sun 28 Oct 2018, 01:30|", "2018-10-28T00:30:00Z")] // the first of two: still summer time
    [InlineData("00:30", "2018-10-27", "Sun 28 Oct 2018, 00:30|", "2018-10-27T23:30:00Z")]
    public void The_nights_the_clocks_change_say_so(string at, string after, string said, string instant)
    {
        var rhythm = Cron($"0 {at[3..]} {at[..2]} ? * SUN");

        var next = NextTime.Of(rhythm, LondonTime.Of(Day(after), new(12, 0)))[0];

        Assert.Equal(said, $"{next.When}|{next.Note}");
        Assert.Equal(DateTimeOffset.Parse(instant, System.Globalization.CultureInfo.InvariantCulture), rhythm.Next(LondonTime.Of(Day(after), new(12, 0)), 1)[0].At);
    }

    [Fact]
    public void Six_times_are_shown_each_with_what_is_unusual() =>
        Assert.Equal(
            ["Fri 5 Oct 2018, 07:00: moved from Sat 6 Oct, weekend", "Tue 6 Nov 2018, 07:00: the clocks have gone back: winter time (UTC) from here", "Thu 6 Dec 2018, 07:00: ", "Fri 4 Jan 2019, 07:00: moved from Sun 6 Jan, weekend", "Wed 6 Feb 2019, 07:00: ", "Wed 6 Mar 2019, 07:00: "],
            NextTime.Of(Monthly(6, HolidayRule.WorkingDayBefore), TestClock.Instant("2018-09-07 09:00")).Select(t => $"{t.When}: {t.Note}"));

    [Fact]
    public void Next_times_strictly_increase_and_are_those_between_two_days()
    {
        var random = new Random(7);
        for (var i = 0; i < 400; i++)
        {
            var rhythm = Any(random);
            var after = TestClock.Instant("2018-01-01 12:00").AddDays(random.Next(4000));

            var next = rhythm.Next(after, 8);

            Assert.Equal(8, next.Count);
            Assert.True(next[0].At > after);
            Assert.All(next.Zip(next.Skip(1)), pair => Assert.True(pair.First.At < pair.Second.At && pair.First.On < pair.Second.On, $"{rhythm.InFull} after {after}"));
            Assert.Equal(next.Skip(1).ToList(), rhythm.Between(next[1].On, next[^1].On));
            if (rhythm.Holidays != HolidayRule.AsItFalls)
                Assert.All(next, o => Assert.True(WorkingDays.Includes(o.On)));
        }
    }

    [Fact]
    public void What_a_cron_expression_can_say_it_says_and_is_read_back_the_same()
    {
        var random = new Random(8);
        for (var i = 0; i < 200; i++)
        {
            var rhythm = Any(random);
            if (rhythm.AsCron is not { } cron)
                continue;
            var after = TestClock.Instant("2018-01-01 12:00").AddDays(random.Next(4000));

            Assert.Equal(rhythm.Next(after, 8), Cron(cron, rhythm.Holidays).Next(after, 8));
        }
    }

    [Theory]
    [InlineData(0, "Choose a day from 1 to 28, so that every month has it.")]
    [InlineData(29, "Choose a day from 1 to 28, so that every month has it.")]
    public void A_day_that_some_month_lacks_is_refused(int day, string message) =>
        Assert.Equal((message, "DayOfMonth"), Fault(Monthly(day)));

    [Theory]
    [InlineData(1)]
    [InlineData(27)]
    public void Weeks_beyond_reason_are_refused(int weeks) => Assert.Equal(("Give the weeks from one time to the next: 2 to 26.", "EveryWeeks"), Fault(Weeks(weeks, "2018-08-06")));

    [Fact]
    public void Weeks_without_a_first_day_are_refused() => Assert.Equal("StartsOn", Fault(Weeks(2, "2018-08-06") with { StartsOn = null }).Field);

    [Fact]
    public void It_is_told_in_words()
    {
        Assert.Equal("Monthly, on day 6 at 07:00", Monthly(6).InFull);
        Assert.Equal("Weekly, on Monday at 07:00", Weekly(DayOfWeek.Monday).InFull);
        Assert.Equal("Monthly, on the first Tuesday at 07:00, on the working day before where that is a weekend or a bank holiday", OnWeekday(Which.First, DayOfWeek.Tuesday, HolidayRule.WorkingDayBefore).InFull);
        Assert.Equal("Monthly, on the last working day at 07:00", (LastWorkingDay with { Holidays = HolidayRule.WorkingDayAfter }).InFull);
        Assert.Equal("Every 6 weeks from Thursday 12 July 2018 at 07:00", Weeks(6, "2018-07-12").InFull);
        Assert.Equal("By the cron expression 0 30 6 ? * TUE#1, which means 06:30", Cron(" 0 30 6 ? * TUE#1 ").InFull);
        Assert.Equal("With every period of the reporting calendar, on the day its drafts are due", (Seven with { Frequency = Frequency.EveryPeriod }).InFull);
    }

    [Fact]
    public void Another_time_of_day_means_the_same_days_another_rule_does_not()
    {
        Assert.True(Monthly(6).SameDays(Monthly(6) with { At = new(9, 0), Weekday = DayOfWeek.Friday, Cron = "x" }));
        Assert.False(Monthly(6).SameDays(Monthly(7)));
        Assert.False(Monthly(6).SameDays(Monthly(6, HolidayRule.WorkingDayAfter)));
        Assert.False(Monthly(1).SameDays(LastWorkingDay));
    }

    [Fact]
    public void The_calendar_says_for_which_meeting() =>
        Assert.Equal(
            [new NextTime("Tue 14 Aug 2018", "for the board of 23 August 2018")],
            NextTime.Of([(Day("2018-06-28"), Day("2018-07-12")), (Day("2018-08-09"), Day("2018-08-23"))], Day("2018-08-06")));

    private static Rhythm Any(Random random)
    {
        var (at, day, holidays) = (new TimeOnly(random.Next(24), random.Next(60)), (DayOfWeek)random.Next(7), (HolidayRule)random.Next(3));
        return random.Next(6) switch
        {
            0 => Monthly(random.Next(1, 29), holidays) with { At = at },
            1 => Weekly(day, holidays) with { At = at },
            2 => OnWeekday((Which)random.Next(5), day, holidays) with { At = at },
            3 => LastWorkingDay with { At = at },
            4 => Weeks(random.Next(2, 27), $"2018-0{random.Next(1, 10)}-1{random.Next(10)}", holidays) with { At = at },
            _ => Cron($"0 {at.Minute} {at.Hour} {random.Next(1, 32)} * ?", holidays),
        };
    }

    private static (string Message, string? Field) Fault(Rhythm rhythm)
    {
        var fault = Assert.Throws<RuleException>(rhythm.Checked);
        return (fault.Message, fault.Field);
    }
}
