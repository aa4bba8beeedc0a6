using ImprovementBoard.Core;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Packs;
using ImprovementBoard.Core.Schedules;
using ImprovementBoard.Core.Time;
using static ImprovementBoard.Tests.TestDates;

namespace ImprovementBoard.Tests.Core.Packs;

public sealed class PackScheduleTests
{
    private static readonly TimeOnly Seven = new(7, 0);

    private static Rhythm Month(int day) => new() { Frequency = Frequency.Monthly, DayOfMonth = day, At = Seven };

    private static Rhythm Week(DayOfWeek weekday) => new() { Frequency = Frequency.Weekly, Weekday = weekday, At = Seven };

    private static PackSchedule Monthly(int day, string activeFrom = "2018-07-01") =>
        new() { Rhythm = Month(day), Enabled = true, ActiveFrom = Day(activeFrom) };

    private static PackSchedule Weekly(DayOfWeek weekday, string activeFrom = "2018-07-01") =>
        new() { Rhythm = Week(weekday), Enabled = true, ActiveFrom = Day(activeFrom) };

    private static DateTimeOffset At(string day, string time = "07:00") => TestClock.Instant($"{day} {time}");

    private static string Due(PackSchedule schedule, string today, string? time) =>
        string.Join(", ", schedule.DueBy(Day(today), time is null ? null : TestClock.Instant($"{today} {time}"))
            .Select(d => $"{d.Period.Key} as at {d.PositionAsAt:yyyy-MM-dd}"));

    [Theory]
    [InlineData(6, "2018-07-05", "23:59", "")]
    [InlineData(6, "2018-07-06", "06:59", "")]                      // a minute too early
    [InlineData(6, "2018-07-06", "07:00", "2018-07 as at 2018-07-06")]
    [InlineData(6, "2018-07-31", "00:00", "2018-07 as at 2018-07-06")]
    [InlineData(6, "2018-08-06", "06:59", "2018-07 as at 2018-07-06")]
    [InlineData(6, "2018-08-06", "07:00", "2018-07 as at 2018-07-06, 2018-08 as at 2018-08-06")]
    [InlineData(1, "2018-07-01", "07:00", "2018-07 as at 2018-07-01")] // the first active day counts
    [InlineData(28, "2018-07-28", "12:00", "2018-07 as at 2018-07-28")]
    [InlineData(28, "2018-08-27", "12:00", "2018-07 as at 2018-07-28")]
    [InlineData(6, "2018-10-07", "00:00", "2018-07 as at 2018-07-06, 2018-08 as at 2018-08-06, 2018-09 as at 2018-09-06, 2018-10 as at 2018-10-06")] // stopped over three due times
    [InlineData(1, "2019-01-01", "07:00", "2018-07 as at 2018-07-01, 2018-08 as at 2018-08-01, 2018-09 as at 2018-09-01, 2018-10 as at 2018-10-01, 2018-11 as at 2018-11-01, 2018-12 as at 2018-12-01, 2019-01 as at 2019-01-01")]
    public void A_monthly_pack_is_due_from_its_minute_one_a_month(int day, string today, string time, string due) =>
        Assert.Equal(due, Due(Monthly(day), today, time));

    [Theory]
    [InlineData(true, "2018-07-01", "2018-09-05", null)]                       // it makes its packs itself
    [InlineData(true, "2018-08-06", "2018-09-05", null)]                       // from the first active day on
    [InlineData(true, "2018-08-07", "2018-09-05", "2018-08 as at 2018-08-06")] // held after a restore
    [InlineData(true, "2018-08-07", "2018-09-06", null)]                       // until its next time
    [InlineData(false, "2018-07-01", "2018-09-05", "2018-08 as at 2018-08-06")] // paused
    public void The_latest_pack_that_it_left_out_can_be_prepared(bool enabled, string activeFrom, string today, string? left)
    {
        var schedule = Monthly(6, activeFrom);
        schedule.Enabled = enabled;

        var due = schedule.LeftOut(Day(today));

        Assert.Equal(left, due is null ? null : $"{due.Period.Key} as at {due.PositionAsAt:yyyy-MM-dd}");
    }

    [Fact]
    public void Nothing_is_left_out_by_the_reporting_calendar_or_once_it_has_ended()
    {
        var ended = Monthly(6);
        ended.End(new(1, 1, "Programme office", Role.Office), Day("2018-07-20"));

        Assert.Null(ended.LeftOut(Day("2018-08-20")));
        Assert.Null(new PackSchedule { Rhythm = new() { Frequency = Frequency.EveryPeriod }, ActiveFrom = Day("2018-07-01") }.LeftOut(Day("2018-08-20")));
    }

