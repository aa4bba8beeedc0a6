using System.Globalization;

namespace ImprovementBoard.Tests;

/// <summary>Dates as a table of cases writes them.</summary>
internal static class TestDates
{
    /// <summary>The day written "2018-08-06".</summary>
    public static DateOnly Day(string iso) => DateOnly.ParseExact(iso, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>The day written "2018-08-06", or null.</summary>
    public static DateOnly? DayOrNone(string? iso) => iso is null ? null : Day(iso);
}
