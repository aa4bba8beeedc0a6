using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Ratings;

namespace ImprovementBoard.Core.Actions;

/// <summary>What will bring work that is off track or at risk back, and by when. A later plan adds to the earlier ones, which are kept.</summary>
public sealed class RecoveryPlan
{
    /// <summary>Longest plan, in characters.</summary>
    public const int TextMaxLength = 500;

    /// <summary>The day it was given.</summary>
    public DateOnly On { get; set; }

    /// <summary>Role title of who gave it.</summary>
    public required string By { get; set; }

    /// <summary>What will bring it back.</summary>
    public required string Text { get; set; }

    /// <summary>The day by which it is on track again.</summary>
    public DateOnly BackBy { get; set; }

    /// <summary>True where no source states it.</summary>
    public bool Illustrative { get; set; }
}

// What is off track needs a plan in words; a forecast alone does not say how.
public sealed partial class ActionItem
{
    /// <summary>Every recovery plan, oldest first.</summary>
    public List<RecoveryPlan> Recoveries { get; set; } = [];

    /// <summary>The recovery plan given last, as known at the end of <paramref name="day"/>, or null.</summary>
    public RecoveryPlan? RecoveryOn(DateOnly day) => Recoveries.FindLast(r => r.On <= day);

    /// <summary>The recovery plan to show on <paramref name="day"/>: that of work which is off track or at risk and not delivered, else null. The action must be rated for that day.</summary>
    public RecoveryPlan? RecoveryInForce(DateOnly day) => NeedsRecovery(Delivery, StateOn(day)) ? RecoveryOn(day) : null;

    /// <summary>True where a recovery plan is asked for.</summary>
    public static bool NeedsRecovery(DeliveryRating delivery, ActionState state) =>
        delivery <= DeliveryRating.AtRisk && state is ActionState.NotStarted or ActionState.InProgress;

    /// <summary>Says what will bring the work back, and by when. The due date does not move, and no rating changes.</summary>
    /// <exception cref="RuleException">It is delivered, neither off track nor at risk, the plan is missing or too long, or the day is not after today.</exception>
    public RecoveryPlan PlanRecovery(string? text, DateOnly? backBy, Actor by, DateOnly today)
    {
        ExpectOpen("take a recovery plan");
        if (!NeedsRecovery(Delivery, StateOn(today)))
            throw new RuleException($"Action {Ref} is {RatingLook.Of(Delivery).Word.ToLowerInvariant()}, so there is nothing to recover.");
        var plan = new RecoveryPlan
        {
            On = today,
            By = by.Title,
            Text = Core.Text.Required(text, "Recovery", "Write what will bring it back on track.", RecoveryPlan.TextMaxLength),
            BackBy = backBy is { } day && day > today && day <= LatestDate
                ? day
                : throw new RuleException($"Give the day by which it is on track again, after today and not later than {LatestDate.Year}.", nameof(RecoveryPlan.BackBy)),
        };
        Recoveries.Add(plan);
        return plan;
    }
}
