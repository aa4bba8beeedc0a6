using System.Globalization;
using ImprovementBoard.Core.Actions;
using ImprovementBoard.Core.Time;

namespace ImprovementBoard.Core.Forecasts;

/// <summary>A forecast in words, the same wherever it is shown.</summary>
public static class ForecastWords
{
    /// <summary>How the forecast is made and how far it can be relied on, for people who do not read code.</summary>
    public static string Method(int windowDays) =>
        $"The forecast divides what is left by the rate of the {Window(windowDays)}. The range says what chance alone can do to a count that small: four times in five the true rate lies inside it "
        + $"(80% Poisson interval, Byar’s method). It takes for granted that what is left is no harder than what is done. With fewer than {PlanForecast.FewestSignOffs} sign-offs nothing is forecast. "
        + "An action that was signed off and reopened counts as left until it is signed off again.";

    /// <summary>One sentence to conclude.</summary>
    public static string Conclusion(PlanForecast f, string what) => f.Verdict switch
    {
        PaceVerdict.NoActions => $"There is no action in {what} yet.",
        PaceVerdict.Done => f.Counts.Actions == 1 ? $"The only action of {what} is signed off." : $"All {Words.Count(f.Counts.Actions, "action")} of {what} are signed off.",
        _ when f.Likely is null => $"{Lately(f)}, which is too few to say when the {Left(f)} will be. {Needed(f)}",
        _ => $"At the pace of the {Window(f.Counts.WindowDays)} the {Left(f)} will be signed off about {Month(f.Likely.Value)}, {Range(f)}. {Needed(f)}",
    };

    /// <summary>"between March 2019 and June 2020", or "in March 2019" when both ends are the same month.</summary>
    public static string Range(PlanForecast f) => f is not { Earliest: { } from, Latest: { } to } ? ""
        : Month(from) == Month(to) ? $"with both ends of the range in that month"
        : $"between {Month(from)} and {Month(to)}";

    /// <summary>Whether it is enough, in a few words.</summary>
    public static string Short(PaceVerdict verdict) => verdict switch
    {
        PaceVerdict.NoActions => "No action",
        PaceVerdict.Done => "Done",
        PaceVerdict.DatePassed => "Date has passed",
        PaceVerdict.TooFew => "Too few to say",
        PaceVerdict.Enough => "Enough",
        PaceVerdict.Unclear => "Could go either way",
        _ => "Too slow",
    };

    /// <summary>"October 2021", or "after 2099" for what lies beyond all dates.</summary>
    public static string Month(DateOnly day) => day >= ActionItem.LatestDate ? "after 2099" : Words.MonthYear(day);

    /// <summary>"0.3 a week", or a dash where there is none.</summary>
    public static string Rate(double? perWeek) => perWeek is not { } rate ? "–"
        : rate is > 0 and < 0.05 ? "under 0.1 a week"
        : $"{rate.ToString("#,0.0", CultureInfo.InvariantCulture)} a week";

    /// <summary>"last 26 weeks", or the days of a programme that has just begun.</summary>
    public static string Window(int days) => days >= 14 ? $"last {days / 7} weeks" : $"last {Words.Count(days, "day")}";

    private static string Lately(PlanForecast f) => f.Counts.Lately == 0
        ? $"No action was signed off in the {Window(f.Counts.WindowDays)}"
        : $"{Words.Count(f.Counts.Lately, "action")} {(f.Counts.Lately == 1 ? "was" : "were")} signed off in the {Window(f.Counts.WindowDays)}";

    private static string Left(PlanForecast f) => f.Left == 1 ? "1 action left" : $"{Words.Number(f.Left)} actions left";

    private static string Needed(PlanForecast f)
    {
        var by = f.Counts.NeededBy!.Value;
        var rates = f is { NeededRate: { } needed, Likely: not null } ? $": {Rate(needed)} needed, {Rate(f.MeasuredRate)} measured" : "";
        return f.Verdict switch
        {
            PaceVerdict.DatePassed => $"The last due date, {Words.Long(by)}, has passed.",
            PaceVerdict.Enough => $"That is in time for the last due date, {Words.Long(by)}{rates}.",
            PaceVerdict.Unclear => $"The last due date, {Words.Long(by)}, lies within that range, so it could go either way{rates}.",
            PaceVerdict.TooSlow => $"That is too slow for the last due date, {Words.Long(by)}{rates}.",
            _ => $"The last due date is {Words.Long(by)}.",
        };
    }
}
