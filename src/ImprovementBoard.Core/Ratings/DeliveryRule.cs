using ImprovementBoard.Core.Time;

namespace ImprovementBoard.Core.Ratings;

/// <summary>What the delivery rule looks at, as known on one day.</summary>
/// <param name="Today">The day rated.</param>
/// <param name="CycleDays">Days in one update cycle.</param>
/// <param name="Due">Due date in force.</param>
/// <param name="Forecast">The lead's latest forecast, or the due date before the first update.</param>
/// <param name="LeadSays">What the lead said in the latest update, or null.</param>
/// <param name="ReopenedOn">The day a delivery was last found not to stand, or null.</param>
/// <param name="Agreed">What a reviewer agreed on the latest update, or null.</param>
/// <param name="MissedMilestones">Milestones whose date has passed and that are not done.</param>
/// <param name="Blocked">What blocks the work, in words, or null.</param>
/// <param name="NeedsDecision">True when clearing it needs a decision outside the lead's authority.</param>
/// <param name="RebaselinedOn">The day on which a date was last moved by agreement, or null.</param>
public sealed record DeliveryFacts(
    DateOnly Today,
    int CycleDays,
    DateOnly BaselineStart,
    DateOnly Due,
    DateOnly? StartedOn,
    DateOnly? DeliveredOn,
    DateOnly? SignedOffOn,
    string? SignedOffBy,
    DateOnly? LastUpdateOn,
    DateOnly Forecast,
    DeliveryRating? LeadSays,
    DateOnly? ReopenedOn = null,
    AgreedRating? Agreed = null,
    int MissedMilestones = 0,
    string? Blocked = null,
    bool NeedsDecision = false,
    DateOnly? RebaselinedOn = null)
{
    /// <summary>The day work started, or was taken up again; null before the start.</summary>
    public DateOnly? AtWorkSince => StartedOn is { } start && ReopenedOn > start ? ReopenedOn : StartedOn;

    /// <summary>True when an update was posted since work started or was reopened; one may come before.</summary>
    public bool UpdatedSinceStart => LastUpdateOn >= AtWorkSince;

    /// <summary>Days since the latest update, or since the start when there was none after it; 0 when work is not going on.</summary>
    public int SilentDays => UpdateDueBy is { } due ? Today.DayNumber - due.DayNumber + CycleDays : 0;

    /// <summary>The day by which the lead's next update is due; null when work is not going on, and none is asked for.</summary>
    public DateOnly? UpdateDueBy => AtWorkSince is { } start && DeliveredOn is null && SignedOffOn is null
        ? (UpdatedSinceStart ? LastUpdateOn!.Value : start).AddDays(CycleDays)
        : null;

    /// <summary>True for one update cycle after a date was moved: the board has not yet seen the new one. Meetings will say that better.</summary>
    public bool Rebaselined => RebaselinedOn is { } moved && Today <= moved.AddDays(CycleDays);

    /// <summary>True when the lead owes an update: work is going on, and a whole cycle went by without one.</summary>
    public bool UpdateMissed => UpdateDueBy < Today;
}

/// <summary>A rating that a reviewer agreed in place of the rule's.</summary>
/// <param name="By">Role title of the reviewer.</param>
public sealed record AgreedRating(DeliveryRating Rating, string By, string Reason);

/// <param name="Rating">The rating in force.</param>
/// <param name="Reason">Why, in words and numbers.</param>
/// <param name="Rule">What the rule says.</param>
/// <param name="LeadDiffers">What the lead says where it differs from the rule, else null.</param>
/// <param name="ReviewerDiffers">What a reviewer agreed where it differs from the rule, else null.</param>
public sealed record DeliveryVerdict(DeliveryRating Rating, string Reason, DeliveryRating Rule, DeliveryRating? LeadDiffers, DeliveryRating? ReviewerDiffers);

/// <summary>
/// The one place that derives a delivery rating: the first line that holds, from the top, for the facts there are.
/// A lead may be gloomier than the rule, and then that stands. A sunnier view is shown beside it and changes nothing until a reviewer
/// agrees with a reason, and then for one update cycle.
/// </summary>
public static class DeliveryRule
{
    /// <summary>A forecast later than this many working days after the due date is off track.</summary>
    public const int FarLateWorkingDays = 20;

    /// <summary>Delivered work may wait this many working days for sign-off before it is at risk.</summary>
    public const int SignOffWorkingDays = 10;

    /// <summary>Whose view stands, in words, printed with every rating key.</summary>
    public const string Voices =
        "A lead may rate an action lower than the rule, and that stands. A higher view is shown beside the rule’s rating and changes nothing, unless a reviewer agrees a rating with a reason; that holds until the next update is due.";

