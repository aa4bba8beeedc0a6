namespace ImprovementBoard.Core.Packs.Sections;

/// <summary>The answer on one page: wins, worries, asks, and how much of the work helps children.</summary>
public static class SummarySection
{
    /// <summary>The section.</summary>
    public static readonly PackPart Part = PackPart.Of("summary", "The answer on one page", AnswerSection.From,
        (head, said) => head.With(said.Grid is { } grid ? AnswerTables.Grid(grid) : AnswerTables.Counts(said)));
}