    [Fact]
    public void The_shortest_month_has_its_pack_too() =>
        Assert.Equal("2018-02 as at 2018-02-28", Due(Monthly(28, "2018-02-01"), "2018-03-01", "07:00"));

    [Theory]
    [InlineData(DayOfWeek.Monday, "2018-08-06", "06:59", "")]
    [InlineData(DayOfWeek.Monday, "2018-08-06", "07:00", "2018-08-06 as at 2018-08-06")]
    [InlineData(DayOfWeek.Monday, "2018-08-12", "12:00", "2018-08-06 as at 2018-08-06")]
    [InlineData(DayOfWeek.Friday, "2018-08-10", "07:00", "2018-08-06 as at 2018-08-10")]   // the week is named by its Monday
    [InlineData(DayOfWeek.Sunday, "2018-08-12", "07:00", "2018-08-06 as at 2018-08-12")]   // and ends with its Sunday
    [InlineData(DayOfWeek.Wednesday, "2018-08-23", "00:00", "2018-08-06 as at 2018-08-08, 2018-08-13 as at 2018-08-15, 2018-08-20 as at 2018-08-22")]
    public void A_weekly_pack_is_due_from_its_minute_one_a_week(DayOfWeek weekday, string today, string time, string due) =>
        Assert.Equal(due, Due(Weekly(weekday, "2018-08-06"), today, time));

    [Theory]
    [InlineData(Frequency.Monthly, "2018-09 as at 2018-09-06", "2019-08 as at 2019-08-06")]
    [InlineData(Frequency.Weekly, "2019-05-20 as at 2019-05-20", "2019-08-05 as at 2019-08-05")]
    public void After_a_long_stop_the_last_twelve_are_made_up_for(Frequency frequency, string first, string last)
    {
        var schedule = frequency == Frequency.Monthly ? Monthly(6, "2010-01-01") : Weekly(DayOfWeek.Monday, "2010-01-01");

        var due = Due(schedule, "2019-08-10", "07:00").Split(", ");

        Assert.Equal(12, due.Length);
        Assert.Equal((first, last), (due[0], due[^1]));
    }

    [Fact]
    public void No_period_is_due_twice_and_none_before_the_first_active_day()
    {
        var random = new Random(12);
        for (var i = 0; i < 300; i++)
        {
            var schedule = random.Next(2) == 0 ? Monthly(random.Next(1, 29)) : Weekly((DayOfWeek)random.Next(7));
            var today = Day("2018-07-01").AddDays(random.Next(300));

            var due = schedule.DueBy(today, LondonTime.Of(today, new TimeOnly(random.Next(24), 0)));

            Assert.Distinct(due.Select(d => d.Period));
            Assert.Equal(due.OrderBy(d => d.PositionAsAt), due);
            Assert.All(due, d => Assert.InRange(d.PositionAsAt, schedule.ActiveFrom, today));
        }
    }

    [Theory]
    [InlineData(6, "2018-07 as at 2018-07-06, 2018-08 as at 2018-08-06")]
    [InlineData(1, "2018-07 as at 2018-07-01, 2018-08 as at 2018-08-01")]
    [InlineData(20, "2018-07 as at 2018-07-20, 2018-08 as at 2018-08-06")] // it stands still at its date, so the 20th never comes
    public void A_demonstration_has_the_pack_of_the_period_it_stands_in(int day, string due) =>
        Assert.Equal(due, Due(Monthly(day), "2018-08-06", time: null));

    [Fact]
    public void A_weekly_demonstration_has_the_pack_of_the_week_it_stands_in() =>
        Assert.Equal("2018-07-30 as at 2018-08-03, 2018-08-06 as at 2018-08-06", Due(Weekly(DayOfWeek.Friday, "2018-07-30"), "2018-08-06", time: null));

