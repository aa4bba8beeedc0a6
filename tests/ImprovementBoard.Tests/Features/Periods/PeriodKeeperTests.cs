using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.History;
using ImprovementBoard.Core.Mail;
using ImprovementBoard.Core.Packs;
using ImprovementBoard.Core.Periods;
using ImprovementBoard.Web.Features.Actions;
using ImprovementBoard.Web.Features.Mail;
using ImprovementBoard.Web.Features.Packs;
using ImprovementBoard.Web.Features.Periods;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using static ImprovementBoard.Tests.TestDates;

namespace ImprovementBoard.Tests.Features.Periods;

/// <summary>The calendar of a live programme, day by day. Meeting on 16 April 2026, cut-off on 31 March (Good Friday and Easter Monday lie between).</summary>
[Trait("Category", "Database")]
public sealed class PeriodKeeperTests : IAsyncLifetime
{
    private readonly UnwrittenFailures failures = new();
    private TestDatabase database = null!;
    private TestBoard board = null!;

    private PeriodKeeper Keeper => database.Get<PeriodKeeper>();

    public async Task InitializeAsync()
    {
        database = await TestDatabase.EmptyAsync(failures);
        board = await TestBoard.AddAsync(database);
        await board.AddActionAsync("1.1");
        await board.AddActionAsync("1.2", board.OtherLead);
        await database.Get<PeriodService>().AddAsync(board.As(Role.Office), new(Day("2026-04-16"), 6, 10, 2));
    }

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task Every_step_is_carried_out_on_its_day_and_once()
    {
        for (var day = Day("2026-03-02"); day <= Day("2026-05-01"); day = day.AddDays(1))
        {
            await RingAsync(day);
            await RingAsync(day);
        }

        await using var db = database.Open(board.Programme.Id);
        var first = await db.Periods.OrderBy(p => p.CutOffOn).FirstAsync();
        var steps = await db.PeriodSteps.Where(s => s.PeriodId == first.Id).OrderBy(s => s.Id).ToListAsync();
        Assert.Equal(
            [("Commission", "2026-03-17"), ("Chase", "2026-03-27"), ("CutOff", "2026-04-01"), ("Check", "2026-04-02"), ("Draft", "2026-04-07")],
            steps.Select(s => ($"{s.Step}", $"{s.On:yyyy-MM-dd}")));
        Assert.All(steps, s => Assert.False(s.Failed, s.Words));
        Assert.Equal(5, await db.History.CountAsync(h => h.Kind == HistoryKind.PeriodStepDone && h.SubjectRef == first.Key));
        Assert.Equal(2, steps[0].Told.Count);
        Assert.StartsWith("Facts frozen as at 31 March 2026", steps[2].Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Leads_who_owe_an_update_are_mailed_once_each_and_the_step_says_who_was_not()
    {
        for (var day = Day("2026-03-16"); day <= Day("2026-03-31"); day = day.AddDays(1))
        {
            await RingAsync(day);
            await RingAsync(day);
        }

        await using var db = database.Open(board.Programme.Id);
        var mails = await db.Mail.OrderBy(m => m.Id).ToListAsync();
        Assert.Equal(
            [("lead@testshire.example", "testshire children’s services: 1 update by 31 March 2026", Day("2026-03-17")), ("lead@testshire.example", "testshire children’s services: reminder, 1 update by 31 March 2026", Day("2026-03-27"))],
            mails.Select(m => (m.To, m.Subject, m.On)));
        var steps = await db.PeriodSteps.OrderBy(s => s.Id).ToListAsync();
        Assert.All(steps.Take(2), s => Assert.EndsWith(" A mail goes to 1 lead. 1 lead has no account to mail to: virtual school head.", s.Words, StringComparison.Ordinal));
        Assert.Equal(["1 waiting to be sent", "1 waiting to be sent"], (await database.Get<MailQueries>().CountsAsync(board.As(Role.Chair), "period/")).Values.Select(c => c.Words));
    }

    [Fact]
    public async Task Leads_are_asked_and_reminded_again_for_a_cut_off_that_was_moved_later()
    {
        await RingAsync(Day("2026-03-17"));
        await RingAsync(Day("2026-03-27"));
        await MoveAsync("2026-03-30", "2026-04-20", "2026-05-06");
        for (var day = Day("2026-03-30"); day <= Day("2026-04-20"); day = day.AddDays(1))
            await RingAsync(day);

        await using var db = database.Open(board.Programme.Id);
        Assert.Equal(
            [
                ("testshire children’s services: 1 update by 31 March 2026", Day("2026-03-17"), MailState.TakenBack),
                ("testshire children’s services: reminder, 1 update by 31 March 2026", Day("2026-03-27"), MailState.TakenBack),
                ("testshire children’s services: 1 update by 20 April 2026", Day("2026-04-02"), MailState.Queued),
                ("testshire children’s services: reminder, 1 update by 20 April 2026", Day("2026-04-16"), MailState.Queued),
            ],
            (await db.Mail.OrderBy(m => m.Id).ToListAsync()).Select(m => (m.Subject, m.On, m.State)));
        Assert.Equal([("Commission", Day("2026-04-02")), ("Chase", Day("2026-04-16"))], (await db.PeriodSteps.OrderBy(s => s.Id).ToListAsync()).Select(s => ($"{s.Step}", s.On)));
        Assert.Equal(4, await db.History.CountAsync(h => h.Kind == HistoryKind.PeriodStepDone));
    }

    [Fact]
    public async Task Leads_are_asked_again_where_a_cut_off_moved_and_moved_back()
    {
        await RingAsync(Day("2026-03-17"));
        await MoveAsync("2026-03-18", "2026-04-20", "2026-05-06");
        await MoveAsync("2026-03-19", "2026-03-31", "2026-04-16");
        await RingAsync(Day("2026-03-19"));

        await using var db = database.Open(board.Programme.Id);
        Assert.Equal([(Day("2026-03-17"), MailState.TakenBack), (Day("2026-03-19"), MailState.Queued)], (await db.Mail.OrderBy(m => m.Id).ToListAsync()).Select(m => (m.On, m.State)));
    }

    [Fact]
    public async Task Who_was_asked_in_time_for_the_new_cut_off_is_not_asked_again()
    {
        await RingAsync(Day("2026-03-17"));
        await MoveAsync("2026-03-18", "2026-03-31", "2026-04-17");
        await RingAsync(Day("2026-03-18"));

        await using var db = database.Open(board.Programme.Id);
        Assert.Equal([MailState.Queued], (await db.Mail.ToListAsync()).Select(m => m.State));
    }

    [Fact]
    public async Task After_a_long_stop_nobody_is_mailed_about_a_cut_off_that_has_passed()
    {
        await RingAsync(Day("2026-04-20"));

        await using var db = database.Open(board.Programme.Id);
        Assert.Equal((0, 2), (await db.Mail.CountAsync(m => m.To == board.EmailOf(Role.Lead)), (await db.PeriodSteps.OrderBy(s => s.Id).FirstAsync()).Told.Count));
    }

    [Fact]
    public async Task After_a_long_stop_every_step_is_made_up_for_once_and_the_facts_are_those_of_the_cut_off()
    {
        await PostAsync("1.1", "2026-03-31", "On the last day.");
        await PostAsync("1.1", "2026-04-01", "A day late.");

        await RingAsync(Day("2026-04-20"));

        await using var db = database.Open(board.Programme.Id);
        var period = await db.Periods.OrderBy(p => p.CutOffOn).FirstAsync();
        var facts = PackFactsReader.FromJson(period.FactsJson!);
        Assert.Equal((Day("2026-03-31"), "On the last day."), (facts.PositionAsAt, facts.Actions.Single(a => a.Ref == "1.1").LastUpdate!.WhatChanged));
        Assert.Equal(PackFactsReader.Hash(period.FactsJson!), period.FactsHash);
        Assert.Equal(5, await db.PeriodSteps.CountAsync(s => s.PeriodId == period.Id && !s.Failed));
        var view = await database.Get<PeriodQueries>().FindAsync(board.As(Role.Chair), period.Key);
        Assert.Equal([("1.1", Day("2026-04-01"))], view!.Late.Select(u => (u.Ref, u.On)));
    }

    [Fact]
    public async Task What_changes_after_the_freeze_is_not_in_the_packs_of_the_period()
    {
        await PostAsync("1.1", "2026-03-31", "On the last day.");
        await RingAsync(Day("2026-04-01"));
        await PostAsync("1.1", "2026-04-01", "A day late.");
        await using var db = database.Open(board.Programme.Id);
        var (programme, period) = (await db.Programmes.SingleAsync(), await db.Periods.OrderBy(p => p.CutOffOn).FirstAsync());

        var facts = await database.Get<PackFactsReader>().ReadAsync(db, programme, Audience.Commissioner, new(new(period.Key, period.Name), period.CutOffOn), 7, board.Today, default);

        Assert.Equal((Audience.Commissioner, 7, "On the last day."), (facts.Audience, facts.Number, facts.Actions.Single(a => a.Ref == "1.1").LastUpdate!.WhatChanged));
    }

    [Fact]
    public async Task Two_nodes_ringing_at_once_carry_out_each_step_once()
    {
        database.Clock.Now = TestClock.Instant("2026-04-07 09:00");

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Keeper.RunAllDueAsync(default))));

