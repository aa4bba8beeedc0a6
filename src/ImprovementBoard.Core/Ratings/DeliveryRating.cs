namespace ImprovementBoard.Core.Ratings;

/// <summary>
/// Whether work is being done on time. Ordered from the one that needs the board most;
/// <see cref="RollUp"/> relies on this order. It never says whether children are better off.
/// </summary>
public enum DeliveryRating
{
    /// <summary>Red: the date has passed, the forecast is far beyond it, somebody else must decide, or nobody reports.</summary>
    OffTrack,

    /// <summary>Amber: late by up to 20 working days, a milestone or an update missed, blocked, just re-baselined, or sign-off overdue.</summary>
    AtRisk,

    /// <summary>Green: in progress, forecast on time, update in.</summary>
    OnTrack,

    /// <summary>Blue outline: the lead says it is delivered; a second person has not yet agreed.</summary>
    AwaitingSignOff,

    /// <summary>Grey: the first agreed start is today or later, and work has not started.</summary>
    NotDue,

    /// <summary>Blue: signed off by someone other than the lead.</summary>
    Complete,
}
