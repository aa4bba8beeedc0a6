using ImprovementBoard.Core;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Actions;
using ImprovementBoard.Core.Flags;
using ImprovementBoard.Core.History;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Features.Actions;
using ImprovementBoard.Web.Features.Flags;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Tests.Features.Flags;

/// <summary>Flags raise and clear themselves, with every change and with every day that passes.</summary>
[Trait("Category", "Database")]
public sealed class FlagKeeperTests
{
    [Fact]
    public async Task The_first_visitor_finds_the_flags_and_a_second_run_changes_nothing()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await PlanAsync(database);

        Assert.Equal(["recommendation_without_action 2", "no_update 1.1"], await ListedAsync(database, board));
        var before = await RowsAsync(database, board);
        await using (var db = database.Open(board.Programme.Id))
        {
            await db.KeepAllFlagsAsync(board.Today, board.Today, default);
            Assert.DoesNotContain(db.ChangeTracker.Entries<Flag>(), e => e.State != EntityState.Unchanged);
        }
        Assert.Equal(before, await RowsAsync(database, board));
    }

    [Fact]
    public async Task An_update_clears_its_flag_in_the_same_moment_and_the_day_before_still_shows_it()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await PlanAsync(database);
        var yesterday = board.Today;
        database.Clock.Now = database.Clock.Now.AddDays(1);
        await EnterAsync(database, board);

        await PostAsync(database, board, "Nine of twelve plans were checked.");

        Assert.Equal(["recommendation_without_action 2"], await ListedAsync(database, board));
        Assert.Equal(["recommendation_without_action 2", "no_update 1.1"], await ListedAsync(database, board, yesterday));
    }

    [Fact]
    public async Task The_same_words_as_last_time_raise_a_flag_with_the_post()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await PlanAsync(database);

        await PostAsync(database, board, "managers met their WORKERS");

        Assert.Equal(["recommendation_without_action 2", "same_words 1.1"], await ListedAsync(database, board));
    }

    [Fact]
    public async Task A_day_that_passes_raises_a_flag_on_its_own_day_though_nobody_came()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        await board.AddActionAsync("1.1", and: null, recommendations: ["1", "2"]);
        var start = board.Today;
        await EnterAsync(database, board);
        Assert.Empty(await ListedAsync(database, board));

        // The last update was a week ago; two cycles end 49 days from now, and the visitor comes three days late.
        database.Clock.Now = database.Clock.Now.AddDays(53);
        await EnterAsync(database, board);

        Assert.Equal(["no_update 1.1"], await ListedAsync(database, board, start.AddDays(50)));
        Assert.Empty(await ListedAsync(database, board, start.AddDays(49)));
    }

    [Fact]
    public async Task An_acknowledged_flag_is_out_of_the_list_until_its_day_and_clears_like_any_other()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await PlanAsync(database);
        var (start, flag) = (board.Today, await FlagAsync(database, board, "no_update"));
        database.Clock.Now = database.Clock.Now.AddDays(1);
        await EnterAsync(database, board);

        await database.Get<FlagService>().AcknowledgeAsync(board.As(Role.Chair), flag.Id, flag.Version, " The lead is ill. ", start.AddDays(8));

        Assert.Equal(["recommendation_without_action 2"], await ListedAsync(database, board));
        var known = Assert.Single((await database.Get<FlagQueries>().ListAsync(board.As(Role.Lead), new(Acknowledged: true))).Rows).Row.Acknowledged!;
        Assert.Equal((start.AddDays(1), "Board chair", "The lead is ill.", start.AddDays(8)), (known.On, known.By, known.Reason, known.ReturnsOn));
        Assert.Equal(2, (await ListedAsync(database, board, start)).Count);
        database.Clock.Now = database.Clock.Now.AddDays(7);
        await EnterAsync(database, board);
        Assert.Equal(["recommendation_without_action 2", "no_update 1.1"], await ListedAsync(database, board));
        await using var db = database.Open(board.Programme.Id);
        var entry = await db.History.SingleAsync(h => h.Kind == HistoryKind.FlagAcknowledged);
        Assert.Equal((Subject.Action, "1.1", "Board chair"), (entry.Subject, entry.SubjectRef, entry.By));
        await PostAsync(database, board, "Nine of twelve plans were checked.");
        Assert.Equal(["recommendation_without_action 2"], await ListedAsync(database, board));
    }

    [Theory]
    [InlineData("", 7, "Reason")]
    [InlineData("The lead is ill.", 0, "ReturnsOn")]
    [InlineData("The lead is ill.", 93, "ReturnsOn")]
    [InlineData("The lead is ill.", null, "ReturnsOn")]
    public async Task A_reason_and_a_day_within_a_quarter_are_asked_for(string reason, int? days, string field)
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await PlanAsync(database);
        var flag = await FlagAsync(database, board, "no_update");

        var fault = await Assert.ThrowsAsync<RuleException>(() => database.Get<FlagService>().AcknowledgeAsync(board.As(Role.Office), flag.Id, flag.Version, reason, days is { } d ? board.Today.AddDays(d) : null));

        Assert.Equal(field, fault.Field);
        Assert.Equal(2, (await ListedAsync(database, board)).Count);
    }

    [Fact]
    public async Task Who_may_not_and_who_comes_too_late_change_nothing()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await PlanAsync(database);
        var (flag, service, day) = (await FlagAsync(database, board, "no_update"), database.Get<FlagService>(), board.Today.AddDays(7));

        foreach (var role in (Role[])[Role.Member, Role.Commissioner, Role.Lead, Role.Admin])
            await Assert.ThrowsAsync<ForbiddenException>(() => service.AcknowledgeAsync(board.As(role), flag.Id, flag.Version, "It can wait.", day));
        await service.AcknowledgeAsync(board.As(Role.Office), flag.Id, flag.Version, "The lead is ill.", day);
        var late = await Assert.ThrowsAsync<RuleException>(() => service.AcknowledgeAsync(board.As(Role.Chair), flag.Id, flag.Version, "It can wait.", day));

        Assert.StartsWith("This flag has changed or cleared meanwhile.", late.Message, StringComparison.Ordinal);
        Assert.Equal("The lead is ill.", Assert.Single((await database.Get<FlagQueries>().ListAsync(board.As(Role.Office), new(Acknowledged: true))).Rows).Row.Acknowledged!.Reason);
    }

    [Fact]
    public async Task What_each_save_left_is_what_the_whole_programme_says()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await PlanAsync(database);
        await board.AddActionAsync("2.1", board.OtherLead, a => a.AddedOn = board.Today, "2");
        await PostAsync(database, board, "Managers met their workers.");

        var saved = await ListedAsync(database, board);
        await using var db = database.Open(board.Programme.Id);
        await db.KeepAllFlagsAsync(board.Today, board.Today, default);

        Assert.Equal(["same_words 1.1"], saved);
        Assert.DoesNotContain(db.ChangeTracker.Entries<Flag>(), e => e.State != EntityState.Unchanged);
    }

    // Recommendation 2 has no action; the last update of 1.1 is older than two cycles.
    private static async Task<TestBoard> PlanAsync(TestDatabase database)
    {
        var board = await TestBoard.AddAsync(database);
        await board.AddActionAsync("1.1", and: a => a.Updates[0].On = board.Today.AddDays(-60));
        await EnterAsync(database, board);
        return board;
    }

    private static async Task EnterAsync(TestDatabase database, TestBoard board) =>
        Assert.NotNull(await database.Get<ProgrammeAccess>().EnterAsync(board.Person(Role.Chair), board.Programme.Slug));

    private static async Task<Flag> FlagAsync(TestDatabase database, TestBoard board, string rule)
    {
        await using var db = database.Open(board.Programme.Id);
        return await db.Flags.AsNoTracking().SingleAsync(f => f.Rule == rule && f.Until == Flag.Open);
    }

    private static async Task PostAsync(TestDatabase database, TestBoard board, string whatChanged)
    {
        await using var db = database.Open(board.Programme.Id);
        var version = await db.Actions.Where(a => a.Ref == "1.1").Select(a => a.Version).SingleAsync();
        await database.Get<ActionService>().PostUpdateAsync(board.As(Role.Lead), "1.1", version, new UpdateInput
        {
            WhatChanged = whatChanged,
            ChildWouldNotice = "The same worker at every visit.",
            InTheWay = "Two vacancies.",
            Forecast = board.Today.AddDays(30),
        });
    }

    private static async Task<List<string>> ListedAsync(TestDatabase database, TestBoard board, DateOnly? day = null)
    {
        var scope = board.As(Role.Lead);
        var list = await database.Get<FlagQueries>().ListAsync(day is { } past ? scope with { Today = past, Actor = scope.Actor with { LooksBack = true } } : scope, new());
        return [.. list.Rows.Select(r => $"{r.Row.Rule.Code} {r.Row.Ref}")];
    }

    private static async Task<string> RowsAsync(TestDatabase database, TestBoard board)
    {
        await using var db = database.Open(board.Programme.Id);
        return string.Join('\n', (await db.Flags.OrderBy(f => f.Id).ToListAsync()).Select(f => $"{f.Id} {f.Rule} {f.Since} {f.From} {f.Until} {f.Version}"));
    }
}
