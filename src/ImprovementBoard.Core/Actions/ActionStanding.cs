using ImprovementBoard.Core.Programmes;
using ImprovementBoard.Core.Ratings;

namespace ImprovementBoard.Core.Actions;

/// <summary>
/// How an action stood from one day to the day before another. A new one begins on the day anything in it changes, so that lists and
/// counts can be read as at any past day. What happens twice on one day leaves one standing: that of the end of the day.
/// </summary>
public sealed class ActionStanding : IProgrammeRow
{
    /// <summary><see cref="Until"/> of the standing that holds now.</summary>
    public static readonly DateOnly Open = DateOnly.MaxValue;

    /// <summary>Key.</summary>
    public long Id { get; set; }

    /// <inheritdoc/>
    public int ProgrammeId { get; set; }

    /// <summary>The action.</summary>
    public int ActionItemId { get; set; }

    /// <summary>The action.</summary>
    public ActionItem Item { get; set; } = null!;

    /// <summary>The first day it held.</summary>
    public DateOnly From { get; set; }

    /// <summary>The first day it no longer held; <see cref="Open"/> while it holds.</summary>
    public DateOnly Until { get; set; }

    /// <summary>The rating in force.</summary>
    public DeliveryRating Delivery { get; set; }

    /// <summary>What the lead said where it differed from the rule, else null.</summary>
    public DeliveryRating? LeadSays { get; set; }

    /// <summary>What a reviewer agreed where it differed from the rule, else null.</summary>
    public DeliveryRating? ReviewerSays { get; set; }

    /// <summary>Where it stood.</summary>
    public ActionState State { get; set; }

    /// <summary>The post that led it.</summary>
    public int LeadId { get; set; }

    /// <summary>The due date in force.</summary>
    public DateOnly Due { get; set; }

    /// <summary>The day of the latest update that counted, or null.</summary>
    public DateOnly? LastUpdateOn { get; set; }

    /// <summary>The day by which the next update was due, or null.</summary>
    public DateOnly? UpdateDueBy { get; set; }

    /// <summary>How an action stands on <paramref name="day"/>, for which it must have been rated.</summary>
    public static ActionStanding Of(ActionItem action, DateOnly day) => new()
    {
        ProgrammeId = action.ProgrammeId,
        Item = action,
        From = day,
        Until = Open,
        Delivery = action.Delivery,
        LeadSays = action.LeadSays,
        ReviewerSays = action.ReviewerSays,
        State = action.StateOn(day),
        LeadId = action.LeadOn(day),
        Due = action.Due,
        LastUpdateOn = action.LastUpdateOn,
        UpdateDueBy = action.UpdateDueBy,
    };

    /// <summary>True when nothing but the days differs.</summary>
    public bool SaysTheSameAs(ActionStanding other) =>
        (Delivery, LeadSays, ReviewerSays, State, LeadId, Due, LastUpdateOn, UpdateDueBy)
        == (other.Delivery, other.LeadSays, other.ReviewerSays, other.State, other.LeadId, other.Due, other.LastUpdateOn, other.UpdateDueBy);

    /// <summary>Takes over what a later moment of the same day says.</summary>
    public void Become(ActionStanding other) =>
        (Delivery, LeadSays, ReviewerSays, State, LeadId, Due, LastUpdateOn, UpdateDueBy)
        = (other.Delivery, other.LeadSays, other.ReviewerSays, other.State, other.LeadId, other.Due, other.LastUpdateOn, other.UpdateDueBy);
}
