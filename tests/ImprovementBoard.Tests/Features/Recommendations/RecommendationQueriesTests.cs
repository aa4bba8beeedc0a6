using Bunit;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Programmes;
using ImprovementBoard.Core.Ratings;
using ImprovementBoard.Core.Recommendations;
using ImprovementBoard.Web.Features.Recommendations;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Tests.Features.Recommendations;

[Trait("Category", "Database")]
public sealed class RecommendationQueriesTests
{
    private static readonly RecommendationFilter Everything = new(null, null, null, null, null, 1);

    [Fact]
    public async Task The_list_counts_actions_and_findings_of_each()
    {
        await using var database = await TestDatabase.SeededAsync();
        var kirklees = await database.KirkleesAsync();
        await using var db = database.Open(kirklees.Id);
        var all = await db.Recommendations.Include(r => r.Actions).Include(r => r.Findings).AsNoTracking().AsSplitQuery().OrderBy(r => r.Order).ToListAsync();

        var list = await database.Get<RecommendationQueries>().ListAsync(kirklees, Everything);

        Assert.Equal(all.Select(r => (r.Ref, r.Delivery, r.Actions.Count, r.Findings.Count)), list.Rows.Select(r => (r.Ref, r.Delivery, r.Actions, r.Findings)));
        Assert.Equal((37, 37), (list.Found, list.All));
    }

    [Fact]
    public async Task Each_filter_finds_exactly_its_own()
    {
        await using var database = await TestDatabase.SeededAsync();
        var kirklees = await database.KirkleesAsync();
        await using var db = database.Open(kirklees.Id);
        var all = await db.Recommendations.AsNoTracking().OrderBy(r => r.Order).ToListAsync();
        var partnership = await db.Bodies.SingleAsync(b => b.Kind == BodyKind.SafeguardingPartnership);
        async Task<IEnumerable<string>> FindAsync(RecommendationFilter filter) => (await database.Get<RecommendationQueries>().ListAsync(kirklees, filter)).Rows.Select(r => r.Ref);

        foreach (var look in RatingLook.All)
            Assert.Equal(all.Where(r => r.Delivery == look.Rating).Select(r => r.Ref), await FindAsync(Everything with { Delivery = look.Rating }));
        foreach (var theme in Enum.GetValues<Theme>())
            Assert.Equal(all.Where(r => r.Theme == theme).Select(r => r.Ref), await FindAsync(Everything with { Theme = theme }));
        Assert.Equal(Enumerable.Range(1, 10).Select(i => $"L{i}"), await FindAsync(Everything with { BodyId = partnership.Id }));
        Assert.Equal(all.OrderBy(r => r.Delivery).ThenBy(r => r.Order).Select(r => r.Ref), await FindAsync(Everything with { Sort = RecommendationQueries.ByDelivery }));
    }

    [Fact]
    public async Task Impact_and_state_filter_and_sort_with_what_nobody_judged_last()
    {
        await using var database = await TestDatabase.SeededAsync();
        var kirklees = await database.KirkleesAsync();
        await using var db = database.Open(kirklees.Id);
        var all = await db.Recommendations.AsNoTracking().OrderBy(r => r.Order).ToListAsync();
        async Task<IEnumerable<string>> FindAsync(RecommendationFilter filter) => (await database.Get<RecommendationQueries>().ListAsync(kirklees, filter)).Rows.Select(r => r.Ref);

        foreach (var impact in Enum.GetValues<ImpactRating>())
            Assert.Equal(all.Where(r => r.Impact == impact).Select(r => r.Ref), await FindAsync(Everything with { Impact = impact }));
        Assert.Equal(all.Where(r => r.Impact == null).Select(r => r.Ref), await FindAsync(Everything with { NotJudged = true }));
        foreach (var status in Enum.GetValues<RecommendationStatus>())
            Assert.Equal(all.Where(r => r.Status == status).Select(r => r.Ref), await FindAsync(Everything with { Status = status }));
        Assert.Equal(all.Where(r => ImpactGrid.IsBusyWithoutDifference(r.Delivery, r.Impact)).Select(r => r.Ref), await FindAsync(Everything with { BusyOnly = true }));
        Assert.NotEmpty(await FindAsync(Everything with { BusyOnly = true }));
        Assert.Equal(all.OrderBy(r => r.Impact ?? (ImpactRating)9).ThenBy(r => r.Order).Select(r => r.Ref), await FindAsync(Everything with { Sort = RecommendationQueries.ByImpact }));
    }

