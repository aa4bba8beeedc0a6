namespace ImprovementBoard.Core.Actions;

/// <summary>The actions that are not for publication, and whether words name one of them: what is told of other things must not tell of them.</summary>
/// <param name="all">Reference and title of each.</param>
public sealed class ExemptActions(IReadOnlyList<(string Ref, string Title)> all)
{
    /// <summary>Stands in place of words that name one.</summary>
    public const string Withheld = "Left out: it names an action that is not for publication";

    /// <summary>Stands in place of the reason for the rating of a recommendation that one of them answers: that reason lists actions.</summary>
    public const string Rating = "By its actions, one of them not for publication";

    private static readonly string[] Units = ["%", "per cent", "percent", "million"];

    /// <summary>How many there are.</summary>
    public int Count => all.Count;

    /// <summary>True where the words name one, by its reference as a word of its own that is no figure, or by its title.</summary>
    public bool In(string? words) => words is not null && all.Any(a => Has(words, a.Title, isReference: false) || (Speaks(words, a.Ref) && Has(words, a.Ref, isReference: true)));

    // A plain number can be a reference; alone it says nothing.
    private static bool Speaks(string words, string reference) =>
        !reference.All(char.IsAsciiDigit) || words.Contains("action", StringComparison.OrdinalIgnoreCase) || words.Contains("wait", StringComparison.OrdinalIgnoreCase);

    private static bool Has(string words, string name, bool isReference)
    {
        for (var at = words.IndexOf(name, StringComparison.OrdinalIgnoreCase); at >= 0; at = words.IndexOf(name, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            var (before, after) = (words[..at], words[(at + name.Length)..]);
            if (!Continues(before.Reverse()) && !Continues(after) && !(isReference && IsFigure(before, after)))
                return true;
        }
        return false;
    }

    // “15.2” is not named by “115.2”, “15.21”, “15.2a” or “15.2.1”; a stop at the end of a sentence is none of them.
    private static bool Continues(IEnumerable<char> beside) => beside.Take(2).ToArray() is [var next, .. var beyond] && (char.IsLetterOrDigit(next) || (next is '.' or ',' && beyond is [>= '0' and <= '9']));

    private static bool IsFigure(string before, string after) => before.EndsWith('£') || Units.Any(u => after.TrimStart().StartsWith(u, StringComparison.OrdinalIgnoreCase));
}