    /// <summary>Rates one action.</summary>
    public static DeliveryVerdict Rate(DeliveryFacts facts)
    {
        var (rule, reason) = Rule(facts);
        if (facts.DeliveredOn is not null || facts.SignedOffOn is not null)
            return new(rule, reason, rule, null, null);
        var lead = facts.LeadSays is { } says && Trends.Between(rule, says) != Trend.Same ? says : (DeliveryRating?)null;
        if (facts.Agreed is { } agreed && agreed.Rating != rule)
            return new(agreed.Rating, $"Agreed by the {Words.Inside(agreed.By)}: {agreed.Reason.TrimEnd('.', ' ')}. The rule says {Word(rule)}: {Words.Inside(reason)}", rule, lead, agreed.Rating);
        return lead is { } gloomier && Trends.Between(rule, gloomier) == Trend.Worse
            ? new(gloomier, $"The lead rates it lower than the rule, which says {Word(rule)}: {Words.Inside(reason)}", rule, lead, null)
            : new(rule, reason, rule, lead, null);
    }

    private static string Word(DeliveryRating rating) => RatingLook.Of(rating).Word.ToLowerInvariant();

    private static (DeliveryRating Rating, string Reason) Rule(DeliveryFacts f)
    {
        if (f.SignedOffOn is { } signed)
            return (DeliveryRating.Complete, $"Signed off on {Words.Short(signed)}{(f.SignedOffBy is { } by ? $" by the {Words.Inside(by)}" : "")}");

        if (f.DeliveredOn is { } delivered)
        {
            var waited = WorkingDays.Between(delivered, f.Today);
            var words = $"Delivered on {Words.Short(delivered)}; waiting {Words.Count(waited, "working day")} for sign-off";
            return (waited > SignOffWorkingDays ? DeliveryRating.AtRisk : DeliveryRating.AwaitingSignOff, words);
        }

        var daysLate = f.Today.DayNumber - f.Due.DayNumber;
        var forecastLate = WorkingDays.Between(f.Due, f.Forecast);
        var silence = f.SilentDays;
        var silent = f.UpdatedSinceStart ? $"No update for {Words.Count(silence, "day")}"
            : $"No update since work {(f.AtWorkSince == f.StartedOn ? "started" : "was reopened")} {Words.Count(silence, "day")} ago";

        var red = Reasons(
            (daysLate > 0, $"Due date passed {Words.Count(daysLate, "day")} ago"),
            (forecastLate > FarLateWorkingDays, $"Forecast {Words.Count(forecastLate, "working day")} late"),
            (f.NeedsDecision, f.Blocked!),
            (silence > 2 * f.CycleDays, silent));
        var amber = Reasons(
            (forecastLate is > 0 and <= FarLateWorkingDays, $"Forecast {Words.Count(forecastLate, "working day")} late"),
            (f.MissedMilestones > 0, $"{Words.Count(f.MissedMilestones, "milestone")} missed"),
            (f.Blocked is not null && !f.NeedsDecision, f.Blocked!),
            (f.UpdateMissed && silence <= 2 * f.CycleDays, silent),
            (f.Rebaselined, f.RebaselinedOn is { } moved ? $"Re-baselined on {Words.Short(moved)}" : ""),
            (f.StartedOn is null && f.BaselineStart < f.Today, $"Not started; first agreed start was {Words.Short(f.BaselineStart)}"));

        if (red.Count > 0)
            return (DeliveryRating.OffTrack, Join([.. red, .. amber]));
        if (amber.Count > 0)
            return (DeliveryRating.AtRisk, Join(amber));
        return f.AtWorkSince is { } since
            ? (DeliveryRating.OnTrack, WhyOnTrack(f, since))
            : (DeliveryRating.NotDue, $"Starts on {Words.Short(f.BaselineStart)}");
    }

    private static string WhyOnTrack(DeliveryFacts f, DateOnly since)
    {
        if (f.Forecast < f.Today)
            return $"Forecast date passed {Words.Count(f.Today.DayNumber - f.Forecast.DayNumber, "day")} ago";
        if (f.Forecast < f.Due)
            return $"Forecast {Words.Count(f.Due.DayNumber - f.Forecast.DayNumber, "day")} early";
        if (f.Forecast > f.Due)
            return "Forecast less than a working day late";
        return f.UpdatedSinceStart
            ? "Forecast on its date; update in this cycle"
            : $"{(since == f.StartedOn ? "Started" : "Reopened")} on {Words.Short(since)}; {(f.LastUpdateOn is null ? "first" : "next")} update due by {Words.Short(since.AddDays(f.CycleDays))}";
    }

    private static List<string> Reasons(params (bool Holds, string Words)[] lines) => [.. lines.Where(l => l.Holds).Select(l => l.Words)];

    private static string Join(IReadOnlyList<string> reasons) => string.Join("; ", reasons.Select((r, i) => i == 0 ? r : Words.Inside(r)));
}
