using static ImprovementBoard.Core.Time.Words;

namespace ImprovementBoard.Core.Flags.Rules;

/// <summary>An update that was copied from the one before.</summary>
public sealed class SameWords() : FlagRule("same_words", Seriousness.Medium, "Same words as last time",
    "The last two updates of an action that is not delivered say the same under “what changed”; only letters and digits are compared.")
{
    /// <inheritdoc/>
    public override Raised? Check(ActionFlagFacts facts) =>
        facts is { DeliveredOn: null, LastUpdateOn: { } on } && Bare(facts.LastWords) is { Length: > 0 } words && words == Bare(facts.WordsBefore)
            ? new(on, $"The update of {Short(on)} repeats the one before it")
            : null;

    private static string Bare(string? text) => string.Concat((text ?? "").Where(char.IsLetterOrDigit)).ToLowerInvariant();
}
