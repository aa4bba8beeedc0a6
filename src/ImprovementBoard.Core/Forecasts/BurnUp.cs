using ImprovementBoard.Core.Packs;
using ImprovementBoard.Core.Time;

namespace ImprovementBoard.Core.Forecasts;

/// <summary>What is in the plan, what is signed off and what should be, month by month since the programme began.</summary>
public static class BurnUp
{
    /// <summary>The chart as at <paramref name="today"/>.</summary>
    /// <param name="actions">Those in the plan on that day.</param>
    /// <param name="startedOn">The day the programme began.</param>
    /// <param name="today">The day looked at.</param>
    public static LineChart Of(IReadOnlyCollection<ForecastAction> actions, DateOnly startedOn, DateOnly today)
    {
        var days = DaysUpTo(startedOn, today);
        LineSeries Line(string name, LineMark mark, Func<ForecastAction, DateOnly, bool> counts) => new(name, mark, [.. days.Select(d => actions.Count(a => a.AddedOn <= d && counts(a, d)))]);
        var (plan, needed, done) = (
            Line("in the plan", LineMark.Thin, (_, _) => true),
            Line("due as first agreed", LineMark.Dashed, (a, d) => a.BaselineDue <= d),
            Line("signed off", LineMark.Strong, (a, d) => a.SignedOffOn(d) is not null));
        return new("burn-up", "Signed off against the first agreed dates, month by month", Finding(today, plan.Values[^1], needed.Values[^1], done.Values[^1]),
            [.. days.Select(d => d == today ? Words.Short(d) : $"{Words.Month(d)} {d.Year}")], [plan, needed, done]);
    }

    /// <summary>The month-ends from the first to the last before <paramref name="today"/>, then today.</summary>
    private static List<DateOnly> DaysUpTo(DateOnly startedOn, DateOnly today)
    {
        List<DateOnly> days = [];
        for (var month = new DateOnly(startedOn.Year, startedOn.Month, 1).AddMonths(1); month.AddDays(-1) < today; month = month.AddMonths(1))
            days.Add(month.AddDays(-1));
        return [.. days, today];
    }

    private static string Finding(DateOnly today, int plan, int needed, int done)
    {
        var gap = needed - done;
        var says = gap > 0 ? $"{Words.Number(gap)} fewer than" : gap < 0 ? $"{Words.Number(-gap)} more than" : "as many as";
        return $"By {Words.Long(today)}, {Words.Number(done)} of {Words.Count(plan, "action")} {(done == 1 ? "was" : "were")} signed off: {says} the {Words.Number(needed)} that the first agreed due dates asked for.";
    }
}
