using ImprovementBoard.Core.Packs.Tables;
using ImprovementBoard.Core.Ratings;
using ImprovementBoard.Core.Time;

namespace ImprovementBoard.Core.Packs.Sections;

/// <summary>What each agency answers for, and how it stands: partners are held to account by the same ratings as the council.</summary>
public static class PartnersSection
{
    /// <summary>The section.</summary>
    public static readonly PackPart Part = PackPlain.Part("partners", "Partner contributions", From);

    /// <summary>Agency by rating; null where no partner leads an action.</summary>
    public static PackPlain? From(PackFacts facts)
    {
        bool IsPartner(string? agency) => agency is not null && !IsCouncil(facts, agency);
        var theirs = facts.Actions.Where(a => IsPartner(a.LeadAgency)).ToList();
        if (theirs.Count == 0)
            return null;
        var ratings = RatingLook.All.Where(l => facts.Actions.Any(a => a.Rating == l.Rating)).ToList();
        List<string> agencies = [.. facts.Actions.Select(a => a.LeadAgency).Concat(facts.Recommendations.Select(r => r.OwnerAgency)).Select(a => Name(facts, a)).Distinct()
            .OrderBy(a => a == facts.Council || a == Unknown).ThenByDescending(a => theirs.Count(t => t.LeadAgency == a)).ThenBy(a => a, StringComparer.Ordinal)];
        IReadOnlyList<PackCell> Row(string head, IReadOnlyList<ActionFact> led, int owned) =>
        [
            head, owned, led.Count,
            .. ratings.Select(l => (PackCell)led.Count(a => a.Rating == l.Rating)),
            led.Count(a => a.UpdateDueBy < facts.PositionAsAt),
        ];
        return new(
            $"Partners other than the council lead {theirs.Count} of {Words.Count(facts.Actions.Count, "action")}; {Standing(theirs)}.",
            facts.Actions.Any(a => a.Illustrative),
            [
                PackTable.Of("partners", "Actions by agency", Words.Shown(agencies.Count, agencies.Count),
                    ["Agency", "Owns", "Leads", .. ratings.Select(l => l.Word), "Update late"],
                    agencies.Select(agency => Row(agency, [.. facts.Actions.Where(a => Name(facts, a.LeadAgency) == agency)], facts.Recommendations.Count(r => Name(facts, r.OwnerAgency) == agency)))
                        .Append(Row("All", facts.Actions, facts.Recommendations.Count))),
            ],
            [
                .. Named([.. theirs.Where(a => a.Rating is DeliveryRating.OffTrack or DeliveryRating.AtRisk)]),
                "“Owns” counts recommendations, “Leads” and what follows count actions, each by the agency of the post that answers for it. “Update late”: the time for the next update has passed.",
            ]);
    }

    // In facts frozen before agencies were.
    private const string Unknown = "Not recorded";

    // More make no sentence; the table of exceptions has them.
    private const int RefsShown = 12;

    private static bool IsCouncil(PackFacts facts, string agency) =>
        agency.Equals("Council", StringComparison.OrdinalIgnoreCase) || agency.Equals(facts.Council, StringComparison.OrdinalIgnoreCase);

    private static string Name(PackFacts facts, string? agency) => agency is null ? Unknown : IsCouncil(facts, agency) ? facts.Council : agency;

    private static string Standing(List<ActionFact> theirs)
    {
        int off = theirs.Count(a => a.Rating == DeliveryRating.OffTrack), risk = theirs.Count(a => a.Rating == DeliveryRating.AtRisk);
        return $"{off} {(off == 1 ? "is" : "are")} off track and {risk} at risk";
    }

    private static IEnumerable<string> Named(List<ActionFact> late) => late.Count is 0 or > RefsShown ? [] :
        [$"Led by partners and off track or at risk: {Words.List([.. late.Select(a => $"{a.Ref} ({a.LeadAgency})")])}."];
}
