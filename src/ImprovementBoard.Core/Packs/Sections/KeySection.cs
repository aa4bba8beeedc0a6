using ImprovementBoard.Core.Ratings;
using ImprovementBoard.Core.Recommendations;

namespace ImprovementBoard.Core.Packs.Sections;

/// <summary>Appendix: the exact rules, what the marks mean and where the facts come from.</summary>
public static class KeySection
{
    /// <summary>The rating key.</summary>
    public static PackKey From(PackFacts facts) => new(
        "Delivery says whether work is being done on time; impact says whether children are better off. Neither is worked out from the other.",
        [.. RatingLook.InOrderOfRule.Select(l => new PackKeyRow(l.Code, l.Rule))],
        RollUp.Rule,
        [
            "The first rule that holds, from the top, gives the rating; the words beside it say why.",
            DeliveryRule.Voices,
            $"One update cycle is {facts.UpdateCycleDays} days. Working days leave out weekends and the bank holidays of England and Wales.",
            "The first agreed due date never changes; a moved date is printed with its slip.",
            .. facts.Demonstration ? ["“Illustrative” marks what no source states: owners, dates, updates and ratings made up so that the demonstration lives."] : Array.Empty<string>(),
        ],
        facts.Sources,
        ImpactLook.Voice,
        [.. ImpactLook.All.Select(l => new PackImpactRule(new(l.Level, l.Word), l.Rule))],
        [.. Enum.GetValues<RecommendationStatus>().Select(s => new PackStateRule(s.Words(), s.Rule()))]);
}
