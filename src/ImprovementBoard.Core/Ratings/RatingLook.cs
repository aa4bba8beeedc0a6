using System.Collections.Frozen;

namespace ImprovementBoard.Core.Ratings;

/// <summary>
/// How a rating looks: word, shape and colour together, the same on page, in charts and in the PDF,
/// so that no reader depends on colour (WCAG 2.2, criterion 1.4.1).
/// </summary>
/// <param name="Rating">The rating shown.</param>
/// <param name="Code">Name in addresses, style sheets and the pack's data, such as <c>off_track</c>.</param>
/// <param name="Word">The word beside the shape, sentence case.</param>
/// <param name="Shape">Name of the shape, for spoken summaries.</param>
/// <param name="Path">SVG path of the shape in a 12 by 12 box, in absolute steps M, L, C and Z alone, for the pack's template draws it too.</param>
/// <param name="Stroked">True when the path is drawn as a line, false when it is filled.</param>
/// <param name="Colour">Ground colour; white text on it, and it on white, is 4.5:1 or better.</param>
/// <param name="Outlined">True when the tag is white with a coloured edge.</param>
/// <param name="Rule">The exact rule in words, printed in every rating key.</param>
public sealed record RatingLook(
    DeliveryRating Rating,
    string Code,
    string Word,
    string Shape,
    string Path,
    bool Stroked,
    string Colour,
    bool Outlined,
    string Rule)
{
    private const string Tick = "M1.2 6.4L4.6 9.8L10.9 2.4";

    private static readonly RatingLook[] Looks =
    [
        new(DeliveryRating.OffTrack, "off_track", "Off track", "diamond", "M6 .4L11.6 6L6 11.6L.4 6Z", false, "#A4262C", false,
            $"The due date has passed and it is not delivered; or the forecast is more than {DeliveryRule.FarLateWorkingDays} working days after the due date; or it is blocked and needs a decision that the lead cannot make; or no update for two update cycles."),
        new(DeliveryRating.AtRisk, "at_risk", "At risk", "triangle", "M6 1L11.6 11L.4 11Z", false, "#9E5C00", false,
            $"The forecast is 1 to {DeliveryRule.FarLateWorkingDays} working days after the due date; or a milestone was missed; or it is blocked; or one update cycle was missed; or its dates were re-baselined within the last update cycle, which stands for “since the last board” until meetings are kept here; or the first agreed start has passed and work has not started; or it was delivered and has waited more than {DeliveryRule.SignOffWorkingDays} working days for sign-off."),
        new(DeliveryRating.OnTrack, "on_track", "On track", "circle", "M6 1C8.76 1 11 3.24 11 6C11 8.76 8.76 11 6 11C3.24 11 1 8.76 1 6C1 3.24 3.24 1 6 1Z", false, "#1D6B3A", false,
            "In progress, the forecast no working day after the due date, no milestone and no update cycle missed, not blocked, and not re-baselined within the last update cycle."),
        new(DeliveryRating.AwaitingSignOff, "awaiting_sign_off", "Awaiting sign-off", "square", "M2 2L10 2L10 10L2 10Z", true, "#1F4E8C", true,
            $"The lead says it is delivered; nobody else has agreed yet. It is not counted as complete, and turns at risk after {DeliveryRule.SignOffWorkingDays} working days."),
        new(DeliveryRating.NotDue, "not_due", "Not due", "ring", "M6 1.6C8.43 1.6 10.4 3.57 10.4 6C10.4 8.43 8.43 10.4 6 10.4C3.57 10.4 1.6 8.43 1.6 6C1.6 3.57 3.57 1.6 6 1.6Z", true, "#5B636C", true,
            "The first agreed start is today or later, and work has not started."),
        new(DeliveryRating.Complete, "complete", "Complete", "tick", Tick, true, "#1F4E8C", false,
            "Signed off by someone other than the lead. It is closed only when a later re-check finds that the change holds."),
    ];

    private static readonly FrozenDictionary<DeliveryRating, RatingLook> ByRating = Looks.ToFrozenDictionary(l => l.Rating);

    /// <summary>All looks, in the order of <see cref="DeliveryRating"/>.</summary>
    public static IReadOnlyList<RatingLook> All => Looks;

    /// <summary>All looks in the order in which <see cref="DeliveryRule"/> tries them, for printed keys.</summary>
    public static IReadOnlyList<RatingLook> InOrderOfRule { get; } =
        [.. new[] { DeliveryRating.Complete, DeliveryRating.AwaitingSignOff, DeliveryRating.OffTrack, DeliveryRating.AtRisk, DeliveryRating.OnTrack, DeliveryRating.NotDue }.Select(Of)];

    /// <summary>The look of one rating.</summary>
    public static RatingLook Of(DeliveryRating rating) => ByRating[rating];

    /// <summary>The rating a code names, or null when no rating has it.</summary>
    public static DeliveryRating? Parse(string? code) => Looks.FirstOrDefault(l => l.Code == code)?.Rating;
}
