using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Actions;
using ImprovementBoard.Core.History;
using ImprovementBoard.Core.Ratings;
using ImprovementBoard.Web.Features.Actions;
using ImprovementBoard.Web.Features.Compare;

namespace ImprovementBoard.Tests.Features.Compare;

[Trait("Category", "Database")]
public sealed class CompareQueriesTests
{
    [Fact]
    public async Task Every_move_between_two_dates_is_told_and_nothing_before_or_after()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        var first = await board.AddActionAsync("1.1");
        await board.AddActionAsync("2.1", recommendations: "2");
        var before = board.Today;
        database.Clock.Now = database.Clock.Now.AddDays(3);
        await database.Get<ActionService>().DeliverAsync(board.As(Role.Lead), "1.1", first.Version);

        var between = await database.Get<CompareQueries>().CompareAsync(board.As(Role.Chair), before, board.Today, 1);
        var nothing = await database.Get<CompareQueries>().CompareAsync(board.As(Role.Chair), board.Today, board.Today, 1);

        Assert.Equal([new ActionMove("1.1", "Action 1.1", DeliveryRating.OnTrack, DeliveryRating.AwaitingSignOff, first.Due, first.Due, ActionState.InProgress, ActionState.AwaitingSignOff)], between.Actions.Rows);
        Assert.Equal([new RecommendationMove("1", "Supervise every worker", DeliveryRating.OnTrack, DeliveryRating.AwaitingSignOff)], between.Recommendations);
        Assert.Equal([HistoryKind.Delivered], between.Events.Select(e => e.Kind));
        Assert.Equal((2, 1), (between.ActionsFrom[DeliveryRating.OnTrack], between.ActionsTo[DeliveryRating.OnTrack]));
        Assert.Equal((0, 0, 0), (nothing.Actions.Found, nothing.Recommendations.Count, nothing.EventCount));
    }

    [Fact]
    public async Task An_action_that_came_into_the_plan_between_the_dates_is_new()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        var before = board.Today;
        database.Clock.Now = database.Clock.Now.AddDays(1);
        await board.AddActionAsync("1.1");

        var between = await database.Get<CompareQueries>().CompareAsync(board.As(Role.Chair), before, board.Today, 1);

        Assert.Equal(("1.1", null, null), between.Actions.Rows.Select(a => (a.Ref, a.From, a.StateFrom)).Single());
    }

    [Fact]
    public async Task The_demonstration_tells_what_its_moves_and_findings_say()
    {
        await using var database = await TestDatabase.SeededAsync();
        var kirklees = await database.KirkleesAsync();

        var compared = await database.Get<CompareQueries>().CompareAsync(kirklees, TestDates.Day("2018-03-31"), kirklees.Today, 1);

        Assert.Equal(56, compared.ActionsFrom.Values.Sum());
        Assert.Equal(37, compared.RecommendationsFrom.Values.Sum());
        Assert.NotEmpty(compared.Recommendations);
        Assert.NotEmpty(compared.Findings);
        Assert.All(compared.Findings, f => Assert.Equal("5", f.At.Ref));
        Assert.All(compared.Events, e => Assert.InRange(e.On, TestDates.Day("2018-04-01"), kirklees.Today));
        Assert.Equal(compared.EventCount, compared.Events.Count);
    }
}
