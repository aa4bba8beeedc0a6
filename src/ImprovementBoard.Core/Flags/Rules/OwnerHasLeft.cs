using static ImprovementBoard.Core.Time.Words;

namespace ImprovementBoard.Core.Flags.Rules;

/// <summary>Nobody answers for it any more.</summary>
public sealed class OwnerHasLeft() : FlagRule("owner_has_left", Seriousness.High, "Owner has left",
    "The post that owns a recommendation is empty, the recommendation is not closed, and nobody has taken over.")
{
    /// <inheritdoc/>
    public override Raised? Check(RecommendationFlagFacts facts) =>
        !facts.Settled && facts.OwnerLeftOn is { } left && left < facts.Today
            ? new(left.AddDays(1), $"{facts.Owner} left on {Short(left)}; nobody has taken over")
            : null;
}
