namespace ImprovementBoard.Core.Recommendations;

/// <summary>Where a recommendation has got to. Delivered is not closed.</summary>
public enum RecommendationStatus
{
    /// <summary>No work yet.</summary>
    Open,

    /// <summary>Actions are under way.</summary>
    InDelivery,

    /// <summary>Delivered, not yet assured.</summary>
    DeliveredAwaitingAssurance,

    /// <summary>Assured; whether it holds is checked again on a set date.</summary>
    AssuredEmbedded,

    /// <summary>The re-check found that it holds and makes a difference.</summary>
    Closed,

    /// <summary>Opened again.</summary>
    Reopened,

    /// <summary>Replaced by a later recommendation.</summary>
    Superseded,
}

/// <summary>Words and rules for <see cref="RecommendationStatus"/> and <see cref="AssuranceEnd"/>.</summary>
public static class RecommendationWords
{
    /// <summary>The state in words.</summary>
    public static string Words(this RecommendationStatus status) => status switch
    {
        RecommendationStatus.Open => "Open",
        RecommendationStatus.InDelivery => "In delivery",
        RecommendationStatus.DeliveredAwaitingAssurance => "Awaiting assurance",
        RecommendationStatus.AssuredEmbedded => "Assured, embedding",
        RecommendationStatus.Closed => "Closed",
        RecommendationStatus.Reopened => "Reopened",
        _ => "Superseded",
    };

    /// <summary>The exact rule, printed in every rating key.</summary>
    public static string Rule(this RecommendationStatus status) => status switch
    {
        RecommendationStatus.Open => "No action that answers it has started.",
        RecommendationStatus.InDelivery => "An action has started, and not every action is signed off.",
        RecommendationStatus.DeliveredAwaitingAssurance => "Every action is signed off; nobody has yet assured that the recommendation as a whole is met.",
        RecommendationStatus.AssuredEmbedded => "A reviewer who does not own it agreed that it is met, and set the day from which it is checked again.",
        RecommendationStatus.Closed => "On that day or later a re-check found that it holds, with impact judged at level 3 or 4.",
        RecommendationStatus.Reopened => "A re-check failed, a later finding contradicts what was assured or judged, one of its actions was reopened, or something else came up. It awaits assurance again when every action is signed off and one of them was since.",
        _ => "A reviewer who does not own it said, with a reason, that another recommendation took its place. It can be taken up again.",
    };

    /// <summary>How an assurance ended, in words.</summary>
    public static string Words(this AssuranceEnd how) => how switch
    {
        AssuranceEnd.RecheckFailed => "Re-check failed",
        AssuranceEnd.Contradicted => "Contradicted",
        AssuranceEnd.ActionReopened => "Action reopened",
        _ => "Reopened",
    };
}
