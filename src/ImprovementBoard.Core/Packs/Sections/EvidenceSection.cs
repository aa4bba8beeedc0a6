using ImprovementBoard.Core.Evidence;
using ImprovementBoard.Core.Packs.Tables;
using ImprovementBoard.Core.Time;

namespace ImprovementBoard.Core.Packs.Sections;

/// <summary>What stands behind the claims: self-report is tested here.</summary>
public static class EvidenceSection
{
    /// <summary>The section.</summary>
    public static readonly PackPart Part = PackPlain.Part("evidence", "How strong is the evidence?", From);

    /// <summary>The claims with their strongest evidence; null in facts that were frozen without them.</summary>
    public static PackPlain? From(PackFacts facts)
    {
        if (facts.Claims is not { } claims)
            return null;
        var hides = facts.Audience == Audience.Public;
        var strengths = claims.CountBy(Strongest).ToDictionary();
        int Of(EvidenceStrength strength) => strengths.GetValueOrDefault((int)strength);
        List<IReadOnlyList<PackCell>> rows = [.. claims.OrderBy(Strongest).ThenBy(c => c.Proofs.Count).Select(IReadOnlyList<PackCell> (c) => Row(c, hides))];
        var independent = Of(EvidenceStrength.Independent);
        return new(
            claims.Count == 0
                ? "Nothing is said to be delivered or to make a difference yet, so there is nothing to prove."
                : $"Of {Words.Count(claims.Count, "claim")} that something is delivered or makes a difference, {independent} {(independent == 1 ? "rests" : "rest")} on independent evidence, {Of(EvidenceStrength.InternallyTested)} on tests inside the council, {Of(EvidenceStrength.SelfReported)} on self-report alone and {strengths.GetValueOrDefault(None)} on nothing.",
            claims.Any(c => c.Illustrative),
            [
                PackTable.Of("strength", "Claims by strength", Words.Shown(claims.Count, claims.Count), ["Strongest evidence", "Claims", "Of"],
                    Enumerable.Range(None, 4).Reverse().Select(IReadOnlyList<PackCell> (s) => [Name(s), strengths.GetValueOrDefault(s), claims.Count])),
                PackTable.Of("claims", "Every claim", Words.Shown(rows.Count, claims.Count), ["Ref", "Action or recommendation", "What is claimed", "Strongest evidence", "Pieces", "Largest sample", "Latest of"], rows),
            ],
            [
                "Evidence counts for a claim when it is attached to that action, or to the recommendation or an action that answers it. Its strength says who tested: whoever leads the work, someone else inside the council, or someone outside it.",
                .. hides && claims.SelectMany(c => c.Proofs).Any(p => p.Sample is { } n && SmallNumbers.Hides(n)) ? [SmallNumbers.Key] : Array.Empty<string>(),
            ]);
    }

    // Below the weakest strength.
    private const int None = -1;

    private static int Strongest(ClaimFact claim) => claim.Proofs.Count == 0 ? None : (int)claim.Proofs.Max(p => p.Strength);

    private static string Name(int strength) => strength == None ? "None" : ((EvidenceStrength)strength).Words();

    private static IReadOnlyList<PackCell> Row(ClaimFact claim, bool hides)
    {
        var sample = claim.Proofs.Max(p => p.Sample);
        return
        [
            claim.Ref, claim.Title, claim.Says, Name(Strongest(claim)), claim.Proofs.Count,
            sample is { } n && hides && SmallNumbers.Hides(n) ? SmallNumbers.Of(n) : sample,
            claim.Proofs.Count == 0 ? PackCell.Empty : claim.Proofs.Max(p => p.DatedOn),
        ];
    }
}
