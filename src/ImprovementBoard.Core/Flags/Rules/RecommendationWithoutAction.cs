namespace ImprovementBoard.Core.Flags.Rules;

/// <summary>Inspectors asked for something that nobody works on.</summary>
public sealed class RecommendationWithoutAction() : FlagRule("recommendation_without_action", Seriousness.High, "Recommendation without an action",
    "No action answers a recommendation that is not closed.")
{
    /// <inheritdoc/>
    public override Raised? Check(RecommendationFlagFacts facts) =>
        facts is { Settled: false, Actions: 0 } ? new(facts.AskedOn, "No action answers it") : null;
}
