using System.Collections.Frozen;
using ImprovementBoard.Core.Flags.Rules;

namespace ImprovementBoard.Core.Flags;

/// <summary>Every rule that raises flags, the most serious first.</summary>
public static class FlagRules
{
    /// <summary>All rules. A new rule is a class of its own and a line here.</summary>
    public static IReadOnlyList<FlagRule> All { get; } =
    [
        new OverdueButGreen(),
        new FindingNotAnswered(),
        new RecommendationWithoutAction(),
        new LeadHasLeft(),
        new OwnerHasLeft(),
        new NoUpdateForTwoCycles(),
        new ClaimWithoutEvidence(),
        new GreenWithoutDifference(),
        new DateMovedTwice(),
        new SameWords(),
        new EvidenceOlderThanClaim(),
        new RecheckOverdue(),
        new WaitsForLate(),
        new StrengthNotRetested(),
    ];

    private static readonly FrozenDictionary<string, FlagRule> ByCode = All.ToFrozenDictionary(r => r.Code);

    /// <summary>The rule of a code, or null where the code is unknown.</summary>
    public static FlagRule? Find(string? code) => code is null ? null : ByCode.GetValueOrDefault(code);

    /// <summary>The seriousness in words.</summary>
    public static string Words(this Seriousness seriousness) => seriousness.ToString();
}
