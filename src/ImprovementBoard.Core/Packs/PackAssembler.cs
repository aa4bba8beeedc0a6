using ImprovementBoard.Core.Packs.Sections;
using ImprovementBoard.Core.Ratings;
using ImprovementBoard.Core.Time;

namespace ImprovementBoard.Core.Packs;

/// <summary>Turns frozen facts into what a pack says. Pure: the same facts always give the same content.</summary>
public static class PackAssembler
{
    /// <summary>The content of an edition.</summary>
    /// <param name="facts">The frozen facts.</param>
    /// <param name="factsHash">Their SHA-256, printed on the cover.</param>
    public static PackContent Assemble(PackFacts facts, string factsHash)
    {
        var edition = PackEdition.Of(facts.Audience);
        return new(
            $"{edition.Name}: {facts.Programme}, {facts.PeriodName}",
            facts.PositionAsAt,
            RatingLook.All.ToDictionary(l => l.Code),
            edition.Layout,
            CoverSection.From(facts, factsHash),
            PackEdition.Chapters(facts));
    }

    /// <summary>How a pack names itself: "Pack 2", or "Draft of 6 August 2018".</summary>
    public static string Reference(PackFacts facts) =>
        facts.Number is { } number ? $"Pack {number}" : $"Draft of {Words.Long(facts.PositionAsAt)}";
}
