using static ImprovementBoard.Core.Time.Words;

namespace ImprovementBoard.Core.Flags.Rules;

/// <summary>It waits for something that is late itself.</summary>
public sealed class WaitsForLate() : FlagRule("waits_for_late", Seriousness.Medium, "Waits for late work",
    "An action that is not delivered waits for another whose due date has passed and which is not delivered either.")
{
    /// <inheritdoc/>
    public override Raised? Check(ActionFlagFacts facts)
    {
        var late = facts.DeliveredOn is null ? facts.WaitsFor.Where(w => w.Due < facts.Today).OrderBy(w => w.Due).ToList() : [];
        return late.Count == 0 ? null : new(
            late.Min(w => w.From > w.Due ? w.From : w.Due.AddDays(1)),
            $"Waits for {List([.. late.Select(w => $"{w.Ref} (due on {Short(w.Due)})")])}");
    }
}
