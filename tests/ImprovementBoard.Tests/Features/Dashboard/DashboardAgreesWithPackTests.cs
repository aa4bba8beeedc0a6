using ImprovementBoard.Core.Packs;
using ImprovementBoard.Core.Ratings;
using ImprovementBoard.Core.Readiness;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Features.Actions;
using ImprovementBoard.Web.Features.Dashboard;
using ImprovementBoard.Web.Features.Forecasts;
using ImprovementBoard.Web.Features.Packs;
using ImprovementBoard.Web.Features.Readiness;
using ImprovementBoard.Web.Features.Recommendations;
using ImprovementBoard.Web.Features.Visits;

namespace ImprovementBoard.Tests.Features.Dashboard;

/// <summary>One set of facts: what a page shows and what the pack of the same date prints are equal.</summary>
[Trait("Category", "Database")]
public sealed class DashboardAgreesWithPackTests
{
    [Fact]
    public async Task Counts_by_rating_are_equal()
    {
        await using var database = await TestDatabase.SeededAsync();
        var (kirklees, _, content) = await ReadAsync(database);

        var dashboard = await database.Get<DashboardQueries>().GetAsync(kirklees);

        Assert.Equal(content.Said<PackAnswer>().Recommendations.Select(c => (c.Rating, c.Count)), RatingLook.All.Select(l => (l.Code, dashboard.Recommendations.GetValueOrDefault(l.Rating))));
        Assert.Equal(content.Said<PackAnswer>().Actions.Select(c => (c.Rating, c.Count)), RatingLook.All.Select(l => (l.Code, dashboard.Actions.GetValueOrDefault(l.Rating))));
    }

    [Fact]
    public async Task The_chart_is_the_same_chart()
    {
        await using var database = await TestDatabase.SeededAsync();
        var (kirklees, _, content) = await ReadAsync(database);

        var chart = (await database.Get<DashboardQueries>().GetAsync(kirklees)).Chart;

        Assert.Equivalent(content.Said<PackAnswer>().Chart, chart, strict: true);
    }

    [Fact]
    public async Task As_many_actions_are_late()
    {
        await using var database = await TestDatabase.SeededAsync();
        var (kirklees, facts, _) = await ReadAsync(database);

        var dashboard = await database.Get<DashboardQueries>().GetAsync(kirklees);

        var late = facts.Actions.Where(a => a.Reason.Contains("due date passed", StringComparison.OrdinalIgnoreCase)).Select(a => a.Ref).ToList();
        Assert.NotEmpty(late);
        Assert.Equal(late.Count, dashboard.LateCount);
        Assert.All(dashboard.Late, row => Assert.Contains(row.Ref, late));
    }

    [Fact]
    public async Task Every_action_has_the_same_rating_reason_and_dates()
    {
        await using var database = await TestDatabase.SeededAsync();
        var (kirklees, facts, content) = await ReadAsync(database);

        var rows = (await database.Get<ActionQueries>().ListAsync(kirklees, new(null, null, null, null, LateOnly: false, null, 1))).Rows;

        Assert.Equal(
            facts.Actions.Select(a => (a.Ref, a.Title, a.Lead, a.Rating, a.Reason, a.LeadSays, a.BaselineDue, a.Due, a.LastUpdate?.On)),
            rows.Select(r => (r.Ref, r.Title, r.Lead, r.Delivery, r.Reason, r.LeadSays, r.BaselineDue, r.Due, r.LastUpdateOn)));
        Assert.Equal(
            rows.Select(r => (r.Ref, RatingLook.Of(r.Delivery).Code, r.Reason)).Order(),
            content.Said<PackActions>().Groups.SelectMany(g => g.Rows).Select(r => (r.Ref, r.Rating, r.Reason)).Order());
    }

    [Fact]
    public async Task Every_recommendation_has_the_same_rating_reason_and_strip()
    {
        await using var database = await TestDatabase.SeededAsync();
        var (kirklees, facts, content) = await ReadAsync(database);

        var rows = (await database.Get<RecommendationQueries>().ListAsync(kirklees, new(null, null, null, null, null, 1))).Rows;

        Assert.Equal(
            facts.Recommendations.Select(r => (r.Ref, r.Title, r.Theme, r.Owner, r.Rating, r.Reason, r.Strip)),
            rows.Select(r => (r.Ref, r.ShortTitle, r.Theme, r.Owner, r.Delivery, r.Reason, r.Strip)));
        Assert.Equal(
            rows.Select(r => (r.Ref, RatingLook.Of(r.Delivery).Code, r.Reason)).Order(),
            content.Said<PackPlan>().Groups.SelectMany(g => g.Rows).Select(r => (r.Ref, r.Rating, r.Reason)).Order());
    }

