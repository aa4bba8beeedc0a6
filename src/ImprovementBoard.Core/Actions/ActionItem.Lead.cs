using ImprovementBoard.Core.Access;

namespace ImprovementBoard.Core.Actions;

// When a lead leaves, somebody takes over; who led when stays known.
public sealed partial class ActionItem
{
    /// <summary>Every change of the lead, oldest first.</summary>
    public List<HandOver> LeadChanges { get; set; } = [];

    /// <summary>The post that led it at the end of <paramref name="day"/>.</summary>
    public int LeadOn(DateOnly day) => HandOver.HolderOn(LeadChanges, LeadId, day);

    /// <summary>Passes the action on and rates it for that day, so that its standing follows. Updates must be loaded.</summary>
    /// <exception cref="RuleException">It is closed, the new post is its senior responsible owner, or somebody else leads it than <paramref name="change"/> says.</exception>
    public void PassOn(HandOver change, int cycleDays)
    {
        if (State == ActionState.Closed)
            throw new RuleException($"Action {Ref} is closed, so it needs no new lead.");
        if (LeadId != change.FromId)
            throw new RuleException($"Somebody else leads action {Ref} by now. Load the page again and choose what is left.");
        if (SroId == change.ToId)
            throw new RuleException($"{change.To} is the senior responsible owner of action {Ref}, and the lead is another post. Take {Ref} out, or change its senior responsible owner first.", nameof(HandOver.To));
        LeadChanges.Add(change);
        LeadId = change.ToId;
        Rate(change.On, cycleDays);
    }

    /// <summary>The note the lead of <paramref name="today"/> was handed, until their first update; null where nothing was handed over lately.</summary>
    /// <param name="updates">Those of this action.</param>
    public HandOver? OpenHandOver(IEnumerable<ProgressUpdate> updates, DateOnly today) =>
        LeadChanges.LastOrDefault(c => c.On <= today) is { } change && !updates.Any(u => u.ById == change.ToId && u.On >= change.On && u.On <= today) ? change : null;
}
