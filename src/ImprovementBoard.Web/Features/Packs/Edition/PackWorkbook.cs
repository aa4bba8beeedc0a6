using ImprovementBoard.Core.Packs;
using ImprovementBoard.Core.Packs.Tables;
using ImprovementBoard.Web.Shared.Workbooks;

namespace ImprovementBoard.Web.Features.Packs.Edition;

/// <summary>The tables of a pack as a workbook: the cover first, then one sheet a table.</summary>
internal static class PackWorkbook
{
    /// <summary>The file. The same content gives the same bytes.</summary>
    /// <param name="note">What the cover says of the workbook itself, or null.</param>
    public static byte[] Make(PackContent content, string? note) =>
        WorkbookFile.Make(content.Title, content.Date, [Cover(content, note), .. content.Sections.SelectMany(s => s.Tables).Select(Sheet)]);

    private static string Name(PackTable table) => $"{table.Reference} {table.Title}";

    private static WorkbookSheet Sheet(PackTable table) =>
        new(Name(table), table.FlatColumns, [.. table.FlatRows.Select(row => row.Select(Cell).ToArray())], table.Shown);

    private static WorkbookCell Cell(PackCell cell) => cell switch
    {
        NumberCell number => new WorkbookNumber(number.Value, number.Marked),
        DayCell day => new WorkbookDay(day.Day),
        _ => new WorkbookText(cell.Words),
    };

    private static WorkbookSheet Cover(PackContent content, string? note)
    {
        var cover = content.Cover;
        List<WorkbookCell[]> rows =
        [
            Text("Programme", cover.Programme),
            Text("Council", cover.Council),
            Text("Pack", cover.Draft ? $"{cover.Reference}, a draft: do not cite it" : cover.Reference),
            Text("Edition", cover.Edition),
            Text("Period", cover.Period),
            Text("Marking", cover.Marking),
            .. cover.Facts.Select(f => f.Text == cover.PositionAsAt ? [new WorkbookText(f.Label), new WorkbookDay(content.Date)] : Text(f.Label, f.Illustrative ? $"{f.Text} (illustrative)" : f.Text)),
            .. cover.Stages.Where(s => s.State == "now").Select(s => Text("Stage", s.Name)),
            .. cover.Next is { } next ? [Text("Next event", $"{next.Days} days {next.What}{(next.Illustrative ? " (illustrative)" : "")}")] : Array.Empty<WorkbookCell[]>(),
            Text("Frozen facts, SHA-256", cover.FactsHash),
            .. note is not null ? [Text("This workbook", note)] : Array.Empty<WorkbookCell[]>(),
            .. cover.Credit.Length > 0 ? [Text("Credit", cover.Credit)] : Array.Empty<WorkbookCell[]>(),
            .. content.Sections.SelectMany(s => s.Tables.Select(t => new WorkbookCell[] { new WorkbookLink($"{t.Reference}", Name(t)), new WorkbookText($"{t.Title}: {t.Shown}{(s.Illustrative ? " (illustrative)" : "")}") })),
        ];
        return new("Cover", [content.Title, ""], rows, cover.Draft ? "Draft" : "");
    }

    private static WorkbookCell[] Text(string label, string words) => [new WorkbookText(label), new WorkbookText(words)];
}
