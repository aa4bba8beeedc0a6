using ImprovementBoard.Core.Packs.Sections;

namespace ImprovementBoard.Core.Packs.Tables;

/// <summary>The sections of a pack in their order. Numbers of sections, tables and charts come from here and nowhere else.</summary>
public static class PackOutline
{
    /// <summary>Every section with its tables and charts.</summary>
    public static IReadOnlyList<PackSection> Of(PackContent content) =>
    [
        AnswerSection.Outline(content.Answer),
        ChangesSection.Outline(content.Changes),
        PlanSection.Outline(content.Plan),
        ExceptionsSection.Outline(content.Exceptions),
        ActionsSection.Outline(content.Actions),
        KeySection.Outline(content.Key),
        .. content.Readiness is { } gate ? [ReadinessSection.Outline(gate)] : Array.Empty<PackSection>(),
    ];
}
