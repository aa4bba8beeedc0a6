using ImprovementBoard.Core.Actions;
using ImprovementBoard.Core.Packs.Tables;
using ImprovementBoard.Core.Ratings;
using ImprovementBoard.Core.Time;

namespace ImprovementBoard.Core.Packs.Sections;

/// <summary>Every action that is off track or at risk, worst first.</summary>
public static class ExceptionsSection
{
    /// <summary>The section.</summary>
    public static readonly PackPart Part = PackPart.Of("exceptions", "Exceptions", From, Outline);

    /// <summary>The exceptions.</summary>
    public static PackExceptions From(PackFacts facts)
    {
        var items = facts.Actions.Where(a => a.Rating <= DeliveryRating.AtRisk)
            .OrderBy(a => a.Rating)
            .ThenBy(a => a.Due)
            .ToList();
        var off = items.Count(a => a.Rating == DeliveryRating.OffTrack);
        var silent = items.Count(a => a.UpdateDueBy < facts.PositionAsAt);
        var conclusion = items.Count == 0
            ? "No action is off track or at risk."
            : $"{Words.Count(off, "action")} {(off == 1 ? "is" : "are")} off track and {items.Count - off} at risk; on {silent} of these {items.Count} the lead has missed an update.";
        return new(conclusion, items.Exists(a => a.Illustrative), [.. items.Select(Item)], $"{Words.Shown(items.Count, items.Count)}, of {Words.Count(facts.Actions.Count, "action")} in the plan");
    }

    private static PackSection Outline(PackSection head, PackExceptions said) => head.With(
        PackTable.Of(
            "exceptions",
            "Off track or at risk",
            said.Shown,
            ["Ref", "Action", "Answers", "Delivery", "Why", "Other views", "Due", "Slip", "Forecast", "Lead", .. ActionsSection.UpdateColumns, "Recovery", "Back by"],
            said.Items.Select(IReadOnlyList<PackCell> (e) =>
                [e.Ref, e.Title, e.Answers, PackCell.Rating(e.Rating), e.Reason, ActionsSection.InWords(e.Voices), e.Due, e.Slip, e.Forecast, e.Lead, .. ActionsSection.Cells(e.Update), e.Recovery is { } plan ? $"{plan.Text} ({plan.By}, {Words.Short(plan.On)})" : "", e.Recovery?.BackBy])));

    private static PackException Item(ActionFact a) => new(
        a.Ref,
        a.Title,
        RatingLook.Of(a.Rating).Code,
        a.Reason,
        ActionsSection.Voices(a),
        a.Lead,
        a.Recommendations.Count == 0 ? "Answers no recommendation" : $"Recommendation{(a.Recommendations.Count == 1 ? "" : "s")} {Words.List(a.Recommendations)}",
        a.Due,
        ActionItem.SlipWords(a.BaselineDue, a.Due, a.DueMoves.Count),
        a.StillForecast,
        ActionsSection.Update(a.LastUpdate),
        a.Recovery is { } plan ? new(plan.Text, plan.BackBy, plan.By, plan.On, plan.Illustrative) : null,
        a.Illustrative);
}
