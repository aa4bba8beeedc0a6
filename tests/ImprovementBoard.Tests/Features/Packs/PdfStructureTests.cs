using System.Text;
using ImprovementBoard.Core.Packs;
using ImprovementBoard.Core.Packs.Tables;
using ImprovementBoard.Web.Features.Packs;
using UglyToad.PdfPig.Outline;

namespace ImprovementBoard.Tests.Features.Packs;

/// <summary>The board pack of the demonstration, opened by another program: what a screen reader and an archive find in the file.</summary>
[Collection(PortalTests.Name)]
public sealed class PdfStructureTests(PortalHost portal)
{
    public static TheoryData<Audience> Editions => [.. PackEdition.All.Select(e => e.Audience)];

    [Theory]
    [MemberData(nameof(Editions))]
    public async Task The_file_says_language_title_and_standard(Audience audience)
    {
        var pack = await portal.PackAsync(audience);
        var catalog = pack.Pdf.Structure.Catalog.CatalogDictionary;

        Assert.Equal("(en-GB)", $"{catalog.Data["Lang"]}");
        Assert.Contains("<Marked, True>", $"{catalog.Data["MarkInfo"]}", StringComparison.Ordinal);
        Assert.Contains("<DisplayDocTitle, True>", $"{catalog.Data["ViewerPreferences"]}", StringComparison.Ordinal);
        Assert.True(pack.Pdf.TryGetXmpMetadata(out var about));
        var facts = Encoding.UTF8.GetString(about.GetXmlBytes());
        Assert.Contains("<pdfuaid:part>1</pdfuaid:part>", facts, StringComparison.Ordinal);
        Assert.Contains(pack.Content.Title, facts, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Editions))]
    public async Task Every_heading_is_tagged_and_no_level_is_skipped(Audience audience)
    {
        var pack = await portal.PackAsync(audience);
        var headings = pack.Tree.Named("H1", "H2", "H3", "H4", "H5", "H6").ToList();

        Assert.Equal([.. pack.Content.Layout == PackLayout.OnePage ? [] : new[] { "Contents" }, .. pack.Sections.Select(s => $"{s.Number}{s.Title}")], headings.Where(h => h.Name == "H1").Select(h => h.Words));
        Assert.All(headings.Zip(headings.Skip(1)), pair => Assert.InRange(pair.Second.Name[1] - pair.First.Name[1], -5, 1));
    }

    [Fact]
    public async Task Every_exception_and_every_recommendation_with_actions_is_a_heading()
    {
        var pack = await portal.PackAsync();
        var headings = pack.Tree.Named("H2").ToList();
        var second = headings.ConvertAll(h => h.Words);
        Assert.All(pack.Content.Said<PackExceptions>().Items, item => Assert.Contains($"{item.Ref} {item.Title}", second));
        Assert.All(pack.Content.Said<PackActions>().Groups, group => Assert.Contains($"{group.Ref} {group.Title}", second));
    }

    [Theory]
    [InlineData(Audience.Board)]
    [InlineData(Audience.Commissioner)]
    [InlineData(Audience.Public)]
    public async Task Sections_are_read_in_their_order_and_bookmarked(Audience audience)
    {
        var pack = await portal.PackAsync(audience);
        var titles = pack.Sections.Select(s => $"{s.Number} {s.Title}").ToList();

        Assert.True(pack.Pdf.TryGetBookmarks(out var bookmarks));
        Assert.Equal(titles, bookmarks.Roots.Select(b => b.Title));
        var pages = bookmarks.Roots.Cast<DocumentBookmarkNode>().Select(b => b.PageNumber).ToList();
        Assert.Equal(pages.Order(), pages);
        Assert.Equal(pack.Sections.Select(s => s.Title), pack.Tree.Named("TOC").Single().Children.Select(entry => pack.Sections.Single(s => entry.Words.Contains(s.Title, StringComparison.Ordinal)).Title));
        Assert.All(pack.Sections.Zip(pages), s => Assert.Contains($"{s.First.Title}", pack.Pdf.GetPage(s.Second).Text, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Editions))]
    public async Task Every_table_has_its_caption_and_heads_with_a_scope(Audience audience)
    {
        var pack = await portal.PackAsync(audience);
        var tables = pack.Tree.Named("Table").ToList();

        // Exceptions are headings with their text, and no grid.
        Assert.Equal(
            pack.Sections.SelectMany(s => s.Tables).Where(t => t.Key != "exceptions" && t.FlatRows.Any()).Select(t => $"{t.Reference}{t.Title}"),
            // Where Typst moves a whole table to the next page, the caption stands beside the table and not in it.
            pack.Tree.Named("Caption").Select(c => c.Words).Where(w => w.StartsWith("Table", StringComparison.Ordinal)));
        Assert.All(tables, table =>
        {
            Assert.NotEmpty(Assert.Single(table.Children, c => c.Name == "THead").Named("TH"));
            Assert.All(table.Named("TH"), head => Assert.Contains(head.Scope, new[] { "Column", "Row", "Both" }));
            Assert.All(table.Named("TBody").SelectMany(b => b.Children), row => Assert.Equal("TR", row.Name));
        });
        Assert.All(pack.Sections.SelectMany(s => s.Tables).Where(t => t.Key == "exceptions"), t =>
            Assert.Contains(pack.Tree.Named("P").Concat(pack.Tree.Named("Span")), p => p.Words.StartsWith($"{t.Reference}", StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Editions))]
    public async Task Every_figure_says_what_it_shows_and_what_only_repeats_words_or_figures_is_none(Audience audience)
    {
        var pack = await portal.PackAsync(audience);
        var verdict = pack.Content.Said<PackAnswer>().Verdict;

        string[] figures =
        [
            .. verdict == "first" ? [] : new[] { $"Verdict: {verdict}, out of better, same and worse" },
            .. pack.Sections.SelectMany(s => s.Charts).Select(c => c.Chart.Finding),
            .. pack.Content.Chapters.Select(c => c.Said).OfType<PackPlan>().SelectMany(p => p.Groups).SelectMany(g => g.Rows).Select(r => r.Strip.Spoken),
        ];

        Assert.Equal(figures.Order(StringComparer.Ordinal), pack.Tree.Named("Figure").Select(f => f.Alt).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Editions))]
    public async Task No_heading_stays_behind_at_the_foot_of_a_page(Audience audience)
    {
        var pack = await portal.PackAsync(audience);
        var all = pack.Tree.All.ToList();

        Assert.All(pack.Tree.Named("H1", "H2"), heading =>
        {
            // What stands below it, which is not itself.
            var next = all.Skip(all.FindIndex(t => ReferenceEquals(t, heading)) + heading.All.Count()).FirstOrDefault(t => t.Page is not null);
            Assert.True(next is not null && next.Page == heading.Pages!.Value.Last, $"“{heading.Words}” ends page {heading.Pages!.Value.Last}.");
        });
    }

    [Theory]
    [MemberData(nameof(Editions))]
    public async Task A_caption_stands_on_the_page_of_its_first_row_or_of_its_chart(Audience audience)
    {
        var pack = await portal.PackAsync(audience);
        var all = pack.Tree.All.ToList();
        var captions = all.Where(t => t.Name == "Caption").ToList();

        Assert.NotEmpty(captions);
        Assert.All(captions, caption =>
        {
            var what = caption.Words.StartsWith("Chart", StringComparison.Ordinal) ? "Figure" : "TBody";
            var held = all.Skip(all.FindIndex(t => ReferenceEquals(t, caption))).First(t => t.Name == what && t.Pages is not null);
            Assert.True(held.Pages!.Value.First == caption.Pages!.Value.First, $"“{caption.Words}” stands on page {caption.Pages.Value.First}, what it names on {held.Pages.Value.First}.");
        });
    }

    [Theory]
    [MemberData(nameof(Editions))]
    public async Task No_row_is_cut_by_the_end_of_a_page(Audience audience)
    {
        var pack = await portal.PackAsync(audience);
        foreach (var rows in pack.Tree.Named("TBody").Select(body => body.Named("TR").Where(r => r.Pages is not null).ToList()))
        {
            Assert.All(rows, row => Assert.True(row.Pages!.Value.First == row.Pages.Value.Last, $"“{row.Words}” begins on page {row.Pages.Value.First} and ends on {row.Pages.Value.Last}."));
            // An action takes two rows and more: those after the first have fewer cells.
            var cells = rows.Max(r => (int?)r.Children.Count);
            Assert.All(rows.Zip(rows.Skip(1)).Where(pair => pair.Second.Children.Count < cells && pair.Second.Children.All(c => c.Name == "TD")), pair => Assert.Equal(pair.First.Pages!.Value.Last, pair.Second.Pages!.Value.First));
        }
    }

    [Fact]
    public async Task The_table_of_actions_is_attached_as_text_for_spreadsheets()
    {
        var pack = await portal.PackAsync();

        Assert.True(pack.Pdf.Advanced.TryGetEmbeddedFiles(out var files));
        var file = Assert.Single(files);
        Assert.Equal("actions.csv", file.Name);
        var lines = Encoding.UTF8.GetString(file.Memory.Span);
        Assert.Equal('\uFEFF', lines[0]);
        Assert.Equal(PackCsv.Of(pack.Sections.SelectMany(s => s.Tables).Single(t => t.Key == "actions")), lines[1..]);
        Assert.All(pack.Content.Said<PackActions>().Groups.SelectMany(g => g.Rows), row => Assert.Contains($",{row.Ref},", lines, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Editions))]
    public async Task Drawn_again_from_its_facts_it_is_the_same_file(Audience audience)
    {
        var pack = await portal.PackAsync(audience);

        var again = await ((TypstRenderer)portal.Services.GetService(typeof(TypstRenderer))!).RenderAsync(() => Task.FromResult(pack.Content), default);

        Assert.Equal(PackFactsReader.Hash(pack.File), PackFactsReader.Hash(again.Pdf));
    }
}
