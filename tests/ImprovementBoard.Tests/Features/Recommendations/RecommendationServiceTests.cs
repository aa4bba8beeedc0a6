using ImprovementBoard.Core;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.History;
using ImprovementBoard.Core.Ratings;
using ImprovementBoard.Core.Recommendations;
using ImprovementBoard.Core.Visits;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.Actions;
using ImprovementBoard.Web.Features.Recommendations;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Tests.Features.Recommendations;

[Trait("Category", "Database")]
public sealed class RecommendationServiceTests
{
    [Fact]
    public async Task Impact_is_judged_kept_and_told_in_the_history()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);

        await database.Get<RecommendationService>().JudgeImpactAsync(board.As(Role.Office), "1", await VersionAsync(database, board), ImpactRating.TooEarly, "Work began last month.", []);

        var view = await database.Get<RecommendationQueries>().FindAsync(board.As(Role.Chair), "1");
        Assert.Equal((ImpactRating.TooEarly, "Work began last month."), (view!.Item.Impact!.Value, Assert.Single(view.Judgements).Reason));
        var told = view.History[0];
        Assert.Equal((HistoryKind.ImpactJudged, "Programme office", "Impact 0 too early (before: not judged). Work began last month."), (told.Kind, told.By, told.What));
        Assert.Null(told.ToRating); // delivery did not move
    }

    [Theory]
    [InlineData(Role.Chair)]
    [InlineData(Role.Member)]
    [InlineData(Role.Commissioner)]
    [InlineData(Role.Lead)]
    [InlineData(Role.Admin)]
    public async Task Who_is_no_reviewer_decides_nothing(Role role)
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        var (service, scope, seen) = (database.Get<RecommendationService>(), board.As(role), await VersionAsync(database, board));

        await Assert.ThrowsAsync<ForbiddenException>(() => service.JudgeImpactAsync(scope, "1", seen, ImpactRating.TooEarly, "Said.", []));
        await Assert.ThrowsAsync<ForbiddenException>(() => service.AssureAsync(scope, "1", seen, board.Today.AddDays(90)));
        await Assert.ThrowsAsync<ForbiddenException>(() => service.CloseAsync(scope, "1", seen));
        await Assert.ThrowsAsync<ForbiddenException>(() => service.ReopenAsync(scope, "1", seen, "No."));

        await using var db = database.Open(board.Programme.Id);
        Assert.Equal((0, 0), (await db.ImpactJudgements.CountAsync(), await db.History.CountAsync(h => h.Subject == Subject.Recommendation && h.Kind != HistoryKind.RatingMoved)));
    }

    [Fact]
    public async Task Evidence_that_is_not_there_carries_nothing()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        var seen = await VersionAsync(database, board);

        var fault = await Assert.ThrowsAsync<RuleException>(() => database.Get<RecommendationService>().JudgeImpactAsync(board.As(Role.Office), "1", seen, ImpactRating.EarlySigns, "Said.", [99]));

        Assert.Equal("A piece of evidence you chose is no longer there. Choose again.", fault.Message);
    }

    [Fact]
    public async Task An_older_screen_is_refused_and_nothing_is_stored()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        var seen = await VersionAsync(database, board);
        await database.Get<RecommendationService>().JudgeImpactAsync(board.As(Role.Office), "1", seen, ImpactRating.TooEarly, "First.", []);

        var fault = await Assert.ThrowsAsync<RuleException>(() => database.Get<RecommendationService>().JudgeImpactAsync(board.As(Role.Office), "1", seen, ImpactRating.TooEarly, "Second.", []));

        Assert.StartsWith("Someone else changed recommendation 1 while you were writing.", fault.Message, StringComparison.Ordinal);
        await using var db = database.Open(board.Programme.Id);
        Assert.Equal("First.", (await db.ImpactJudgements.SingleAsync()).Reason);
    }

    [Fact]
    public async Task Signed_off_it_is_assured_and_an_action_that_is_reopened_reopens_it()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        await board.AddActionAsync("1.1", and: a => a.Evidence.Add(board.Evidence()));
        var (office, actions) = (board.As(Role.Office), database.Get<ActionService>());
        await actions.DeliverAsync(board.As(Role.Lead), "1.1", await ActionVersionAsync(database, board));
        await actions.SignOffAsync(office, "1.1", await ActionVersionAsync(database, board), board.Today.AddDays(90));
        Assert.Equal(RecommendationStatus.DeliveredAwaitingAssurance, (await ItemAsync(database, board)).Status);

        await database.Get<RecommendationService>().AssureAsync(office, "1", await VersionAsync(database, board), board.Today.AddDays(90));
        Assert.Equal(RecommendationStatus.AssuredEmbedded, (await ItemAsync(database, board)).Status);

        await actions.ReopenAsync(office, "1.1", await ActionVersionAsync(database, board), "Ten files show no change.");
        var item = await ItemAsync(database, board);
        Assert.Equal((RecommendationStatus.Reopened, "Action 1.1 was reopened.", office.Today), (item.Status, item.EarlierRounds[0].Reason, item.EarlierRounds[0].AssuredOn!.Value));
        await using var db = database.Open(board.Programme.Id);
        Assert.Equal([HistoryKind.Assured, HistoryKind.Reopened], await db.History.Where(h => h.Subject == Subject.Recommendation && h.Kind != HistoryKind.RatingMoved).OrderBy(h => h.Id).Select(h => h.Kind).ToListAsync());
    }

    [Theory]
    [InlineData(Polarity.Weakness, true)]
    [InlineData(Polarity.Improving, false)]
    public async Task A_new_concern_contradicts_what_was_judged_higher(Polarity polarity, bool contradicts)
    {
        await using var database = await TestDatabase.SeededAsync();
        var kirklees = await database.KirkleesAsync();
        await using var db = database.Open(kirklees.Id);
        var recommendation = await db.Recommendations.SingleAsync(r => r.Ref == "1");
        Assert.Equal(ImpactRating.MakingADifference, recommendation.Impact);
        var finding = new Finding { ProgrammeId = kirklees.Id, Polarity = polarity, Text = "Two children were not seen.", Source = "Letter", Recommendations = [recommendation] };
        db.Add(finding);
        await db.SaveChangesAsync();

        await using (var turn = await db.LockProgrammeAsync(default))
        {
            await db.ContradictAsync(finding, kirklees.Actor, database.Clock.Now, kirklees.Today, [], default);
            await db.SaveChangesAsync();
            await turn.CommitAsync(default);
        }

        var view = (await database.Get<RecommendationQueries>().FindAsync(kirklees, "1"))!;
        Assert.Equal(contradicts ? (ImpactRating.NoDifferenceYet, RecommendationStatus.Reopened) : (ImpactRating.MakingADifference, RecommendationStatus.InDelivery), (view.Item.Impact!.Value, view.Item.Status));
        Assert.Equal(contradicts, view.History.Any(h => h.Kind == HistoryKind.Contradicted && h.What == "Inspectors found: Two children were not seen."));
        Assert.Equal(contradicts, view.Judgements[0].FindingId == finding.Id);
    }

    [Fact]
    public async Task It_is_replaced_by_one_that_exists_and_taken_up_again_and_flags_lists_and_history_follow()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        await database.Get<DeliveryRatings>().BringAllUpToDateAsync(default);
        var (office, service, queries) = (board.As(Role.Office), database.Get<RecommendationService>(), database.Get<RecommendationQueries>());
        await using var db = database.Open(board.Programme.Id);
        var flags = db.Flags.Where(f => f.Ref == "1" && f.Until == ImprovementBoard.Core.Flags.Flag.Open);
        Assert.Equal(1, await flags.CountAsync());

        Assert.Equal("ReplacedBy", (await Assert.ThrowsAsync<RuleException>(async () => await service.SupersedeAsync(office, "1", await VersionAsync(database, board), "99", "Why."))).Field);
        await Assert.ThrowsAsync<ForbiddenException>(async () => await service.SupersedeAsync(board.As(Role.Lead), "1", await VersionAsync(database, board), "2", "Why."));
        await Assert.ThrowsAsync<RuleException>(() => service.SupersedeAsync(office, "1", Guid.NewGuid(), "2", "Why."));
        await service.SupersedeAsync(office, "1", await VersionAsync(database, board), " 2 ", "Asked again in other words.");

        RecommendationFilter superseded = new(null, null, null, null, null, 1) { Status = RecommendationStatus.Superseded };
        Assert.Equal(["1"], (await queries.ListAsync(office, superseded)).Rows.Select(r => r.Ref));
        Assert.Empty(await queries.OthersAsync(office, "2"));
        Assert.Equal(0, await flags.CountAsync());
        Assert.Equal([("1", "Supervise every worker")], (await queries.FindAsync(office, "2"))!.Replaces);

        database.Clock.Now = database.Clock.Now.AddDays(5);
        await service.TakeUpAgainAsync(board.As(Role.Office), "1", await VersionAsync(database, board), "A mistake.");
        Assert.Empty((await queries.ListAsync(board.As(Role.Chair), superseded)).Rows);
        var past = (await database.Get<ImprovementBoard.Web.Access.ProgrammeAccess>().EnterAsync(board.Person(Role.Chair), $"testshire@{board.Today.AddDays(-1):yyyy-MM-dd}"))!;
        Assert.Equal(["1"], (await queries.ListAsync(past, superseded)).Rows.Select(r => r.Ref));
        Assert.Empty((await queries.FindAsync(board.As(Role.Chair), "2"))!.Replaces);
        Assert.Single((await queries.FindAsync(past, "2"))!.Replaces);
        Assert.Equal((RecommendationStatus.Superseded, "2"), ((await queries.FindAsync(past, "1"))!.Item.Status, (await queries.FindAsync(past, "1"))!.Item.Supersessions[0].ReplacedBy));
        Assert.Equal(
            ["Replaced by 2 Find every child a school: Asked again in other words.", "Taken up again: A mistake."],
            await db.History.Where(h => h.Kind == HistoryKind.Superseded || h.Kind == HistoryKind.TakenUpAgain).OrderBy(h => h.Id).Select(h => h.What).ToListAsync());
    }

    private static async Task<Recommendation> ItemAsync(TestDatabase database, TestBoard board) =>
        (await database.Get<RecommendationQueries>().ItemAsync(board.As(Role.Office), "1"))!;

    private static async Task<Guid> VersionAsync(TestDatabase database, TestBoard board) => (await ItemAsync(database, board)).Version;

    private static async Task<Guid> ActionVersionAsync(TestDatabase database, TestBoard board)
    {
        await using var db = database.Open(board.Programme.Id);
        return await db.Actions.Where(a => a.Ref == "1.1").Select(a => a.Version).SingleAsync();
    }
}
