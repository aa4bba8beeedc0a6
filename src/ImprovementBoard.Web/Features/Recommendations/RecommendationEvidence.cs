using ImprovementBoard.Core.Evidence;
using ImprovementBoard.Web.Access;

namespace ImprovementBoard.Web.Features.Recommendations;

/// <summary>A piece of evidence that a judgement of impact may rest on, with its title.</summary>
public sealed record EvidenceChoice(EvidenceFact Fact, string Title);

/// <summary>The evidence of a recommendation and of the actions that answer it. Until evidence can be attached there is none.</summary>
public sealed class RecommendationEvidence
{
    /// <summary>What may be chosen, newest first.</summary>
    public Task<IReadOnlyList<EvidenceChoice>> ForAsync(ProgrammeScope scope, int recommendationId, CancellationToken ct = default) =>
        Task.FromResult<IReadOnlyList<EvidenceChoice>>([]);
}
