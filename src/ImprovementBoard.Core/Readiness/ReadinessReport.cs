using ImprovementBoard.Core.Time;

namespace ImprovementBoard.Core.Readiness;

/// <summary>What became of something that the gate found.</summary>
public enum ReadinessState
{
    /// <summary>It is still missing.</summary>
    Open,

    /// <summary>It is still missing, and somebody said why packs may go out without it.</summary>
    Waived,

    /// <summary>It was put right after the cut-off.</summary>
    Resolved,
}

/// <summary>
/// What the gate of a period says on one day: before the cut-off what is missing now, after it what became of everything that was missing
/// at the cut-off. It is frozen with the facts of the period and with every pack.
/// </summary>
/// <param name="Period">Name of the period, or null on a day that lies in none.</param>
/// <param name="FoundOn">The day of which the items tell.</param>
/// <param name="AsAt">The day of which their states tell.</param>
/// <param name="NotNeeded">Waivers of what is not missing, or not any more.</param>
public sealed record ReadinessReport(string? Period, DateOnly FoundOn, DateOnly AsAt, IReadOnlyList<CheckOutcome> Checks, IReadOnlyList<WaiverFact> NotNeeded)
{
    /// <summary>What is missing on the day of the facts.</summary>
    public static ReadinessReport Of(string? period, ReadinessFacts facts, IReadOnlyList<WaiverFact> waivers) =>
        From(period, facts.Day, facts.Day, ReadinessChecks.All.Select(c => (c.Code, c.Name, c.Words, Items: c.Find(facts))), _ => true, waivers);

    /// <summary>What became of the same items by a later day. What came up in between is for the next period.</summary>
    /// <param name="now">The facts of that day.</param>
    /// <param name="waivers">Those that stand on it.</param>
    public ReadinessReport AsOf(DateOnly day, ReadinessFacts now, IReadOnlyList<WaiverFact> waivers)
    {
        var missing = ReadinessChecks.All.SelectMany(c => c.Find(now).Select(i => (c.Code, i.Subject, i.Ref))).ToHashSet();
        var known = ReadinessChecks.All.Select(c => c.Code).ToHashSet();
        // Nobody can tell any more what a check that was taken out of the program would find.
        return From(Period, FoundOn, day, Checks.Select(c => (c.Code, c.Name, c.Rule, Items: c.Items.Select(i => i.Item))), key => !known.Contains(key.Check) || missing.Contains(key), waivers);
    }

    /// <summary>Everything found, by check.</summary>
    public IEnumerable<FoundItem> Items() => Checks.SelectMany(c => c.Items);

    /// <summary>How many stand so.</summary>
    public int Count(ReadinessState state) => Items().Count(i => i.State == state);

    /// <summary>True when nothing is open, so that packs may be issued.</summary>
    public bool Passes() => Count(ReadinessState.Open) == 0;

    /// <summary>
    /// True while all that a later report calls open or waived stands so in this one, waived with the same reason by the same post on the same day. What was put right
    /// since takes nothing from what is printed: an approver need not read a pack anew because a late update came.
    /// </summary>
    public bool StillSays(ReadinessReport later) => !later.Standing(i => i.State != ReadinessState.Resolved).Except(Standing(_ => true)).Any();

    /// <summary>Why packs cannot be issued, or null when they can.</summary>
    public string? Refusal() => Count(ReadinessState.Open) is > 0 and var open ? $"{Words.Count(open, "item", "items")} of the readiness gate {(open == 1 ? "is" : "are")} open: resolve or waive {(open == 1 ? "it" : "them")} first." : null;

    private IEnumerable<object> Standing(Func<FoundItem, bool> which) =>
        Checks.SelectMany(c => c.Items.Where(which).Select(i => (object)(c.Code, i.Item.Subject, i.Item.Ref, i.State, i.Waiver?.Reason, i.Waiver?.By, i.Waiver?.On)));

    private static ReadinessReport From(string? period, DateOnly foundOn, DateOnly day, IEnumerable<(string Code, string Name, string Rule, IEnumerable<ReadinessItem> Items)> checks, Func<(string Check, ReadinessSubject, string), bool> isMissing, IReadOnlyList<WaiverFact> waivers)
    {
        var unused = waivers.ToDictionary(w => (w.Check, w.Subject, w.Ref));
        List<CheckOutcome> outcomes = [.. checks.Select(c => new CheckOutcome(c.Code, c.Name, c.Rule, [.. c.Items.Select(item =>
        {
            var key = (c.Code, item.Subject, item.Ref);
            return !isMissing(key) ? new FoundItem(item, ReadinessState.Resolved, null)
                : unused.Remove(key, out var waiver) ? new(item, ReadinessState.Waived, waiver)
                : new(item, ReadinessState.Open, null);
        })]))];
        return new(period, foundOn, day, outcomes, [.. waivers.Where(w => unused.ContainsKey((w.Check, w.Subject, w.Ref)))]);
    }
}

/// <summary>What one check found.</summary>
/// <param name="Rule">The exact rule in words.</param>
public sealed record CheckOutcome(string Code, string Name, string Rule, IReadOnlyList<FoundItem> Items)
{
    /// <summary>How many of its items stand so.</summary>
    public int Count(ReadinessState state) => Items.Count(i => i.State == state);
}

/// <summary>An item with what became of it.</summary>
/// <param name="Waiver">Given where it is waived.</param>
public sealed record FoundItem(ReadinessItem Item, ReadinessState State, WaiverFact? Waiver);
