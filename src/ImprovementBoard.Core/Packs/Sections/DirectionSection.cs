using ImprovementBoard.Core.Packs.Tables;
using ImprovementBoard.Core.Time;

namespace ImprovementBoard.Core.Packs.Sections;

/// <summary>The legal frame: what the Department for Education requires, and since when.</summary>
public static class DirectionSection
{
    /// <summary>The section.</summary>
    public static readonly PackPart Part = PackPlain.Part("direction", "Direction or notice in force", From);

    /// <summary>The direction.</summary>
    public static PackPlain From(PackFacts facts)
    {
        if (facts.Direction is not { } d)
            return new("No direction or notice is in force.", false, [], []);
        List<IReadOnlyList<PackCell>> rows =
        [
            ["What it requires", d.Summary],
            ["Issued", Words.Long(d.IssuedOn)],
            ["Legal basis", d.LegalBasis],
            ["Source", d.Source],
        ];
        return new($"{d.Name} in force for {Words.Count(facts.PositionAsAt.DayNumber - d.IssuedOn.DayNumber, "day")}, since {Words.Long(d.IssuedOn)}.", false,
            [PackTable.Of("direction", d.Name, Words.Shown(rows.Count, rows.Count), ["What", "In words"], rows)], []);
    }
}
