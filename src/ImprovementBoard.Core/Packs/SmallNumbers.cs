using System.Globalization;

namespace ImprovementBoard.Core.Packs;

/// <summary>
/// Counts of children, families or their files in what everybody may read. From a small count together with what a neighbour knows somebody
/// could be recognised, so 1 to 5 is printed as "c" (the rule of the Department for Education’s statistics of children looked after and
/// in need); 0 is printed, because it tells of nobody.
/// </summary>
public static class SmallNumbers
{
    /// <summary>The largest count that is not printed.</summary>
    public const int Most = 5;

    /// <summary>What the letter means, for the reader.</summary>
    public const string Key = "“c”: 1 to 5, not printed so that nobody can be recognised.";

    /// <summary>True when a count is not printed.</summary>
    public static bool Hides(int count) => count is >= 1 and <= Most;

    /// <summary>The count, or "c".</summary>
    public static string Of(int count) => Hides(count) ? "c" : count.ToString("#,0", CultureInfo.InvariantCulture);
}
