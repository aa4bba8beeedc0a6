using System.Globalization;

namespace ImprovementBoard.Bench;

/// <summary>The values of several runs, or the one value of a rate or a percentile.</summary>
internal sealed class Values(IEnumerable<double> values)
{
    private readonly double[] sorted = [.. values.Order()];

    public Values(params double[] values) : this(values.AsEnumerable())
    {
    }

    public double Min => sorted[0];
    public double Max => sorted[^1];
    public double Median => At(0.5);
    public int Count => sorted.Length;
    public IReadOnlyList<double> All => sorted;

    /// <summary>The value that a share of the runs does not exceed (nearest rank).</summary>
    public double At(double share) => sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Length) - 1, 0, sorted.Length - 1)];
}

/// <summary>One line of the table.</summary>
/// <param name="Met">Whether the bar was met; null where there is no bar.</param>
internal sealed record Figure(string What, string Measured, string Bar, bool? Met, string How)
{
    /// <summary>Minimum, median and maximum against an upper bar on the median.</summary>
    public static Figure AtMost(string what, Values v, string unit, double? bar, string how) =>
        new(what, Range(v, unit), bar is { } b ? $"≤ {Number(b)} {unit}" : "", bar is { } limit ? v.Median <= limit : null, how);

    /// <summary>A figure without a bar.</summary>
    public static Figure Plain(string what, string measured, string how) => new(what, measured, "", null, how);

    /// <summary>A number with three figures.</summary>
    public static string Number(double n) => n.ToString(Math.Abs(n) switch { >= 100 => "#,0", >= 10 => "0.#", _ => "0.##" }, CultureInfo.InvariantCulture);

    private static string Range(Values v, string unit) =>
        v.Count == 1 ? $"**{Number(v.Median)} {unit}**" : $"{Number(v.Min)} / **{Number(v.Median)}** / {Number(v.Max)} {unit}";
}
