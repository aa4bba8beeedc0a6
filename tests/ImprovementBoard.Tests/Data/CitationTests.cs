using System.Globalization;
using System.Text.RegularExpressions;
using ImprovementBoard.Web;
using ImprovementBoard.Web.Data;

namespace ImprovementBoard.Tests.Data;

/// <summary>What the seeds cite stands where they say in Ofsted's report.</summary>
public sealed partial class CitationTests
{
    private static readonly SeedFiles Kirklees = SeedFiles.In(Path.Combine(AppHome.Path, "seeds")).Single(f => f.Programme.Slug == "kirklees");

    [ReportFact]
    public async Task Every_recommendation_stands_on_the_page_cited()
    {
        var report = await ReadAsync();

        foreach (var r in Kirklees.Recommendations)
        {
            var cited = Cited().Match(r.Source);
            Assert.True(cited.Success, $"{r.Ref}: {r.Source}");
            var (number, page) = (Number(cited.Groups["number"]), Number(cited.Groups["page"]));
            Assert.True(report.ItemsByPage[page].Contains(number), $"{r.Ref}: item {number} is not on page {page}");
            // The council's keep their number; the board's follow one another from paragraph 117.
            Assert.Equal(r.Ref, number < 100 ? $"{number}" : $"L{number - 116}");
        }
    }

    [ReportFact]
    public async Task Every_paragraph_and_page_that_a_recommendation_cites_exists_in_the_findings()
    {
        var report = await ReadAsync();

        foreach (var r in Kirklees.Recommendations)
        {
            var rest = r.Source[Cited().Match(r.Source).Length..];
            Assert.All(Numbers(rest, ParagraphList()), p => Assert.True(report.Paragraphs.ContainsKey(p), $"{r.Ref} cites paragraph {p}"));
            Assert.All(Numbers(rest, PageList()), p => Assert.True(report.ItemsByPage.ContainsKey(p), $"{r.Ref} cites page {p}"));
        }
    }

    [ReportFact]
    public async Task A_cited_paragraph_is_about_the_same_thing()
    {
        var report = await ReadAsync();

        foreach (var r in Kirklees.Recommendations)
        {
            var paragraphs = Numbers(r.Source[Cited().Match(r.Source).Length..], ParagraphList()).ToList();
            if (paragraphs.Count == 0)
                continue;
            var (ours, theirs) = (Stems($"{r.ShortTitle} {r.Text}"), Stems(string.Join(' ', paragraphs.Select(p => report.Paragraphs[p]))));
            Assert.True(ours.Overlaps(theirs), $"{r.Ref}: paragraphs {string.Join(", ", paragraphs)} share no word with “{r.Text}”");
        }
    }

    [ReportFact]
    public async Task Every_paragraph_that_a_finding_of_2016_cites_exists()
    {
        var report = await ReadAsync();
        var findings = Kirklees.Findings.Where(f => f.At == "inspection-2016" && f.Paragraph is not null).ToList();

        Assert.NotEmpty(findings);
        Assert.All(findings, f => Assert.All(Numbers(f.Paragraph!, AnyNumber()), p => Assert.True(report.Paragraphs.ContainsKey(p), $"{f.Id} cites paragraph {p}")));
    }

    private static async Task<ReportText> ReadAsync()
    {
        var items = new Dictionary<int, HashSet<int>>();
        var paragraphs = new Dictionary<int, string>();
        foreach (var page in await PopplerFactAttribute.PagesAsync(ReportFactAttribute.Report))
        {
            if (Footer().Match(page) is not { Success: true } foot)
                continue;
            var found = Item().Matches(page).ToList();
            items[Number(foot.Groups["page"])] = [.. found.Select(m => Number(m.Groups["number"]))];
            // Paragraphs are numbered from 28, after the recommendations.
            foreach (var (match, i) in found.Select((m, i) => (m, i)).Where(x => Number(x.m.Groups["number"]) > 27))
                paragraphs[Number(match.Groups["number"])] = page[match.Index..(i + 1 < found.Count ? found[i + 1].Index : page.Length)];
        }
        return new(items, paragraphs);
    }

    private static int Number(Group group) => int.Parse(group.Value, CultureInfo.InvariantCulture);

    private static IEnumerable<int> Numbers(string text, Regex list) => list.Matches(text).SelectMany(m => NumberOrRange().Matches(m.Value)).SelectMany(m =>
    {
        var from = Number(m.Groups["from"]);
        return Enumerable.Range(from, (m.Groups["to"].Success ? Number(m.Groups["to"]) : from) - from + 1);
    });

    private static HashSet<string> Stems(string text) => [.. Word().Matches(text.ToLowerInvariant()).Select(m => m.Value[..5])];

    private sealed record ReportText(Dictionary<int, HashSet<int>> ItemsByPage, Dictionary<int, string> Paragraphs);

    [GeneratedRegex(@"^Ofsted 2016, (recommendation|paragraph) (?<number>\d+) \(page (?<page>\d+)\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Cited();

    [GeneratedRegex(@"paragraphs? \d+([–, ]|and|\d)*", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ParagraphList();

    [GeneratedRegex(@"pages? \d+([–, ]|and|\d)*", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PageList();

    [GeneratedRegex(@"\d+([–, ]|and|\d)*", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AnyNumber();

    [GeneratedRegex(@"(?<from>\d+)(–(?<to>\d+))?", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NumberOrRange();

    [GeneratedRegex(@"(?<page>\d+)\s*$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Footer();

    [GeneratedRegex(@"^ *(?<number>\d{1,3})\. ", RegexOptions.ExplicitCapture | RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Item();

    [GeneratedRegex(@"[a-z]{5,}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Word();
}
