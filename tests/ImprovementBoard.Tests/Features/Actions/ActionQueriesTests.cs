using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Actions;
using ImprovementBoard.Core.Programmes;
using ImprovementBoard.Core.Ratings;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Features.Actions;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Tests.Features.Actions;

public sealed class ActionQueriesTests
{
    private static readonly ActionFilter Everything = new(null, null, null, null, LateOnly: false, null, 1);

    [Fact]
    public async Task Without_a_filter_the_list_is_the_whole_plan_in_order()
    {
        await using var database = await TestDatabase.SeededAsync();
        var (kirklees, plan) = await PlanAsync(database);

        var list = await database.Get<ActionQueries>().ListAsync(kirklees, Everything);

        Assert.Equal(plan.OrderBy(a => a.Order).Select(a => a.Ref), list.Rows.Select(r => r.Ref));
        Assert.Equal((plan.Count, plan.Count, 1, 1), (list.Found, list.All, list.Page, list.Pages));
    }

    [Fact]
    public async Task A_filter_by_rating_finds_exactly_the_actions_of_that_rating()
    {
        await using var database = await TestDatabase.SeededAsync();
        var (kirklees, plan) = await PlanAsync(database);

        foreach (var look in RatingLook.All)
            await FindsAsync(database, kirklees, plan, Everything with { Delivery = look.Rating }, a => a.Delivery == look.Rating);
    }

    [Fact]
    public async Task Filters_by_lead_theme_and_lateness_can_be_joined()
    {
        await using var database = await TestDatabase.SeededAsync();
        var (kirklees, plan) = await PlanAsync(database);
        bool Late(ActionItem a) => a.Due < kirklees.Today && a.DeliveredOn is null && a.SignedOffOn is null;
        var late = plan.First(Late);

        await FindsAsync(database, kirklees, plan, Everything with { LeadId = late.LeadId }, a => a.LeadId == late.LeadId);
        await FindsAsync(database, kirklees, plan, Everything with { Theme = late.Theme }, a => a.Theme == late.Theme);
        await FindsAsync(database, kirklees, plan, Everything with { LateOnly = true }, Late);
        await FindsAsync(database, kirklees, plan, Everything with { DiffersOnly = true }, a => a.LeadSays is not null || a.ReviewerSays is not null);
        await FindsAsync(database, kirklees, plan, Everything with { LateOnly = true, LeadId = late.LeadId, Theme = late.Theme }, a => Late(a) && a.LeadId == late.LeadId && a.Theme == late.Theme);
    }

    [Theory]
    [InlineData("100%", "1.1")]
    [InlineData("%", "1.1")]
    [InlineData("a_b", "1.2")]
    [InlineData("_", "1.2")]
    [InlineData("o'brien", "1.3")]
    [InlineData("O'Brien; DROP TABLE", "")]
    [InlineData("café", "1.4")]
    [InlineData("CAFÉ", "1.4")]
    [InlineData("ŵŷ", "1.4")]
    [InlineData("漢", "1.5")]
    [InlineData("\" * NEAR", "")]
    [InlineData("[a-z]", "")]
    [InlineData("  street   walk ", "1.6")]
    [InlineData("walk street", "1.6")]
    [InlineData("1.6", "1.6")]
    [InlineData("virtual school", "2.1")]
    [InlineData("Virtual Head walk", "")]
    [InlineData("police", "2.2")]
    public async Task A_search_finds_what_it_says_literally(string search, string found)
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        await board.AddActionAsync("1.1", and: a => a.Title = "Visit 100% of children");
        await board.AddActionAsync("1.2", and: a => a.Title = "Field a_b in the record");
        await board.AddActionAsync("1.3", and: a => a.Title = "O'Brien's method");
        await board.AddActionAsync("1.4", and: a => a.Title = "Café for care leavers, Ŵŷ");
        await board.AddActionAsync("1.5", and: a => a.Title = "Letters in 漢字");
        await board.AddActionAsync("1.6", and: a => a.DoneLooksLike = "Workers walk every street");
        await board.AddActionAsync("2.1", board.OtherLead);
        await board.AddActionAsync("2.2", and: a => a.PartnerAgency = "Police");

