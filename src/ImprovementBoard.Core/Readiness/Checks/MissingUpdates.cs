using static ImprovementBoard.Core.Time.Words;

namespace ImprovementBoard.Core.Readiness.Checks;

/// <summary>Nobody says how it goes.</summary>
public sealed class MissingUpdates() : ReadinessCheck("missing_updates", "Missing updates",
    "Every action under way has had an update within one update cycle. An update that was returned does not count.")
{
    /// <inheritdoc/>
    public override IEnumerable<ReadinessItem> Find(ReadinessFacts facts) =>
        from a in facts.Actions
        where a.UpdateDueBy < facts.Day
        select a.Item($"An update was due by {Short(a.UpdateDueBy!.Value)}; {(a.LastUpdateOn is { } on ? $"the last came on {Short(on)}" : "none has come")}.", ReadinessRemedy.PostUpdate);
}
