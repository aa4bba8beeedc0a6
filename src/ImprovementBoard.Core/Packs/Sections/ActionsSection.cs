using ImprovementBoard.Core.Actions;
using ImprovementBoard.Core.Ratings;
using ImprovementBoard.Core.Time;

namespace ImprovementBoard.Core.Packs.Sections;

/// <summary>Section 5: every action, under the first recommendation it answers, with the lead's latest words.</summary>
public static class ActionsSection
{
    /// <summary>The full table.</summary>
    public static PackActions From(PackFacts facts)
    {
        var byFirst = facts.Actions.ToLookup(a => a.Recommendations[0]);
        var groups = facts.Recommendations.Select(r =>
        {
            var rows = byFirst[r.Ref].Select(a => Row(a, r.Ref)).ToList();
            var elsewhere = r.Actions.Except(rows.Select(x => x.Ref)).ToList();
            var shown = r.Actions.Count == 0
                ? "No action answers this recommendation."
                : Words.Shown(rows.Count, rows.Count) + (elsewhere.Count > 0 ? $"; also answered by {Words.List(elsewhere)}, listed under their own recommendation" : "");
            return new PackActionGroup(r.Ref, r.Title, r.Source, RatingLook.Of(r.Rating).Code, rows, shown);
        }).ToList();
        var live = facts.Actions.Count(a => a.Rating is not (DeliveryRating.Complete or DeliveryRating.NotDue));
        var liveWithUpdate = facts.Actions.Count(a => a.Rating is not (DeliveryRating.Complete or DeliveryRating.NotDue)
            && a.LastUpdate?.On >= facts.PositionAsAt.AddDays(-facts.UpdateCycleDays));
        return new(
            $"{liveWithUpdate} of {Words.Count(live, "action")} under way had an update in the last {facts.UpdateCycleDays} days.",
            facts.Actions.Any(a => a.Illustrative),
            groups,
            $"{Words.Shown(groups.Sum(g => g.Rows.Count), facts.Actions.Count)}");
    }

    /// <summary>An update ready to print, or null.</summary>
    public static PackUpdate? Update(UpdateFact? update) => update is null ? null : new(
        Words.Short(update.On), update.By, update.WhatChanged, update.ChildWouldNotice, update.InTheWay, update.Illustrative);

    private static PackActionRow Row(ActionFact a, string group)
    {
        var others = a.Recommendations.Where(r => r != group).ToList();
        return new(
            a.Ref,
            a.Title,
            a.Lead,
            others.Count == 0 ? "" : $"also answers {Words.List(others)}",
            RatingLook.Of(a.Rating).Code,
            a.Reason,
            a.LeadSays is { } lead ? RatingLook.Of(lead).Code : null,
            Words.Short(a.Due),
            ActionItem.SlipWords(a.BaselineDue, a.Due),
            Words.Short(a.Forecast),
            Update(a.LastUpdate));
    }
}
