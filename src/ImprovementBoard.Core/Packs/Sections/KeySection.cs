using System.Globalization;
using ImprovementBoard.Core.Packs.Tables;
using ImprovementBoard.Core.Ratings;
using ImprovementBoard.Core.Recommendations;
using ImprovementBoard.Core.Time;

namespace ImprovementBoard.Core.Packs.Sections;

/// <summary>The exact rules, what the marks mean and where the facts come from.</summary>
public static class KeySection
{
    /// <summary>The section.</summary>
    public static readonly PackPart Part = PackPart.Of("key", "Rating key, notes and sources", From, Outline, appendix: true);

    private static PackSection Outline(PackSection head, PackKey said) => head.With(
        Rules("rating_rules", "Delivery ratings", "Rating", said.Ratings.Select(r => (PackCell.Rating(r.Rating), r.Rule))),
        Rules("impact_rules", "Levels of impact", "Impact", said.Impacts.Select(r => ((PackCell)r.Impact, r.Rule))),
        said.States.Count == 0 ? null : Rules("state_rules", "Recommendation states", "State", said.States.Select(r => ((PackCell)r.State, r.Rule))));

    // In groups: a line breaks between them.
    private static string Proof(HistoryPoint history) =>
        $"When these facts were frozen, the history of the programme had {history.Entries.ToString("#,0", CultureInfo.InvariantCulture)} entries; the seal of the last is {string.Join(' ', history.Hash.Chunk(16).Select(c => new string(c)))}. With both, anybody in the programme can check under “History” that nothing up to there was changed since.";

    private static PackTable Rules(string key, string title, string what, IEnumerable<(PackCell What, string Rule)> rules)
    {
        List<IReadOnlyList<PackCell>> rows = [.. rules.Select(IReadOnlyList<PackCell> (r) => [r.What, r.Rule])];
        return PackTable.Of(key, title, Words.Shown(rows.Count, rows.Count), [what, "Exact rule"], rows);
    }

    /// <summary>The rating key.</summary>
    public static PackKey From(PackFacts facts) => new(
        "Delivery says whether work is being done on time; impact says whether children are better off. Neither is worked out from the other.",
        [.. RatingLook.InOrderOfRule.Select(l => new PackKeyRow(l.Code, l.Rule))],
        RollUp.Rule,
        [
            "The first rule that holds, from the top, gives the rating; the words beside it say why.",
            DeliveryRule.Voices,
            $"One update cycle is {facts.UpdateCycleDays} days. Working days leave out weekends and the bank holidays of England and Wales.",
            .. facts.Audience == Audience.Public ? Array.Empty<string>() : ["The first agreed due date never changes; a moved date is printed with its slip."],
            .. facts.History is { } history ? [Proof(history)] : Array.Empty<string>(),
            .. facts.Demonstration ? ["“Illustrative” marks what no source states: owners, dates, updates and ratings made up so that the demonstration lives.", "The sources are those of the whole demonstration; some were published after this position."] : Array.Empty<string>(),
        ],
        facts.Sources,
        ImpactLook.Voice,
        [.. ImpactLook.All.Select(l => new PackImpactRule(new(l.Level, l.Word), l.Rule))],
        // The public edition prints no states.
        facts.Audience == Audience.Public ? [] : [.. Enum.GetValues<RecommendationStatus>().Select(s => new PackStateRule(s.Words(), s.Rule()))]);
}
