using ImprovementBoard.Core.Ratings;
using static ImprovementBoard.Core.Time.Words;

namespace ImprovementBoard.Core.Flags.Rules;

/// <summary>The date has passed, and people say it is on track.</summary>
public sealed class OverdueButGreen() : FlagRule("overdue_but_green", Seriousness.High, "Overdue but on track",
    "An action counts as on track because a reviewer agreed so, its due date has passed, and it is not delivered.")
{
    /// <inheritdoc/>
    public override Raised? Check(ActionFlagFacts facts) =>
        facts is { Delivery: DeliveryRating.OnTrack, DeliveredOn: null } && facts.Due < facts.Today
            ? new(facts.AgreedOn > facts.Due ? facts.AgreedOn.Value : facts.Due.AddDays(1), $"Due on {Short(facts.Due)} and not delivered, yet rated on track")
            : null;
}
