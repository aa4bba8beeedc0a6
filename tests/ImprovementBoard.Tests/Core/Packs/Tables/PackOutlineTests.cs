using ImprovementBoard.Core.Packs;
using ImprovementBoard.Core.Packs.Tables;
using static ImprovementBoard.Core.Ratings.DeliveryRating;
using static ImprovementBoard.Tests.TestFacts;

namespace ImprovementBoard.Tests.Core.Packs.Tables;

public sealed class PackOutlineTests
{
    public static TheoryData<string, PackFacts> Plans => new()
    {
        { "small", SmallPlan },
        { "judged", Judged },
        { "second pack", Moved((OffTrack, AtRisk), (OnTrack, OffTrack), (null, NotDue)) },
        { "empty", Plan([], []) },
    };

    [Fact]
    public void Tables_and_charts_are_cited_by_section_and_place() =>
        Assert.Equal(
            [
                "Chart 1.1 c-1-1", "Table 1.1 t-1-1 grid", "Table 1.2 t-1-2 counts", "Table 1.3 t-1-3 months", "Table 2.1 t-2-1 changes", "Table 3.1 t-3-1 plan",
                "Table 4.1 t-4-1 exceptions", "Table 5.1 t-5-1 actions", "Table A.1 t-a-1 rating_rules", "Table A.2 t-a-2 impact_rules", "Table A.3 t-a-3 state_rules",
            ],
            Outline(Judged).SelectMany(s => s.Charts.Select(c => $"{c.Reference} {c.Reference.Anchor}").Concat(s.Tables.Select(t => $"{t.Reference} {t.Reference.Anchor} {t.Key}"))));

    [Fact]
    public void A_pack_without_one_table_leaves_its_number_free()
    {
        var answer = Outline(SmallPlan)[0];

        Assert.Equal(["Table 1.2 counts", "Table 1.3 months"], answer.Tables.Select(t => $"{t.Reference} {t.Key}"));
        Assert.Throws<InvalidOperationException>(() => answer.Table("grid"));
    }

    [Theory]
    [MemberData(nameof(Plans))]
    public void Every_row_has_a_cell_for_every_head_and_every_table_names_a_sheet(string name, PackFacts facts)
    {
        Assert.NotEmpty(name);
        var tables = Outline(facts).SelectMany(s => s.Tables).ToList();

        Assert.All(tables, t => Assert.All(t.FlatRows, row => Assert.Equal(t.FlatColumns.Count, row.Count)));
        Assert.All(tables, t => Assert.InRange($"{t.Reference} {t.Title}".Length, 1, 31));
        Assert.All(tables, t => Assert.Contains(" shown", t.Shown, StringComparison.Ordinal));
        Assert.Equal(tables.Count, tables.Select(t => t.Reference.Anchor).Distinct().Count());
        Assert.Equal(tables.Count, tables.Select(t => t.Key).Distinct().Count());
    }

    [Fact]
    public void Every_row_of_the_content_is_a_row_of_a_table()
    {
        var content = PackAssembler.Assemble(Judged, "0");
        var rows = content.Sections.SelectMany(s => s.Tables).ToDictionary(t => t.Key, t => t.Groups.Sum(g => g.Rows.Count));

        Assert.Equal(content.Said<PackAnswer>().Grid!.Rows.Count + 1, rows["grid"]);
        Assert.Equal(content.Said<PackAnswer>().Recommendations.Count + 1, rows["counts"]);
        Assert.Equal(content.Said<PackAnswer>().Chart.Series.Count, rows["months"]);
        Assert.Equal(content.Said<PackChanges>().Rows.Count, rows["changes"]);
        Assert.Equal(content.Said<PackPlan>().Groups.Sum(g => g.Rows.Count), rows["plan"]);
        Assert.Equal(content.Said<PackExceptions>().Items.Count, rows["exceptions"]);
        Assert.Equal(content.Said<PackActions>().Groups.Sum(g => g.Rows.Count), rows["actions"]);
        Assert.Equal((content.Said<PackKey>().Ratings.Count, content.Said<PackKey>().Impacts.Count, content.Said<PackKey>().States.Count), (rows["rating_rules"], rows["impact_rules"], rows["state_rules"]));
    }

    [Fact]
    public void A_flat_row_says_its_group_and_a_group_without_rows_keeps_its_line()
    {
        var table = Outline(SmallPlan).SelectMany(s => s.Tables).Single(t => t.Key == "actions");

        var rows = table.FlatRows.Select(r => (r[0].Words, r[7].Words, Ref: r[8].Words, Due: r[15])).ToList();

        Assert.Equal([("1", "2 of 2 shown", "1.1"), ("1", "2 of 2 shown", "1.2"), ("2", "1 of 1 shown; also answered by 1.2, listed under its own recommendation", "2.1"), ("3", "No action answers this recommendation.", "")],
            rows.Select(r => (r.Item1, r.Item2, r.Ref)));
        Assert.Equal(new DayCell(TestDates.Day("2018-09-28")), rows[0].Due);
    }

    [Fact]
    public void Counts_stand_beside_those_of_the_last_pack()
    {
        var counts = Outline(Moved((OffTrack, AtRisk))).SelectMany(s => s.Tables).Single(t => t.Key == "counts");

        Assert.Equal(["Rating", "Recommendations now", "Recommendations last pack", "Actions now", "Actions last pack"], counts.Columns);
        Assert.Equal(["Off track 0 1 0 1", "At risk 1 0 1 0", "All 1 1 1 1"], counts.FlatRows.Where((_, i) => i is 0 or 1 or 6).Select(r => string.Join(' ', r.Select(c => c.Words))));
    }

    private static List<PackSection> Outline(PackFacts facts) => [.. PackAssembler.Assemble(facts, "0").Sections];
}
