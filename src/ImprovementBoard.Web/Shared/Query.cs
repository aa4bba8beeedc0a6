using System.Globalization;

namespace ImprovementBoard.Web.Shared;

/// <summary>Reads parts of an address that anybody may have typed: nonsense counts as not given.</summary>
internal static class Query
{
    /// <summary>A page number, at least 1.</summary>
    public static int Page(string? text) => int.TryParse(text, CultureInfo.InvariantCulture, out var page) ? Math.Max(1, page) : 1;

    /// <summary>A whole number, or null.</summary>
    public static int? Number(string? text) => int.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>A name of the enum, or null.</summary>
    public static T? Enum<T>(string? text) where T : struct, Enum =>
        System.Enum.TryParse<T>(text, ignoreCase: true, out var value) && System.Enum.IsDefined(value) && !char.IsAsciiDigit(text![0]) ? value : null;

    /// <summary>Words to search for, at most 100 characters, or null.</summary>
    public static string? Search(string? text)
    {
        // The null character cannot be stored, so it cannot be found; PostgreSQL refuses it.
        var words = text?.Replace("\0", "", StringComparison.Ordinal).Trim();
        return string.IsNullOrEmpty(words) ? null : words[..Math.Min(100, words.Length)];
    }
}
