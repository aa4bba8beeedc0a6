using ImprovementBoard.Core.Packs.Tables;

namespace ImprovementBoard.Core.Packs;

/// <summary>What a section says whose tables, chart and notes are drawn as they are, without a layout of its own.</summary>
/// <param name="Tables">In order; their references are given by the section.</param>
/// <param name="Notes">Paragraphs after the tables.</param>
public sealed record PackPlain(string Conclusion, bool Illustrative, IReadOnlyList<PackTable> Tables, IReadOnlyList<string> Notes, PackChart? Chart = null) : IPackSaid
{
    /// <summary>A section that says such things.</summary>
    public static PackPart Part(string key, string title, Func<PackFacts, PackPlain?> say, bool appendix = false) =>
        PackPart.Of(key, title, say, (head, said) => (said.Chart is { } chart ? head.With(chart) : head).With([.. said.Tables]), appendix);
}