        var list = await database.Get<ActionQueries>().ListAsync(board.As(Role.Chair), Everything with { Search = search });

        Assert.Equal(found, string.Join(' ', list.Rows.Select(r => r.Ref)));
        Assert.Equal((list.Rows.Count, 8), (list.Found, list.All));
    }

    [Fact]
    public async Task Each_sort_order_holds_over_the_whole_plan()
    {
        await using var database = await TestDatabase.SeededAsync();
        var (kirklees, plan) = await PlanAsync(database);
        async Task<IEnumerable<string>> ByAsync(string? sort) => (await database.Get<ActionQueries>().ListAsync(kirklees, Everything with { Sort = sort })).Rows.Select(r => r.Ref);

        Assert.Equal(plan.OrderBy(a => a.Delivery).ThenBy(a => a.Due).ThenBy(a => a.Id).Select(a => a.Ref), await ByAsync(ActionQueries.ByDelivery));
        Assert.Equal(plan.OrderBy(a => a.Due).ThenBy(a => a.Order).Select(a => a.Ref), await ByAsync(ActionQueries.ByDue));
        Assert.Equal(plan.OrderBy(a => a.Order).Select(a => a.Ref), await ByAsync("DROP TABLE"));
    }

    [Fact]
    public async Task Sorted_by_update_those_never_updated_come_first()
    {
        await using var database = await TestDatabase.SeededAsync();
        var (kirklees, plan) = await PlanAsync(database);

        var rows = (await database.Get<ActionQueries>().ListAsync(kirklees, Everything with { Sort = ActionQueries.ByUpdate })).Rows;

        Assert.Contains(plan, a => a.LastUpdateOn is null);
        Assert.Equal(plan.OrderBy(a => a.LastUpdateOn).ThenBy(a => a.Order).Select(a => a.Ref), rows.Select(r => r.Ref));
    }

    [Theory]
    [InlineData(-1, 1, "1.1", 100)]
    [InlineData(0, 1, "1.1", 100)]
    [InlineData(1, 1, "1.1", 100)]
    [InlineData(2, 2, "1.101", 100)]
    [InlineData(3, 3, "1.201", 30)]
    [InlineData(4, 3, "1.201", 30)]
    [InlineData(int.MaxValue, 3, "1.201", 30)]
    [InlineData(int.MinValue, 1, "1.1", 100)]
    public async Task A_page_that_does_not_exist_is_the_nearest_that_does(int asked, int shown, string first, int rows)
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        await AddManyAsync(database, board, 230);

        var list = await database.Get<ActionQueries>().ListAsync(board.As(Role.Chair), Everything with { Page = asked });

        Assert.Equal((shown, 3, 230, 230), (list.Page, list.Pages, list.Found, list.All));
        Assert.Equal((first, rows), (list.Rows[0].Ref, list.Rows.Count));
    }

    [Fact]
    public async Task A_plan_without_actions_has_one_empty_page()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);

        var list = await database.Get<ActionQueries>().ListAsync(board.As(Role.Chair), Everything with { Search = "anything", Page = 7 });

        Assert.Empty(list.Rows);
        Assert.Equal((0, 0, 1, 1), (list.Found, list.All, list.Page, list.Pages));
    }

    [Fact]
    public async Task A_row_of_another_programme_is_not_found()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var (board, other) = (await TestBoard.AddAsync(database), await TestBoard.AddAsync(database, "othershire"));
        await board.AddActionAsync("1.1");
        await other.AddActionAsync("9.9");
        var queries = database.Get<ActionQueries>();

        Assert.Null(await queries.FindAsync(board.As(Role.Chair), "9.9"));
        Assert.NotNull(await queries.FindAsync(other.As(Role.Chair), "9.9"));
        Assert.Equal(["1.1"], (await queries.ListAsync(board.As(Role.Chair), Everything)).Rows.Select(r => r.Ref));
        Assert.Empty((await queries.ListAsync(board.As(Role.Chair), Everything with { LeadId = other.Lead.Id })).Rows);
        Assert.Equal(["1.1"], (await queries.MineAsync(board.As(Role.Lead))).Select(r => r.Ref));
        Assert.Equal(1, (await queries.CountByRatingAsync(board.As(Role.Chair))).Values.Sum());
        Assert.Equal([board.Lead.Id], (await queries.LeadsAsync(board.As(Role.Chair))).Select(l => l.Id));
    }

    [Fact]
    public async Task My_updates_are_my_open_actions_the_longest_silent_first()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        await board.AddActionAsync("1.1");
        await board.AddActionAsync("1.2", and: a => a.Updates[0].On = board.Today.AddDays(-40));
        await board.AddActionAsync("1.3", and: a => (a.DeliveredOn, a.SignedOffOn, a.SignedOffBy) = (board.Today, board.Today, "Chair"));
        await board.AddActionAsync("1.4", board.OtherLead);

        Assert.Equal(["1.2", "1.1"], (await database.Get<ActionQueries>().MineAsync(board.As(Role.Lead))).Select(r => r.Ref));
        Assert.Empty(await database.Get<ActionQueries>().MineAsync(board.As(Role.Chair)));
    }

    [Fact]
    public async Task One_action_shows_its_updates_newest_first_and_its_own_history()
    {
        await using var database = await TestDatabase.SeededAsync();
        var (kirklees, plan) = await PlanAsync(database);

        foreach (var action in plan)
        {
            var view = await database.Get<ActionQueries>().FindAsync(kirklees, action.Ref);
            Assert.Equal(action.Updates.OrderByDescending(u => u.On).ThenByDescending(u => u.Id).Select(u => u.Id), view!.Updates.Select(u => u.Update.Id));
            Assert.Equal(action.Recommendations.OrderBy(r => r.Order).Select(r => r.Ref), view.Recommendations.Select(r => r.Ref));
            Assert.All(view.History, h => Assert.Equal(action.Ref, h.SubjectRef));
        }
    }

    private static async Task FindsAsync(TestDatabase database, ProgrammeScope scope, IReadOnlyList<ActionItem> plan, ActionFilter filter, Func<ActionItem, bool> expected)
    {
        var list = await database.Get<ActionQueries>().ListAsync(scope, filter);
        var right = plan.Where(expected).OrderBy(a => a.Order).Select(a => a.Ref).ToList();
        Assert.NotEmpty(right);
        Assert.Equal(right, list.Rows.Select(r => r.Ref));
        Assert.Equal((right.Count, plan.Count), (list.Found, list.All));
    }

    private static async Task<(ProgrammeScope Kirklees, IReadOnlyList<ActionItem> Plan)> PlanAsync(TestDatabase database)
    {
        var kirklees = await database.KirkleesAsync();
        await using var db = database.Open(kirklees.Id);
        return (kirklees, await db.Actions.Include(a => a.Updates).Include(a => a.Recommendations).AsNoTracking().AsSplitQuery().ToListAsync());
    }

    private static async Task AddManyAsync(TestDatabase database, TestBoard board, int count)
    {
        await using var db = database.Open(board.Programme.Id);
        db.AddRange(Enumerable.Range(1, count).Select(i =>
        {
            var action = new ActionItem
            {
                ProgrammeId = board.Programme.Id,
                Ref = $"1.{i}",
                Order = ActionItem.OrderOf($"1.{i}"),
                Title = $"Action 1.{i}",
                DoneLooksLike = "Done",
                Theme = Theme.Workforce,
                LeadId = board.Lead.Id,
                BaselineStart = board.Today,
                BaselineDue = board.Today.AddDays(30),
            };
            action.Rate(board.Today, 28);
            return action;
        }));
        await db.SaveChangesAsync();
    }
}
