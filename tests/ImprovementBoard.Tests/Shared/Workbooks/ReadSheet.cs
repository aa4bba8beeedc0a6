using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;

namespace ImprovementBoard.Tests.Shared.Workbooks;

/// <summary>A sheet as the Open XML SDK reads it; cells that are not there are left out, so look them up by their column.</summary>
internal sealed record ReadSheet(string Name, IReadOnlyList<IReadOnlyList<ReadCell>> Rows)
{
    /// <summary>What the SDK’s validator finds wrong with a workbook.</summary>
    public static IReadOnlyList<string> Faults(byte[] file)
    {
        using var book = SpreadsheetDocument.Open(new MemoryStream(file), isEditable: false);
        return [.. new OpenXmlValidator().Validate(book).Select(e => $"{e.Path?.XPath}: {e.Description}")];
    }

    public static IReadOnlyList<ReadSheet> All(byte[] file)
    {
        using var book = SpreadsheetDocument.Open(new MemoryStream(file), isEditable: false);
        return [.. book.WorkbookPart!.Workbook!.Sheets!.Elements<Sheet>().Select(sheet =>
        {
            var part = (WorksheetPart)book.WorkbookPart.GetPartById(sheet.Id!.Value!);
            return new ReadSheet(sheet.Name!.Value!, [.. part.Worksheet!.Descendants<Row>().Select(IReadOnlyList<ReadCell> (row) => [.. row.Elements<Cell>().Select(Read)])]);
        })];
    }

    private static ReadCell Read(Cell cell) => new(
        cell.CellReference!.Value!.TrimEnd([.. "0123456789"]),
        // The SDK leaves the format's escape to its caller.
        (cell.InlineString?.InnerText ?? cell.CellValue?.Text ?? "").Replace("_x005F_", "_", StringComparison.Ordinal),
        cell.DataType?.InnerText,
        (int)(cell.StyleIndex?.Value ?? 0),
        cell.CellFormula is not null);
}

/// <param name="Column">Letters of the column.</param>
/// <param name="Type">Null for a number.</param>
internal sealed record ReadCell(string Column, string Text, string? Type, int Style, bool IsFormula);
