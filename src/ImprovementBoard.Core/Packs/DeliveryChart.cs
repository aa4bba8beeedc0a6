using ImprovementBoard.Core.Ratings;
using ImprovementBoard.Core.Time;

namespace ImprovementBoard.Core.Packs;

/// <summary>Delivery ratings over the last months: one chart for dashboard and pack.</summary>
public static class DeliveryChart
{
    // Bottom to top: what is done stands on the ground, what is off track on top.
    private static readonly DeliveryRating[] Stack =
        [DeliveryRating.Complete, DeliveryRating.AwaitingSignOff, DeliveryRating.OnTrack, DeliveryRating.NotDue, DeliveryRating.AtRisk, DeliveryRating.OffTrack];

    /// <summary>Counts by rating at the last month-ends and on the position date.</summary>
    /// <param name="today">The position date.</param>
    /// <param name="items">Strip and present rating of each item.</param>
    /// <param name="what">What is counted, in the plural.</param>
    public static StackedChart ByMonth(DateOnly today, IReadOnlyList<(string Strip, DeliveryRating Now)> items, string what)
    {
        var columns = RatingStrip.MonthEnds(today).Select((_, i) => items.Select(x => RatingStrip.Parse(x.Strip)[i]).ToList()).ToList();
        columns.Add([.. items.Select(x => (DeliveryRating?)x.Now)]);
        List<string> labels = [.. RatingStrip.MonthEnds(today).Select(Words.Month), $"{today.Day} {Words.Month(today)}"];
        var series = Stack
            .Select(r => new ChartSeries(RatingLook.Of(r).Word, RatingLook.Of(r).Code, [.. columns.Select(c => c.Count(x => x == r))]))
            .Where(s => s.Values.Any(v => v > 0))
            .ToList();
        return new StackedChart($"delivery-{what}", $"Delivery of {what}, month by month", Finding(labels, series, what), labels, series);
    }

    private static string Finding(List<string> labels, List<ChartSeries> series, string what)
    {
        string Move(DeliveryRating rating)
        {
            var values = series.FirstOrDefault(s => s.Rating == RatingLook.Of(rating).Code)?.Values;
            var (first, last) = values is null ? (0, 0) : (values[0], values[^1]);
            var word = RatingLook.Of(rating).Word.ToLowerInvariant();
            return first == last ? $"{word} stayed at {last}" : $"{word} {(last > first ? "rose" : "fell")} from {first} to {last}";
        }
        return $"From {labels[0]} to {labels[^1]}, {what} {Move(DeliveryRating.OffTrack)}, {Move(DeliveryRating.AtRisk)} and {Move(DeliveryRating.Complete)}.";
    }
}
