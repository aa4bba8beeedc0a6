namespace ImprovementBoard.Core.Actions;

// Looking back: what was known at the end of a past day, and nothing that came after it.
public sealed partial class ActionItem
{
    /// <summary>
    /// A copy as it was known at the end of <paramref name="day"/>, rated for that day: later updates, reviews, moves and deliveries are
    /// left out. Updates must be loaded. The copy is for reading only.
    /// </summary>
    public ActionItem AsAt(DateOnly day, int cycleDays)
    {
        var past = (ActionItem)MemberwiseClone();
        past.Updates = [.. Updates.Where(u => u.On <= day).Select(u => u.AsAt(day))];
        past.DueMoves = [.. DueMoves.Where(m => m.On <= day)];
        past.EarlierRounds = [.. EarlierRounds.Where(r => r.EndedOn <= day)];
        past.LeadId = LeadOn(day);
        past.PartnerAgency = PartnerOn(day);
        past.LeadChanges = [.. LeadChanges.Where(c => c.On <= day)];
        past.StartedOn = UpTo(day, StartedOn);
        var round = RoundOn(day);
        (past.DeliveredOn, past.DeliveredById, past.SignedOffOn, past.SignedOffBy, past.RecheckOn, past.ClosedOn) =
            (round.DeliveredOn, round.DeliveredOn == DeliveredOn ? DeliveredById : null, round.SignedOffOn, round.SignedOffBy, round.RecheckOn, round.ClosedOn);
        past.RatedOn = null;
        past.Rate(day, cycleDays);
        return past;
    }

    /// <summary>Where it stood at the end of <paramref name="day"/>.</summary>
    public ActionState StateOn(DateOnly day)
    {
        var round = RoundOn(day);
        return round.ClosedOn is not null ? ActionState.Closed
            : round.SignedOffOn is not null ? ActionState.Embedding
            : round.DeliveredOn is not null ? ActionState.AwaitingSignOff
            : UpTo(day, StartedOn) is not null ? ActionState.InProgress
            : ActionState.NotStarted;
    }

    /// <summary>The delivery that stood at the end of <paramref name="day"/>, with what was known of it then; its dates are null where there was none.</summary>
    private DeliveryRound RoundOn(DateOnly day)
    {
        var (delivered, signed, by, recheck, closed) = EarlierRounds.Find(r => r.EndedOn > day) is { } ended
            ? (ended.DeliveredOn, ended.SignedOffOn, ended.SignedOffBy, ended.RecheckOn, ended.ClosedOn)
            : (DeliveredOn, SignedOffOn, SignedOffBy, RecheckOn, ClosedOn);
        var signedThen = UpTo(day, signed);
        return new DeliveryRound
        {
            DeliveredOn = UpTo(day, delivered),
            SignedOffOn = signedThen,
            SignedOffBy = signedThen is null ? null : by,
            RecheckOn = signedThen is null ? null : recheck,
            ClosedOn = UpTo(day, closed),
        };
    }

    private static DateOnly? UpTo(DateOnly day, DateOnly? date) => date <= day ? date : null;
}
