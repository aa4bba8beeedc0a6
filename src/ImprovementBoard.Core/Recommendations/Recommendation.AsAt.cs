using ImprovementBoard.Core.Actions;

namespace ImprovementBoard.Core.Recommendations;

// Looking back: what was known at the end of a past day, and nothing that came after it.
public sealed partial class Recommendation
{
    /// <summary>A copy as it was known at the end of <paramref name="day"/>, with its actions as they were known then. For reading only.</summary>
    public Recommendation AsAt(DateOnly day, IEnumerable<ActionItem> pastActions)
    {
        var past = (Recommendation)MemberwiseClone();
        past.Actions = [.. pastActions];
        past.OwnerId = OwnerOn(day);
        past.OwnerChanges = [.. OwnerChanges.Where(c => c.On <= day)];
        past.Judgements = [.. Judgements.Where(j => j.On <= day)];
        past.Impact = JudgementOn(day)?.Level;
        var (assured, by, recheck, closed) = EarlierRounds.Find(r => r.EndedOn > day) is { } ended
            ? (ended.AssuredOn, ended.AssuredBy, ended.RecheckOn, ended.ClosedOn)
            : (AssuredOn, AssuredBy, RecheckOn, ClosedOn);
        past.Supersessions = [.. Supersessions.Where(s => s.On <= day).Select(s => s.AsAt(day))];
        past.EarlierRounds = [.. EarlierRounds.Where(r => r.EndedOn <= day)];
        (past.AssuredOn, past.AssuredBy, past.RecheckOn) = assured <= day ? (assured, by, recheck) : (null, null, null);
        past.ClosedOn = closed <= day ? closed : null;
        past.Rate(day);
        return past;
    }
}