    [Fact]
    public async Task The_list_says_on_how_many_actions_rule_and_people_differ()
    {
        await using var database = await TestDatabase.SeededAsync();
        var kirklees = await database.KirkleesAsync();
        await using var db = database.Open(kirklees.Id);
        var all = await db.Recommendations.Include(r => r.Actions).AsNoTracking().OrderBy(r => r.Order).ToListAsync();

        var list = await database.Get<RecommendationQueries>().ListAsync(kirklees, Everything);

        Assert.Equal(all.Select(r => (r.Ref, r.Actions.Count(a => a.LeadSays is not null || a.ReviewerSays is not null))), list.Rows.Select(r => (r.Ref, r.Differing)));
        Assert.Contains(list.Rows, r => r.Differing > 0);
    }

    [Theory]
    [InlineData("%")]
    [InlineData("_")]
    [InlineData("'")]
    [InlineData("\\")]
    public async Task A_sign_that_a_database_might_read_is_searched_literally(string search)
    {
        await using var database = await TestDatabase.SeededAsync();
        var kirklees = await database.KirkleesAsync();
        await using var db = database.Open(kirklees.Id);
        var texts = await db.Recommendations.Select(r => r.SearchText).ToListAsync();

        var list = await database.Get<RecommendationQueries>().ListAsync(kirklees, Everything with { Search = search });

        Assert.Equal(texts.Count(t => t.Contains(search, StringComparison.Ordinal)), list.Found);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(int.MaxValue)]
    public async Task A_page_that_does_not_exist_is_the_nearest_that_does(int page)
    {
        await using var database = await TestDatabase.SeededAsync();

        var list = await database.Get<RecommendationQueries>().ListAsync(await database.KirkleesAsync(), Everything with { Page = page });

        Assert.Equal((1, 1, 37), (list.Page, list.Pages, list.Rows.Count));
    }

    [Fact]
    public async Task One_recommendation_leads_to_the_one_before_and_after_and_to_what_inspectors_said_each_time()
    {
        await using var database = await TestDatabase.SeededAsync();
        var kirklees = await database.KirkleesAsync();
        var queries = database.Get<RecommendationQueries>();

        var (first, middle, last) = (await queries.FindAsync(kirklees, "1"), await queries.FindAsync(kirklees, "27"), await queries.FindAsync(kirklees, "L10"));

        Assert.Equal((null, "2", 1), (first!.PreviousRef, first.NextRef, first.Position));
        Assert.Equal(("26", "L1", 27), (middle!.PreviousRef, middle.NextRef, middle.Position));
        Assert.Equal(("L9", null, 37), (last!.PreviousRef, last.NextRef, last.Position));
        Assert.Empty(last.Actions);
        await using var db = database.Open(kirklees.Id);
        Assert.Equal(await db.Inspections.CountAsync() + await db.Visits.CountAsync(), first.Said.Count);
        Assert.Contains(first.Said, o => o.Later);
    }

    [Fact]
    public async Task A_recommendation_of_another_programme_is_not_found()
    {
        await using var database = await TestDatabase.SeededAsync();
        var board = await TestBoard.AddAsync(database);

        Assert.Null(await database.Get<RecommendationQueries>().FindAsync(board.As(Role.Chair), "L10"));
        Assert.Equal("Supervise every worker", (await database.Get<RecommendationQueries>().FindAsync(board.As(Role.Chair), "1"))!.Item.ShortTitle);
    }

    [Theory]
    [InlineData(Role.Chair, 1)]
    [InlineData(Role.Lead, 2)]
    [InlineData(Role.Commissioner, 2)]
    public async Task What_a_judgement_rested_on_is_told_as_far_as_the_reader_may_know_of_it(Role role, int told)
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        await board.AddActionAsync("1.1");
        var (open, secret) = (await board.AddEvidenceAsync("1.1"), await board.AddEvidenceAsync("1.1", confidential: true));
        foreach (var ids in new[] { [open, secret], new[] { secret } })
        {
            await using var db = database.Open(board.Programme.Id);
            await database.Get<RecommendationService>().JudgeImpactAsync(board.As(Role.Office), "1", await db.Recommendations.Where(r => r.Ref == "1").Select(r => r.Version).SingleAsync(), ImpactRating.EarlySigns, "Half see one worker.", ids);
        }

        var judgements = (await database.Get<RecommendationQueries>().FindAsync(board.As(role), "1"))!.Judgements;

        Assert.Equal([told - 1, told], judgements.Select(j => j.Evidence.Count));
        await using var context = new BunitContext();
        Assert.Equal(told == 1, context.Render<ImpactHistory>(p => p.Add(h => h.Judgements, judgements)).Markup.Contains("None that you may read", StringComparison.Ordinal));
    }
}