    [Theory]
    [InlineData(Frequency.Monthly, "2018-08-31", "2018-08", "August 2018")]
    [InlineData(Frequency.Monthly, "2018-09-01", "2018-09", "September 2018")]
    [InlineData(Frequency.Weekly, "2018-08-06", "2018-08-06", "Week of 6 August 2018")]
    [InlineData(Frequency.Weekly, "2018-08-12", "2018-08-06", "Week of 6 August 2018")]
    [InlineData(Frequency.Weekly, "2018-08-13", "2018-08-13", "Week of 13 August 2018")]
    [InlineData(Frequency.Weekly, "2019-01-01", "2018-12-31", "Week of 31 December 2018")] // over the new year
    public void A_day_falls_in_one_period(Frequency frequency, string day, string key, string name) =>
        Assert.Equal(new PackPeriod(key, name), new PackSchedule { Rhythm = new() { Frequency = frequency } }.PeriodOf(Day(day)));

    [Theory]
    [InlineData(0)]
    [InlineData(29)]
    [InlineData(31)]
    [InlineData(-1)]
    public void A_day_that_some_month_lacks_is_refused(int day)
    {
        var schedule = Monthly(6);

        var fault = Assert.Throws<RuleException>(() => schedule.Change(new(Month(day), true), Day("2018-08-10"), At("2018-08-10")));

        Assert.Equal(("DayOfMonth", "Choose a day from 1 to 28, so that every month has it."), (fault.Field, fault.Message));
        Assert.Equal(6, schedule.Rhythm.DayOfMonth);
    }

    [Fact]
    public void A_change_takes_every_answer()
    {
        var schedule = Monthly(6);

        schedule.Change(new(Week(DayOfWeek.Thursday) with { DayOfMonth = 9, At = new(18, 30), Holidays = HolidayRule.WorkingDayBefore }, false), Day("2018-08-10"), At("2018-08-10"));

        Assert.Equal((new Rhythm { Frequency = Frequency.Weekly, DayOfMonth = 9, Weekday = DayOfWeek.Thursday, At = new(18, 30), Holidays = HolidayRule.WorkingDayBefore }, false), (schedule.Rhythm, schedule.Enabled));
    }

    [Fact]
    public void Turned_on_again_it_makes_nothing_for_the_time_it_was_off()
    {
        var schedule = Monthly(6, "2018-01-01");
        schedule.Change(new(Month(6), false), Day("2018-03-10"), At("2018-03-10"));

        schedule.Change(new(Month(6), true), Day("2018-08-10"), At("2018-08-10"));

        Assert.Equal("", Due(schedule, "2018-09-05", "12:00"));
        Assert.Equal("2018-09 as at 2018-09-06", Due(schedule, "2018-09-06", "07:00"));
    }

