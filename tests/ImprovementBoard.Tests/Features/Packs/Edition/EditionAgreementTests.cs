using System.Globalization;
using System.Text.Json;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Packs;
using ImprovementBoard.Core.Packs.Tables;
using ImprovementBoard.Tests.Shared.Workbooks;
using ImprovementBoard.Web.Features.Packs;

namespace ImprovementBoard.Tests.Features.Packs.Edition;

/// <summary>
/// One set of facts: the PDF, the page and the workbook of a pack say the same in every row of every table, and leave nothing of the content out.
/// Words are compared without spaces, because each form breaks its lines elsewhere.
/// </summary>
[Collection(PortalTests.Name)]
public sealed class EditionAgreementTests(PortalHost portal)
{
    public static TheoryData<Audience> Editions => [.. PackEdition.All.Select(e => e.Audience)];

    [Theory]
    [MemberData(nameof(Editions))]
    public async Task The_workbook_has_a_sheet_for_every_table_and_in_it_every_cell(Audience audience)
    {
        var pack = await portal.PackAsync(audience);
        var sheets = ReadSheet.All(pack.Workbook);

        Assert.Empty(ReadSheet.Faults(pack.Workbook));
        Assert.Equal(["Cover", .. Tables(pack).Select(t => $"{t.Table.Reference} {t.Table.Title}")], sheets.Select(s => s.Name));
        Assert.All(Tables(pack).Zip(sheets.Skip(1)), pair =>
        {
            var (table, sheet) = (pair.First.Table, pair.Second);
            Assert.Equal([.. table.FlatColumns, table.Shown], sheet.Rows[0].Concat(sheet.Rows[^1]).Select(c => c.Text));
            var rows = sheet.Rows.Skip(1).SkipLast(1).Select(r => r.Select(c => (c.Column, c.Text, Number: c.Type is null, Day: c.Style == 2)));
            Assert.Equal(table.FlatRows.Select(Written), rows);
        });
        var cover = string.Join('\n', sheets[0].Rows.SelectMany(r => r).Select(c => c.Text));
        Assert.All([.. pack.Content.Cover.Facts.Skip(1).Select(f => f.Text), pack.Content.Cover.FactsHash, pack.Content.Cover.Reference, pack.Content.Cover.Marking], text => Assert.Contains(text, cover, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Editions))]
    public async Task The_page_has_every_row_at_the_address_of_its_table(Audience audience)
    {
        var pack = await portal.PackAsync(audience);
        var page = await new HtmlParser().ParseDocumentAsync(pack.Page);

        Assert.Equal(pack.Sections.SelectMany(s => s.Tables.Select(t => t.Reference.Anchor).Prepend(s.Anchor)), Places(page, pack));
        Assert.All(Tables(pack), t =>
        {
            var place = page.GetElementById(t.Table.Reference.Anchor)!;
            var rows = place.QuerySelectorAll("tbody tr:not(.group), tfoot tr, .entry").Select(r => Squashed(Heard(r))).ToList();
            AgreeInRows(t.Table, rows, Squashed(Heard(place)), cell => [cell.Words]);
        });
        Assert.All(pack.Sections.SelectMany(s => s.Charts), chart =>
            Assert.Equal(chart.Chart.Finding, page.QuerySelector($"#{chart.Reference.Anchor} [role=img]")!.GetAttribute("aria-label")));
    }

    [Fact]
    public async Task On_the_page_each_rating_has_its_line_beside_its_figures_for_the_eye_alone()
    {
        var pack = await portal.PackAsync();
        var page = await new HtmlParser().ParseDocumentAsync(pack.Page);
        var months = pack.Sections.SelectMany(s => s.Tables).Single(t => t.Key == "months");

        var lines = page.QuerySelectorAll($"#{months.Reference.Anchor} [aria-hidden=true] > svg.spark polyline");

        Assert.Equal(months.FlatRows.Select(r => r.Count - 1), lines.Select(l => l.GetAttribute("points")!.Split(' ').Length));
    }

