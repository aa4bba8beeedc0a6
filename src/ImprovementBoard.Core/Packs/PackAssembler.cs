using ImprovementBoard.Core.Packs.Sections;
using ImprovementBoard.Core.Ratings;
using ImprovementBoard.Core.Time;

namespace ImprovementBoard.Core.Packs;

/// <summary>Turns frozen facts into what a pack says. Pure: the same facts always give the same content.</summary>
public static class PackAssembler
{
    /// <summary>The content of the board edition.</summary>
    /// <param name="facts">The frozen facts.</param>
    /// <param name="factsHash">Their SHA-256, printed on the cover.</param>
    public static PackContent Assemble(PackFacts facts, string factsHash) => new(
        $"{CoverSection.Edition(facts.Audience)}: {facts.Programme}, {facts.PeriodName}",
        facts.PositionAsAt,
        RatingLook.All.ToDictionary(l => l.Code),
        CoverSection.From(facts, factsHash),
        AnswerSection.From(facts),
        ChangesSection.From(facts),
        PlanSection.From(facts),
        ExceptionsSection.From(facts),
        ActionsSection.From(facts),
        KeySection.From(facts),
        ReadinessSection.From(facts));

    /// <summary>How a pack names itself: "Pack 2", or "Draft of 6 August 2018".</summary>
    public static string Reference(PackFacts facts) =>
        facts.Number is { } number ? $"Pack {number}" : $"Draft of {Words.Long(facts.PositionAsAt)}";
}
