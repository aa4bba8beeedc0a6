using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.History;
using ImprovementBoard.Core.Ratings;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Features.Actions;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Tests.Features.Actions;

public sealed class DeliveryRatingsTests
{
    [Fact]
    public async Task The_first_visitor_of_the_next_day_finds_the_ratings_of_that_day()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await DueTodayAsync(database);
        database.Clock.Now = database.Clock.Now.AddDays(1);

        var scope = await database.Get<ProgrammeAccess>().EnterAsync(board.Person(Role.Chair), "testshire");

        Assert.Equal(board.Today, scope!.Today);
        Assert.Equal((DeliveryRating.OffTrack, "Due date passed 1 day ago"), await RatingAsync(database, board));
        await using var db = database.Open(board.Programme.Id);
        Assert.Equal(
            [(Subject.Action, "1.1", DeliveryRating.OnTrack, DeliveryRating.OffTrack, board.Today), (Subject.Recommendation, "1", DeliveryRating.OnTrack, DeliveryRating.OffTrack, board.Today)],
            (await db.History.Where(h => h.Kind == HistoryKind.RatingMoved).OrderBy(h => h.Id).ToListAsync()).Select(h => (h.Subject, h.SubjectRef, h.FromRating!.Value, h.ToRating!.Value, h.On)));
    }

    [Fact]
    public async Task Later_visitors_and_the_nightly_job_change_nothing()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await DueTodayAsync(database);
        database.Clock.Now = database.Clock.Now.AddDays(1);
        await database.Get<ProgrammeAccess>().EnterAsync(board.Person(Role.Chair), "testshire");
        var before = await FingerprintAsync(database, board);

        await database.Get<ProgrammeAccess>().EnterAsync(board.Person(Role.Member), "testshire");
        await database.Get<DeliveryRatings>().BringAllUpToDateAsync(default);
        database.Clock.Now = database.Clock.Now.AddHours(6);
        await database.Get<DeliveryRatings>().BringAllUpToDateAsync(default);

        Assert.Equal(before, await FingerprintAsync(database, board));
    }

    [Fact]
    public async Task The_nightly_job_rates_every_live_programme_and_leaves_the_demonstration_standing()
    {
        await using var database = await TestDatabase.SeededAsync();
        var kirklees = await database.KirkleesAsync();
        var board = await DueTodayAsync(database);
        await using var demonstration = database.Open(kirklees.Id);
        var before = await demonstration.History.CountAsync();
        database.Clock.Now = database.Clock.Now.AddDays(1);

        await database.Get<DeliveryRatings>().BringAllUpToDateAsync(default);

        Assert.Equal(DeliveryRating.OffTrack, (await RatingAsync(database, board)).Rating);
        Assert.Equal(before, await demonstration.History.CountAsync());
    }

    [Fact]
    public async Task Visitors_of_the_same_morning_note_a_change_once()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await DueTodayAsync(database);
        database.Clock.Now = database.Clock.Now.AddDays(1);
        var access = database.Get<ProgrammeAccess>();

        var scopes = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => access.EnterAsync(board.Person(i % 2 == 0 ? Role.Chair : Role.Lead), "testshire"))));

        Assert.All(scopes, Assert.NotNull);
        await using var db = database.Open(board.Programme.Id);
        Assert.Equal(2, await db.History.CountAsync(h => h.Kind == HistoryKind.RatingMoved));
        Assert.Equal(board.Today, (await db.Programmes.SingleAsync()).RatedOn);
    }

    [Fact]
    public async Task A_day_begins_at_midnight_in_london()
    {
        await using var database = await TestDatabase.EmptyAsync();
        database.Clock.Now = TestClock.Instant("2026-07-01 23:59");
        var board = await DueTodayAsync(database);
        var access = database.Get<ProgrammeAccess>();

        await access.EnterAsync(board.Person(Role.Chair), "testshire");
        Assert.Equal(DeliveryRating.OnTrack, (await RatingAsync(database, board)).Rating);

        // 23:01 UTC, but already 2 July in London.
        database.Clock.Now = TestClock.Instant("2026-07-02 00:01");
        await access.EnterAsync(board.Person(Role.Chair), "testshire");
        Assert.Equal(DeliveryRating.OffTrack, (await RatingAsync(database, board)).Rating);
    }

    [Fact]
    public async Task Who_does_not_belong_rates_nothing()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await DueTodayAsync(database);
        database.Clock.Now = database.Clock.Now.AddDays(1);

        Assert.Null(await database.Get<ProgrammeAccess>().EnterAsync(TestBoard.Signed(Guid.NewGuid()), "testshire"));

        Assert.Equal(DeliveryRating.OnTrack, (await RatingAsync(database, board)).Rating);
    }

    private static async Task<TestBoard> DueTodayAsync(TestDatabase database)
    {
        var board = await TestBoard.AddAsync(database);
        await board.AddActionAsync("1.1", and: a => a.BaselineDue = board.Today);
        return board;
    }

    private static async Task<(DeliveryRating Rating, string Reason)> RatingAsync(TestDatabase database, TestBoard board)
    {
        await using var db = database.Open(board.Programme.Id);
        var action = await db.Actions.SingleAsync();
        return (action.Delivery, action.DeliveryReason);
    }

    private static async Task<string> FingerprintAsync(TestDatabase database, TestBoard board)
    {
        await using var db = database.Open(board.Programme.Id);
        return string.Join(' ', (await db.Programmes.SingleAsync()).Version, (await db.Actions.SingleAsync()).Version, (await db.Recommendations.SingleAsync(r => r.Ref == "1")).Version, await db.History.CountAsync());
    }
}
