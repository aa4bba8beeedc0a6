using ImprovementBoard.Core;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Actions;
using ImprovementBoard.Core.Forecasts;
using ImprovementBoard.Core.Ratings;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Features.Actions;
using ImprovementBoard.Web.Features.Dashboard;
using ImprovementBoard.Web.Features.Forecasts;
using ImprovementBoard.Web.Features.Recommendations;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Tests.Features.Actions;

/// <summary>As at a past date, every page shows what it showed then.</summary>
[Trait("Category", "Database")]
public sealed class LookBackTests
{
    private static readonly ActionFilter Everything = new(null, null, null, null, LateOnly: false, null, 1);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task What_a_page_showed_at_the_end_of_a_day_it_shows_when_one_looks_back(int seed)
    {
        await using var database = await TestDatabase.EmptyAsync();
        database.Clock.Now = TestClock.Instant("2025-09-01 09:00");
        var board = await BoardAsync(database, young: true);
        var random = new Random(seed);
        var shown = new Dictionary<DateOnly, Shown>();
        for (var visit = 0; visit < 25; visit++)
        {
            // Sometimes nobody comes for days, and no job rings.
            database.Clock.Now = database.Clock.Now.AddDays(random.Next(1, 6));
            for (var act = random.Next(3); act > 0; act--)
                await ActAsync(database, board, random);
            shown[board.Today] = await ShownAsync(database, board, "testshire");
        }

        foreach (var (day, then) in shown)
            Assert.Equivalent(then, await ShownAsync(database, board, $"testshire@{day:yyyy-MM-dd}"), strict: true);
        Assert.True(shown.Values.Select(s => string.Join(' ', s.Actions.Select(a => a.Delivery))).Distinct().Count() > 5, "The lives were too quiet to prove anything.");
    }

    [Fact]
    public async Task As_at_today_is_today()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await BoardAsync(database);

        var scope = await database.Get<ProgrammeAccess>().EnterAsync(board.Person(Role.Lead), $"testshire@{board.Today:yyyy-MM-dd}");

