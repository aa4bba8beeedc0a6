using ImprovementBoard.Core.Programmes;
using ImprovementBoard.Core.Visits;
using static ImprovementBoard.Tests.TestDates;

namespace ImprovementBoard.Tests.Core.Visits;

public sealed class RepeatSuggestionTests
{
    private static readonly DateOnly Now = Day("2018-08-01");

    private static EarlierConcern Said(int id, string on, Theme theme, string text, params string[] recommendations) => new(id, Day(on), theme, recommendations, text);

    private static readonly EarlierConcern[] Earlier =
    [
        Said(1, "2016-10-06", Theme.Workforce, "Supervision was too rare and too poor.", "2"),
        Said(2, "2017-06-30", Theme.Workforce, "Workers carried so many cases that they could not finish.", "2"),
        Said(3, "2018-06-15", Theme.ManagementOversight, "Supervision was regular but checked tasks.", "2"),
        Said(4, "2018-06-15", Theme.Workforce, "Some workers still had more cases than they could manage.", "2", "9"),
        Said(5, "2018-06-15", Theme.Workforce, "Agency workers filled posts.", "7"),
        Said(6, "2018-08-01", Theme.Workforce, "Said on the same visit.", "2"),
    ];

    [Theory]
    [InlineData("Workers had too many cases to manage.", Theme.Workforce, "2", "4 2 1 3")]
    [InlineData("Supervision was seldom reflective.", Theme.Workforce, "2", "1 4 2 3")]
    [InlineData("Supervision was seldom reflective.", Theme.ManagementOversight, "2", "3 1 4 2")]
    [InlineData("Supervision was seldom reflective.", null, "2", "3 1 4 2")]
    [InlineData("Anything.", Theme.Workforce, "9", "4")]
    [InlineData("Anything.", Theme.Workforce, "", "")]
    public void The_likeliest_is_first_same_theme_then_shared_words_then_the_later(string text, Theme? theme, string recommendations, string expected) =>
        Assert.Equal(expected, string.Join(' ', RepeatSuggestion.Of(Earlier, Now, theme, recommendations.Split(' ', StringSplitOptions.RemoveEmptyEntries), text).Select(e => e.Id)));

    [Fact]
    public void Only_a_few_are_offered() =>
        Assert.Equal(RepeatSuggestion.Most, RepeatSuggestion.Of(Enumerable.Range(1, 30).Select(i => Said(i, "2016-10-06", Theme.Workforce, $"Finding {i}", "2")), Now, null, ["2"], "").Count);
}
