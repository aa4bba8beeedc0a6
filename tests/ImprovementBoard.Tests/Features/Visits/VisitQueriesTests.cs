using ImprovementBoard.Core.Access;
using ImprovementBoard.Web.Features.Visits;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Tests.Features.Visits;

public sealed class VisitQueriesTests
{
    [Fact]
    public async Task Every_finding_is_counted_at_the_occasion_it_was_made()
    {
        await using var database = await TestDatabase.SeededAsync();
        var kirklees = await database.KirkleesAsync();
        await using var db = database.Open(kirklees.Id);

        var rows = await database.Get<VisitQueries>().ListAsync(kirklees);

        Assert.Equal(await db.Findings.CountAsync(), rows.Sum(r => r.Concerns + r.Good));
        Assert.Equal(rows.OrderBy(r => r.Occasion.SortOn).Select(r => r.Occasion.Ref), rows.Select(r => r.Occasion.Ref));
        foreach (var row in rows)
            Assert.Equal(row.Concerns + row.Good, (await database.Get<VisitQueries>().FindAsync(kirklees, row.Occasion.Ref))!.Findings.Count);
    }

    [Fact]
    public async Task A_repeat_says_how_often_it_was_said_by_then()
    {
        await using var database = await TestDatabase.SeededAsync();
        var kirklees = await database.KirkleesAsync();
        await using var db = database.Open(kirklees.Id);
        var repeats = await db.Findings.Where(f => f.RepeatsId != null).ToListAsync();
        var rows = await database.Get<VisitQueries>().ListAsync(kirklees);

        var shown = new List<int>();
        foreach (var row in rows)
            shown.AddRange((await database.Get<VisitQueries>().FindAsync(kirklees, row.Occasion.Ref))!.Findings.Where(f => f.Time > 1).Select(f => f.Finding.Id));

        Assert.NotEmpty(repeats);
        Assert.Equal(repeats.Select(f => f.Id).Order(), shown.Order());
        Assert.Equal(repeats.Count, rows.Sum(r => r.Repeats));
    }

    [Fact]
    public async Task The_latest_visit_is_not_one_of_the_future()
    {
        await using var database = await TestDatabase.SeededAsync();
        var kirklees = await database.KirkleesAsync();

        var latest = await database.Get<VisitQueries>().LatestVisitAsync(kirklees);

        Assert.Equal("5", latest!.Ref);
        Assert.Contains(await database.Get<VisitQueries>().ListAsync(kirklees), r => r.Occasion.Later);
    }

    [Fact]
    public async Task A_visit_of_another_programme_is_not_found()
    {
        await using var database = await TestDatabase.SeededAsync();
        var board = await TestBoard.AddAsync(database);

        Assert.Null(await database.Get<VisitQueries>().FindAsync(board.As(Role.Chair), "5"));
        Assert.Empty(await database.Get<VisitQueries>().ListAsync(board.As(Role.Chair)));
    }
}
