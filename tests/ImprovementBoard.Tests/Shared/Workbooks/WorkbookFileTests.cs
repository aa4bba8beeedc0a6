using DocumentFormat.OpenXml.Packaging;
using ImprovementBoard.Web.Shared.Workbooks;
using static ImprovementBoard.Tests.TestDates;

namespace ImprovementBoard.Tests.Shared.Workbooks;

/// <summary>Workbooks, read by the Open XML SDK.</summary>
public sealed class WorkbookFileTests
{
    [Theory]
    [InlineData("=1+1")]
    [InlineData("+31 days")]
    [InlineData("@SUM(A1)")]
    [InlineData("0012")]
    [InlineData("15.10")]
    [InlineData("2018-08-06")]
    [InlineData("  padded\nand broken  ")]
    [InlineData("a\r\nb\tc")]
    [InlineData("_x0041_ is no A, nor is _x000D_")]
    [InlineData("<b> & \"quoted\" 'it' 👪 ＝1")]
    public void Text_comes_back_as_it_was_and_is_no_formula(string text)
    {
        var cell = Assert.Single(Read(File(new WorkbookText(text))).Rows[1]);

        Assert.Equal((text, "inlineStr", false), (cell.Text, cell.Type, cell.IsFormula));
    }

    [Fact]
    public void What_the_format_cannot_hold_is_left_out_or_cut()
    {
        Assert.Equal("ab", Read(File(new WorkbookText("a\0\u0007b\uFFFE"))).Rows[1][0].Text);
        var cut = Read(File(new WorkbookText(new string('x', 40_000)))).Rows[1][0].Text;
        Assert.Equal(32_767, cut.Length);
        Assert.EndsWith("x […]", cut, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_and_dates_are_numbers()
    {
        var rows = Read(File(new WorkbookNumber(-12), new WorkbookDay(Day("2018-08-06")))).Rows;

        Assert.Equal([("-12", null, 0), ("43318", null, 2)], rows.Skip(1).Select(r => (r[0].Text, r[0].Type, r[0].Style)));
        Assert.Equal(Day("2018-08-06"), DateOnly.FromDateTime(DateTime.FromOADate(43318)));
    }

    [Fact]
    public void A_file_is_valid_has_its_heads_frozen_and_leads_from_sheet_to_sheet()
    {
        var file = WorkbookFile.Make("It’s a title", Day("2018-08-06"),
        [
            new("Cover", ["Pack", ""], [[new WorkbookLink("Table 1", "It's one"), new WorkbookText("37 of 37 shown")]], ""),
            new("It's one", ["Ref", "Count", "Day"], [[new WorkbookText("15.10"), new WorkbookNumber(3, Marked: true), new WorkbookDay(Day("2018-08-06"))]], "1 of 1 shown"),
        ]);

        using var book = SpreadsheetDocument.Open(new MemoryStream(file), isEditable: false);

        Assert.Empty(ReadSheet.Faults(file));
        Assert.Equal("It’s a title", book.PackageProperties.Title);
        Assert.All(book.WorkbookPart!.WorksheetParts, part =>
            Assert.Equal((1.0, "frozen"), part.Worksheet!.Descendants<DocumentFormat.OpenXml.Spreadsheet.Pane>().Select(p => (p.VerticalSplit!.Value, p.State!.InnerText)).Single()));
        Assert.Equal(["'Cover'!$1:$1", "'It''s one'!$1:$1"], book.WorkbookPart.Workbook!.DefinedNames!.Select(n => n.InnerText));
    }

    [Fact]
    public void The_same_sheets_give_the_same_bytes() => Assert.Equal(File(new WorkbookText("one"), new WorkbookNumber(2)), File(new WorkbookText("one"), new WorkbookNumber(2)));

    private static byte[] File(params WorkbookCell[] cells) =>
        WorkbookFile.Make("Title", Day("2018-08-06"), [new("One", ["Head"], [.. cells.Select(c => new[] { c })], "")]);

    private static ReadSheet Read(byte[] file) => ReadSheet.All(file).Single();
}