        await using var db = database.Open(board.Programme.Id);
        Assert.Equal(5, await db.PeriodSteps.CountAsync(s => !s.Failed));
        Assert.Equal(5, await db.History.CountAsync(h => h.Kind == HistoryKind.PeriodStepDone));
    }

    [Fact]
    public async Task A_step_that_fails_says_why_and_is_made_up_for_at_the_next_ring()
    {
        await using var db = database.Open(board.Programme.Id);
        var period = await db.Periods.OrderBy(p => p.CutOffOn).FirstAsync();
        db.PeriodSteps.Add(new() { ProgrammeId = board.Programme.Id, PeriodId = period.Id, Step = CalendarStep.CutOff, On = Day("2026-04-01"), By = "Scheduler", Failed = true, Words = "It failed: the disk was full." });
        await db.SaveChangesAsync();
        database.Clock.Now = TestClock.Instant("2026-04-01 09:00");
        Assert.Equal("Failed", PeriodWords.State((await ViewAsync(period.Key)).Steps.Single(s => s.Step == CalendarStep.CutOff), Day("2026-04-01")));

        await RingAsync(Day("2026-04-02"));

        Assert.Equal("Done", PeriodWords.State((await ViewAsync(period.Key)).Steps.Single(s => s.Step == CalendarStep.CutOff), Day("2026-04-02")));
    }

    [Fact]
    public async Task Two_nodes_that_fail_at_once_write_it_down_once()
    {
        await CutOffWithoutFactsAsync();
        database.Clock.Now = TestClock.Instant("2026-04-02 09:00");

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Keeper.RunAllDueAsync(default))));

        await using var db = database.Open(board.Programme.Id);
        Assert.Equal([CalendarStep.Check], await db.PeriodSteps.Where(s => s.Failed).Select(s => s.Step).ToListAsync());
    }

    [Fact]
    public async Task A_failure_that_cannot_be_written_down_stops_neither_the_other_steps_nor_the_start()
    {
        await CutOffWithoutFactsAsync();
        failures.Forbidden = true;

        await RingAsync(Day("2026-04-07"));

        failures.Forbidden = false;
        await using var db = database.Open(board.Programme.Id);
        Assert.True(failures.Met);
        Assert.Equal([CalendarStep.Commission, CalendarStep.Chase, CalendarStep.CutOff, CalendarStep.Draft], await db.PeriodSteps.OrderBy(s => s.Id).Select(s => s.Step).ToListAsync());
    }

    // Said to be done, yet without facts: the check fails from then on.
    private async Task CutOffWithoutFactsAsync()
    {
        foreach (var day in new[] { "2026-03-17", "2026-03-27" })
            await RingAsync(Day(day));
        await using var db = database.Open(board.Programme.Id);
        var period = await db.Periods.OrderBy(p => p.CutOffOn).FirstAsync();
        db.PeriodSteps.Add(new() { ProgrammeId = board.Programme.Id, PeriodId = period.Id, Step = CalendarStep.CutOff, On = Day("2026-04-01"), By = "Scheduler", Words = "Facts frozen." });
        await db.SaveChangesAsync();
    }

    private async Task<PeriodView> ViewAsync(string key) => (await database.Get<PeriodQueries>().FindAsync(board.As(Role.Chair), key))!;

    private async Task MoveAsync(string on, string cutOff, string meeting)
    {
        database.Clock.Now = TestClock.Instant($"{on} 09:00");
        var office = board.As(Role.Office);
        await database.Get<PeriodService>().MoveAsync(office, "board-2026-04-16", (await ViewAsync("board-2026-04-16")).Version, new(Day(cutOff), Day(meeting), "The chair is away."));
    }

    private async Task RingAsync(DateOnly day)
    {
        database.Clock.Now = TestClock.Instant($"{day:yyyy-MM-dd} 09:17");
        await Keeper.RunAllDueAsync(default);
    }

    private async Task PostAsync(string reference, string day, string words)
    {
        database.Clock.Now = TestClock.Instant($"{day} 10:00");
        var lead = board.As(Role.Lead);
        await using var db = database.Open(lead.Id);
        var seen = await db.Actions.Where(a => a.Ref == reference).Select(a => a.Version).SingleAsync();
        await database.Get<ActionService>().PostUpdateAsync(lead, reference, seen, new() { WhatChanged = words, ChildWouldNotice = "One worker.", InTheWay = "Nothing.", Forecast = lead.Today.AddDays(30) });
    }

    /// <summary>Refuses to save that a step failed, as a full disk would.</summary>
    private sealed class UnwrittenFailures : SaveChangesInterceptor
    {
        public bool Forbidden { get; set; }

        public bool Met { get; private set; }

        public override ValueTask<InterceptionResult<int>> SavingChangesAsync(DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            if (Forbidden && eventData.Context!.ChangeTracker.Entries<PeriodStep>().Any(e => e.Entity.Failed))
            {
                Met = true;
                throw new IOException("The disk is full.");
            }
            return ValueTask.FromResult(result);
        }
    }
}
