namespace ImprovementBoard.Web.Shared;

/// <summary>What a person typed into a search box, ready for the lower-case search text of a row.</summary>
internal static class SearchWords
{
    private const int MostWords = 8;

    /// <summary>The words, each of which must be found. Empty when nothing was typed.</summary>
    public static IReadOnlyList<string> Of(string? search) =>
        [.. (search ?? "").ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Take(MostWords)];
}
