using ImprovementBoard.Core.Time;
using static ImprovementBoard.Tests.TestDates;

namespace ImprovementBoard.Tests.Core.Time;

public sealed class BankHolidaysTests
{
    // The lists of gov.uk/bank-holidays for England and Wales, year by year; 25 December and 1 January also when on a weekend.
    private static readonly Dictionary<int, string> Published = new()
    {
        [2016] = "01-01 03-25 03-28 05-02 05-30 08-29 12-25 12-26 12-27",
        [2017] = "01-01 01-02 04-14 04-17 05-01 05-29 08-28 12-25 12-26",
        [2018] = "01-01 03-30 04-02 05-07 05-28 08-27 12-25 12-26",
        [2019] = "01-01 04-19 04-22 05-06 05-27 08-26 12-25 12-26",
        [2020] = "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-26 12-28",
        [2021] = "01-01 04-02 04-05 05-03 05-31 08-30 12-25 12-26 12-27 12-28",
        [2022] = "01-01 01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-25 12-26 12-27",
        [2023] = "01-01 01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26",
        [2024] = "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26",
        [2025] = "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26",
        [2026] = "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-26 12-28",
        [2027] = "01-01 03-26 03-29 05-03 05-31 08-30 12-25 12-26 12-27 12-28",
        [2028] = "01-01 01-03 04-14 04-17 05-01 05-29 08-28 12-25 12-26",
    };

    public static TheoryData<int> Years => [.. Published.Keys];

    [Theory]
    [MemberData(nameof(Years))]
    public void A_year_has_its_published_holidays_and_no_others(int year)
    {
        var first = new DateOnly(year, 1, 1);
        var found = Enumerable.Range(0, first.AddYears(1).DayNumber - first.DayNumber)
            .Select(first.AddDays).Where(BankHolidays.Includes).Select(d => $"{d:MM-dd}");

        Assert.Equal(Published[year], string.Join(' ', found));
    }

    [Theory]
    [InlineData("1981-07-29", true)]  // royal wedding
    [InlineData("1995-05-01", false)] // moved to 8 May, fifty years of VE day
    [InlineData("1995-05-08", true)]
    [InlineData("1999-12-31", true)]  // millennium
    [InlineData("2002-05-27", false)] // moved to 4 June, golden jubilee
    [InlineData("2002-06-03", true)]
    [InlineData("2002-06-04", true)]
    [InlineData("2011-04-29", true)]  // royal wedding
    [InlineData("2012-05-28", false)] // moved to 4 June, diamond jubilee
    [InlineData("2012-06-04", true)]
    [InlineData("2012-06-05", true)]
    [InlineData("2020-05-04", false)] // moved to 8 May, seventy-five years of VE day
    [InlineData("2022-05-30", false)] // moved to 2 June, platinum jubilee
    [InlineData("2022-09-19", true)]  // state funeral
    [InlineData("2023-05-08", true)]  // coronation, beside the usual 1 May
    [InlineData("2038-04-23", true)]  // Good Friday before the latest Easter there is, 25 April
    [InlineData("2038-04-26", true)]
    public void Proclaimed_days_come_and_moved_days_go(string day, bool holiday) =>
        Assert.Equal(holiday, BankHolidays.Includes(Day(day)));
}
