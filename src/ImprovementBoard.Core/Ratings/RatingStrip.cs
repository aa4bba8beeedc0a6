using ImprovementBoard.Core.Time;

namespace ImprovementBoard.Core.Ratings;

/// <summary>
/// A rating's recent past: one character for each of the last <see cref="Length"/> complete months, oldest first.
/// Kept as text on the row so that a list of a hundred actions needs no further query.
/// </summary>
public static class RatingStrip
{
    /// <summary>Months shown.</summary>
    public const int Length = 8;

    private const char Nothing = '-';

    /// <summary>The last day of each of the last <see cref="Length"/> complete months before <paramref name="today"/>, oldest first.</summary>
    public static IReadOnlyList<DateOnly> MonthEnds(DateOnly today)
    {
        var first = new DateOnly(today.Year, today.Month, 1);
        return [.. Enumerable.Range(0, Length).Select(i => first.AddMonths(i - Length + 1).AddDays(-1))];
    }

    /// <summary>The months a strip covers, such as "Dec 2017 to Jul 2018".</summary>
    public static string Label(DateOnly today)
    {
        var ends = MonthEnds(today);
        return $"{Words.Month(ends[0])} {ends[0].Year} to {Words.Month(ends[^1])} {ends[^1].Year}";
    }

    /// <summary>The strip of one item; a dash for a month-end on which there was nothing to rate.</summary>
    public static string Of(DateOnly today, Func<DateOnly, DeliveryRating?> ratingOn) =>
        string.Concat(MonthEnds(today).Select(day => ratingOn(day) is { } rating ? (char)('0' + (int)rating) : Nothing));

    /// <summary>The strip of a recommendation from those of its actions; a dash where none of them was rated.</summary>
    public static string RollUp(IReadOnlyList<string> strips) =>
        string.Concat(Enumerable.Range(0, Length).Select(i => strips.Where(s => s.Length > i).Select(s => s[i]).DefaultIfEmpty(Nothing).Min()));

    /// <summary>The ratings of a strip; null where there was nothing to rate, as in the empty strip of what was never rated.</summary>
    public static IReadOnlyList<DeliveryRating?> Parse(string strip) =>
        [.. strip.PadRight(Length, Nothing).Select(c => c == Nothing ? (DeliveryRating?)null : (DeliveryRating)(c - '0'))];

    /// <summary>A spoken summary, such as "At risk for 3 months, then on track for 5 months".</summary>
    public static string Spoken(string strip)
    {
        var runs = new List<(char Mark, int Count)>();
        foreach (var mark in strip.PadRight(Length, Nothing))
        {
            if (runs.Count > 0 && runs[^1].Mark == mark)
                runs[^1] = (mark, runs[^1].Count + 1);
            else
                runs.Add((mark, 1));
        }
        return Words.Sentence(string.Join(", then ", runs.Select(r =>
            $"{(r.Mark == Nothing ? "nothing to rate" : RatingLook.Of((DeliveryRating)(r.Mark - '0')).Word.ToLowerInvariant())} for {Words.Count(r.Count, "month")}")));
    }
}
