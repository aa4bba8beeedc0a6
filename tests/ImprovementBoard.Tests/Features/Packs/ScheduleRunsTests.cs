using ImprovementBoard.Core;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Packs;
using ImprovementBoard.Core.Schedules;
using ImprovementBoard.Web.Features.Packs;
using Microsoft.EntityFrameworkCore;
using static ImprovementBoard.Tests.TestDates;

namespace ImprovementBoard.Tests.Features.Packs;

/// <summary>What a schedule did: in time, late, failed, or only tried. With the real renderer where a pack is made.</summary>
[Trait("Category", "Database")]
public sealed class ScheduleRunsTests
{
    private const string Why = "IT frees the disk tonight.";

    [Fact]
    public async Task What_fell_due_while_the_portal_was_down_is_made_once_and_says_so()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        var schedule = await board.AddScheduleAsync();
        database.Clock.Now = TestClock.Instant("2026-03-08 09:12");

        await RunAsync(database, board, schedule.Id);
        await RunAsync(database, board, schedule.Id);

        const string Late = "was due 6 Mar 2026, 07:00, made 8 Mar 2026, 09:12, because the portal was not running";
        await using var db = database.Open(board.Programme.Id);
        Assert.Equal((RunOutcome.Built, $"Made pack 1 (March 2026, {(await db.Packs.SingleAsync()).Pages} pages). Pack 1 {Late}"), ((await db.PackRuns.SingleAsync()).Outcome, (await db.PackRuns.SingleAsync()).Message));
        Assert.Equal((Late, Day("2026-03-06")), ((await database.Get<PackQueries>().FindAsync(board.As(Role.Member), "1"))!.Late!.Words, (await db.Packs.SingleAsync()).PositionAsAt));
        Assert.Equal(Late, (await database.Get<RegisterQueries>().ListAsync(board.As(Role.Office), new(null, null))).Rows[0].Pack.Late!.Words);
        Assert.Contains(Late, await database.Get<RegisterQueries>().CsvAsync(board.As(Role.Office), new(null, null)), StringComparison.Ordinal);
        Assert.Equal(1, await db.History.CountAsync(h => h.What.EndsWith(Late)));
    }

    [Fact]
    public async Task A_pack_made_in_its_minute_is_not_late()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        var schedule = await board.AddScheduleAsync();
        database.Get<PackService>();
        database.Clock.Now = TestClock.Instant("2026-03-06 07:00");

        await RunAsync(database, board, schedule.Id);

        await using var db = database.Open(board.Programme.Id);
        Assert.Equal((null, ""), ((await db.Packs.SingleAsync()).LateSince, (await db.Packs.SingleAsync()).LateBecause));
    }

    [Fact]
    public async Task A_failed_run_warns_those_who_see_to_schedules_until_a_later_one_makes_up_for_it()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        var schedule = await board.AddScheduleAsync();
        database.Get<PackService>();
        var node = database.Options.Packs.NodePath;
        database.Options.Packs.NodePath = Path.Combine(database.Store.Folder, "no-node");
        database.Clock.Now = TestClock.Instant("2026-03-06 07:00");
        await Assert.ThrowsAsync<RenderException>(() => RunAsync(database, board, schedule.Id));

        var alert = Assert.Single(await database.Get<ScheduleQueries>().AlertsAsync(board.As(Role.Office)));
        Assert.StartsWith("Node.js could not be started", alert.Message, StringComparison.Ordinal);
        Assert.StartsWith("It is tried again by itself", alert.WhatToDo, StringComparison.Ordinal);
        await Assert.ThrowsAsync<RenderException>(() => RunAsync(database, board, schedule.Id));
        await using (var after = database.Open(board.Programme.Id))
        {
            Assert.Equal(
                [("office@testshire.example", "testshire children’s services: the board pack was not made"), ("admin@testshire.example", "testshire children’s services: the board pack was not made")],
                (await after.Mail.OrderBy(m => m.Id).ToListAsync()).Select(m => (m.To, m.Subject)));
        }

        database.Options.Packs.NodePath = node;
        database.Clock.Now = TestClock.Instant("2026-03-06 08:17");
        await RunAsync(database, board, schedule.Id);

        Assert.Empty(await database.Get<ScheduleQueries>().AlertsAsync(board.As(Role.Office)));
        await using var db = database.Open(board.Programme.Id);
        Assert.Equal("the run of 6 Mar 2026, 07:00 failed", (await db.Packs.SingleAsync()).LateBecause);
    }

    [Fact]
    public async Task Acknowledged_it_warns_no_more_until_the_next_failure()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        var schedule = await board.AddScheduleAsync();
        var (queries, service, office) = (database.Get<ScheduleQueries>(), database.Get<ScheduleService>(), board.As(Role.Office));
        var first = await AddRunAsync(database, board, schedule.Id, RunOutcome.Interrupted);

        await Assert.ThrowsAsync<ForbiddenException>(() => service.AcknowledgeAsync(board.As(Role.Chair), first, Why));
        var silent = await Assert.ThrowsAsync<RuleException>(() => service.AcknowledgeAsync(office, first, " "));
        Assert.Equal(("Reason", "Write what is being done about it, and by whom."), (silent.Field, silent.Message));
        Assert.Single(await queries.AlertsAsync(office));
        await service.AcknowledgeAsync(board.As(Role.Admin), first, Why);

        Assert.Empty(await queries.AlertsAsync(office));
        Assert.Equal(Why, (await queries.RunsAsync(office, new(null, false))).Rows.Single().AcknowledgedReason);
        await using var db = database.Open(board.Programme.Id);
        Assert.EndsWith($"that failed is acknowledged: {Why}", (await db.History.SingleAsync()).What, StringComparison.Ordinal);
        var twice = await Assert.ThrowsAsync<RuleException>(() => service.AcknowledgeAsync(office, first, Why));
        Assert.StartsWith("The administrator acknowledged this run on 2 March 2026.", twice.Message, StringComparison.Ordinal);
        var second = await AddRunAsync(database, board, schedule.Id, RunOutcome.Failed);
        Assert.Equal(second, Assert.Single(await queries.AlertsAsync(office)).Id);
        Assert.Equal("This run did not fail. Load the page again to see how it ended.", (await Assert.ThrowsAsync<RuleException>(async () => await service.AcknowledgeAsync(office, await AddRunAsync(database, board, schedule.Id, RunOutcome.Built), Why))).Message);
    }

    [Fact]
    public async Task A_ring_that_finds_nothing_owed_leaves_a_trace_only_where_the_pack_of_a_failed_run_was_made_otherwise()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        var schedule = await board.AddScheduleAsync();
        await RunAsync(database, board, schedule.Id);
        await using var db = database.Open(board.Programme.Id);
        Assert.Equal(0, await db.PackRuns.CountAsync());
        await AddRunAsync(database, board, schedule.Id, RunOutcome.Interrupted, "2026-02");
        await RunAsync(database, board, schedule.Id);
        Assert.Equal(1, await db.PackRuns.CountAsync());

        await ApprovablePack.AddAsync(database, board, 1, key: "2026-02");
        Assert.Empty(await database.Get<ScheduleQueries>().AlertsAsync(board.As(Role.Office)));
        await RunAsync(database, board, schedule.Id);
        await RunAsync(database, board, schedule.Id);

        Assert.Equal([RunOutcome.Interrupted, RunOutcome.NothingDue], await db.PackRuns.OrderBy(r => r.Id).Select(r => r.Outcome).ToListAsync());
        var runs = (await database.Get<ScheduleQueries>().RunsAsync(board.As(Role.Office), new(null, true))).Rows;
        Assert.Equal(RunSequel.Made, (await database.Get<ScheduleQueries>().SequelsAsync(board.As(Role.Office), runs)).Values.Single());
    }

    [Fact]
    public async Task A_failure_whose_pack_a_pause_left_out_stands_whatever_the_schedule_makes_afterwards()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        var schedule = await board.AddScheduleAsync();
        var (service, queries, office) = (database.Get<ScheduleService>(), database.Get<ScheduleQueries>(), board.As(Role.Office));
        database.Get<PackService>();
        var node = database.Options.Packs.NodePath;
        database.Options.Packs.NodePath = Path.Combine(database.Store.Folder, "no-node");
        database.Clock.Now = TestClock.Instant("2026-03-06 07:00");
        await Assert.ThrowsAsync<RenderException>(() => RunAsync(database, board, schedule.Id));
        database.Options.Packs.NodePath = node;
        Assert.Equal(RunSequel.TriedAgain, await SequelAsync());
        await service.TurnAsync(board.As(Role.Office), schedule.Id, schedule.Version, on: false);
        await service.TurnAsync(board.As(Role.Office), schedule.Id, (await queries.FindAsync(office, schedule.Id))!.Version, on: true);

        database.Clock.Now = TestClock.Instant("2026-03-07 07:00");
        await RunAsync(database, board, schedule.Id);
        Assert.Equal(RunSequel.LeftOut, await SequelAsync());
        database.Clock.Now = TestClock.Instant("2026-04-06 07:00");
        await RunAsync(database, board, schedule.Id);

        Assert.Equal(RunSequel.LeftOut, await SequelAsync());
        await using var db = database.Open(board.Programme.Id);
        Assert.Equal([(RunOutcome.Failed, "2026-03"), (RunOutcome.Built, "2026-04")], (await db.PackRuns.OrderBy(r => r.Id).ToListAsync()).Select(r => (r.Outcome, r.PeriodKey!)));

        async Task<RunSequel> SequelAsync()
        {
            var alerts = await queries.AlertsAsync(board.As(Role.Office));
            return (await queries.SequelsAsync(board.As(Role.Office), alerts))[Assert.Single(alerts).Id];
        }
    }

    [Fact]
    public async Task A_test_run_makes_a_draft_and_changes_nothing_else()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        var schedule = await board.AddScheduleAsync(s => (s.Audience, s.Rhythm) = (Audience.Commissioner, new() { Frequency = Frequency.Weekly, At = new(7, 0) }));
        var (runs, admin) = (database.Get<PackRuns>(), board.As(Role.Admin));

        await Assert.ThrowsAsync<ForbiddenException>(() => runs.AskForTestAsync(board.As(Role.Lead), schedule.Id));
        var id = await runs.AskForTestAsync(admin, schedule.Id);
        await runs.RunAskedAsync(admin.Id, id, admin.Actor.MemberId!.Value, default);

        var run = (await runs.FindAsync(admin, id))!;
        Assert.Equal((RunOutcome.Built, true, "Administrator"), (run.Outcome, run.IsTest, run.AskedBy));
        await using var db = database.Open(board.Programme.Id);
        var draft = await db.Packs.SingleAsync();
        Assert.Equal((draft.Id, null, Audience.Commissioner, "2026-03-02", board.Today), (run.PackId, draft.Number, draft.Audience, draft.PeriodKey, draft.PositionAsAt));
        Assert.Equal(schedule.Version, (await db.Schedules.SingleAsync()).Version);
        Assert.Null((await database.Get<ScheduleQueries>().ListAsync(admin))[0].LastRun);
    }

    [Fact]
    public async Task A_test_run_that_fails_warns_nobody_and_who_asked_can_stop_it()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        var schedule = await board.AddScheduleAsync();
        var (runs, admin) = (database.Get<PackRuns>(), board.As(Role.Admin));
        database.Options.Packs.NodePath = Path.Combine(database.Store.Folder, "no-node");
        var failing = await runs.AskForTestAsync(admin, schedule.Id);
        await Assert.ThrowsAsync<RenderException>(() => runs.RunAskedAsync(admin.Id, failing, admin.Actor.MemberId!.Value, default));
        var stopped = await runs.AskForTestAsync(admin, schedule.Id);

        await runs.CancelAsync(admin, stopped);

        Assert.Equal((RunOutcome.Failed, RunOutcome.Cancelled), ((await runs.FindAsync(admin, failing))!.Outcome, (await runs.FindAsync(admin, stopped))!.Outcome));
        Assert.Empty(await database.Get<ScheduleQueries>().AlertsAsync(admin));
    }

    [Fact]
    public async Task An_edition_has_one_schedule_until_it_ends()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        var first = await board.AddScheduleAsync(s => s.ApproverIds = [board.Lead.Id]);
        var (service, queries, office) = (database.Get<ScheduleService>(), database.Get<ScheduleQueries>(), board.As(Role.Office));
        var input = new ScheduleInput(new() { Frequency = Frequency.LastWorkingDay, At = new(7, 0) }, true);

        await service.AddAsync(office, Audience.Public, input);
        Assert.Equal("The board pack has a schedule already. Change that one, or end it first.", (await Assert.ThrowsAsync<RuleException>(() => service.AddAsync(office, Audience.Board, input))).Message);
        await Assert.ThrowsAsync<ForbiddenException>(() => service.AddAsync(board.As(Role.Commissioner), Audience.Summary, input));
        await service.EndAsync(office, first.Id, first.Version);

        Assert.Equal([Audience.Public, Audience.Board], (await queries.ListAsync(office)).Select(s => s.Schedule.Audience));
        Assert.Equal([board.Lead.Id], (await queries.OfAsync(office, Audience.Board))!.ApproverIds);
        await service.AddAsync(office, Audience.Board, input);
        Assert.Empty((await queries.OfAsync(office, Audience.Board))!.ApproverIds);
        await using var db = database.Open(board.Programme.Id);
        Assert.Equal(["Public pack: Monthly, on the last working day at 07:00", "Board pack: ended. Before: Monthly, on day 6 at 07:00; approved by the head of safeguarding, then issued at once", "Board pack: Monthly, on the last working day at 07:00"], await db.History.OrderBy(h => h.Id).Select(h => h.What).ToListAsync());
    }

    [Fact]
    public async Task Paused_and_resumed_it_keeps_everything_else()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        var schedule = await board.AddScheduleAsync(s => s.ApproverIds = [board.Lead.Id]);
        var (service, queries, office) = (database.Get<ScheduleService>(), database.Get<ScheduleQueries>(), board.As(Role.Office));

        await service.TurnAsync(office, schedule.Id, schedule.Version, on: false);
        var paused = (await queries.ListAsync(office))[0];
        Assert.Equal((false, 0), (paused.Schedule.Enabled, paused.Next.Count));
        await service.TurnAsync(office, schedule.Id, paused.Schedule.Version, on: true);

        var again = (await queries.ListAsync(office))[0];
        Assert.Equal((true, 6, schedule.Rhythm), (again.Schedule.Enabled, again.Next.Count, again.Schedule.Rhythm));
        Assert.Equal([board.Lead.Id], again.Schedule.ApproverIds);
    }

    [Fact]
    public async Task Runs_are_listed_by_schedule_and_by_how_they_ended()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        var (one, two) = (await board.AddScheduleAsync(), await board.AddScheduleAsync(s => s.Audience = Audience.Commissioner));
        await AddRunAsync(database, board, one.Id, RunOutcome.Failed);
        await AddRunAsync(database, board, two.Id, RunOutcome.Failed);
        await AddRunAsync(database, board, two.Id, RunOutcome.Built);
        await AddRunAsync(database, board, null, RunOutcome.Interrupted);
        var (queries, office) = (database.Get<ScheduleQueries>(), board.As(Role.Office));

        async Task<string> CountsAsync(RunFilter filter) => await queries.RunsAsync(office, filter) is var page ? $"{page.Rows.Count} of {page.Found} of {page.All}" : "";

        Assert.Equal("4 of 4 of 4", await CountsAsync(new(null, false)));
        Assert.Equal("2 of 2 of 4", await CountsAsync(new(two.Id, false)));
        Assert.Equal("3 of 3 of 4", await CountsAsync(new(null, true)));
        Assert.Equal("1 of 1 of 4", await CountsAsync(new(two.Id, true, Page: 9)));
        Assert.Equal([one.Id], (await queries.AlertsAsync(office)).Select(r => r.ScheduleId!.Value));
    }

    private static Task RunAsync(TestDatabase database, TestBoard board, int schedule) => database.Get<PackRuns>().RunScheduleAsync(board.Programme.Id, schedule, default);

    private static async Task<int> AddRunAsync(TestDatabase database, TestBoard board, int? schedule, RunOutcome outcome, string? period = null)
    {
        await using var db = database.Open(board.Programme.Id);
        var run = new PackRun { ProgrammeId = board.Programme.Id, ScheduleId = schedule, PeriodKey = period, AskedBy = "Scheduler", AskedAt = database.Clock.Now, Outcome = outcome, Message = "Said." };
        db.PackRuns.Add(run);
        await db.SaveChangesAsync();
        return run.Id;
    }
}
