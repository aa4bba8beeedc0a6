using System.Text.RegularExpressions;

namespace ImprovementBoard.Core.Visits;

/// <summary>One finding cut out of a pasted text.</summary>
/// <param name="Text">What it says.</param>
/// <param name="Paragraph">The number it began with, or empty.</param>
public sealed record PastedFinding(string Text, string Paragraph);

/// <summary>Cuts a pasted letter into findings.</summary>
public static partial class FindingPaste
{
    /// <summary>Longest text taken at once, in characters: some twenty pages.</summary>
    public const int MaxLength = 50_000;

    /// <summary>Most findings taken at once.</summary>
    public const int MaxFindings = 60;

    /// <summary>
    /// Paragraphs where blank lines part them, or else lines. Bullets fall away, a number at the start becomes the paragraph. Nothing
    /// else is changed and nothing is dropped.
    /// </summary>
    /// <exception cref="RuleException">There is nothing in it, or too much for one go.</exception>
    public static IReadOnlyList<PastedFinding> Split(string? text)
    {
        var all = Core.Text.Clean(text).ReplaceLineEndings("\n");
        if (all.Length == 0)
            throw new RuleException("Paste or type what inspectors said: one finding a line, or paragraphs with a blank line between them.", "Paste");
        if (all.Length > MaxLength)
            throw new RuleException($"This is {Time.Words.Number(all.Length)} characters. Take the letter in parts of at most {Time.Words.Number(MaxLength)}.", "Paste");
        var parts = (BlankLine().IsMatch(all) ? BlankLine().Split(all) : all.Split('\n')).Select(Tidy).Where(p => p.Length > 0).ToList();
        return parts.Count > MaxFindings
            ? throw new RuleException($"These are {parts.Count} findings. Take at most {MaxFindings} at a time.", "Paste")
            : parts.ConvertAll(Numbered);
    }

    /// <summary>True when both say the same, whatever their spaces, marks and capitals.</summary>
    public static bool Same(string one, string other) => Bare(one) == Bare(other);

    private static string Bare(string text) => string.Concat(text.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    private static string Tidy(string part) => Bullet().Replace(Spaces().Replace(part, " ").Trim(), "");

    private static PastedFinding Numbered(string part) =>
        Number().Match(part) is { Success: true } found && part.Length > found.Length
            ? new(part[found.Length..], found.Groups["number"].Value)
            : new(part, "");

    [GeneratedRegex(@"\n[^\S\n]*(\n[^\S\n]*)+", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex BlankLine();

    [GeneratedRegex(@"\s+", RegexOptions.NonBacktracking)]
    private static partial Regex Spaces();

    [GeneratedRegex(@"^[•▪◦●*·–—-]+ ", RegexOptions.NonBacktracking)]
    private static partial Regex Bullet();

    // "12. ", "12) ", "(12) "; a bare number may be a year or a count.
    [GeneratedRegex(@"^\(?(?<number>[0-9]{1,3})[.)] ", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Number();
}
