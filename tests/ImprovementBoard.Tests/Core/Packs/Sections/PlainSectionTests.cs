using ImprovementBoard.Core.Evidence;
using ImprovementBoard.Core.Forecasts;
using ImprovementBoard.Core.Packs;
using ImprovementBoard.Core.Packs.Sections;
using ImprovementBoard.Core.Packs.Tables;
using ImprovementBoard.Core.Programmes;
using ImprovementBoard.Core.Visits;
using static ImprovementBoard.Tests.TestDates;
using static ImprovementBoard.Tests.TestFacts;

namespace ImprovementBoard.Tests.Core.Packs.Sections;

/// <summary>The sections that are drawn as their tables stand.</summary>
public sealed class PlainSectionTests
{
    private static readonly PaceCounts Slow = new(Position, 183, 3, 0, 0, Day("2018-09-28"));

    private static PackFacts Paced => SmallPlan with
    {
        Pace = new(Slow, new("burn-up", "Burn-up", "None signed off.", ["30 Jun 2018", "6 Aug 2018"], [new("in the plan", LineMark.Thin, [3, 3]), new("signed off", LineMark.Strong, [0, 1])]), 4, 5,
            [new("1", Slow), new("2", new(Position, 183, 4, 3, 3, Day("2019-06-30"))), new("3", new(Position, 183, 0, 0, 0, null))]),
    };

    private static PackFacts Visited(int occasions = 3) => SmallPlan with
    {
        Matrix = new(
            [.. Enumerable.Range(1, occasions).Select(i => new OccasionFact($"Visit {i}", "1 Jan 2018", i == 2))],
            [.. SmallPlan.Recommendations.Select((r, i) => new MatrixRowFact(r.Ref, [.. Enumerable.Range(0, occasions).Select(o => new MatrixCell(i == 0 && o == 2 ? CellWord.NotYet : CellWord.NotLookedAt, i == 0 ? 2 : 0, ""))], i == 0 ? 1 : 0, i == 0 ? 1 : 0))],
            2, [Theme.CareLeavers]),
    };

    [Fact]
    public void The_public_reads_the_pace_of_the_whole_plan_and_is_told_that_there_are_single_forecasts()
    {
        var facts = Narrowed.For(Paced, Audience.Public);

        Assert.Equal(["burn_up"], PaceSection.From(facts)!.Tables.Select(t => t.Key));
        Assert.DoesNotContain(PaceSection.From(facts)!.Notes, n => n.Contains("Lately", StringComparison.Ordinal));
        Assert.Equal(Paced.Pace!.Recommendations.Count, facts.LeftOut!.Single(l => l.What == "The forecast of each recommendation").Count);
    }

    [Fact]
    public void Pace_forecasts_every_recommendation_from_its_counts()
    {
        var said = PaceSection.From(Paced)!;

        Assert.Equal(ForecastWords.Conclusion(PlanForecast.Of(Slow), "the plan"), said.Conclusion);
        Assert.Equal(["1|Recommendation 1|0|3|0|–|–|28 Sep 2018|Too few to say", "3|Recommendation 3|0|0|0|–|–||No action"], Rows(said.Tables[0]).Where(r => r[0] is '1' or '3'));
        Assert.Matches(@"^2\|Recommendation 2\|3\|4\|3\|\w+ 201\d\|Between .+\|30 Jun 2019\|", Rows(said.Tables[0])[1]);
        Assert.Equal(["30 Jun 2018|3|0", "6 Aug 2018|3|1"], Rows(said.Tables[1]));
        Assert.StartsWith("4 of 5 updates that fell due were posted in time (80.0%).", said.Notes[0], StringComparison.Ordinal);
        Assert.Same(Paced.Pace!.BurnUp.Title, said.Chart!.Title);
    }

    [Fact]
    public void The_matrix_says_what_was_looked_at_what_was_said_again_and_what_was_never_tested()
    {
        var said = MatrixSection.From(Visited())!;

        Assert.Equal("On 2 visits since the inspection, inspectors looked at 1 of 3 recommendations and repeated a concern about 1 of those 1. Never tested: care leavers.", said.Conclusion);
        Assert.Equal(["1|Recommendation 1|–|–|Not yet, time 2|1", "2|Recommendation 2|–|–|–|0", "3|Recommendation 3|–|–|–|0"], Rows(said.Tables[1]));
        Assert.Equal("Visit 2|1 Jan 2018|None recorded, so it tested nothing here", Rows(said.Tables[0])[1]);
    }

    [Fact]
    public void Visits_that_do_not_fit_beside_each_other_go_into_a_further_table()
    {
        var tables = MatrixSection.From(Visited(14))!.Tables;

        Assert.Equal(["occasions", "matrix", "matrix_2", "matrix_3"], tables.Select(t => t.Key));
        Assert.Equal(14, tables.Skip(1).Sum(t => t.Columns.Count - 3));
        Assert.Equal("3 of 3 shown, 2 occasions of 14", tables[^1].Shown);
    }

    [Fact]
    public void Evidence_is_counted_by_the_strongest_piece_and_a_claim_without_any_comes_first()
    {
        var said = EvidenceSection.From(SmallPlan with
        {
            Audience = Audience.Commissioner,
            Claims =
            [
                new("1.1", "Action 1.1", "Delivered", [new(EvidenceStrength.SelfReported, Day("2018-07-01"), null, false), new(EvidenceStrength.Independent, Day("2018-08-01"), 12, false)], false),
                new("1.2", "Action 1.2", "Delivered", [], false),
            ],
        })!;

        Assert.Equal("Of 2 claims that something is delivered or makes a difference, 1 rests on independent evidence, 0 on tests inside the council, 0 on self-report alone and 1 on nothing.", said.Conclusion);
        Assert.Equal(["Independent|1|2", "Internally tested|0|2", "Self-reported|0|2", "None|1|2"], Rows(said.Tables[0]));
        Assert.Equal(["1.2|Action 1.2|Delivered|None|0||", "1.1|Action 1.1|Delivered|Independent|2|12|1 Aug 2018"], Rows(said.Tables[1]));
    }

    [Fact]
    public void The_direction_in_force_is_told_with_its_law_and_its_source()
    {
        Assert.Equal("No direction or notice is in force.", DirectionSection.From(SmallPlan).Conclusion);
        var said = DirectionSection.From(SmallPlan with { Direction = new("Statutory direction", Day("2018-08-01"), "Section 497A", "Work with a commissioner.", "GOV.UK") });

        Assert.Equal("Statutory direction in force for 5 days, since 1 August 2018.", said.Conclusion);
        Assert.Equal(["What it requires|Work with a commissioner.", "Issued|1 August 2018", "Legal basis|Section 497A", "Source|GOV.UK"], Rows(said.Tables[0]));
    }

    [Fact]
    public void What_was_not_frozen_is_not_told()
    {
        Assert.Null(PaceSection.From(SmallPlan));
        Assert.Null(MatrixSection.From(SmallPlan));
        Assert.Null(EvidenceSection.From(SmallPlan));
        Assert.Null(LeftOutSection.From(SmallPlan));
    }

    private static List<string> Rows(PackTable table) => [.. table.FlatRows.Select(r => string.Join('|', r.Select(c => c.Words)))];
}
