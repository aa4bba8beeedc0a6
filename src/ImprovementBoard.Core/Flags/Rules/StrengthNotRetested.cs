using static ImprovementBoard.Core.Time.Words;

namespace ImprovementBoard.Core.Flags.Rules;

/// <summary>What was good may have slipped unseen.</summary>
public sealed class StrengthNotRetested() : FlagRule("strength_not_retested", Seriousness.Low, "Strength not tested again",
    "The day on which a strength was to be tested again has passed, and no test is recorded.")
{
    /// <inheritdoc/>
    public override Raised? Check(FindingFlagFacts facts) =>
        facts.RetestOn is { } day && day < facts.Today ? new(day.AddDays(1), $"A re-test was set for {Short(day)}") : null;
}
