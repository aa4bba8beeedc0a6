using ImprovementBoard.Core.Packs.Tables;
using ImprovementBoard.Core.Time;

namespace ImprovementBoard.Core.Packs.Sections;

/// <summary>Appendix of an edition for readers outside: what the board and the commissioner see and this edition does not.</summary>
public static class LeftOutSection
{
    /// <summary>The section.</summary>
    public static readonly PackPart Part = PackPlain.Part("left_out", "What this edition leaves out", From, appendix: true);

    /// <summary>The statement; null where nothing is left out.</summary>
    public static PackPlain? From(PackFacts facts) => facts.LeftOut is not { Count: > 0 } left ? null : new(
        "The ratings, dates and counts are those that the board and the commissioner see. This is what they see and this edition does not.",
        false,
        [PackTable.Of("left_out", "Left out", Words.Shown(left.Count, left.Count), ["What", "How many", "Why"],
            left.Select(IReadOnlyList<PackCell> (l) => [l.What, l.Count is { } n ? n : "not counted", l.Why]))],
        []);
}
