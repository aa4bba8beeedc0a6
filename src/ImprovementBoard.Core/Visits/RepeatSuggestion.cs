using ImprovementBoard.Core.Programmes;

namespace ImprovementBoard.Core.Visits;

/// <summary>A concern that a new one may repeat.</summary>
/// <param name="Id">Key of the finding.</param>
/// <param name="On">The day it was said.</param>
/// <param name="Theme">Its theme.</param>
/// <param name="Recommendations">References of the recommendations it bears on.</param>
/// <param name="Text">What was said.</param>
public sealed record EarlierConcern(int Id, DateOnly On, Theme Theme, IReadOnlyList<string> Recommendations, string Text);

/// <summary>Says which earlier concern a new one most likely repeats. A person decides.</summary>
public static class RepeatSuggestion
{
    /// <summary>How many are offered.</summary>
    public const int Most = 8;

    /// <summary>Words so common in findings that sharing them means nothing.</summary>
    private const int ShortestWord = 5;

    /// <summary>
    /// The concerns said before <paramref name="on"/> about one of the same recommendations, the likeliest first: the same theme, then
    /// more words in common, then the later.
    /// </summary>
    public static IReadOnlyList<EarlierConcern> Of(IEnumerable<EarlierConcern> earlier, DateOnly on, Theme? theme, IReadOnlyCollection<string> recommendations, string text)
    {
        var words = WordsOf(text);
        return [.. earlier
            .Where(e => e.On < on && e.Recommendations.Any(recommendations.Contains))
            .OrderByDescending(e => theme is null || e.Theme == theme)
            .ThenByDescending(e => WordsOf(e.Text).Count(words.Contains))
            .ThenByDescending(e => e.On)
            .ThenBy(e => e.Id)
            .Take(Most)];
    }

    private static HashSet<string> WordsOf(string text) =>
        [.. text.ToLowerInvariant().Split(text.Where(c => !char.IsLetter(c)).Distinct().ToArray(), StringSplitOptions.RemoveEmptyEntries).Where(w => w.Length >= ShortestWord)];
}
