namespace ImprovementBoard.Core.Packs.Sections;

/// <summary>The answer on one page: wins, worries, asks, and how much of the work helps children.</summary>
public static class SummarySection
{
    /// <summary>The section.</summary>
    public static readonly PackPart Part = PackPart.Of("summary", "The answer on one page", From,
        (head, said) => head.With(said.Grid is { } grid ? AnswerTables.Grid(grid) : AnswerTables.Counts(said)));

    // Characters of a point. With more, the template would have to make the print of the page too small.
    private const int Most = 160;

    private static PackAnswer From(PackFacts facts)
    {
        var said = AnswerSection.From(facts);
        return said with { Wins = Short(said.Wins), Worries = Short(said.Worries), Asks = Short(said.Asks) };
    }

    private static List<PackPoint> Short(IReadOnlyList<PackPoint> points) => [.. points.Select(p => p with { Text = OneLine(p.Text) })];

    // Line ends take room too.
    private static string OneLine(string words)
    {
        var line = string.Join(' ', words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (line.Length <= Most)
            return line;
        var end = line.LastIndexOf(' ', Most) is > 0 and var space ? space : char.IsLowSurrogate(line[Most]) ? Most - 1 : Most;
        return $"{line[..end].TrimEnd('.', ',', ';', ':')}… (in full in the board pack)";
    }
}
