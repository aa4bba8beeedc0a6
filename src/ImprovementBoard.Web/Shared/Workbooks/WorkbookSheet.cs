namespace ImprovementBoard.Web.Shared.Workbooks;

/// <summary>One cell of a workbook. There is no kind for a formula, so none can be written.</summary>
internal abstract record WorkbookCell;

/// <summary>Text as it is, whatever it begins with.</summary>
internal sealed record WorkbookText(string Words) : WorkbookCell;

/// <summary>A number.</summary>
/// <param name="Marked">True where the reader should look; the cell is shaded.</param>
internal sealed record WorkbookNumber(int Value, bool Marked = false) : WorkbookCell;

/// <summary>A date, 1 March 1900 or later.</summary>
internal sealed record WorkbookDay(DateOnly Day) : WorkbookCell;

/// <summary>Text that leads to another sheet.</summary>
internal sealed record WorkbookLink(string Words, string Sheet) : WorkbookCell;

/// <summary>One sheet: heads in a frozen first row, rows, and a line under them.</summary>
/// <param name="Name">At most 31 characters, unique in the workbook, without <c>[ ] : * ? / \</c>.</param>
internal sealed record WorkbookSheet(string Name, IReadOnlyList<string> Heads, IReadOnlyList<WorkbookCell[]> Rows, string Foot)
{
    private const int Narrowest = 9, Widest = 56;

    /// <summary>Width of each column in characters, from what stands in it.</summary>
    public IEnumerable<int> Widths => Heads.Select((head, i) =>
        Math.Clamp(Rows.Select(row => Length(row[i])).Append(head.Length + 3).Max() + 2, Narrowest, Widest));

    private static int Length(WorkbookCell cell) => cell switch
    {
        WorkbookText text => text.Words.Length,
        WorkbookLink link => link.Words.Length,
        WorkbookDay => 11,
        _ => 6,
    };
}
