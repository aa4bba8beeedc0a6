using ImprovementBoard.Core.Evidence;

namespace ImprovementBoard.Web.Features.Evidence;

/// <summary>A piece of evidence to choose from when something is judged.</summary>
/// <param name="AttachedTo">Reference of the action or recommendation it is attached to.</param>
public sealed record EvidenceChoice(EvidenceFact Fact, string Title, string AttachedTo);
