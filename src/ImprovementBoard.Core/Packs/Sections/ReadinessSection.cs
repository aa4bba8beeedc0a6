using ImprovementBoard.Core.Packs.Tables;
using ImprovementBoard.Core.Readiness;
using ImprovementBoard.Core.Time;

namespace ImprovementBoard.Core.Packs.Sections;

/// <summary>What was missing when the facts were frozen, what was put right, and what was waived with which reason.</summary>
public static class ReadinessSection
{
    /// <summary>The section.</summary>
    public static readonly PackPart Part = PackPart.Of("readiness", "Readiness", From, Outline, appendix: true);

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

    private static PackSection Outline(PackSection head, PackReadiness said) => head.With(
        PackTable.Of("checks", "Checks", Words.Shown(said.Checks.Count, said.Checks.Count), ["Check", "What it asks", "Found", "Resolved", "Waived", "Open"],
            said.Checks.Select(IReadOnlyList<PackCell> (c) => [c.Name, c.Rule, c.Found, c.Resolved, c.Waived, c.Open])),
        ByCheck("waived", "Waived, and why", ["Item", "What is missing", "Why it is waived", "By", "On"], [.. said.Waived.Select(w => (w.Check, (IReadOnlyList<PackCell>)[w.Item, w.Missing, w.Reason, w.By, w.On]))]),
        ByCheck("open", "Still open", ["Item", "What is missing", "Who is asked"], [.. said.Open.Select(o => (o.Check, (IReadOnlyList<PackCell>)[o.Item, o.Missing, o.Asked]))]));

    private static PackTable? ByCheck(string key, string title, IReadOnlyList<string> columns, IReadOnlyList<(string Check, IReadOnlyList<PackCell> Row)> rows) => rows.Count == 0 ? null :
        new(key, title, columns, [.. rows.GroupBy(r => r.Check).Select(g => new PackTableGroup([g.Key], [.. g.Select(r => r.Row)]))], Words.Shown(rows.Count, rows.Count)) { GroupColumns = ["Check"] };

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
