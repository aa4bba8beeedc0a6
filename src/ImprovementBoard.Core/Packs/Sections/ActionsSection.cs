using ImprovementBoard.Core.Actions;
using ImprovementBoard.Core.Packs.Tables;
using ImprovementBoard.Core.Ratings;
using ImprovementBoard.Core.Recommendations;
using ImprovementBoard.Core.Time;

namespace ImprovementBoard.Core.Packs.Sections;

/// <summary>Every action, under the first recommendation it answers, with the lead's latest words.</summary>
public static class ActionsSection
{
    /// <summary>The section.</summary>
    public static readonly PackPart Part = PackPart.Of("actions", "Actions, in full", facts => From(facts), Outline);

    /// <summary>The same after the exceptions: what leads say of those stands there, and not twice.</summary>
    public static readonly PackPart List = PackPart.Of("action_list", "Every action", facts => From(facts, afterExceptions: true), Outline);

    /// <summary>The table.</summary>
    public static PackActions From(PackFacts facts, bool afterExceptions = false)
    {
        var known = facts.Recommendations.Select(r => r.Ref).ToHashSet();
        var home = facts.Actions.ToDictionary(a => a.Ref, a => a.Recommendations.FirstOrDefault(known.Contains));
        List<PackActionRow> Rows(string? group) =>
            [.. facts.Actions.Where(a => home[a.Ref] == group).Select(a => Row(a, afterExceptions && a.Rating is DeliveryRating.OffTrack or DeliveryRating.AtRisk, [.. a.Recommendations.Where(r => r != group && known.Contains(r))]))];

        List<PackActionGroup> groups = [.. facts.Recommendations.Select(r =>
        {
            var rows = Rows(r.Ref);
            List<string> elsewhere = [.. r.Actions.Where(a => home.GetValueOrDefault(a, r.Ref) != r.Ref)];
            return new PackActionGroup(r.Ref, r.Title, r.Source, RatingLook.Of(r.Rating).Code, rows, Shown(rows.Count, r.Actions.Count - elsewhere.Count, elsewhere))
            {
                Impact = r.Standing is { } standing ? Level(standing.Impact?.Level) : null,
                State = r.Standing is { } s ? $"{s.State.Words()}. {s.StateReason}" : null,
                ImpactReason = r.Standing?.Impact is { } judged ? $"{Judged(judged.Reason.TrimEnd('.'), r.Standing.StateReason)}. {judged.By}, {Words.Short(judged.On)}" : null,
            };
        })];
        if (Rows(null) is { Count: > 0 } homeless)
        {
            var rating = facts.Actions.Where(a => home[a.Ref] is null).Min(a => a.Rating);
            groups.Add(new("–", "Answers no recommendation", "", RatingLook.Of(rating).Code, homeless, Words.Shown(homeless.Count, homeless.Count)));
        }

        var owed = facts.Actions.Count(a => a.UpdateDueBy is not null);
        var heard = facts.Actions.Count(a => a.UpdateDueBy >= facts.PositionAsAt);
        return new(
            $"{heard} of {Words.Count(owed, "action")} under way have their update in, one every {facts.UpdateCycleDays} days.{(afterExceptions ? " What leads say of those off track or at risk stands under Exceptions." : "")}",
            facts.Actions.Any(a => a.Illustrative),
            groups,
            Words.Shown(groups.Sum(g => g.Rows.Count), facts.Actions.Count),
            afterExceptions);
    }

    // What inspectors found may have reopened a recommendation and lowered its impact; it is said once.
    private static string Judged(string reason, string stateReason) =>
        reason.Length > 0 && stateReason.Contains(reason, StringComparison.Ordinal) ? "Impact was judged on the same finding" : reason;

    /// <summary>An impact level ready to print.</summary>
    public static PackLevel Level(ImpactRating? impact) =>
        impact is { } judged ? new((int)judged, ImpactLook.Of(judged).Word) : new(null, ImpactLook.NotJudged);

    /// <summary>An update ready to print, or null.</summary>
    public static PackUpdate? Update(UpdateFact? update) => update is null ? null : new(
        update.On, update.By, update.WhatChanged, update.ChildWouldNotice, update.InTheWay, update.Illustrative);

    /// <summary>Who else rates an action, and how, where that differs.</summary>
    public static IReadOnlyList<PackVoice> Voices(ActionFact a) =>
        [.. Ratings.Voices.Beside(a.Rating, a.RuleSays, a.LeadSays, a.ReviewerSays).Select(v => new PackVoice(v.Who, RatingLook.Of(v.Rating).Code))];

    private static PackSection Outline(PackSection head, PackActions said) => head.With(
        new PackTable(
            "actions",
            "Every action",
            ["Ref", "Action", "Lead", "Also answers", "Delivery", "Why", "Other views", "Due", "Slip", "Forecast", .. UpdateColumns],
            [.. said.Groups.Select(g => new PackTableGroup(
                [g.Ref, g.Title, g.Source, PackCell.Rating(g.Rating), g.Impact, g.State, g.ImpactReason, g.Shown],
                [.. g.Rows.Select(IReadOnlyList<PackCell> (r) => [r.Ref, r.Title, r.Lead, r.Also, PackCell.Rating(r.Rating), r.Reason, InWords(r.Voices), r.Due, r.Slip, r.Forecast, .. r.UnderExceptions ? Elsewhere : Cells(r.Update)])]))],
            said.Shown)
        {
            GroupColumns = ["Recommendation", "Its title", "Its source", "Its delivery", "Its impact", "Its state", "What children would notice", "Its actions"],
        });

    /// <summary>Heads of <see cref="Cells"/>.</summary>
    internal static IReadOnlyList<string> UpdateColumns { get; } = ["Update of", "Update by", "What changed", "A child would notice", "In the way", "Mark"];

    private static readonly IReadOnlyList<PackCell> Elsewhere = ["", "", "under Exceptions", "", "", ""];

    /// <summary>An update in cells, empty ones where there is none.</summary>
    internal static IReadOnlyList<PackCell> Cells(PackUpdate? update) => update is null
        ? [.. UpdateColumns.Select(_ => PackCell.Empty)]
        : [update.On, update.By, update.WhatChanged, update.ChildWouldNotice, update.InTheWay, update.Illustrative ? "illustrative" : ""];

    /// <summary>Who else rates it, and how, in one cell.</summary>
    internal static string InWords(IReadOnlyList<PackVoice> voices) =>
        string.Join("; ", voices.Select(v => $"{v.Who} {PackCell.Rating(v.Rating).Words}"));

    private static string Shown(int shown, int own, List<string> elsewhere)
    {
        if (own == 0 && elsewhere.Count == 0)
            return "No action answers this recommendation.";
        var count = own == 0 ? "No action of its own" : Words.Shown(shown, own);
        return elsewhere.Count == 0 ? count
            : $"{count}; also answered by {Words.List(elsewhere)}, listed under {(elsewhere.Count == 1 ? "its own recommendation" : "their own recommendations")}";
    }

    private static PackActionRow Row(ActionFact a, bool underExceptions, List<string> also) => new(
        a.Ref,
        a.Title,
        a.Lead,
        also.Count == 0 ? "" : $"also answers {Words.List(also)}",
        RatingLook.Of(a.Rating).Code,
        a.Reason,
        Voices(a),
        a.Due,
        ActionItem.SlipWords(a.BaselineDue, a.Due, a.DueMoves.Count),
        a.StillForecast,
        underExceptions ? null : Update(a.LastUpdate),
        underExceptions);
}
