using ImprovementBoard.Core.Packs.Tables;
using static ImprovementBoard.Tests.TestDates;

namespace ImprovementBoard.Tests.Core.Packs.Tables;

public sealed class PackCsvTests
{
    [Theory]
    [InlineData("Head of safeguarding", "Head of safeguarding")]
    [InlineData("one, two", "\"one, two\"")]
    [InlineData("he said \"no\"", "\"he said \"\"no\"\"\"")]
    [InlineData("first\nsecond", "\"first\nsecond\"")]
    [InlineData(" padded ", "\" padded \"")]
    [InlineData("", "")]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+31 days after 30 Jun 2018", "'+31 days after 30 Jun 2018")]
    [InlineData("-2", "'-2")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("  =cmd|' /C calc'!A0", "'  =cmd|' /C calc'!A0")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("\r=1", "\"'\r=1\"")]
    [InlineData("\0=1", "'\0=1")]
    [InlineData("＝1+1", "'＝1+1")]
    [InlineData("– no recommendation", "– no recommendation")]
    public void Text_is_quoted_by_the_rule_and_never_a_formula(string text, string written) =>
        Assert.Equal($"Head\r\n{written}\r\n", PackCsv.Of(Table([text])));

    [Fact]
    public void Numbers_and_dates_are_bare() =>
        Assert.Equal("Head\r\n-3\r\n2018-08-06\r\n\r\n", PackCsv.Of(Table([-3, Day("2018-08-06"), (int?)null])));

    [Fact]
    public void No_text_of_any_kind_comes_out_as_a_formula()
    {
        var random = new Random(16);
        const string Letters = "=+-@\t\r\n\0 '\",;a1(＝＋－＠|!";
        for (var i = 0; i < 10_000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => Letters[random.Next(Letters.Length)]));
            var written = PackCsv.Of(Table([text]))["Head\r\n".Length..^2];

            var read = written is ['"', ..] ? written[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal) : written;
            Assert.True(read == text || read == $"'{text}", text);
            Assert.DoesNotContain(read.TrimStart().FirstOrDefault('a'), "=+-@＝＋－＠");
            Assert.False(char.IsControl(read[0]), text);
        }
    }

    private static PackTable Table(IEnumerable<PackCell> cells) => PackTable.Of("key", "Title", "1 of 1 shown", ["Head"], cells.Select(IReadOnlyList<PackCell> (c) => [c]));
}
