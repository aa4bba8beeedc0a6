using ImprovementBoard.Core.Forecasts;
using ImprovementBoard.Core.Packs.Tables;
using ImprovementBoard.Core.Time;

namespace ImprovementBoard.Core.Packs.Sections;

/// <summary>Is the gap closing, and when will the rest be done at the measured pace?</summary>
public static class PaceSection
{
    /// <summary>The section.</summary>
    public static readonly PackPart Part = PackPlain.Part("pace", "Are we fast enough?", From);

    /// <summary>Pace and forecast; null in facts that were frozen without them.</summary>
    public static PackPlain? From(PackFacts facts)
    {
        if (facts.Pace is not { } pace)
            return null;
        var outside = facts.Audience == Audience.Public;
        var plan = PlanForecast.Of(pace.Plan);
        var titles = facts.Recommendations.ToDictionary(r => r.Ref, r => r.Title);
        // Two columns of dashes say nothing.
        var forecast = pace.Recommendations.Any(r => PlanForecast.Of(r.Counts).Likely is not null);
        List<IReadOnlyList<PackCell>> rows = [.. pace.Recommendations.Select(IReadOnlyList<PackCell> (r) => Row(r, titles[r.Ref], forecast))];
        return new(
            ForecastWords.Conclusion(plan, "the plan"),
            facts.Actions.Any(a => a.Illustrative),
            [
                // Most single recommendations have too few sign-offs for a forecast; a reader outside needs the pace of the whole.
                .. outside ? Array.Empty<PackTable>() : [PackTable.Of("pace", "Forecasts", Words.Shown(rows.Count, facts.Recommendations.Count),
                    ["Ref", "Recommendation", "Signed off", "Of", "Lately", .. forecast ? new[] { "Forecast", "Range" } : [], "Last due", "Fast enough?"], rows)],
                Months(pace.BurnUp),
            ],
            [
                Updates(pace),
                .. outside || forecast ? Array.Empty<string>() : ["No recommendation alone has enough sign-offs lately for a forecast of its own."],
                $"{(outside ? "" : $"Lately means in the {ForecastWords.Window(pace.Plan.WindowDays)}. ")}{ForecastWords.Method(pace.Plan.WindowDays)}",
                "Signed off means that a second person agreed that an action is delivered. It does not say whether children are better off.",
            ],
            pace.BurnUp);
    }

    private static IReadOnlyList<PackCell> Row(RecommendationPace r, string title, bool withForecast)
    {
        var forecast = PlanForecast.Of(r.Counts);
        return
        [
            r.Ref, title, r.Counts.SignedOff, r.Counts.Actions, r.Counts.Lately,
            .. !withForecast ? Array.Empty<PackCell>() : forecast.Likely is { } likely ? [ForecastWords.Month(likely), Words.Sentence(ForecastWords.Range(forecast))] : ["–", "–"],
            r.Counts.NeededBy, ForecastWords.Short(forecast.Verdict),
        ];
    }

    private static PackTable Months(LineChart chart) => PackTable.Of(
        "burn_up", "Signed off by month", Words.Shown(chart.Categories.Count, chart.Categories.Count), ["At the end of", .. chart.Lines.Select(l => Words.Sentence(l.Name))],
        chart.Categories.Select(IReadOnlyList<PackCell> (month, i) => [month, .. chart.Lines.Select(l => (PackCell)l.Values[i])]));

    private static string Updates(PaceFacts pace) => pace.UpdatesDue == 0
        ? "No update fell due in that time."
        : $"{pace.UpdatesInTime} of {Words.Count(pace.UpdatesDue, "update")} that fell due {(pace.UpdatesInTime == 1 ? "was" : "were")} posted in time ({100.0 * pace.UpdatesInTime / pace.UpdatesDue:0.0}%).";
}
