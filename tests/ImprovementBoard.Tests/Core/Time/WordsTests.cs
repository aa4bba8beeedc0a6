using ImprovementBoard.Core.Time;
using static ImprovementBoard.Tests.TestDates;

namespace ImprovementBoard.Tests.Core.Time;

public sealed class WordsTests
{
    [Theory]
    [InlineData("2018-08-06", "6 August 2018", "6 Aug 2018", "August 2018")]
    [InlineData("2018-09-30", "30 September 2018", "30 Sep 2018", "September 2018")] // not "Sept"
    [InlineData("2020-02-29", "29 February 2020", "29 Feb 2020", "February 2020")]
    [InlineData("2026-12-31", "31 December 2026", "31 Dec 2026", "December 2026")]
    public void Dates_are_written_day_month_year(string day, string asLong, string asShort, string monthYear)
    {
        Assert.Equal(asLong, Words.Long(Day(day)));
        Assert.Equal(asShort, Words.Short(Day(day)));
        Assert.Equal(monthYear, Words.MonthYear(Day(day)));
    }

    [Fact]
    public void Every_month_has_three_letters_of_its_own() =>
        Assert.Equal(
            "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
            string.Join(' ', Enumerable.Range(1, 12).Select(m => Words.Month(new DateOnly(2018, m, 1)))));

    [Theory]
    [InlineData(0, "0 actions")]
    [InlineData(1, "1 action")]
    [InlineData(2, "2 actions")]
    [InlineData(1000, "1,000 actions")]
    public void A_count_agrees_with_its_noun(int count, string words) => Assert.Equal(words, Words.Count(count, "action"));

    [Theory]
    [InlineData(1, "1 child")]
    [InlineData(3, "3 children")]
    public void A_noun_may_bring_its_own_plural(int count, string words) => Assert.Equal(words, Words.Count(count, "child", "children"));

    [Theory]
    [InlineData(3, 12, "3 of 12 shown")]
    [InlineData(0, 0, "0 of 0 shown")]
    [InlineData(25, 10_000, "25 of 10,000 shown")]
    public void A_table_says_how_much_it_shows(int shown, int all, string words) => Assert.Equal(words, Words.Shown(shown, all));

    [Theory]
    [InlineData("")]
    [InlineData("a", "a")]
    [InlineData("a and b", "a", "b")]
    [InlineData("a, b and c", "a", "b", "c")]
    public void A_list_ends_in_and(string words, params string[] items) => Assert.Equal(words, Words.List(items));

    [Theory]
    [InlineData("Programme director", "programme director")]
    [InlineData("DCS", "DCS")]
    [InlineData("IRO manager", "IRO manager")]
    [InlineData("DfE", "DfE")]
    [InlineData("pack 1", "pack 1")]
    [InlineData("A", "A")]
    [InlineData("", "")]
    public void Inside_a_sentence_a_word_loses_its_capital_and_an_abbreviation_keeps_it(string text, string inside) => Assert.Equal(inside, Words.Inside(text));

    [Theory]
    [InlineData("", "")]
    [InlineData("at risk", "At risk")]
    [InlineData("At risk", "At risk")]
    public void A_sentence_starts_with_a_capital(string text, string sentence) => Assert.Equal(sentence, Words.Sentence(text));

    [Theory]
    [InlineData("2018-08-06T06:00:00Z", "6 August 2018, 07:00")]
    [InlineData("2018-12-06T07:00:00Z", "6 December 2018, 07:00")]
    [InlineData("2018-08-06T23:30:00Z", "7 August 2018, 00:30")]
    public void An_instant_is_read_on_a_london_clock(string instant, string words) =>
        Assert.Equal(words, Words.At(DateTimeOffset.Parse(instant, System.Globalization.CultureInfo.InvariantCulture)));

    // Summer time puts London an hour ahead: what was kept at 23:30 UTC was kept the next day.
    [Theory]
    [InlineData("2026-08-05T23:30:00Z", "2026-08-06T09:00:00Z", "00:30")]
    [InlineData("2026-08-05T22:30:00Z", "2026-08-06T09:00:00Z", "5 Aug 2026, 23:30")]
    [InlineData("2026-03-02T14:32:00Z", "2026-03-02T14:40:00Z", "14:32")]
    public void A_moment_names_its_day_only_when_it_is_another(string instant, string now, string words) =>
        Assert.Equal(words, Words.Moment(Instant(instant), Instant(now)));

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
