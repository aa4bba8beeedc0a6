using ImprovementBoard.Core.Time;

namespace ImprovementBoard.Core.Ratings;

/// <summary>An action with its rating, as a recommendation sees it.</summary>
public sealed record RatedAction(string Ref, DeliveryRating Rating);

/// <summary>The printed rule that gives a recommendation one rating from its actions.</summary>
public static class RollUp
{
    /// <summary>The rule in words, printed in every rating key.</summary>
    public const string Rule =
        "A recommendation takes the first of these that any of its actions has: off track, at risk, on track, awaiting sign-off, not due, complete. So it is complete only when every action is. One that no action answers is at risk.";

    /// <summary>The rating of a recommendation that no action answers.</summary>
    public const DeliveryRating WithoutAction = DeliveryRating.AtRisk;

    /// <summary>Rating and reason of a recommendation with these actions.</summary>
    public static (DeliveryRating Rating, string Reason) Of(IReadOnlyList<RatedAction> actions)
    {
        if (actions.Count == 0)
            return (WithoutAction, "No action answers it");
        var worst = actions.Min(a => a.Rating);
        var those = actions.Where(a => a.Rating == worst).Select(a => a.Ref).ToList();
        var word = RatingLook.Of(worst).Word.ToLowerInvariant();
        return (worst, those.Count == actions.Count
            ? $"{(actions.Count == 1 ? "Its one action is" : $"All {actions.Count} actions are")} {word}"
            : $"{those.Count} of {actions.Count} actions {(those.Count == 1 ? "is" : "are")} {word}: {Words.List(those)}");
    }
}
