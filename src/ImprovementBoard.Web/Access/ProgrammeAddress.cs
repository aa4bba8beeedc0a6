using System.Globalization;

namespace ImprovementBoard.Web.Access;

/// <summary>
/// How an address names a programme: <c>kirklees</c>, or <c>kirklees@2018-03-31</c> as at a past date. The date stands in the path, not
/// in the query, so that every link of a page keeps it.
/// </summary>
internal readonly record struct ProgrammeAddress(string Slug, DateOnly? AsAt)
{
    private const char At = '@';

    /// <summary>The address read; null when it names no date where it should.</summary>
    public static ProgrammeAddress? Parse(string text)
    {
        var at = text.IndexOf(At, StringComparison.Ordinal);
        return at < 0 ? new(text, null)
            : Date(text[(at + 1)..]) is { } day ? new(text[..at], day)
            : null;
    }

    /// <summary>A date as addresses and date fields write it, or null.</summary>
    public static DateOnly? Date(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    public override string ToString() => AsAt is { } day ? $"{Slug}{At}{day:yyyy-MM-dd}" : Slug;
}
