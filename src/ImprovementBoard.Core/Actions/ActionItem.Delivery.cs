using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Ratings;
using ImprovementBoard.Core.Time;

namespace ImprovementBoard.Core.Actions;

// Delivered is not closed: delivered → awaiting sign-off by a second person → embedding → closed.
public sealed partial class ActionItem
{
    /// <summary>Longest reason or note, in characters.</summary>
    public const int ReasonMaxLength = 500;

    /// <summary>A re-check is set at most this many days ahead.</summary>
    public const int RecheckWithinDays = 366;

    /// <summary>The day it was signed off, as that stood at the end of <paramref name="day"/>, or null.</summary>
    public DateOnly? SignedOffAsAt(DateOnly day) =>
        (EarlierRounds.Find(r => r.EndedOn > day) is { } round ? round.SignedOffOn : SignedOffOn) is { } on && on <= day ? on : null;

    /// <summary>The lead says it is delivered.</summary>
    /// <exception cref="RuleException">Work has not started, it is delivered already, a milestone is not done, or it is blocked.</exception>
    public void Deliver(Actor by, DateOnly today, int cycleDays)
    {
        Expect(ActionState.InProgress, "be marked as delivered");
        if (MilestonesOn(today).FirstOrDefault(m => m.DoneOn is null) is { } milestone)
            throw new RuleException($"The milestone “{milestone.Title}” of action {Ref} is not done. Mark it as done first.");
        if (BlockOn(today) is not null)
            throw new RuleException($"Action {Ref} is marked as blocked. Say that it is free again first.");
        (DeliveredOn, DeliveredById) = (today, by.MemberId);
        Rate(today, cycleDays);
    }

    /// <summary>A second person agrees that it is delivered, and sets the day from which it is checked again.</summary>
    /// <exception cref="RuleException">It does not wait for sign-off, the person leads it, no evidence stands on it, or the re-check date makes no sense.</exception>
    public void SignOff(Actor by, DateOnly? recheckOn, DateOnly today, int cycleDays)
    {
        Expect(ActionState.AwaitingSignOff, "be signed off");
        ExpectSecondPerson(by);
        if (!Evidence.Exists(e => e.StandsOn(today)))
            throw new RuleException($"No evidence is attached to action {Ref}. Attach some, or send it back.");
        if (recheckOn is not { } recheck || recheck <= today || recheck > today.AddDays(RecheckWithinDays))
            throw new RuleException($"Give a re-check date after today and not later than {Words.Long(today.AddDays(RecheckWithinDays))}.", "RecheckOn");
        (SignedOffOn, SignedOffBy, RecheckOn) = (today, by.Title, recheck);
        Rate(today, cycleDays);
    }

    /// <summary>The re-check found that the change holds: the action is closed.</summary>
    /// <exception cref="RuleException">It is not embedding, the day of the re-check has not come, or the person leads it.</exception>
    public void Close(Actor by, DateOnly today, int cycleDays)
    {
        Expect(ActionState.Embedding, "be closed");
        ExpectSecondPerson(by);
        if (RecheckOn > today)
            throw new RuleException($"The re-check of action {Ref} is set for {Words.Long(RecheckOn.Value)}. It can be recorded from that day.");
        ClosedOn = today;
        Rate(today, cycleDays);
    }

    /// <summary>The delivery does not stand: work goes on, and what was said and agreed is kept with the reason.</summary>
    /// <exception cref="RuleException">Nothing was delivered, no reason is given, or the person leads it.</exception>
    public void Reopen(Actor by, string reason, DateOnly today, int cycleDays)
    {
        if (DeliveredOn is null)
            throw new RuleException($"Action {Ref} is not delivered, so there is nothing to reopen.");
        ExpectSecondPerson(by);
        var how = State switch
        {
            ActionState.AwaitingSignOff => RoundEnd.SentBack,
            ActionState.Embedding when RecheckOn <= today => RoundEnd.RecheckFailed,
            _ => RoundEnd.Reopened,
        };
        EarlierRounds.Add(new DeliveryRound
        {
            DeliveredOn = DeliveredOn,
            SignedOffOn = SignedOffOn,
            SignedOffBy = SignedOffBy,
            RecheckOn = RecheckOn,
            ClosedOn = ClosedOn,
            EndedOn = today,
            How = how,
            EndedBy = by.Title,
            Reason = Text.Required(reason, "Reason", "Write why it does not stand.", ReasonMaxLength),
        });
        (DeliveredOn, DeliveredById, SignedOffOn, SignedOffBy, RecheckOn, ClosedOn) = (null, null, null, null, null, null);
        Rate(today, cycleDays);
    }

    /// <summary>A reviewer accepts the latest update, and may agree a rating other than the rule's, with a reason.</summary>
    /// <param name="updateId">The update that the reviewer read.</param>
    /// <exception cref="RuleException">A newer update came meanwhile, the reviewer leads the action, or the reason is missing.</exception>
    public void AcceptUpdate(int updateId, Actor by, DeliveryRating? agreed, string? reason, DateOnly today, int cycleDays)
    {
        Latest(updateId, by).Accept(by.Title, agreed, reason, today);
        Rate(today, cycleDays);
    }

    /// <summary>A reviewer returns the latest update with a reason; it then counts as if it had not been posted.</summary>
    /// <inheritdoc cref="AcceptUpdate"/>
    public void ReturnUpdate(int updateId, Actor by, string? reason, DateOnly today, int cycleDays)
    {
        Latest(updateId, by).Return(by.Title, reason, today);
        Rate(today, cycleDays);
    }

    private ProgressUpdate Latest(int updateId, Actor by)
    {
        var latest = Updates.OrderBy(u => u.On).ThenBy(u => u.Id).LastOrDefault();
        if (latest?.Id != updateId)
            throw new RuleException($"A newer update on action {Ref} was posted while you were reading. Read it first.");
        if (by.MemberId == LeadId || by.MemberId == latest.ById)
            throw new RuleException("You lead this action or wrote this update. Someone else must review it.");
        if (latest.ReviewedOn is { } reviewed)
            throw new RuleException($"The {Words.Inside(latest.ReviewedBy!)} reviewed this update on {Words.Short(reviewed)}. What was said then stands.");
        return latest;
    }

    private void Expect(ActionState expected, string what)
    {
        if (State != expected)
            throw new RuleException($"Action {Ref} {StateWords(State)}, so it cannot {what}.");
    }

    private void ExpectSecondPerson(Actor by)
    {
        if (by.MemberId == LeadId)
            throw new RuleException($"You lead action {Ref}. Someone else must decide whether it is delivered.");
        if (by.MemberId is { } member && member == DeliveredById)
            throw new RuleException($"You marked action {Ref} as delivered. Someone else must decide whether it is.");
    }

    private static string StateWords(ActionState state) => state switch
    {
        ActionState.NotStarted => "has not started",
        ActionState.InProgress => "is in progress",
        ActionState.AwaitingSignOff => "waits for sign-off",
        ActionState.Embedding => "is signed off",
        _ => "is closed",
    };
}
