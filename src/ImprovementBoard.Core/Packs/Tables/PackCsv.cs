using System.Globalization;

namespace ImprovementBoard.Core.Packs.Tables;

/// <summary>A table as comma-separated text (RFC 4180), one line a row, for spreadsheets and programs.</summary>
public static class PackCsv
{
    // A cell that begins so is taken for a formula or a command by spreadsheets (OWASP, "CSV injection"); the last four are full-width forms.
    private const string Formula = "=+-@＝＋－＠";

    /// <summary>The text, with the heads as its first line. Dates are written as 2018-08-06; text that could be taken for a formula begins with an apostrophe.</summary>
    public static string Of(PackTable table) =>
        string.Concat(table.FlatRows.Select(row => row.Select(Value)).Prepend(table.FlatColumns.Select(Guarded)).Select(line => $"{string.Join(',', line.Select(Quoted))}\r\n"));

    /// <summary>One line of such a text, with its end.</summary>
    public static string Line(IReadOnlyList<PackCell> cells) => $"{string.Join(',', cells.Select(c => Quoted(Value(c))))}\r\n";

    private static string Value(PackCell cell) => cell switch
    {
        DayCell day => day.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        NumberCell number => number.Value.ToString(CultureInfo.InvariantCulture),
        _ => Guarded(cell.Words),
    };

    private static string Guarded(string text) =>
        text is [var first, ..] && (char.IsControl(first) || text.TrimStart() is [var shown, ..] && Formula.Contains(shown)) ? $"'{text}" : text;

    private static string Quoted(string value) =>
        value.AsSpan().ContainsAny(",\"\r\n") || value.Length != value.Trim().Length ? $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : value;
}