    [Theory]
    [InlineData("06:59", "2018-08 as at 2018-08-06")]
    [InlineData("07:00", "")]
    [InlineData("10:00", "")]
    public void Turned_on_on_its_day_it_makes_the_pack_only_when_its_time_is_yet_to_come(string time, string due)
    {
        var schedule = Monthly(6, "2018-01-01");
        schedule.Enabled = false;

        schedule.Change(new(Month(6), true), Day("2018-08-06"), At("2018-08-06", time));

        Assert.Equal(due, Due(schedule, "2018-08-06", "23:59"));
        Assert.EndsWith("2018-09 as at 2018-09-06", Due(schedule, "2018-09-06", "07:00"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(6)]
    [InlineData(20)]
    public void A_demonstration_that_was_turned_on_makes_the_pack_of_its_period(int day)
    {
        var schedule = Monthly(day, "2018-01-01");
        schedule.Enabled = false;

        schedule.Change(new(Month(day), true), Day("2018-08-06"), now: null);

        Assert.Equal("2018-08 as at 2018-08-06", Due(schedule, "2018-08-06", time: null));
    }

    [Fact]
    public void A_demonstration_has_no_pack_before_the_first_active_day() => Assert.Equal("", Due(Monthly(6, "2018-08-07"), "2018-08-06", time: null));

    [Theory]
    [InlineData("07:00")]
    [InlineData(null)]
    public void Nothing_is_due_while_it_is_paused(string? time)
    {
        var schedule = Monthly(6);
        schedule.Enabled = false;

        Assert.Equal("", Due(schedule, "2018-08-06", time));
    }

    [Theory]
    [InlineData(Frequency.Monthly, 5, DayOfWeek.Monday, "2018-09-05")]
    [InlineData(Frequency.Weekly, 6, DayOfWeek.Thursday, "2018-08-16")]
    public void Another_day_makes_nothing_for_the_past(Frequency frequency, int day, DayOfWeek weekday, string first)
    {
        var schedule = frequency == Frequency.Monthly ? Monthly(6, "2018-01-01") : Weekly(DayOfWeek.Monday, "2018-01-01");

        schedule.Change(new(frequency == Frequency.Monthly ? Month(day) : Week(weekday), true), Day("2018-08-10"), At("2018-08-10"));

        Assert.Equal(Day(first), schedule.DueBy(Day(first), At(first))[0].PositionAsAt);
    }

    [Fact]
    public void A_weekday_means_nothing_to_a_monthly_schedule()
    {
        var schedule = Monthly(6, "2018-07-01");

        schedule.Change(new(Month(6) with { Weekday = DayOfWeek.Friday }, true), Day("2018-08-10"), At("2018-08-10"));

        Assert.Equal("2018-07 as at 2018-07-06, 2018-08 as at 2018-08-06", Due(schedule, "2018-08-10", "12:00"));
    }

    [Theory]
    [InlineData("th-TH")] // counts years from the Buddha
    [InlineData("ar-SA")]
    public void A_period_has_one_key_in_every_culture(string culture)
    {
        var before = System.Globalization.CultureInfo.CurrentCulture;
        try
        {
            System.Globalization.CultureInfo.CurrentCulture = System.Globalization.CultureInfo.GetCultureInfo(culture);
            Assert.Equal("2018-08", Monthly(6).PeriodOf(Day("2018-08-06")).Key);
            Assert.Equal("2018-08-06", Weekly(DayOfWeek.Monday).PeriodOf(Day("2018-08-08")).Key);
        }
        finally
        {
            System.Globalization.CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void A_new_rhythm_makes_nothing_for_the_past()
    {
        var schedule = Monthly(6, "2018-01-01");

        schedule.Change(new(Week(DayOfWeek.Monday), true), Day("2018-08-10"), At("2018-08-10"));

        Assert.Equal("2018-08-13 as at 2018-08-13", Due(schedule, "2018-08-14", "12:00"));
    }

    [Fact]
    public void Another_time_of_day_still_makes_up_for_what_was_missed()
    {
        var schedule = Monthly(6, "2018-07-01");

        schedule.Change(new(Month(6) with { At = new(9, 0) }, true), Day("2018-08-10"), At("2018-08-10"));

        Assert.Equal("2018-07 as at 2018-07-06, 2018-08 as at 2018-08-06", Due(schedule, "2018-08-10", "12:00"));
    }

    [Theory]
    [InlineData("11:14", "11:00", "")]          // it had not come yet, and now it has passed
    [InlineData("11:14", "11:30", "2018-08 as at 2018-08-06")]
    [InlineData("17:30", "11:00", "2018-08 as at 2018-08-06")] // it was owed already
    public void A_time_that_is_moved_behind_the_clock_makes_nothing_on_that_day(string now, string to, string due)
    {
        var schedule = new PackSchedule { Rhythm = Month(6) with { At = new(17, 0) }, Enabled = true, ActiveFrom = Day("2018-08-01") };

        schedule.Change(new(Month(6) with { At = TimeOnly.Parse(to, System.Globalization.CultureInfo.InvariantCulture) }, true), Day("2018-08-06"), At("2018-08-06", now));

        Assert.Equal(due, Due(schedule, "2018-08-06", "23:59"));
        Assert.Equal(due.Length == 0, schedule.LeftOut(Day("2018-08-06")) is not null);
    }

    [Theory]
    [InlineData(HolidayRule.WorkingDayBefore, "2018-04 as at 2018-03-29")] // Easter Sunday is 1 April: the Thursday before, and still April's pack
    [InlineData(HolidayRule.WorkingDayAfter, "2018-04 as at 2018-04-03")]
    [InlineData(HolidayRule.AsItFalls, "2018-04 as at 2018-04-01")]
    public void A_pack_that_a_holiday_moves_keeps_its_period(HolidayRule rule, string due)
    {
        var schedule = new PackSchedule { Rhythm = Month(1) with { Holidays = rule }, Enabled = true, ActiveFrom = Day("2018-03-10") };

        Assert.Equal(due, Due(schedule, "2018-04-03", "07:00"));
    }

    [Fact]
    public void Days_of_an_expression_that_end_on_one_day_are_one_pack()
    {
        var rhythm = new Rhythm { Frequency = Frequency.Cron, Cron = "0 0 7 ? * SAT,SUN,MON", Holidays = HolidayRule.WorkingDayAfter };
        var schedule = new PackSchedule { Rhythm = rhythm.Checked(), Enabled = true, ActiveFrom = Day("2018-08-04") };

        Assert.Equal("day-2018-08-06 as at 2018-08-06, day-2018-08-13 as at 2018-08-13", Due(schedule, "2018-08-13", "07:00"));
    }

    [Theory]
    [InlineData("2018-03-25", "01:59", "")] // nobody's clock shows this: the hour is jumped over
    [InlineData("2018-03-25", "02:00", "2018-03-19 as at 2018-03-25")]
    [InlineData("2018-10-28", "01:29", "")]
    [InlineData("2018-10-28", "01:30", "2018-10-22 as at 2018-10-28")]
    public void In_the_nights_the_clocks_change_it_is_due_once(string day, string time, string due)
    {
        var schedule = new PackSchedule { Rhythm = Week(DayOfWeek.Sunday) with { At = new(1, 30) }, Enabled = true, ActiveFrom = Day(day) };
        var now = time == "01:59" ? LondonTime.Of(Day(day), new(2, 0)).AddSeconds(-1) : LondonTime.Of(Day(day), TimeOnly.Parse(time, System.Globalization.CultureInfo.InvariantCulture));

        Assert.Equal(due, string.Join(", ", schedule.DueBy(Day(day), now).Select(d => $"{d.Period.Key} as at {d.PositionAsAt:yyyy-MM-dd}")));
        // In autumn the hour comes twice: what was due stays due.
        if (due.Length > 0)
            Assert.Single(schedule.DueBy(Day(day), now.AddMinutes(45)));
    }

    [Fact]
    public void Ended_it_makes_nothing_is_not_changed_and_not_ended_again()
    {
        var (schedule, office) = (Monthly(6), new Actor(1, 1, "Programme office", Role.Office));

        schedule.End(office, Day("2018-08-01"));

        Assert.Equal((Day("2018-08-01"), "Programme office"), (schedule.EndedOn, schedule.EndedBy));
        Assert.Equal("", Due(schedule, "2018-08-06", "07:00"));
        Assert.StartsWith("This schedule ended on 1 August 2018.", Assert.Throws<RuleException>(() => schedule.Change(new(Month(6), true), Day("2018-08-02"), At("2018-08-02"))).Message, StringComparison.Ordinal);
        Assert.StartsWith("This schedule was ended by the programme office", Assert.Throws<RuleException>(() => schedule.End(office, Day("2018-08-02"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_time_whose_period_has_its_pack_says_that_it_makes_nothing()
    {
        var schedule = new PackSchedule { Rhythm = Month(1) with { Frequency = Frequency.LastWorkingDay } };

        Assert.Equal(["makes nothing: August 2018 has its pack already", ""], schedule.Next(At("2018-08-10"), new HashSet<string> { "2018-08" }).Take(2).Select(t => t.Note));
    }

    [Theory]
    [InlineData("0 0 7 30 2 ?", "Cron")]
    [InlineData("0 0 7 1 1 ? 2017", "Cron")]
    public void A_rhythm_that_never_comes_round_is_refused(string cron, string field) =>
        Assert.Equal(field, Assert.Throws<RuleException>(() => Monthly(6).Change(new(new() { Frequency = Frequency.Cron, Cron = cron }, true), Day("2018-08-10"), At("2018-08-10"))).Field);

    [Theory]
    [InlineData("07:09", false)]
    [InlineData("07:10", true)]
    public void Ten_minutes_after_its_time_a_pack_is_late(string time, bool late) =>
        Assert.Equal(late, Monthly(6).DueBy(Day("2018-07-06"), At("2018-07-06"))[0].IsLate(At("2018-07-06", time)));

    [Theory]
    [InlineData("2018-07-23 23:59", false)]
    [InlineData("2018-07-24 00:00", true)]
    public void A_pack_of_the_calendar_is_late_after_its_day(string time, bool late) =>
        Assert.Equal(late, new FrozenPeriod("board-2018-08-23", Day("2018-07-18"), Day("2018-08-23")).Due.IsLate(TestClock.Instant(time)));

    [Fact]
    public void Late_says_when_it_was_due_when_it_was_made_and_why() =>
        Assert.Equal("was due 6 Aug 2018, 07:00, made 8 Aug 2018, 09:12, because the portal was not running", new LatePack(At("2018-08-06"), At("2018-08-08", "09:12"), "the portal was not running").Words);
}
