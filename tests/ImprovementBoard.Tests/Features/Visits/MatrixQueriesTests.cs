using ImprovementBoard.Core.Programmes;
using ImprovementBoard.Core.Visits;
using ImprovementBoard.Web.Features.Visits;
using Microsoft.EntityFrameworkCore;
using static ImprovementBoard.Tests.TestDates;

namespace ImprovementBoard.Tests.Features.Visits;

public sealed class MatrixQueriesTests
{
    private static readonly MatrixFilter Everything = new(null, null, MatrixRows.All, Later: false);

    [Fact]
    public async Task Every_recommendation_has_a_cell_for_every_occasion_and_each_cell_is_what_its_findings_say()
    {
        await using var database = await TestDatabase.SeededAsync();
        var kirklees = await database.KirkleesAsync();

        var view = await database.Get<MatrixQueries>().GetAsync(kirklees, Everything with { Later = true });

        Assert.Equal(["inspection-2016", "2017-06", "2017-autumn", "5", "2018-12", "inspection-2019"], view.Occasions.Select(o => o.Ref));
        Assert.Equal((37, 37), (view.Rows.Count, view.All));
        Assert.All(view.Rows, r => Assert.Equal(view.Occasions.Count, r.Cells.Count));
        await using var db = database.Open(kirklees.Id);
        var findings = await db.Findings.Include(f => f.Recommendations).AsNoTracking().ToListAsync();
        foreach (var row in view.Rows)
        {
            foreach (var (cell, occasion) in row.Cells.Zip(view.Occasions))
            {
                var here = findings.Where(f => occasion.Has(f) && f.Recommendations.Exists(r => r.Ref == row.Ref)).ToList();
                Assert.Equal(here.Count == 0, cell.Cell.Word == CellWord.NotLookedAt);
                Assert.Equal(here.Count == 0, cell.FirstFindingId is null);
                Assert.Equal(here.Exists(f => f.Word == ProgressWord.Declined), cell.Cell.Word == CellWord.Declined);
            }
        }
        Assert.Equal([CellWord.Raised, CellWord.Strength, CellWord.NotLookedAt, CellWord.NotYet, CellWord.NotLookedAt, CellWord.NotLookedAt],
            view.Rows.Single(r => r.Ref == "15").Cells.Select(c => c.Cell.Word));
    }

    [Fact]
    public async Task What_came_later_is_left_out_unless_asked_for_and_counts_in_no_total()
    {
        await using var database = await TestDatabase.SeededAsync();
        var kirklees = await database.KirkleesAsync();

        var now = await database.Get<MatrixQueries>().GetAsync(kirklees, Everything);
        var later = await database.Get<MatrixQueries>().GetAsync(kirklees, Everything with { Later = true });

        Assert.Equal((4, 6), (now.Occasions.Count, later.Occasions.Count));
        Assert.True(now.HasLater);
        Assert.Equal((now.Visits, now.Never), (later.Visits, later.Never));
        Assert.Equal(now.Rows.Select(r => (r.Ref, r.LookedAt, r.SaidAgain)), later.Rows.Select(r => (r.Ref, r.LookedAt, r.SaidAgain)));
    }

    [Fact]
    public async Task A_visit_of_which_nothing_is_recorded_tests_nothing()
    {
        await using var database = await TestDatabase.SeededAsync();
        var kirklees = await database.KirkleesAsync();

        var view = await database.Get<MatrixQueries>().GetAsync(kirklees, Everything);

        Assert.Equal(["2017-autumn"], view.Silent);
        Assert.Equal(2, view.Visits);
        Assert.Equal(view.Never, view.Rows.Count(r => r.Cells.Skip(1).All(c => c.Cell.Word == CellWord.NotLookedAt)));
        Assert.All(view.Rows, r => Assert.InRange(r.LookedAt, 0, view.Visits));
        Assert.Equal("2", view.MostRepeated!.Ref);
        Assert.Equal([Theme.LeadershipAndGovernance, Theme.ChildrenInCare, Theme.CareLeavers, Theme.Sufficiency], view.Untested);
    }

    [Fact]
    public async Task Seen_as_at_an_earlier_date_it_tells_only_what_was_known_then()
    {
        await using var database = await TestDatabase.SeededAsync();
        var then = await database.KirkleesAsync() with { Today = Day("2017-12-31") };

        var view = await database.Get<MatrixQueries>().GetAsync(then, Everything with { Later = true });

        Assert.Equal(["inspection-2016", "2017-06", "2017-autumn"], view.Occasions.Select(o => o.Ref));
        Assert.False(view.HasLater);
    }

    [Fact]
    public async Task Filters_narrow_the_rows_and_leave_the_totals()
    {
        await using var database = await TestDatabase.SeededAsync();
        var kirklees = await database.KirkleesAsync();
        var queries = database.Get<MatrixQueries>();
        var all = await queries.GetAsync(kirklees, Everything);
        var board = all.Rows.Single(r => r.Ref == "L1").BodyId;

        foreach (var (filter, fits) in new (MatrixFilter, Func<MatrixRow, bool>)[]
        {
            (Everything with { Rows = MatrixRows.Never }, r => r.LookedAt == 0),
            (Everything with { Rows = MatrixRows.Repeated }, r => r.SaidAgain > 0),
            (Everything with { Theme = Theme.Workforce }, r => r.Theme == Theme.Workforce),
            (Everything with { BodyId = board }, r => r.Ref[0] == 'L'),
            (Everything with { BodyId = board, Theme = Theme.Workforce, Rows = MatrixRows.Repeated }, r => false),
        })
        {
            var view = await queries.GetAsync(kirklees, filter);
            Assert.Equal(all.Rows.Where(fits).Select(r => r.Ref), view.Rows.Select(r => r.Ref));
            Assert.Equal((all.All, all.Never, all.Visits, all.MostRepeated!.Ref), (view.All, view.Never, view.Visits, view.MostRepeated!.Ref));
        }
    }

    [Fact]
    public async Task A_programme_without_an_inspection_has_an_empty_matrix()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);

        var view = await database.Get<MatrixQueries>().GetAsync(board.As(ImprovementBoard.Core.Access.Role.Chair), Everything);

        Assert.Empty(view.Occasions);
        Assert.Equal((2, 0, 2), (view.Rows.Count, view.Visits, view.Never));
        Assert.Null(view.MostRepeated);
    }
}