        Assert.Equal((false, board.Today, "testshire"), (scope!.LooksBack, scope.Today, scope.Slug));
        Assert.True(scope.May(Permission.PostOwnUpdate));
    }

    [Theory]
    [InlineData("testshire@2026-02-20", "2026-02-20", true)]
    [InlineData("testshire@2000-01-01", "2025-09-01", true)]
    [InlineData("testshire@2099-01-01", "2026-03-02", false)]
    public async Task A_date_before_the_start_is_the_start_and_one_to_come_is_today(string slug, string day, bool looksBack)
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await BoardAsync(database);

        var scope = await database.Get<ProgrammeAccess>().EnterAsync(board.Person(Role.Chair), slug);

        Assert.Equal((TestDates.Day(day), looksBack), (scope!.Today, scope.LooksBack));
    }

    [Theory]
    [InlineData("testshire@")]
    [InlineData("testshire@2026-02-30")]
    [InlineData("testshire@yesterday")]
    [InlineData("testshire@2026-02-20@2026-02-21")]
    [InlineData("@2026-02-20")]
    public async Task What_is_no_date_is_not_found(string slug)
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await BoardAsync(database);

        Assert.Null(await database.Get<ProgrammeAccess>().EnterAsync(board.Person(Role.Chair), slug));
    }

    [Fact]
    public async Task Nothing_can_be_changed_in_the_past()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await BoardAsync(database);
        var past = (await database.Get<ProgrammeAccess>().EnterAsync(board.Person(Role.Office), $"testshire@{board.Today.AddDays(-1):yyyy-MM-dd}"))!;
        var action = (await database.Get<ActionQueries>().FindAsync(past, "1.1"))!.Item;

        Assert.All(Enum.GetValues<Permission>(), p => Assert.Equal(p.IsReading() && Role.Office.May(p), past.May(p)));
        await Assert.ThrowsAsync<ForbiddenException>(() => database.Get<ActionService>().PostUpdateAsync(past, "1.1", action.Version, Good(past.Today)));
        await Assert.ThrowsAsync<ForbiddenException>(() => database.Get<ActionService>().SignOffAsync(past, "1.1", action.Version, past.Today.AddDays(30)));
    }

    [Fact]
    public async Task The_senior_responsible_owner_in_the_filter_is_that_of_the_day()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await BoardAsync(database);
        var (chair, first) = (board.As(Role.Chair).Actor.MemberId!.Value, board.Today);
        await SetAsync(chair);
        database.Clock.Now = database.Clock.Now.AddDays(10);
        await SetAsync(board.OtherLead.Id);

        Assert.Equal(["", "1.1"], [await ShownAsync("testshire", chair), await ShownAsync("testshire", board.OtherLead.Id)]);
        foreach (var day in new[] { first, first.AddDays(9) })
            Assert.Equal(["1.1", ""], [await ShownAsync($"testshire@{day:yyyy-MM-dd}", chair), await ShownAsync($"testshire@{day:yyyy-MM-dd}", board.OtherLead.Id)]);
        Assert.Equal("", await ShownAsync($"testshire@{first.AddDays(-1):yyyy-MM-dd}", chair));

        async Task SetAsync(int sro)
        {
            var version = (await database.Get<ActionQueries>().FindAsync(board.As(Role.Office), "1.1"))!.Item.Version;
            await database.Get<PlanService>().SetTermsAsync(board.As(Role.Office), "1.1", version, new(sro, null, null, false));
        }

        async Task<string> ShownAsync(string slug, int sro)
        {
            var scope = (await database.Get<ProgrammeAccess>().EnterAsync(board.Person(Role.Chair), slug))!;
            var shown = string.Join(' ', (await database.Get<ActionQueries>().ListAsync(scope, Everything with { SroId = sro })).Rows.Select(r => r.Ref));
            Assert.Equal(shown.Length > 0, (await database.Get<ActionQueries>().LeadsAsync(scope)).Any(l => l.Id == sro && l.Owns));
            return shown;
        }
    }

    [Fact]
    public async Task Standings_that_were_never_kept_are_made_up_from_the_dated_facts()
    {
        await using var database = await TestDatabase.SeededAsync();
        var kirklees = await database.KirkleesAsync();
        var day = TestDates.Day("2018-03-31");
        var past = kirklees with { Today = day, Actor = kirklees.Actor with { LooksBack = true } };
        var before = await database.Get<ActionQueries>().ListAsync(past, Everything);
        await using (var db = database.Open(kirklees.Id))
        {
            await db.Standings.ExecuteDeleteAsync();
            await db.Programmes.ExecuteUpdateAsync(set => set.SetProperty(p => p.RatedOn, (DateOnly?)null));
        }
        var moves = await MovesAsync(database, kirklees);

        await database.Get<DeliveryRatings>().BringAllUpToDateAsync(default);

        Assert.Equivalent(before, await database.Get<ActionQueries>().ListAsync(past, Everything), strict: true);
        Assert.Equal(moves, await MovesAsync(database, kirklees));
    }

    [Fact]
    public async Task On_every_month_end_of_the_demonstration_lists_say_what_the_rule_says()
    {
        await using var database = await TestDatabase.SeededAsync();
        var kirklees = await database.KirkleesAsync();
        await using var db = database.Open(kirklees.Id);
        var actions = await db.Actions.AsNoTracking().Include(a => a.Updates).OrderBy(a => a.Order).ToListAsync();

        for (var day = TestDates.Day("2016-11-30"); day < kirklees.Today; day = day.AddDays(1).AddMonths(1).AddDays(-1))
        {
            var past = kirklees with { Today = day, Actor = kirklees.Actor with { LooksBack = true } };
            var rows = (await database.Get<ActionQueries>().ListAsync(past, Everything)).Rows;
            Assert.Equal(
                actions.Select(a => DeliveryRule.Rate(a.FactsOn(day, kirklees.Programme.UpdateCycleDays))).Select(v => (v.Rating, v.Reason)),
                rows.Select(r => (r.Delivery, r.Reason)));
            var dashboard = await database.Get<DashboardQueries>().GetAsync(past);
            var recommendations = (await database.Get<RecommendationQueries>().ListAsync(past, new(null, null, null, null, null, 1))).Rows;
            Assert.Equal(recommendations.CountBy(r => r.Delivery).OrderBy(c => c.Key), dashboard.Recommendations.OrderBy(c => c.Key));
            Assert.Equal(rows.CountBy(r => r.Delivery).OrderBy(c => c.Key), dashboard.Actions.OrderBy(c => c.Key));
            Assert.Equal(rows.Count(r => r.PastDue), dashboard.LateCount);
        }
    }

    private static async Task<int> MovesAsync(TestDatabase database, ProgrammeScope scope)
    {
        await using var db = database.Open(scope.Id);
        return await db.History.CountAsync();
    }

    private static async Task<TestBoard> BoardAsync(TestDatabase database, bool young = false)
    {
        var board = await TestBoard.AddAsync(database);
        await board.AddActionAsync("1.1", and: a => Begin(a, board.Today));
        await board.AddActionAsync("1.2", board.OtherLead, a => Begin(a, null), "1", "2");
        await board.AddActionAsync("2.1", and: a => Begin(a, null), recommendations: "2");
        await board.AddEvidenceAsync("1.1");
        await board.AddEvidenceAsync("1.2");
        return board;

        void Begin(ActionItem action, DateOnly? on)
        {
            if (!young)
                return;
            action.Updates.Clear();
            (action.AddedOn, action.BaselineStart, action.StartedOn) = (board.Today, board.Today.AddDays(5), on == board.Today ? on : null);
        }
    }

    private static UpdateInput Good(DateOnly today) =>
        new() { WhatChanged = "Nine of twelve.", ChildWouldNotice = "The same worker.", InTheWay = "Nothing.", Forecast = today.AddDays(20), Started = true };

    private static async Task ActAsync(TestDatabase database, TestBoard board, Random random)
    {
        var service = database.Get<ActionService>();
        var office = (await database.Get<ProgrammeAccess>().EnterAsync(board.Person(Role.Office), "testshire"))!;
        var lead = (await database.Get<ProgrammeAccess>().EnterAsync(board.Person(Role.Lead), "testshire"))!;
        var reference = random.Next(3) switch { 0 => "1.1", 1 => "1.2", _ => "2.1" };
        var view = (await database.Get<ActionQueries>().FindAsync(office, reference))!;
        var (version, who) = (view.Item.Version, reference == "1.2" ? office : lead);
        var latest = view.Updates is [var last, ..] ? last.Update.Id : 0;
        var views = new DeliveryRating?[] { null, DeliveryRating.OffTrack, DeliveryRating.AtRisk, DeliveryRating.OnTrack };
        try
        {
            await (random.Next(8) switch
            {
                0 => service.DeliverAsync(who, reference, version),
                1 => service.SignOffAsync(office, reference, version, board.Today.AddDays(3)),
                2 => service.ReopenAsync(office, reference, version, "It does not hold."),
                3 => service.CloseAsync(office, reference, version),
                4 => service.ReturnUpdateAsync(office, reference, version, latest, "Say how many."),
                5 => service.AcceptUpdateAsync(office, reference, version, latest, views[random.Next(4)], "Seen in the files."),
                _ => service.PostUpdateAsync(who, reference, version, Good(board.Today) with { Forecast = board.Today.AddDays(random.Next(120)), LeadSays = views[random.Next(4)] }),
            });
        }
        catch (RuleException)
        {
            // The state did not allow it; a quiet day is a life too.
        }
    }

    private static async Task<Shown> ShownAsync(TestDatabase database, TestBoard board, string slug)
    {
        var scope = (await database.Get<ProgrammeAccess>().EnterAsync(board.Person(Role.Chair), slug))!;
        var list = database.Get<ActionQueries>();
        var details = new List<object>();
        foreach (var reference in (string[])["1.1", "1.2", "2.1"])
        {
            var view = (await list.FindAsync(scope, reference))!;
            var a = view.Item;
            details.Add(new
            {
                a.Delivery,
                a.DeliveryReason,
                a.RuleSays,
                a.LeadSays,
                a.ReviewerSays,
                a.Strip,
                a.State,
                a.Due,
                a.Forecast,
                a.StartedOn,
                a.DeliveredOn,
                a.SignedOffOn,
                a.SignedOffBy,
                a.RecheckOn,
                a.ClosedOn,
                Rounds = a.EarlierRounds.ConvertAll(r => (r.How, r.EndedOn, r.Reason)),
                Updates = view.Updates.Select(u => (u.Update.Id, u.Update.On, u.Update.ReviewedOn, u.Update.Returned, u.Update.Agreed, u.Update.ReviewNote)).ToList(),
                History = view.History.Select(h => h.Id).ToList(),
            });
        }
        return new(
            (await list.ListAsync(scope, Everything)).Rows,
            (await list.ListAsync(scope, Everything with { LateOnly = true, Sort = ActionQueries.ByDue })).Rows,
            (await database.Get<RecommendationQueries>().ListAsync(scope, new(null, null, null, null, RecommendationQueries.ByDelivery, 1))).Rows,
            details,
            await database.Get<DashboardQueries>().GetAsync(scope),
            await database.Get<ForecastQueries>().PaceAsync(scope),
            await database.Get<ForecastQueries>().OfPlanAsync(scope));
    }

    private sealed record Shown(IReadOnlyList<ActionRow> Actions, IReadOnlyList<ActionRow> Late, IReadOnlyList<RecommendationRow> Recommendations, IReadOnlyList<object> Details, DashboardView Dashboard, PaceView Pace, PlanForecast Plan);
}
