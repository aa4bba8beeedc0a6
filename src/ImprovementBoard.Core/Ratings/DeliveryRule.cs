using ImprovementBoard.Core.Time;

namespace ImprovementBoard.Core.Ratings;

/// <summary>What the delivery rule looks at, as known on one day.</summary>
/// <param name="Today">The day rated.</param>
/// <param name="CycleDays">Days in one update cycle.</param>
/// <param name="Due">Due date in force.</param>
/// <param name="Forecast">The lead's latest forecast, or the due date before the first update.</param>
/// <param name="LeadSays">What the lead said in the latest update, or null.</param>
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
    DeliveryRating? LeadSays);

/// <param name="Rating">The rating in force.</param>
/// <param name="Reason">Why, in words and numbers.</param>
/// <param name="LeadSays">What the lead says where it differs from the rule, else null.</param>
public sealed record DeliveryVerdict(DeliveryRating Rating, string Reason, DeliveryRating? LeadSays);

/// <summary>
/// The one place that derives a delivery rating: the first line that holds, from the top, for the facts there are.
/// A lead may be gloomier than the rule, and then that stands; a sunnier view is shown beside it and changes nothing.
/// </summary>
public static class DeliveryRule
{
    /// <summary>A forecast later than this many working days after the due date is off track.</summary>
    public const int FarLateWorkingDays = 20;

    /// <summary>Delivered work may wait this many working days for sign-off before it is at risk.</summary>
    public const int SignOffWorkingDays = 10;

    /// <summary>Rates one action.</summary>
    public static DeliveryVerdict Rate(DeliveryFacts facts)
    {
        var (rule, reason) = Rule(facts);
        var judged = rule is DeliveryRating.OffTrack or DeliveryRating.AtRisk or DeliveryRating.OnTrack && facts.DeliveredOn is null;
        if (!judged || facts.LeadSays is not { } lead || lead == rule)
            return new(rule, reason, null);
        return lead < rule
            ? new(lead, $"The lead rates it lower than the rule, which says {RatingLook.Of(rule).Word.ToLowerInvariant()}: {char.ToLowerInvariant(reason[0])}{reason[1..]}", lead)
            : new(rule, reason, lead);
    }

    private static (DeliveryRating Rating, string Reason) Rule(DeliveryFacts f)
    {
        if (f.SignedOffOn is { } signed)
            return (DeliveryRating.Complete, $"Signed off on {Words.Short(signed)}{(f.SignedOffBy is { } by ? $" by the {Lower(by)}" : "")}");

        if (f.DeliveredOn is { } delivered)
        {
            var waited = WorkingDays.Between(delivered, f.Today);
            var words = $"Delivered on {Words.Short(delivered)}; waiting {Words.Count(waited, "working day")} for sign-off";
            return (waited > SignOffWorkingDays ? DeliveryRating.AtRisk : DeliveryRating.AwaitingSignOff, words);
        }

        var daysLate = f.Today.DayNumber - f.Due.DayNumber;
        var forecastLate = WorkingDays.Between(f.Due, f.Forecast);
        // Silence counts from the last update, or from the start when there was none since.
        var silentSince = Later(f.StartedOn, f.LastUpdateOn);
        var silence = silentSince is { } since ? f.Today.DayNumber - since.DayNumber : 0;
        var silent = f.LastUpdateOn is null ? $"No update since work started {Words.Count(silence, "day")} ago" : $"No update for {Words.Count(silence, "day")}";

        var red = Reasons(
            (daysLate > 0, $"Due date passed {Words.Count(daysLate, "day")} ago"),
            (forecastLate > FarLateWorkingDays, $"Forecast {Words.Count(forecastLate, "working day")} late"),
            (silence > 2 * f.CycleDays, silent));
        var amber = Reasons(
            (forecastLate is > 0 and <= FarLateWorkingDays, $"Forecast {Words.Count(forecastLate, "working day")} late"),
            (silence > f.CycleDays && silence <= 2 * f.CycleDays, silent),
            (f.StartedOn is null && f.BaselineStart < f.Today, $"Not started; first agreed start was {Words.Short(f.BaselineStart)}"));

        if (red.Count > 0)
            return (DeliveryRating.OffTrack, Join([.. red, .. amber]));
        if (amber.Count > 0)
            return (DeliveryRating.AtRisk, Join(amber));
        if (f.StartedOn is null)
            return (DeliveryRating.NotDue, $"Starts on {Words.Short(f.BaselineStart)}");
        var early = f.Due.DayNumber - f.Forecast.DayNumber;
        return (DeliveryRating.OnTrack, early > 0 ? $"Forecast {Words.Count(early, "day")} early" : "Forecast on its date; update in this cycle");
    }

    private static List<string> Reasons(params (bool Holds, string Words)[] lines) => [.. lines.Where(l => l.Holds).Select(l => l.Words)];

    private static string Join(IReadOnlyList<string> reasons) => string.Join("; ", reasons.Select((r, i) => i == 0 ? r : Lower(r)));

    private static string Lower(string text) => char.ToLowerInvariant(text[0]) + text[1..];

    private static DateOnly? Later(DateOnly? a, DateOnly? b) => a is null ? null : b is null || a > b ? a : b;
}
