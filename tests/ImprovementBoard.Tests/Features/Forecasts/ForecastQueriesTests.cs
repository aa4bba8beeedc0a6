using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Forecasts;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Features.Actions;
using ImprovementBoard.Web.Features.Forecasts;
using Microsoft.EntityFrameworkCore;
using static ImprovementBoard.Tests.TestDates;

namespace ImprovementBoard.Tests.Features.Forecasts;

/// <summary>That looking back shows what was shown then is proved by LookBackTests.</summary>
[Trait("Category", "Database")]
public sealed class ForecastQueriesTests
{
    [Fact]
    public async Task A_sign_off_counts_from_its_day_and_a_reopening_takes_it_back()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        await board.AddActionAsync("1.1", and: a => a.Evidence.Add(board.Evidence()));
        await board.AddActionAsync("2.1", recommendations: "2");
        var before = board.Today;
        async Task<Guid> Seen()
        {
            await using var now = database.Open(board.Programme.Id);
            return await now.Actions.Where(a => a.Ref == "1.1").Select(a => a.Version).SingleAsync();
        }

        database.Clock.Now = database.Clock.Now.AddDays(1);
        var service = database.Get<ActionService>();
        await service.DeliverAsync(board.As(Role.Lead), "1.1", await Seen());
        await service.SignOffAsync(board.As(Role.Office), "1.1", await Seen(), board.Today.AddDays(90));
        var signed = board.Today;
        database.Clock.Now = database.Clock.Now.AddDays(1);
        await service.ReopenAsync(board.As(Role.Office), "1.1", await Seen(), "An audit contradicts it.");

        Assert.Equal((2, 0, 0), await CountsAsync(database, board, before));
        Assert.Equal((2, 1, 1), await CountsAsync(database, board, signed));
        Assert.Equal((2, 0, 0), await CountsAsync(database, board, board.Today));
    }

    [Theory]
    [InlineData("2016-11-25")]
    [InlineData("2017-12-14")]
    [InlineData("2018-03-31")]
    [InlineData("2018-08-06")]
    public async Task The_line_on_dashboard_and_recommendation_is_that_of_the_page(string day)
    {
        await using var database = await TestDatabase.SeededAsync();
        var now = await database.KirkleesAsync();
        var scope = Day(day) < now.Today ? now with { Today = Day(day), Actor = now.Actor with { LooksBack = true } } : now;
        var queries = database.Get<ForecastQueries>();

        var pace = await queries.PaceAsync(scope);

        Assert.Equal(pace.Plan, await queries.OfPlanAsync(scope));
        await using var db = database.Open(scope.Id);
        foreach (var r in await db.Recommendations.Select(r => new { r.Id, r.Ref }).ToListAsync())
            Assert.Equal(pace.Recommendations.Single(x => x.Ref == r.Ref).Forecast, await queries.OfRecommendationAsync(scope, r.Id));
    }

    [Fact]
    public async Task The_demonstration_is_too_slow_and_says_by_how_much()
    {
        await using var database = await TestDatabase.SeededAsync();

        var pace = await database.Get<ForecastQueries>().PaceAsync(await database.KirkleesAsync());

        Assert.Equal((56, 11, 7), (pace.Plan.Counts.Actions, pace.Plan.Counts.SignedOff, pace.Plan.Counts.Lately));
        Assert.Equal(PaceVerdict.TooSlow, pace.Plan.Verdict);
        Assert.Equal(37, pace.Recommendations.Count);
        Assert.InRange(pace.Updates.InTime, 1, pace.Updates.FellDue - 1);
        Assert.Equal([56, 11], new[] { pace.BurnUp.Lines[0], pace.BurnUp.Lines[2] }.Select(l => l.Values[^1]));
    }

    [Fact]
    public async Task A_returned_update_was_not_on_time_from_the_day_it_was_returned()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        // At work for 90 days: updates fell due after 28, 56 and 84 days; the only one came a week ago and put right what was missed.
        await board.AddActionAsync("1.1");
        var before = (await PaceAsync(database, board, board.Today)).Updates;
        await using (var db = database.Open(board.Programme.Id))
        {
            var update = await db.Updates.SingleAsync();
            update.Return("Programme office", "What changed is missing.", board.Today);
            await db.SaveChangesAsync();
        }

        var after = (await PaceAsync(database, board, board.Today)).Updates;

        Assert.Equal((new UpdatesOnTime(0, 2), new UpdatesOnTime(0, 3)), (before, after));
    }

    private static async Task<(int Actions, int SignedOff, int Lately)> CountsAsync(TestDatabase database, TestBoard board, DateOnly day)
    {
        var scope = (await database.Get<ProgrammeAccess>().EnterAsync(board.Person(Role.Chair), $"testshire@{day:yyyy-MM-dd}"))!;
        var counts = (await database.Get<ForecastQueries>().OfPlanAsync(scope)).Counts;
        Assert.Equal(counts, (await PaceAsync(database, board, day)).Plan.Counts);
        return (counts.Actions, counts.SignedOff, counts.Lately);
    }

    private static async Task<PaceView> PaceAsync(TestDatabase database, TestBoard board, DateOnly day) =>
        await database.Get<ForecastQueries>().PaceAsync((await database.Get<ProgrammeAccess>().EnterAsync(board.Person(Role.Chair), $"testshire@{day:yyyy-MM-dd}"))!);
}
