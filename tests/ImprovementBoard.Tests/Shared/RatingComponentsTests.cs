using Bunit;
using ImprovementBoard.Core.Packs;
using ImprovementBoard.Core.Ratings;
using ImprovementBoard.Web.Features.Actions;
using ImprovementBoard.Web.Shared;
using static ImprovementBoard.Tests.TestDates;

namespace ImprovementBoard.Tests.Shared;

public sealed class RatingComponentsTests : BunitContext
{
    public static TheoryData<DeliveryRating> Ratings => [.. Enum.GetValues<DeliveryRating>()];

    [Theory]
    [MemberData(nameof(Ratings))]
    public void A_rating_is_a_word_and_a_shape_and_not_only_a_colour(DeliveryRating rating)
    {
        var look = RatingLook.Of(rating);

        var tag = Render<RatingTag>(p => p.Add(t => t.Rating, rating));

        Assert.Equal(look.Word, tag.Find(".tag").TextContent);
        Assert.Equal($"/ratings.svg#{look.Code}", tag.Find("svg use").GetAttribute("href"));
        Assert.Equal("true", tag.Find("svg").GetAttribute("aria-hidden"));
    }

    [Fact]
    public void A_strip_is_read_out_as_a_sentence_and_has_a_cell_for_every_month()
    {
        var strip = Render<Strip>(p => p.Add(s => s.Text, "--112222"));

        var svg = strip.Find("svg");
        Assert.Equal("img", svg.GetAttribute("role"));
        Assert.Equal("Nothing to rate for 2 months, then at risk for 2 months, then on track for 4 months", svg.GetAttribute("aria-label"));
        Assert.Equal(
            ["none", "none", "at_risk", "at_risk", "on_track", "on_track", "on_track", "on_track"],
            strip.FindAll("use").Select(u => u.GetAttribute("href")!.Replace("/ratings.svg#cell_", "")));
    }

    [Fact]
    public void A_chart_has_a_table_with_the_same_numbers()
    {
        var chart = new StackedChart("c", "Delivery", "Off track fell from 5 to 2.", ["Jun", "Jul"],
            [new("On track", "on_track", [3, 6]), new("Off track", "off_track", [5, 2])]);

        var figure = Render<ChartFigure>(p => p.Add(f => f.Chart, chart));

        Assert.Equal("Off track fell from 5 to 2.", figure.Find("[role=img]").GetAttribute("aria-label"));
        Assert.Equal(["Rating", "Jun", "Jul"], figure.FindAll("thead th").Select(h => h.TextContent));
        Assert.Equal([["On track", "3", "6"], ["Off track", "5", "2"]], figure.FindAll("tbody tr").Select(r => r.Children.Select(c => c.TextContent.Trim()).ToArray()));
        using var drawn = System.Text.Json.JsonDocument.Parse(figure.Find("[data-chart]").GetAttribute("data-chart")!);
        Assert.Equal([3, 6], drawn.RootElement.GetProperty("chart").GetProperty("series")[0].GetProperty("values").EnumerateArray().Select(v => v.GetInt32()));
    }

    [Fact]
    public void Lines_have_a_table_with_the_same_numbers_and_marks_besides_colour()
    {
        var chart = new LineChart("l", "Signed off", "1 fewer than asked for.", ["Jun 2018", "6 Aug 2018"],
            [new("due as first agreed", LineMark.Dashed, [1, 3]), new("signed off", LineMark.Strong, [1, 2])]);

        var figure = Render<LineFigure>(p => p.Add(f => f.Chart, chart));

        Assert.Equal("1 fewer than asked for.", figure.Find("[role=img]").GetAttribute("aria-label"));
        Assert.Equal(["At the end of", "Due as first agreed", "Signed off"], figure.FindAll("thead th").Select(h => h.TextContent));
        Assert.Equal([["6 Aug 2018", "3", "2"], ["Jun 2018", "1", "1"]], figure.FindAll("tbody tr").Select(r => r.Children.Select(c => c.TextContent.Trim()).ToArray()));
        Assert.Equal("2 of 2 shown", figure.Find(".shown").TextContent);
        using var drawn = System.Text.Json.JsonDocument.Parse(figure.Find("[data-chart]").GetAttribute("data-chart")!);
        Assert.Equal(["dashed", "strong"], drawn.RootElement.GetProperty("chart").GetProperty("lines").EnumerateArray().Select(l => l.GetProperty("mark").GetString()));
    }

    [Fact]
    public void A_list_of_actions_keeps_its_labels_when_columns_become_lines()
    {
        var row = new ActionRow("15.2", "Supervise every worker", "Head of safeguarding", 1, DeliveryRating.OffTrack, "Due date passed 3 days ago", DeliveryRating.OffTrack, DeliveryRating.OnTrack, null, "--112222", Day("2018-06-30"), Day("2018-08-03"), null, null, PastDue: true, Illustrative: true, TimesMoved: 1, ProposedDue: Day("2018-10-31")) { Warnings = ["Waits for 15.1, whose due date passed 6 days ago"] };

        var table = Render<ActionTable>(p => p.Add(t => t.Slug, "kirklees").Add(t => t.Rows, [row]));

        Assert.Equal(["Last 8 months", "Due", "Last update"], table.FindAll("td[data-label]").Select(c => c.GetAttribute("data-label")));
        Assert.Equal("/programmes/kirklees/actions/15.2", table.Find("th a").GetAttribute("href"));
        Assert.Contains("Off track", table.Find(".rating").TextContent, StringComparison.Ordinal);
        Assert.Contains("Lead says On track", string.Join(' ', table.Find(".rating").TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.Contains("Due date passed 3 days ago", table.Find(".rating").TextContent, StringComparison.Ordinal);
        Assert.Equal("3 Aug 2018+34 days after 30 Jun 2018, moved onceNew date proposed: 31 Oct 2018", table.Find("td.due").TextContent.Trim());
        Assert.Equal("Waits for 15.1, whose due date passed 6 days ago", table.Find(".rating .warning").TextContent);
        Assert.Equal("None yet", table.Find("td[data-label='Last update']").TextContent);
        Assert.NotNull(table.Find("td.due b.late"));
    }

    [Fact]
    public void A_column_that_sorts_is_a_link_and_says_that_it_is_sorted()
    {
        var table = Render<ActionTable>(p => p.Add(t => t.Slug, "kirklees").Add(t => t.Rows, []).Add(t => t.Sort, ActionQueries.ByDue).Add(t => t.SortHref, s => $"?sort={s}"));

        Assert.Equal(["?sort=ref", "?sort=delivery", "?sort=due", "?sort=update"], table.FindAll("th a").Select(a => a.GetAttribute("href")));
        Assert.StartsWith("Due", table.Find("th[aria-sort=ascending]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Words_of_a_person_stay_text()
    {
        var shown = Render<RatingWithReason>(p => p.Add(r => r.Rating, DeliveryRating.AtRisk).Add(r => r.Reason, "<script>alert(1)</script>"));

        Assert.Empty(shown.FindAll("script"));
        Assert.Equal("<script>alert(1)</script>", shown.Find(".why").TextContent);
    }
}
