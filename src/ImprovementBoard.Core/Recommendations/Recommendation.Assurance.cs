using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Actions;
using ImprovementBoard.Core.Ratings;
using ImprovementBoard.Core.Time;
using ImprovementBoard.Core.Visits;

namespace ImprovementBoard.Core.Recommendations;

// Delivered is not closed: delivered → awaiting assurance by a second person → embedding → closed.
public sealed partial class Recommendation
{
    /// <summary>The day a reviewer assured that it is met, or null.</summary>
    public DateOnly? AssuredOn { get; private set; }

    /// <summary>Role title of that reviewer, or null.</summary>
    public string? AssuredBy { get; private set; }

    /// <summary>The day from which it is checked again, or null before it is assured.</summary>
    public DateOnly? RecheckOn { get; private set; }

    /// <summary>The day the re-check found that it holds, or null.</summary>
    public DateOnly? ClosedOn { get; private set; }

    /// <summary>What was assured or judged and did not stand, oldest first.</summary>
    public List<AssuranceRound> EarlierRounds { get; set; } = [];

    /// <summary>Where it stood at the end of <paramref name="day"/>. Its actions must be loaded.</summary>
    public RecommendationStatus StatusOn(DateOnly day)
    {
        if (SupersededOn(day) is not null)
            return RecommendationStatus.Superseded;
        var round = RoundOn(day);
        if (round.ClosedOn <= day)
            return RecommendationStatus.Closed;
        if (round.AssuredOn <= day)
            return RecommendationStatus.AssuredEmbedded;
        var reopened = LastRound(day)?.EndedOn;
        var signedOff = Actions.ConvertAll(a => a.SignedOffAsAt(day));
        if (signedOff.Count > 0 && signedOff.TrueForAll(s => s is not null) && (reopened is null || signedOff.Max() >= reopened))
            return RecommendationStatus.DeliveredAwaitingAssurance;
        return reopened is not null ? RecommendationStatus.Reopened
            : Actions.Exists(a => a.StartedOn <= day) ? RecommendationStatus.InDelivery
            : RecommendationStatus.Open;
    }

    /// <summary>A reviewer assures that the recommendation as a whole is met, and sets the day from which it is checked again. Actions must be loaded.</summary>
    /// <exception cref="RuleException">Not every action is signed off, the person owns it, or the re-check date makes no sense.</exception>
    public void Assure(Actor by, DateOnly? recheckOn, DateOnly today)
    {
        ExpectNotOwner(by);
        Expect(RecommendationStatus.DeliveredAwaitingAssurance, "be assured", today);
        var latest = today.AddDays(ActionItem.RecheckWithinDays);
        if (recheckOn is not { } recheck || recheck <= today || recheck > latest)
            throw new RuleException($"Give a re-check date after today and not later than {Words.Long(latest)}.", nameof(RecheckOn));
        (AssuredOn, AssuredBy, RecheckOn) = (today, by.Title, recheck);
        Stand(today);
    }

    /// <summary>The re-check found that it holds and makes a difference: the recommendation is closed. Actions must be loaded.</summary>
    /// <exception cref="RuleException">It is not assured, the day of the re-check has not come, impact is below 3, or the person owns it.</exception>
    public void Close(Actor by, DateOnly today)
    {
        ExpectNotOwner(by);
        Expect(RecommendationStatus.AssuredEmbedded, "be closed", today);
        if (RecheckOn > today)
            throw new RuleException($"The re-check of recommendation {Ref} is set for {Words.Long(RecheckOn.Value)}. It can be recorded from that day.");
        if (Impact is not >= ImpactRating.MakingADifference)
            throw new RuleException($"Recommendation {Ref} is closed only when its impact is judged “{ImpactLook.Of(ImpactRating.MakingADifference).Words}” or higher. It is “{ImpactLook.WordsOf(Impact)}”.");
        ClosedOn = today;
        Stand(today);
    }

    /// <summary>The assurance does not stand: the recommendation is open again, and what was assured is kept with the reason. Actions must be loaded.</summary>
    /// <exception cref="RuleException">It is not assured, no reason is given, or the person owns it.</exception>
    public void Reopen(Actor by, string? reason, DateOnly today)
    {
        ExpectNotOwner(by);
        if (SupersededOn(today) is not null)
            throw new RuleException($"Recommendation {Ref} {StatusWords(RecommendationStatus.Superseded)}, so it cannot be reopened. Take it up again first.");
        if (AssuredOn is null)
            throw new RuleException($"Recommendation {Ref} is not assured, so there is nothing to reopen.");
        var why = Core.Text.Required(reason, "Reason", "Write why it does not stand.", ActionItem.ReasonMaxLength);
        EndRound(ClosedOn is null && RecheckOn <= today ? AssuranceEnd.RecheckFailed : AssuranceEnd.Reopened, by.Title, why, today);
    }

    /// <summary>One of its actions was reopened: what was assured of the whole no longer holds. Nothing changes where nothing was assured.</summary>
    /// <returns>True when something changed.</returns>
    public bool FollowReopened(ActionItem action, string by, DateOnly today)
    {
        if (AssuredOn is null)
            return false;
        EndRound(AssuranceEnd.ActionReopened, by, $"Action {action.Ref} was reopened.", today);
        return true;
    }

