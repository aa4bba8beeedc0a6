using ImprovementBoard.Core.Actions;

namespace ImprovementBoard.Core.Forecasts;

/// <summary>Whether what is left will be signed off in time, at the measured rate.</summary>
public enum PaceVerdict
{
    /// <summary>There is no action to sign off.</summary>
    NoActions,

    /// <summary>Every action is signed off.</summary>
    Done,

    /// <summary>The last due date in force has passed and something is left.</summary>
    DatePassed,

    /// <summary>Too few were signed off lately to say.</summary>
    TooFew,

    /// <summary>Even the late end of the range is in time.</summary>
    Enough,

    /// <summary>The date needed lies within the range.</summary>
    Unclear,

    /// <summary>Even the early end of the range is too late.</summary>
    TooSlow,
}

/// <summary>The counts a forecast is made of.</summary>
/// <param name="Today">The day looked at.</param>
/// <param name="WindowDays">Days over which sign-offs were counted, see <see cref="PlanForecast.WindowOn"/>.</param>
/// <param name="Actions">Actions in the plan.</param>
/// <param name="SignedOff">Those that stand signed off.</param>
/// <param name="Lately">Those of them signed off within the window.</param>
/// <param name="NeededBy">The latest due date in force of those not signed off; null when nothing is left.</param>
public sealed record PaceCounts(DateOnly Today, int WindowDays, int Actions, int SignedOff, int Lately, DateOnly? NeededBy);

/// <summary>
/// When the rest will be signed off if things go on as in the last half year: what is left, divided by the measured rate.
/// The range is what chance alone can do to the count: its 80% Poisson interval by Byar's approximation (Breslow and Day 1987,
/// Statistical Methods in Cancer Research II, page 69), which public health teams use for small counts. It takes for granted that what is left is no harder.
/// </summary>
public sealed record PlanForecast
{
    /// <summary>Sign-offs are counted over this many days: half a year.</summary>
    public const int LongestWindowDays = 183;

    /// <summary>With fewer sign-offs in the window nothing is forecast.</summary>
    public const int FewestSignOffs = 3;

    // Of the normal distribution: a tenth lies above it, so four times in five the truth lies between the two ends.
    private const double Tenth = 1.2815515655446004;

    private PlanForecast(PaceCounts counts, PaceVerdict verdict) => (Counts, Verdict) = (counts, verdict);

    /// <summary>What it was made of.</summary>
    public PaceCounts Counts { get; }

    /// <summary>Whether the measured rate is enough.</summary>
    public PaceVerdict Verdict { get; }

    /// <summary>Actions not signed off.</summary>
    public int Left => Counts.Actions - Counts.SignedOff;

    /// <summary>When the rest is signed off at the measured rate; null when nothing is forecast. Never later than <see cref="ActionItem.LatestDate"/>.</summary>
    public DateOnly? Likely { get; private init; }

    /// <summary>The early end of the range, or null.</summary>
    public DateOnly? Earliest { get; private init; }

    /// <summary>The late end of the range, or null.</summary>
    public DateOnly? Latest { get; private init; }

    /// <summary>Sign-offs a week in the window; null when there is no window yet.</summary>
    public double? MeasuredRate => Counts.WindowDays > 0 ? 7.0 * Counts.Lately / Counts.WindowDays : null;

    /// <summary>Sign-offs a week that would do it by the date needed; null when nothing is left or that date is not to come.</summary>
    public double? NeededRate => Left > 0 && Counts.NeededBy is { } by && by > Counts.Today ? 7.0 * Left / (by.DayNumber - Counts.Today.DayNumber) : null;

    /// <summary>Days up to <paramref name="today"/> over which sign-offs are counted: half a year, or since the programme began; 0 on its first day.</summary>
    public static int WindowOn(DateOnly startedOn, DateOnly today) => Math.Clamp(today.DayNumber - startedOn.DayNumber, 0, LongestWindowDays);

    /// <summary>The forecast from counts.</summary>
    public static PlanForecast Of(PaceCounts counts)
    {
        var left = counts.Actions - counts.SignedOff;
        if (left <= 0)
            return new(counts, counts.Actions == 0 ? PaceVerdict.NoActions : PaceVerdict.Done);
        var passed = counts.NeededBy < counts.Today;
        if (counts.Lately < FewestSignOffs || counts.WindowDays <= 0)
            return new(counts, passed ? PaceVerdict.DatePassed : PaceVerdict.TooFew);
        DateOnly After(double lately) => Later(counts.Today, Math.Ceiling(left * counts.WindowDays / lately));
        var (fewest, most) = Range(counts.Lately);
        var (earliest, latest) = (After(most), After(fewest));
        var verdict = passed ? PaceVerdict.DatePassed
            : latest <= counts.NeededBy ? PaceVerdict.Enough
            : earliest > counts.NeededBy ? PaceVerdict.TooSlow
            : PaceVerdict.Unclear;
        return new(counts, verdict) { Likely = After(counts.Lately), Earliest = earliest, Latest = latest };
    }

    /// <summary>The forecast of these actions, as at <paramref name="today"/>. Actions that came later must be left out.</summary>
    public static PlanForecast Of(IReadOnlyCollection<ForecastAction> actions, DateOnly startedOn, DateOnly today)
    {
        var window = WindowOn(startedOn, today);
        var signed = actions.Select(a => a.SignedOffOn(today)).OfType<DateOnly>().ToList();
        var left = actions.Where(a => a.SignedOffOn(today) is null).Select(a => (DateOnly?)a.Due);
        return Of(new PaceCounts(today, window, actions.Count, signed.Count, signed.Count(on => IsLately(on, window, today)), left.Max()));
    }

    /// <summary>True when a sign-off lies within the window.</summary>
    public static bool IsLately(DateOnly signedOffOn, int windowDays, DateOnly today) => signedOffOn > today.AddDays(-windowDays) && signedOffOn <= today;

    /// <summary>Between which counts chance alone could have brought this one, four times in five.</summary>
    public static (double Fewest, double Most) Range(int count)
    {
        static double Byar(double n, double z) => n * Math.Pow(1 - (1 / (9 * n)) + (z / (3 * Math.Sqrt(n))), 3);
        return (count == 0 ? 0 : Math.Max(0, Byar(count, -Tenth)), Byar(count + 1, Tenth));
    }

    private static DateOnly Later(DateOnly today, double days)
    {
        var most = Math.Max(0, ActionItem.LatestDate.DayNumber - today.DayNumber);
        return today.AddDays(days >= most ? most : (int)days);
    }
}
