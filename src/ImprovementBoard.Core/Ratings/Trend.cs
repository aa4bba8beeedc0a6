namespace ImprovementBoard.Core.Ratings;

/// <summary>Which way a rating moved.</summary>
public enum Trend
{
    /// <summary>There was no earlier rating.</summary>
    New,

    /// <summary>Better than before.</summary>
    Better,

    /// <summary>No better, no worse.</summary>
    Same,

    /// <summary>Worse than before.</summary>
    Worse,
}

/// <summary>Compares two delivery ratings.</summary>
public static class Trends
{
    /// <summary>Which way it went. "Not due" and "on track" count as equal: starting on time is neither better nor worse.</summary>
    public static Trend Between(DeliveryRating? before, DeliveryRating after) =>
        before is not { } was ? Trend.New
        : Rank(after) > Rank(was) ? Trend.Better
        : Rank(after) < Rank(was) ? Trend.Worse
        : Trend.Same;

    /// <summary>How good a rating is; the greater, the better.</summary>
    public static int Rank(DeliveryRating rating) => rating switch
    {
        DeliveryRating.OffTrack => 0,
        DeliveryRating.AtRisk => 1,
        DeliveryRating.OnTrack or DeliveryRating.NotDue => 2,
        DeliveryRating.AwaitingSignOff => 3,
        _ => 4,
    };
}