    // Also for a past day, from what was known at its end: a pack may be made late.
    private void Stand(DateOnly day)
    {
        var round = RoundOn(day);
        Status = StatusOn(day);
        StatusReason = Status switch
        {
            RecommendationStatus.Open => Actions.Count == 0 ? "No action answers it" : $"{(Actions.Count == 1 ? "Its one action has" : $"Its {Actions.Count} actions have")} not started",
            RecommendationStatus.InDelivery => $"{Actions.Count(a => a.SignedOffAsAt(day) is not null)} of {Words.Count(Actions.Count, "action")} signed off",
            RecommendationStatus.DeliveredAwaitingAssurance => $"{(Actions.Count == 1 ? "Its one action is" : $"All {Actions.Count} actions are")} signed off; nobody has assured the whole yet",
            RecommendationStatus.AssuredEmbedded => $"Assured on {Words.Short(round.AssuredOn!.Value)} by the {Words.Inside(round.AssuredBy!)}; re-check on {Words.Short(round.RecheckOn!.Value)}",
            RecommendationStatus.Closed => $"Assured on {Words.Short(round.AssuredOn!.Value)} by the {Words.Inside(round.AssuredBy!)}; re-check passed on {Words.Short(round.ClosedOn!.Value)}",
            RecommendationStatus.Superseded => SupersededOn(day) is { } by ? $"Replaced{(by.ReplacedBy is { } other ? $" by recommendation {other}" : "")} on {Words.Short(by.On)}. {by.Reason.TrimEnd('.')}" : "",
            _ => LastRound(day) is { } ended ? ended.InWords() : "",
        };
    }

    /// <summary>The day on which the state that it has on <paramref name="day"/> was decided, or null where it follows from the actions.</summary>
    public DateOnly? StatusSince(DateOnly day) => StatusOn(day) switch
    {
        RecommendationStatus.Superseded => SupersededOn(day)?.On,
        RecommendationStatus.Closed => RoundOn(day).ClosedOn,
        RecommendationStatus.AssuredEmbedded => RoundOn(day).AssuredOn,
        RecommendationStatus.Reopened => LastRound(day)?.EndedOn,
        RecommendationStatus.DeliveredAwaitingAssurance => Actions.Max(a => a.SignedOffAsAt(day)),
        _ => null,
    };

    /// <summary>
    /// For a reader who may not know all that inspectors found since <paramref name="since"/>: what was contradicted from then on is told as reopened and without
    /// its reason, but for what a finding says that the reader may read. For reading only; judgements must be loaded.
    /// </summary>
    /// <param name="readable">The findings about it that the reader may read.</param>
    public void KeepFindingsBack(DateOnly since, IEnumerable<Finding> readable, DateOnly day)
    {
        var told = readable.Select(ReasonOf).ToHashSet(StringComparer.Ordinal);
        EarlierRounds = [.. EarlierRounds.Select(r => r.How == AssuranceEnd.Contradicted && r.EndedOn >= since && !told.Contains(r.Reason) ? r.WithoutReason() : r)];
        Judgements = [.. Judgements.Select(j => j.Contradicted && j.On >= since && !told.Contains(j.Reason) ? j.WithoutReason() : j)];
        if (Status == RecommendationStatus.Reopened && LastRound(day) is { } ended)
            StatusReason = ended.InWords();
    }

    private AssuranceRound RoundOn(DateOnly day) =>
        EarlierRounds.Find(r => r.EndedOn > day) ?? new AssuranceRound { AssuredOn = AssuredOn, AssuredBy = AssuredBy, RecheckOn = RecheckOn, ClosedOn = ClosedOn };

    private AssuranceRound? LastRound(DateOnly day) => EarlierRounds.FindLast(r => r.EndedOn <= day);

    private void EndRound(AssuranceEnd how, string by, string reason, DateOnly today)
    {
        EarlierRounds.Add(new AssuranceRound
        {
            AssuredOn = AssuredOn,
            AssuredBy = AssuredBy,
            RecheckOn = RecheckOn,
            ClosedOn = ClosedOn,
            EndedOn = today,
            How = how,
            EndedBy = by,
            Reason = reason,
        });
        (AssuredOn, AssuredBy, RecheckOn, ClosedOn) = (null, null, null, null);
        Stand(today);
    }

    private void Expect(RecommendationStatus expected, string what, DateOnly today)
    {
        var status = StatusOn(today);
        if (status != expected)
            throw new RuleException($"Recommendation {Ref} {StatusWords(status)}, so it cannot {what}.");
    }

    private void ExpectNotOwner(Actor by)
    {
        if (by.MemberId == OwnerId)
            throw new RuleException($"You own recommendation {Ref}. Someone else must decide whether it is met.");
    }

    private string StatusWords(RecommendationStatus status) => status switch
    {
        RecommendationStatus.Open => "has not started",
        RecommendationStatus.InDelivery => $"has actions that are not signed off ({Words.List([.. Actions.Where(a => a.SignedOffOn is null).Select(a => a.Ref)])})",
        RecommendationStatus.DeliveredAwaitingAssurance => "awaits assurance",
        RecommendationStatus.AssuredEmbedded => "is assured",
        RecommendationStatus.Closed => "is closed",
        RecommendationStatus.Reopened => $"was reopened on {Words.Long(EarlierRounds[^1].EndedOn)} and no action was signed off since",
        _ => "was replaced by another",
    };
}
