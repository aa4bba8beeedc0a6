using ImprovementBoard.Core.Packs;
using ImprovementBoard.Core.Packs.Sections;
using ImprovementBoard.Core.Programmes;
using ImprovementBoard.Core.Readiness;
using ImprovementBoard.Tests.Core.Readiness;
using static ImprovementBoard.Tests.TestDates;
using static ImprovementBoard.Tests.TestFacts;

namespace ImprovementBoard.Tests.Core.Packs.Sections;

public sealed class CoverSectionTests
{
    private static string Fact(PackFacts facts, string label) => CoverSection.From(facts, "hash").Facts.Single(f => f.Label == label).Text;

    [Fact]
    public void Says_whose_pack_it_is_for_which_period()
    {
        var cover = CoverSection.From(SmallPlan, "hash");

        Assert.Equal(("Kirklees Council", "Kirklees children’s services", "Board progress pack"), (cover.Council, cover.Programme, cover.Edition));
        Assert.Equal(("August 2018", "6 August 2018", "Pack 1", "OFFICIAL", "hash"), (cover.Period, cover.PositionAsAt, cover.Reference, cover.Marking, cover.FactsHash));
    }

    [Theory]
    [InlineData(2, false)]
    [InlineData(null, true)]
    public void A_pack_without_a_number_is_a_draft(int? number, bool draft) =>
        Assert.Equal(draft, CoverSection.From(SmallPlan with { Number = number }, "hash").Draft);

    [Fact]
    public void Tells_the_facts_that_are_known()
    {
        Assert.Equal("6 August 2018", Fact(SmallPlan, "Position as at"));
        Assert.Equal("in force since 25 November 2016", Fact(SmallPlan, "Direction"));
        Assert.Equal("Fifth monitoring visit, June 2018", Fact(SmallPlan, "Latest visit"));
        Assert.Equal("619 days", Fact(SmallPlan, "Since the report"));
        Assert.Equal("3 recommendations, 3 actions", Fact(SmallPlan, "Shown"));
        Assert.Equal("Pack 1, position as at 6 July 2018", Fact(SmallPlan with { Previous = SameAsNow(SmallPlan) }, "Follows"));
    }

    [Fact]
    public void Says_what_there_is_not()
    {
        var bare = SmallPlan with { DirectionSince = null, LatestVisit = null };

        Assert.Equal("none in force", Fact(bare, "Direction"));
        Assert.Equal("none yet", Fact(bare, "Latest visit"));
        Assert.Equal("none of this edition: it is the first", Fact(bare, "Follows"));
    }

    [Theory]
    [InlineData("2018-08-23", 17, "to the board on 23 August 2018")]
    [InlineData("2018-08-06", 0, "to the board on 6 August 2018")]
    [InlineData("2018-08-05", null, null)] // it has met
    [InlineData(null, null, null)]
    public void Counts_the_days_to_the_next_board(string? board, int? days, string? what)
    {
        var next = CoverSection.From(SmallPlan with { NextBoardOn = DayOrNone(board) }, "hash").Next;

        Assert.Equal((days, what), (next?.Days, next?.What));
    }

    [Theory]
    [InlineData(ProgrammeStage.Inspected, "now next next next next")]
    [InlineData(ProgrammeStage.Planning, "past now next next next")]
    [InlineData(ProgrammeStage.Delivering, "past past now next next")]
    [InlineData(ProgrammeStage.SupportAndSupervision, "past past past past now")]
    [InlineData(ProgrammeStage.Closed, "past past past past past")]
    public void The_stage_strip_shows_how_far_the_programme_is(ProgrammeStage stage, string states) =>
        Assert.Equal(states, string.Join(' ', CoverSection.From(SmallPlan with { Stage = stage }, "hash").Stages.Select(s => s.State)));

    [Fact]
    public void A_stage_has_its_date_where_one_is_known() =>
        Assert.Equal(
            ["report 25 Nov 2016", "plan due 9 Mar 2017", "now", "not reached", "not reached"],
            CoverSection.From(SmallPlan, "hash").Stages.Select(s => s.Note));

    [Fact]
    public void Only_a_demonstration_carries_its_credit()
    {
        Assert.Equal("", CoverSection.From(SmallPlan, "hash").Credit);
        Assert.Contains("Open Government Licence v3.0", CoverSection.From(SmallPlan with { Demonstration = true }, "hash").Credit, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Audience.Board, "")]
    [InlineData(Audience.Commissioner, "")]
    [InlineData(Audience.Public, "")]
    [InlineData(Audience.Summary, "Readiness gate: 1 waived, see the board pack, appendix B.")]
    public void Where_the_reasons_of_waivers_are_not_printed_the_credit_says_who_has_them(Audience audience, string credit)
    {
        var missing = ReadinessChecksTests.Facts(ReadinessChecksTests.Done with { Ref = "1.2", HasEvidence = false });
        ReadinessReport Report(params WaiverFact[] waivers) => ReadinessReport.Of(null, missing, waivers);

        Assert.Equal(credit, CoverSection.From(Narrowed.For(SmallPlan with { Readiness = Report(ReadinessReportTests.Waiver("no_evidence", "1.2")) }, audience), "hash").Credit);
        Assert.Equal("", CoverSection.From(Narrowed.For(SmallPlan with { Readiness = Report() }, audience), "hash").Credit);
        Assert.Equal("board and commissioner", PackEdition.WithWaivers);
        Assert.Contains(PackAssembler.Assemble(Narrowed.For(SmallPlan with { Readiness = Report() }, Audience.Board), "hash").Sections, s => (s.Key, s.Number) == ("readiness", "B"));
    }

    [Theory]
    [InlineData(Audience.Board, "Board progress pack")]
    [InlineData(Audience.Commissioner, "Commissioner progress pack")]
    [InlineData(Audience.Public, "Public progress report")]
    [InlineData(Audience.Summary, "Progress on one page")]
    public void Every_audience_has_its_edition(Audience audience, string edition) => Assert.Equal(edition, PackEdition.Of(audience).Name);
}
