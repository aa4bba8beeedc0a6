using ImprovementBoard.Core;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.History;
using ImprovementBoard.Core.Packs;
using ImprovementBoard.Core.Schedules;
using ImprovementBoard.Web.Features.Packs;
using Microsoft.EntityFrameworkCore;
using Quartz;

namespace ImprovementBoard.Tests.Features.Packs;

/// <summary>The row is the truth, the trigger only rings. The scheduler is real and stands still.</summary>
public sealed class ScheduleTests
{
    private static readonly ScheduleInput Weekly = new(new() { Frequency = Frequency.Weekly, Weekday = DayOfWeek.Thursday, At = new(16, 30) }, Enabled: true);

    private static readonly Rhythm Sixth = new() { DayOfMonth = 6, At = new(7, 0) };

    [Fact]
    public async Task Each_enabled_schedule_has_one_trigger()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        var on = await board.AddScheduleAsync();
        await board.AddScheduleAsync(s => (s.Audience, s.Enabled) = (Audience.Commissioner, false));

        await database.Get<PackTriggers>().ReconcileAllAsync(default);
        await database.Get<PackTriggers>().ReconcileAllAsync(default);

        Assert.Equal([($"{on.Id}", "0 0 7 * * ?")], await TriggersAsync(database));
    }

    [Fact]
    public async Task A_schedule_that_is_paused_loses_its_trigger_and_gets_it_back()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        var schedule = await board.AddScheduleAsync();
        await database.Get<PackTriggers>().ReconcileAllAsync(default);

        await ChangeAsync(database, board, schedule.Id, new(Sixth, Enabled: false));
        Assert.Empty(await TriggersAsync(database));

        await ChangeAsync(database, board, schedule.Id, new(Sixth, Enabled: true));
        Assert.Single(await TriggersAsync(database));
    }

    [Fact]
    public async Task A_changed_schedule_rings_at_its_new_time_in_london()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        var schedule = await board.AddScheduleAsync();
        await database.Get<PackTriggers>().ReconcileAllAsync(default);

        await ChangeAsync(database, board, schedule.Id, Weekly);

        Assert.Equal([($"{schedule.Id}", "0 30 16 * * ?")], await TriggersAsync(database));
        Assert.Equal("Thu 5 Mar 2026, 16:30", (await database.Get<ScheduleQueries>().ListAsync(board.As(Role.Office)))[0].Next[0].When);
    }

    [Fact]
    public async Task A_schedule_whose_row_is_gone_rings_no_more()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        await board.AddScheduleAsync();
        await database.Get<PackTriggers>().ReconcileAllAsync(default);
        await using (var db = database.Open(board.Programme.Id))
            await db.Schedules.ExecuteDeleteAsync();

        await database.Get<PackTriggers>().ReconcileAllAsync(default);

        Assert.Empty(await TriggersAsync(database));
    }

    [Fact]
    public async Task What_is_owed_rings_at_the_start()
    {
        await using var database = await TestDatabase.SeededAsync();

        await database.Get<PackTriggers>().ReconcileAllAsync(default);

        var scheduler = await database.Get<ISchedulerFactory>().GetScheduler();
        Assert.Equal(2, (await scheduler.GetTriggersOfJob(PackJob.ScheduleKey)).Count);
    }

    [Fact]
    public async Task Nothing_rings_at_the_start_when_nothing_is_owed()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        await board.AddScheduleAsync();

        await database.Get<PackTriggers>().ReconcileAllAsync(default);

        var scheduler = await database.Get<ISchedulerFactory>().GetScheduler();
        Assert.Single(await scheduler.GetTriggersOfJob(PackJob.ScheduleKey));
    }

    [Theory]
    [InlineData(Role.Chair, false)]
    [InlineData(Role.Member, false)]
    [InlineData(Role.Commissioner, false)]
    [InlineData(Role.Lead, false)]
    [InlineData(Role.Office, true)]
    [InlineData(Role.Admin, true)]
    public async Task Only_office_and_administrator_change_a_schedule(Role role, bool may)
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        var schedule = await board.AddScheduleAsync();

        var fault = await Record.ExceptionAsync(() => database.Get<ScheduleService>().ChangeAsync(board.As(role), schedule.Id, schedule.Version, Weekly));

        await using var db = database.Open(board.Programme.Id);
        var now = await db.Schedules.SingleAsync();
        Assert.Equal(may ? null : typeof(ForbiddenException), fault?.GetType());
        Assert.Equal(may ? Frequency.Weekly : Frequency.Monthly, now.Rhythm.Frequency);
        Assert.Equal(may ? 1 : 0, await db.History.CountAsync(h => h.Kind == HistoryKind.ScheduleChanged && h.What == "Board pack: Weekly, on Thursday at 16:30. Before: Monthly, on day 6 at 07:00"));
    }

    [Fact]
    public async Task A_change_made_beside_an_older_version_is_refused()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        var schedule = await board.AddScheduleAsync();
        await ChangeAsync(database, board, schedule.Id, Weekly);

        var fault = await Assert.ThrowsAsync<RuleException>(() => database.Get<ScheduleService>().ChangeAsync(board.As(Role.Admin), schedule.Id, schedule.Version, Weekly with { Enabled = false }));

        Assert.StartsWith("Someone else changed this schedule.", fault.Message, StringComparison.Ordinal);
        await using var db = database.Open(board.Programme.Id);
        Assert.True((await db.Schedules.SingleAsync()).Enabled);
    }

    [Fact]
    public async Task Of_two_who_change_at_once_exactly_one_wins_and_the_other_is_told_why()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        var schedule = await board.AddScheduleAsync();
        await database.Get<PackTriggers>().ReconcileAllAsync(default);

        var outcomes = await Task.WhenAll(Enumerable.Range(1, 6).Select(day => Task.Run(() => Record.ExceptionAsync(() =>
            database.Get<ScheduleService>().ChangeAsync(board.As(Role.Office), schedule.Id, schedule.Version, new(Sixth with { At = new(day, 0) }, Enabled: true))))));

        Assert.Single(outcomes, o => o is null);
        Assert.All(outcomes.Where(o => o is not null), o => Assert.IsType<RuleException>(o));
        await using var db = database.Open(board.Programme.Id);
        Assert.Equal([($"{schedule.Id}", $"0 0 {(await db.Schedules.SingleAsync()).Rhythm.At.Hour} * * ?")], await TriggersAsync(database));
    }

    [Fact]
    public async Task A_schedule_of_another_programme_does_not_exist()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var (board, other) = (await TestBoard.AddAsync(database), await TestBoard.AddAsync(database, "othershire"));
        var theirs = await other.AddScheduleAsync();

        var fault = await Assert.ThrowsAsync<RuleException>(() => database.Get<ScheduleService>().ChangeAsync(board.As(Role.Office), theirs.Id, theirs.Version, Weekly));

        Assert.Equal("This schedule no longer exists.", fault.Message);
    }

    [Fact]
    public async Task A_day_no_month_has_is_refused_and_nothing_is_stored()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        var schedule = await board.AddScheduleAsync();

        var fault = await Assert.ThrowsAsync<RuleException>(() => database.Get<ScheduleService>().ChangeAsync(board.As(Role.Office), schedule.Id, schedule.Version, new(Sixth with { DayOfMonth = 31 }, Enabled: true)));

        Assert.Equal("Choose a day from 1 to 28, so that every month has it.", fault.Message);
        await using var db = database.Open(board.Programme.Id);
        Assert.Equal((6, 0), ((await db.Schedules.SingleAsync()).Rhythm.DayOfMonth, await db.History.CountAsync()));
    }

    [Fact]
    public async Task A_run_that_was_going_on_when_the_portal_stopped_is_marked()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        await using (var db = database.Open(board.Programme.Id))
        {
            db.PackRuns.AddRange(new[] { RunOutcome.Waiting, RunOutcome.Running, RunOutcome.Built, RunOutcome.Failed }
                .Select(o => new PackRun { ProgrammeId = board.Programme.Id, AskedBy = "Scheduler", AskedAt = database.Clock.Now.AddMinutes(-20), Outcome = o, Message = $"{o}" }));
            await db.SaveChangesAsync();
        }

        await database.Get<PackRuns>().MarkInterruptedAsync();

        await using var after = database.Open(board.Programme.Id);
        Assert.Equal([RunOutcome.Interrupted, RunOutcome.Interrupted, RunOutcome.Built, RunOutcome.Failed], (await after.PackRuns.OrderBy(r => r.Id).ToListAsync()).Select(r => r.Outcome));
        Assert.Equal(2, await after.PackRuns.CountAsync(r => r.Message.StartsWith("The portal stopped during this run.")));
    }

    [Fact]
    public async Task Every_hour_a_run_that_another_node_never_ended_is_marked_and_one_that_goes_on_is_not()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        await using (var db = database.Open(board.Programme.Id))
        {
            db.PackRuns.AddRange(new[] { 14, 15 }.Select(minutes => new PackRun { ProgrammeId = board.Programme.Id, AskedBy = "Scheduler", AskedAt = database.Clock.Now.AddMinutes(-minutes), Outcome = RunOutcome.Running, Message = "Drawing" }));
            await db.SaveChangesAsync();
        }

        await database.Get<PackTriggers>().RingWhereOwedAsync(default);

        await using var after = database.Open(board.Programme.Id);
        Assert.Equal([RunOutcome.Running, RunOutcome.Interrupted], (await after.PackRuns.OrderBy(r => r.Id).ToListAsync()).Select(r => r.Outcome));
    }

    [Fact]
    public async Task A_draft_asked_for_is_a_run_that_waits_and_then_is_made()
    {
        await using var database = await TestDatabase.SeededAsync();
        var office = await database.KirkleesAsync(Role.Office);
        var runs = database.Get<PackRuns>();

        var id = await runs.AskForDraftAsync(office, Audience.Board);
        Assert.Equal(RunOutcome.Waiting, (await runs.FindAsync(office, id))!.Outcome);
        await runs.RunAskedAsync(office.Id, id, office.Actor.MemberId!.Value, default);
        // Recovered after a kill, the same ring comes twice.
        await runs.RunAskedAsync(office.Id, id, office.Actor.MemberId!.Value, default);

        var run = (await runs.FindAsync(office, id))!;
        Assert.Equal(RunOutcome.Built, run.Outcome);
        await using var db = database.Open(office.Id);
        Assert.Equal((await db.Packs.SingleAsync()).Id, run.PackId);
    }

    [Fact]
    public async Task Who_may_not_build_asks_in_vain()
    {
        await using var database = await TestDatabase.SeededAsync();
        var commissioner = await database.KirkleesAsync(Role.Commissioner);

        await Assert.ThrowsAsync<ForbiddenException>(() => database.Get<PackRuns>().AskForDraftAsync(commissioner, Audience.Board));

        await using var db = database.Open(commissioner.Id);
        Assert.Equal(0, await db.PackRuns.CountAsync());
    }

    private static async Task ChangeAsync(TestDatabase database, TestBoard board, int id, ScheduleInput input)
    {
        await using var db = database.Open(board.Programme.Id);
        var version = (await db.Schedules.AsNoTracking().SingleAsync(s => s.Id == id)).Version;
        await database.Get<ScheduleService>().ChangeAsync(board.As(Role.Office), id, version, input);
    }

    private static async Task<IEnumerable<(string Key, string? Cron)>> TriggersAsync(TestDatabase database)
    {
        var scheduler = await database.Get<ISchedulerFactory>().GetScheduler();
        var triggers = await scheduler.GetTriggersOfJob(PackJob.ScheduleKey);
        return triggers.OfType<ICronTrigger>().Select(t => (t.Key.Name, (string?)t.CronExpressionString));
    }
}