    [Fact]
    public async Task Grid_pace_matrix_and_gate_tell_the_same_numbers()
    {
        await using var database = await TestDatabase.SeededAsync();
        var (kirklees, facts, content) = await ReadAsync(database);

        var grid = (await database.Get<DashboardQueries>().GetAsync(kirklees)).Grid;
        var printed = content.Said<PackAnswer>().Grid!;
        Assert.Equal((printed.Conclusion, printed.All), (grid.Conclusion, grid.All));
        Assert.Equal(printed.Totals, grid.Totals);
        Assert.Equal(printed.Rows.SelectMany(r => r.Cells).Select(c => c.Count), grid.Rows.SelectMany(r => r.Cells).Select(c => c.Refs.Count));

        var pace = await database.Get<ForecastQueries>().PaceAsync(kirklees);
        Assert.Equal((facts.Pace!.Plan, facts.Pace.UpdatesInTime, facts.Pace.UpdatesDue), (pace.Plan.Counts, pace.Updates.InTime, pace.Updates.FellDue));
        Assert.Equivalent(facts.Pace.BurnUp, pace.BurnUp, strict: true);
        Assert.Equal(facts.Pace.Recommendations.Select(r => (r.Ref, r.Counts)), pace.Recommendations.Select(r => (r.Ref, r.Forecast.Counts)));

        var matrix = await database.Get<MatrixQueries>().GetAsync(kirklees, new(null, null, MatrixRows.All, Later: false));
        Assert.Equal((facts.Matrix!.Visits, facts.Matrix.Rows.Count), (matrix.Visits, matrix.All));
        Assert.Equal(facts.Matrix.Rows.Select(r => (r.Ref, r.LookedAt, r.SaidAgain)), matrix.Rows.Select(r => (r.Ref, r.LookedAt, r.SaidAgain)));
        Assert.Equal(facts.Matrix.Rows.SelectMany(r => r.Cells), matrix.Rows.SelectMany(r => r.Cells).Select(c => c.Cell));

        var gate = (await database.Get<ReadinessQueries>().FindAsync(kirklees, "board-2018-08-23"))!.Report!;
        Assert.Equal(gate.Checks.Select(c => (c.Code, c.Items.Count, c.Count(ReadinessState.Waived), c.Count(ReadinessState.Open))), facts.Readiness!.Checks.Select(c => (c.Code, c.Items.Count, c.Count(ReadinessState.Waived), c.Count(ReadinessState.Open))));
        Assert.NotEmpty(gate.Items());
    }

    [Fact]
    public async Task Of_every_frozen_period_the_dashboard_as_at_its_cut_off_tells_the_frozen_facts()
    {
        await using var database = await TestDatabase.SeededAsync();
        var kirklees = await database.KirkleesAsync();
        await using var db = database.Open(kirklees.Id);
        var periods = db.Periods.Where(p => p.FactsJson != null && p.CutOffOn < kirklees.Today).ToList();
        Assert.NotEmpty(periods);

        foreach (var period in periods)
        {
            var frozen = PackAssembler.Assemble(PackFactsReader.FromJson(period.FactsJson!), "0").Said<PackAnswer>();
            var dashboard = await database.Get<DashboardQueries>().GetAsync(kirklees with { Today = period.CutOffOn, Actor = kirklees.Actor with { LooksBack = true } });

            Assert.Equal(frozen.Recommendations.Select(c => (c.Rating, c.Count)), RatingLook.All.Select(l => (l.Code, dashboard.Recommendations.GetValueOrDefault(l.Rating))));
            Assert.Equal(frozen.Actions.Select(c => (c.Rating, c.Count)), RatingLook.All.Select(l => (l.Code, dashboard.Actions.GetValueOrDefault(l.Rating))));
            Assert.Equivalent(frozen.Chart, dashboard.Chart, strict: true);
        }
    }

    private static async Task<(ProgrammeScope Kirklees, PackFacts Facts, PackContent Content)> ReadAsync(TestDatabase database)
    {
        var kirklees = await database.KirkleesAsync();
        await using var db = database.Open(kirklees.Id);
        var facts = await database.Get<PackFactsReader>().ReadAsync(db, kirklees.Programme, Audience.Board, new(new("2018-08", "August 2018"), kirklees.Today), 1, kirklees.Today, default);
        // As it is stored: what the pack prints went through the frozen text.
        var frozen = PackFactsReader.FromJson(PackFactsReader.ToJson(facts));
        return (kirklees, frozen, PackAssembler.Assemble(frozen, "0"));
    }
}
