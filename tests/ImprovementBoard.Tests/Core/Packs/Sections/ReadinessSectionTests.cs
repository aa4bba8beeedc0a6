using ImprovementBoard.Core.Packs;
using ImprovementBoard.Core.Packs.Sections;
using ImprovementBoard.Core.Readiness;
using ImprovementBoard.Tests.Core.Readiness;
using static ImprovementBoard.Tests.TestDates;
using static ImprovementBoard.Tests.TestFacts;

namespace ImprovementBoard.Tests.Core.Packs.Sections;

public sealed class ReadinessSectionTests
{
    private static readonly ReadinessFacts Missing = ReadinessChecksTests.Facts(
        ReadinessChecksTests.Late with { UpdateDueBy = Day("2018-07-20"), BackBy = null }, ReadinessChecksTests.Done with { Ref = "1.2", HasEvidence = false });

    [Fact]
    public void It_counts_by_check_and_prints_the_reason_of_each_waiver_and_what_is_open()
    {
        var report = ReadinessReport.Of("Board of 23 August 2018", Missing, [ReadinessReportTests.Waiver("no_evidence", "1.2")]);

        var said = ReadinessSection.From(SmallPlan with { Readiness = report })!;

        Assert.Equal("The checks found 3 things missing on 6 August 2018: 1 waived and 2 open.", said.Conclusion);
        Assert.Equal(["Missing updates 1 0 0 1", "Closures without evidence 1 0 1 0"], said.Checks.Where(c => c.Name is "Missing updates" or "Closures without evidence").Select(c => $"{c.Name} {c.Found} {c.Resolved} {c.Waived} {c.Open}"));
        Assert.Equal(("Closures without evidence", "Action 1.2 Action 1.1", "The lead is ill until September.", "Programme office"), (said.Waived[0].Check, said.Waived[0].Item, said.Waived[0].Reason, said.Waived[0].By));
        Assert.Equal(["Missing updates", "Off track or at risk without a recovery plan"], said.Open.Select(o => o.Check));
        Assert.Equal(["Table B.1 checks 7 of 7 shown", "Table B.2 waived 1 of 1 shown", "Table B.3 open 2 of 2 shown"], Tables(report));
    }

    [Fact]
    public void What_became_of_it_after_the_cut_off_is_told_with_its_day()
    {
        var report = ReadinessReport.Of("Board of 23 August 2018", Missing, []).AsOf(Day("2018-08-10"), ReadinessChecksTests.Facts(), []);

        var said = ReadinessSection.From(SmallPlan with { Readiness = report })!;

        Assert.Equal("The checks found 3 things missing on 6 August 2018; by 10 August 2018 3 were put right, 0 waived and 0 open.", said.Conclusion);
        Assert.Equal(["Table B.1 checks 7 of 7 shown"], Tables(report));
    }

    [Fact]
    public void A_gate_that_found_nothing_says_so_and_an_older_pack_says_nothing()
    {
        var passed = ReadinessReport.Of(null, ReadinessChecksTests.Facts(), []);

        Assert.Equal("All 7 checks passed on 6 August 2018: nothing is missing.", ReadinessSection.From(SmallPlan with { Readiness = passed })!.Conclusion);
        Assert.Null(ReadinessSection.From(SmallPlan));
        Assert.DoesNotContain(PackAssembler.Assemble(Narrowed.For(SmallPlan, Audience.Board), "0").Sections, s => s.Key == "readiness");
    }

    private static IEnumerable<string> Tables(ReadinessReport report) =>
        ReadinessSection.Part.Write(SmallPlan with { Readiness = report }, "B")!.Section.Tables.Select(t => $"{t.Reference} {t.Key} {t.Shown}");
}
