using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace ImprovementBoard.Web.Shared.Workbooks;

/// <summary>The XML of one sheet.</summary>
internal static partial class WorkbookRows
{
    // The most a cell takes in Excel.
    private const int LongestText = 32_767;
    private const string Cut = " […]";

    private static readonly DateOnly DayZero = new(1899, 12, 30);

    private static XNamespace Main => WorkbookFile.Main;

    /// <summary>The sheet.</summary>
    public static XElement Part(WorkbookSheet sheet) => new(Main + "worksheet",
        new XElement(Main + "sheetViews", new XElement(Main + "sheetView", new XAttribute("workbookViewId", 0),
            new XElement(Main + "pane", new XAttribute("ySplit", 1), new XAttribute("topLeftCell", "A2"), new XAttribute("activePane", "bottomLeft"), new XAttribute("state", "frozen")))),
        new XElement(Main + "cols", sheet.Widths.Select((width, i) =>
            new XElement(Main + "col", new XAttribute("min", i + 1), new XAttribute("max", i + 1), new XAttribute("width", width), new XAttribute("customWidth", 1)))),
        new XElement(Main + "sheetData",
            Row(1, sheet.Heads.Select(h => new WorkbookText(h)), WorkbookStyle.Head),
            sheet.Rows.Select((row, i) => Row(i + 2, row)),
            sheet.Foot.Length > 0 ? Row(sheet.Rows.Count + 3, [new WorkbookText(sheet.Foot)], WorkbookStyle.Foot) : null),
        Links(sheet) is { Count: > 0 } links ? new XElement(Main + "hyperlinks", links) : null,
        new XElement(Main + "pageSetup", new XAttribute("paperSize", 9), new XAttribute("orientation", "landscape")));

    /// <summary>A sheet's name inside a reference.</summary>
    public static string Quoted(string sheet) => $"'{sheet.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>Text without what XML cannot hold. What looks like an escape of the format is escaped, so that it is read as it was written.</summary>
    public static string Clean(string text)
    {
        var held = string.Concat(text.EnumerateRunes().Where(r => r.Value > char.MaxValue || XmlConvert.IsXmlChar((char)r.Value)));
        if (held.Length > LongestText)
            held = held[..(char.IsHighSurrogate(held[LongestText - Cut.Length - 1]) ? LongestText - Cut.Length - 1 : LongestText - Cut.Length)] + Cut;
        return Escape().Replace(held, "_x005F_");
    }

    private static XElement Row(int number, IEnumerable<WorkbookCell> cells, WorkbookStyle text = WorkbookStyle.Text) => new(Main + "row",
        new XAttribute("r", number),
        cells.Select((cell, i) => cell switch
        {
            WorkbookNumber n => Number(Place(i, number), n.Marked ? WorkbookStyle.Marked : WorkbookStyle.Text, n.Value),
            WorkbookDay d => Number(Place(i, number), WorkbookStyle.Day, d.Day.DayNumber - DayZero.DayNumber),
            WorkbookLink l => Text(Place(i, number), WorkbookStyle.Link, l.Words),
            WorkbookText { Words.Length: > 0 } t => Text(Place(i, number), text, t.Words),
            _ => null,
        }));

    private static XElement Number(string place, WorkbookStyle style, int value) =>
        new(Main + "c", new XAttribute("r", place), new XAttribute("s", (int)style), new XElement(Main + "v", value));

    private static XElement Text(string place, WorkbookStyle style, string words) => new(Main + "c",
        new XAttribute("r", place), new XAttribute("s", (int)style), new XAttribute("t", "inlineStr"),
        new XElement(Main + "is", new XElement(Main + "t", new XAttribute(XNamespace.Xml + "space", "preserve"), Clean(words))));

    private static List<XElement> Links(WorkbookSheet sheet) =>
        [.. sheet.Rows.SelectMany((row, r) => row.Select((cell, c) => cell is WorkbookLink link
            ? new XElement(Main + "hyperlink", new XAttribute("ref", Place(c, r + 2)), new XAttribute("location", $"{Quoted(link.Sheet)}!A1"))
            : null).OfType<XElement>())];

    // A1, B1 … Z1, AA1 …
    private static string Place(int column, int row) => $"{(column < 26 ? "" : (char)('A' + (column / 26) - 1))}{(char)('A' + (column % 26))}{row}";

    [GeneratedRegex("_(?=x[0-9A-Fa-f]{4}_)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Escape();
}
