using System.Globalization;
using System.Text;

namespace ImprovementBoard.Core.Evidence;

/// <summary>Names of files as people give them. They are only ever shown: what is stored is found by its SHA-256.</summary>
public static class FileNames
{
    /// <summary>Longest name kept, in characters, with its ending.</summary>
    public const int MaxLength = 120;

    /// <summary>
    /// The name without folders, control characters, marks that turn the direction of writing, and dots or spaces at its ends; cut to
    /// <see cref="MaxLength"/> so that the ending stays. "file" where nothing is left.
    /// </summary>
    public static string Clean(string? given)
    {
        var name = new StringBuilder();
        foreach (var rune in (given ?? "")[((given ?? "").LastIndexOfAny(['/', '\\']) + 1)..].EnumerateRunes())
        {
            // The replacement character stands where the text was no valid Unicode.
            if (rune == Rune.ReplacementChar || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned)
            {
                continue;
            }
            name.Append(rune);
        }
        var clean = name.ToString().Normalize().Trim(' ', '.', '\u00A0');
        if (clean.Length > MaxLength)
        {
            var ending = Extension(clean);
            var stem = clean[..(MaxLength - ending.Length)];
            clean = (char.IsHighSurrogate(stem[^1]) ? stem[..^1] : stem) + ending;
        }
        return clean.Length == 0 ? "file" : clean;
    }

    /// <summary>The ending in lower case with its dot, such as ".pdf"; empty where there is none of up to ten characters.</summary>
    public static string Extension(string name) =>
        name.LastIndexOf('.') is > 0 and var dot && name.Length - dot is > 1 and <= 11 ? name[dot..].ToLowerInvariant() : "";
}