    [Fact]
    public async Task Page_and_workbook_that_another_build_draws_say_so()
    {
        const string Later = "Drawn by a later version of the portal; the PDF is what was made.";
        using var client = await portal.SignedInAsync(PortalHost.Kirklees(Role.Chair));
        async Task<string> CoverAsync(int number) => string.Join('\n', ReadSheet.All(await client.GetByteArrayAsync($"/programmes/kirklees/packs/{number}/tables.xlsx"))[0].Rows.SelectMany(r => r).Select(c => c.Text));

        Assert.Contains(Later, await client.GetStringAsync("/programmes/kirklees/packs/3/read"), StringComparison.Ordinal);
        Assert.Contains(Later, await CoverAsync(3), StringComparison.Ordinal);
        Assert.DoesNotContain("later version of the portal", await client.GetStringAsync("/programmes/kirklees/packs/2/read"), StringComparison.Ordinal);
        Assert.DoesNotContain("later version of the portal", await CoverAsync(2), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_address_of_the_pack_leads_to_every_table_and_chart_too()
    {
        var pack = await portal.PackAsync();
        using var client = await portal.SignedInAsync(PortalHost.Kirklees(Role.Commissioner));
        var page = await new HtmlParser().ParseDocumentAsync(await client.GetStringAsync("/programmes/kirklees/packs/2"));

        Assert.All(pack.Sections.SelectMany(s => s.Tables.Select(t => t.Reference).Concat(s.Charts.Select(c => c.Reference))), reference =>
            Assert.Equal($"/programmes/kirklees/packs/2/read#{reference.Anchor}", page.QuerySelector($"#{reference.Anchor} a")!.GetAttribute("href")));
    }

    [Theory]
    [MemberData(nameof(Editions))]
    public async Task The_page_nests_its_headings_and_its_tables_have_heads(Audience audience)
    {
        var pack = await portal.PackAsync(audience);
        var article = (await new HtmlParser().ParseDocumentAsync(pack.Page)).QuerySelector("article.edition")!;
        var levels = article.QuerySelectorAll("h1, h2, h3, h4").Select(h => h.LocalName[1] - '0').ToList();

        Assert.Equal((1, 1), (levels[0], levels.Count(l => l == 1)));
        Assert.All(levels.Zip(levels.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, -3, 1));
        Assert.All(article.QuerySelectorAll("table"), table => Assert.NotNull(table.QuerySelector("caption")));
        Assert.All(article.QuerySelectorAll("th"), head => Assert.NotNull(head.GetAttribute("scope")));
    }

    [Theory]
    [MemberData(nameof(Editions))]
    public async Task The_PDF_has_every_row_under_the_caption_of_its_table(Audience audience)
    {
        var pack = await portal.PackAsync(audience);
        var blocks = Blocks(pack.Tree).Select(Squashed).ToList();
        // Of a table without rows the PDF prints only how many there are.
        var tables = Tables(pack).Where(t => t.Table.FlatRows.Any()).ToList();
        var captions = tables.Select(t => Squashed($"{t.Table.Reference}{t.Table.Title}")).ToList();
        var starts = captions.Select(c => blocks.IndexOf(c)).ToList();

        Assert.DoesNotContain(-1, starts);
        Assert.Equal(starts.Order(), starts);
        for (var i = 0; i < captions.Count; i++)
        {
            var (table, section) = tables[i];
            var region = blocks[(starts[i] + 1)..(i + 1 < starts.Count ? starts[i + 1] : blocks.Count)];
            var rows = Rows(region, [.. table.Groups.SelectMany(g => g.Rows)]);
            AgreeInRows(table, rows, string.Concat(region), cell => cell is LevelCell { Level: var level } ? [cell.Words, level.Level is { } number ? $"{number}" : "–"] : [cell.Words], section.Illustrative ? ["Mark"] : []);
        }
    }

    [Theory]
    [MemberData(nameof(Editions))]
    public async Task Nothing_of_the_content_is_left_out(Audience audience)
    {
        var pack = await portal.PackAsync(audience);
        foreach (var form in new[] { "PDF", "page" })
            Assert.Empty(await MissingAsync(pack, form));
    }

    private static async Task<IEnumerable<string>> MissingAsync(OpenPack pack, string form)
    {
        var said = Squashed(form == "PDF" ? pack.Tree.Words : Heard((await new HtmlParser().ParseDocumentAsync(pack.Page)).QuerySelector("main")!));
        using var content = JsonDocument.Parse(PackDocument.ToJson(pack.Content));

        var leaves = content.RootElement.GetProperty("sections").EnumerateArray().SelectMany(s => Leaves(s.GetProperty("said"), $"/{s.GetProperty("key")}"))
            .Concat(pack.Content.Layout == PackLayout.OnePage ? [] : Leaves(content.RootElement.GetProperty("cover"), "/cover"));
        // Without regard to case: a line of a chart is the head of a column in its table.
        var missing = leaves.Where(leaf => !Silent(leaf.Path) && !said.Contains(Squashed(leaf.Words).TrimEnd('.'), StringComparison.OrdinalIgnoreCase) && !(int.TryParse(leaf.Words, CultureInfo.InvariantCulture, out var number) && said.Contains(number.ToString("#,0", CultureInfo.InvariantCulture), StringComparison.Ordinal))).ToList();

        return missing.Select(leaf => $"{form} {leaf.Path}: {leaf.Words}");
    }

    // What is drawn and not written: codes whose word or shape stands there, and why a recommendation has its rating, which its actions say. One page has no
    // room for the chart and the counts.
    private static bool Silent(string path) =>
        path is "/answer/verdict" or "/summary/verdict" or "/summary/shown" || path.StartsWith("/summary/chart", StringComparison.Ordinal) || path.EndsWith("/chart/id", StringComparison.Ordinal) || path.EndsWith("/lines/mark", StringComparison.Ordinal) || path.EndsWith("/tables/key", StringComparison.Ordinal)
        || path.EndsWith("/rating", StringComparison.Ordinal) || path.EndsWith("/strip/text", StringComparison.Ordinal) || path.Contains("/strip/codes", StringComparison.Ordinal)
        || (path.StartsWith("/cover/stages", StringComparison.Ordinal) && path.EndsWith("/state", StringComparison.Ordinal))
        || (path.StartsWith("/plan/groups", StringComparison.Ordinal) && (path.EndsWith("/reason", StringComparison.Ordinal) || path.EndsWith("/rows/actions", StringComparison.Ordinal) || path.EndsWith("/impact/word", StringComparison.Ordinal)));

    private static IEnumerable<(string Path, string Words)> Leaves(JsonElement element, string path) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(p => Leaves(p.Value, $"{path}/{p.Name}")),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(e => Leaves(e, path)),
        JsonValueKind.String => [(path, element.GetString()!)],
        JsonValueKind.Number => [(path, element.GetRawText())],
        _ => [],
    };

    private static void AgreeInRows(PackTable table, List<string> rows, string all, Func<PackCell, string[]> written, params string[] silent)
    {
        var expected = table.Groups.SelectMany(g => g.Rows).ToList();
        Assert.Equal((table.Key, expected.Count), (table.Key, rows.Count));
        for (var i = 0; i < rows.Count; i++)
        {
            foreach (var (cell, column) in expected[i].Zip(table.Columns).Where(c => !silent.Contains(c.Second)))
            {
                // Each voice stands for itself.
                foreach (var part in column == "Other views" ? cell.Words.Split("; ") : [""])
                    Assert.True((part.Length > 0 ? [part] : written(cell)).Any(w => rows[i].Contains(Squashed(w).TrimEnd('.'), StringComparison.Ordinal)), $"{table.Reference}, row {expected[i][0].Words}, {column}: “{cell.Words}” is not in “{rows[i]}”");
            }
        }
        Assert.All(table.Groups.SelectMany(g => g.Cells), cell => Assert.Contains(written(cell), w => all.Contains(Squashed(w).TrimEnd('.'), StringComparison.Ordinal)));
        Assert.Contains(Squashed(table.Shown), all, StringComparison.Ordinal);
    }

    // A row begins at the block that is its first cell, or the heading that begins with its first two; it ends where the next one begins.
    private static List<string> Rows(List<string> blocks, IReadOnlyList<IReadOnlyList<PackCell>> rows)
    {
        var starts = new List<int>();
        foreach (var row in rows)
        {
            string first = Squashed(row[0].Words), second = Squashed(row[1].Words);
            var from = starts.Count == 0 ? 0 : starts[^1] + 1;
            var start = from + blocks.Zip(blocks.Skip(1)).Skip(from).TakeWhile(b => b.First != first + second && !(b.First == first && b.Second.StartsWith(second, StringComparison.Ordinal))).Count();
            start = start < blocks.Count - 1 ? start : -1;
            Assert.True(start >= 0, $"No row “{row[0].Words}” after “{(starts.Count == 0 ? "the caption" : blocks[starts[^1]])}”.");
            starts.Add(start);
        }
        return [.. starts.Select((start, i) => string.Concat(blocks[start..(i + 1 < starts.Count ? starts[i + 1] : blocks.Count)]))];
    }

    private static IEnumerable<string> Blocks(PdfTag tag) =>
        tag.Name is "TD" or "TH" or "Caption" or "TOCI" or "H1" or "H2" || tag.Children.Any(c => c.Name.Length == 0) ? [tag.Words] : tag.Children.SelectMany(Blocks);

    private static IEnumerable<(string, string, bool, bool)> Written(IReadOnlyList<PackCell> row) => row
        .Select((cell, i) => ($"{(char)('A' + i)}", cell switch
        {
            DayCell day => (day.Day.DayNumber - new DateOnly(1899, 12, 30).DayNumber).ToString(CultureInfo.InvariantCulture),
            NumberCell number => number.Value.ToString(CultureInfo.InvariantCulture),
            _ => cell.Words,
        }, cell is NumberCell or DayCell, cell is DayCell))
        .Where(cell => cell.Item2.Length > 0);

    private static IEnumerable<string> Places(IDocument page, OpenPack pack)
    {
        var wanted = pack.Sections.SelectMany(s => s.Tables.Select(t => t.Reference.Anchor).Append(s.Anchor)).ToHashSet();
        return page.QuerySelectorAll("[id]").Select(e => e.Id!).Where(wanted.Contains);
    }

    /// <summary>What a person reads or hears: text, and the labels of pictures.</summary>
    private static string Heard(IElement element) => string.Concat(element.Descendants().Prepend(element).Select(n => n switch
    {
        IText text => text.Data,
        IElement { LocalName: "svg" or "div" } picture when picture.GetAttribute("role") == "img" => picture.GetAttribute("aria-label"),
        _ => "",
    }));

    private static string Squashed(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));

    private static List<(PackTable Table, PackSection Section)> Tables(OpenPack pack) => [.. pack.Sections.SelectMany(s => s.Tables.Select(t => (t, s)))];
}
