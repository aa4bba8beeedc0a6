using ImprovementBoard.Core.Packs.Tables;
using ImprovementBoard.Core.Readiness;
using ImprovementBoard.Core.Time;

namespace ImprovementBoard.Core.Packs.Sections;

/// <summary>Appendix B: what was missing when the facts were frozen, what was put right, and what was waived with which reason.</summary>
public static class ReadinessSection
{
    /// <summary>The gate, or null in packs frozen before there was one.</summary>
    public static PackReadiness? From(PackFacts facts)
    {
        if (facts.Readiness is not { } gate)
            return null;
        var items = gate.Checks.SelectMany(c => c.Items.Select(i => (Check: c.Name, Found: i))).ToList();
        return new(
            Conclusion(gate),
            facts.Actions.Any(a => a.Illustrative),
            [.. gate.Checks.Select(c => new PackCheck(c.Name, c.Rule, c.Items.Count, c.Count(ReadinessState.Resolved), c.Count(ReadinessState.Waived), c.Count(ReadinessState.Open)))],
            [.. items.Where(i => i.Found.State == ReadinessState.Waived).Select(i => new PackWaiver(i.Check, About(i.Found.Item), i.Found.Item.Missing, i.Found.Waiver!.Reason, i.Found.Waiver.By, i.Found.Waiver.On))],
            [.. items.Where(i => i.Found.State == ReadinessState.Open).Select(i => new PackOpenItem(i.Check, About(i.Found.Item), i.Found.Item.Missing, i.Found.Item.Assignee))]);
    }

    /// <summary>Its number and tables.</summary>
    public static PackSection Outline(PackReadiness said) => new PackSection("readiness", "B", "Readiness", said.Conclusion, said.Illustrative).With(
        PackTable.Of("checks", "Checks", Words.Shown(said.Checks.Count, said.Checks.Count), ["Check", "What it asks", "Found", "Resolved", "Waived", "Open"],
            said.Checks.Select(IReadOnlyList<PackCell> (c) => [c.Name, c.Rule, c.Found, c.Resolved, c.Waived, c.Open])),
        said.Waived.Count == 0 ? null : PackTable.Of("waived", "Waived, and why", Words.Shown(said.Waived.Count, said.Waived.Count), ["Check", "Item", "What is missing", "Why it is waived", "By", "On"],
            said.Waived.Select(IReadOnlyList<PackCell> (w) => [w.Check, w.Item, w.Missing, w.Reason, w.By, w.On])),
        said.Open.Count == 0 ? null : PackTable.Of("open", "Still open", Words.Shown(said.Open.Count, said.Open.Count), ["Check", "Item", "What is missing", "Who is asked"],
            said.Open.Select(IReadOnlyList<PackCell> (o) => [o.Check, o.Item, o.Missing, o.Asked])));

    private static string Conclusion(ReadinessReport gate)
    {
        int found = gate.Items().Count(), open = gate.Count(ReadinessState.Open), resolved = gate.Count(ReadinessState.Resolved), waived = gate.Count(ReadinessState.Waived);
        if (found == 0)
            return $"All {gate.Checks.Count} checks passed on {Words.Long(gate.FoundOn)}: nothing is missing.";
        var later = gate.AsAt > gate.FoundOn ? $"; by {Words.Long(gate.AsAt)} {resolved} {(resolved == 1 ? "was" : "were")} put right, {waived} waived and {open} open" : $": {waived} waived and {open} open";
        return $"The checks found {Words.Count(found, "thing")} missing on {Words.Long(gate.FoundOn)}{later}.";
    }

    private static string About(ReadinessItem item) => $"{item.Subject} {item.Ref} {item.Title}";
}
