using ImprovementBoard.Core;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Distribution;
using ImprovementBoard.Core.History;
using ImprovementBoard.Core.Mail;
using ImprovementBoard.Core.Packs;
using ImprovementBoard.Core.Periods;
using ImprovementBoard.Core.Schedules;
using ImprovementBoard.Tests.Features.Packs;
using ImprovementBoard.Web.Features.Mail;
using ImprovementBoard.Web.Features.Periods;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using static ImprovementBoard.Tests.TestDates;

namespace ImprovementBoard.Tests.Features.Periods;

/// <summary>
/// What the calendar sees and whom it tells after the cut-off. Meeting on 16 April 2026, cut-off on 31 March: check on 2 April, issue on 9 April,
/// decisions on 20 April, follow-up on 23 April.
/// </summary>
[Trait("Category", "Database")]
public sealed class CalendarByItselfTests : IAsyncLifetime
{
    private const string First = "board-2026-04-16";

    private readonly FullDisk disk = new();
    private TestDatabase database = null!;
    private TestBoard board = null!;

    private PeriodService Periods => database.Get<PeriodService>();

    public async Task InitializeAsync()
    {
        database = await TestDatabase.EmptyAsync(disk);
        board = await TestBoard.AddAsync(database);
        await board.AddActionAsync("1.1");
        await board.AddActionAsync("1.2", board.OtherLead);
        await Periods.AddAsync(board.As(Role.Office), new(Day("2026-04-16"), 6, 10, 2));
    }

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task The_office_is_mailed_once_about_each_step_that_a_person_sees_to()
    {
        await RingDailyAsync("2026-04-01", "2026-05-01");

        const string Name = "testshire children’s services";
        Assert.Equal(
            [
                ($"{Name}: “Issue packs” is due for the board of 16 April 2026", "office@testshire.example", Day("2026-04-09")),
                ($"{Name}: “Write down decisions” is due for the board of 16 April 2026", "office@testshire.example", Day("2026-04-20")),
                ($"{Name}: “Follow up challenges” is due for the board of 16 April 2026", "office@testshire.example", Day("2026-04-23")),
            ],
            (await MailsAsync("/due/")).Select(m => (m.Subject, m.To, m.On)));
        var counts = await database.Get<MailQueries>().CountsAsync(board.As(Role.Chair), $"period/{First}/");
        Assert.Equal("1 waiting to be sent", counts[ReportingPeriod.MailsOf(First, CalendarStep.Decisions)].Words);
    }

    [Fact]
    public async Task Of_what_is_done_already_or_was_due_long_ago_nobody_is_reminded()
    {
        await RingAsync("2026-04-08");
        await Periods.MarkAsync(board.As(Role.Office), First, CalendarStep.Issue, "Sent by post.");
        await RingDailyAsync("2026-04-09", "2026-04-17");
        await RingAsync("2026-04-28");

        // Decisions fell due six working days before, follow-up three.
        Assert.Equal([("FollowUp", Day("2026-04-28"))], (await MailsAsync("/due/")).Select(m => (m.About.Split('/')[^1], m.On)));
    }

    [Fact]
    public async Task A_reminder_that_still_waits_is_taken_back_when_its_step_is_done()
    {
        await RingAsync("2026-04-09");

        await Periods.MarkAsync(board.As(Role.Office), First, CalendarStep.Issue, "Sent by post.");

        Assert.Equal(MailState.TakenBack, Assert.Single(await MailsAsync("/due/")).State);
        var twice = await Assert.ThrowsAsync<RuleException>(() => Periods.MarkAsync(board.As(Role.Office), First, CalendarStep.Issue, "Sent by post."));
        Assert.Equal("This step is done already. Load the page again.", twice.Message);
        await Assert.ThrowsAsync<RuleException>(() => Periods.MarkAsync(board.As(Role.Office), First, CalendarStep.Draft, "Made by hand."));
    }

    [Fact]
    public async Task Those_for_whom_the_gate_waits_are_mailed_once_with_the_check_and_it_says_who_was_not()
    {
        await RingDailyAsync("2026-04-01", "2026-04-08");

        var mail = Assert.Single(await MailsAsync(""), m => m.About == ReportingPeriod.MailsOf(First, CalendarStep.Check));
        Assert.Equal(("lead@testshire.example", Day("2026-04-02"), $"/programmes/testshire/periods/{First}/readiness"), (mail.To, mail.On, mail.Path));
        Assert.EndsWith("items of the readiness gate wait for you", mail.Subject, StringComparison.Ordinal);
        Assert.EndsWith("are open. A mail goes to 1 post. 1 post has no account to mail to: virtual school head.", (await StepAsync(CalendarStep.Check))!.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_the_meeting_nobody_is_mailed_what_its_gate_waits_for()
    {
        await RingAsync("2026-04-17");

        Assert.False((await StepAsync(CalendarStep.Check))!.Failed);
        Assert.DoesNotContain(await MailsAsync(""), m => m.About == ReportingPeriod.MailsOf(First, CalendarStep.Check));
    }

    [Fact]
    public async Task Packs_are_issued_once_all_are_out_and_the_step_counts_who_was_told()
    {
        await RingAsync("2026-04-01");
        await ApprovablePack.AddAsync(database, board, 1, key: First);
        var owed = await board.AddScheduleAsync(s => (s.Audience, s.Rhythm) = (Audience.Commissioner, new() { Frequency = Frequency.EveryPeriod }));
        await RingAsync("2026-04-02");
        Assert.Null(await StepAsync(CalendarStep.Issue));
        var early = await Assert.ThrowsAsync<RuleException>(() => Periods.MarkAsync(board.As(Role.Office), First, CalendarStep.Issue, "Sent by post."));
        Assert.Equal("Pack 1 of this period is not issued yet. Once it is, this step is done by itself.", early.Message);
        await IssueAsync();
        await RingAsync("2026-04-03");
        Assert.Null(await StepAsync(CalendarStep.Issue));

        await using (var db = database.Open(board.Programme.Id))
            await db.Schedules.Where(s => s.Id == owed.Id).ExecuteUpdateAsync(set => set.SetProperty(s => s.Enabled, false));
        await RingDailyAsync("2026-04-07", "2026-04-16");

        var step = (await StepAsync(CalendarStep.Issue))!;
        Assert.Equal((Day("2026-04-07"), false, "Issued pack 1. By their distribution lists they go to 1 post and 1 recipient outside."), (step.On, step.Failed, step.Words));
        Assert.Empty(await MailsAsync("/due/"));
        await using var told = database.Open(board.Programme.Id);
        Assert.Equal($"Issue packs: {step.Words}", (await told.History.SingleAsync(h => h.Kind == HistoryKind.PeriodStepDone && h.What.StartsWith("Issue packs"))).What);
    }

    [Fact]
    public async Task A_freeze_that_fails_is_mailed_once_a_day_stands_on_the_dashboard_and_nothing_is_promised()
    {
        await RingAsync("2026-03-31");
        disk.Full = true;
        await RingAsync("2026-04-01");
        await RingAsync("2026-04-01");
        await RingAsync("2026-04-02");

        Assert.Equal(
            [("admin@testshire.example", Day("2026-04-01")), ("office@testshire.example", Day("2026-04-01")), ("admin@testshire.example", Day("2026-04-02")), ("office@testshire.example", Day("2026-04-02"))],
            (await MailsAsync("CutOff/failed/")).Select(m => (m.To, m.On)));
        var failed = (await database.Get<PeriodQueries>().FailedAsync(board.As(Role.Office)))[0];
        Assert.Equal((First, CalendarStep.CutOff), (failed.Key, failed.Step));
        Assert.StartsWith("It failed: The disk is full.", failed.Words, StringComparison.Ordinal);
        Assert.Equal("Its facts could not be frozen. That is tried again every hour; the step “Cut-off” says why it failed.", PeriodWords.Freezing(await ViewAsync(), held: false));

        disk.Full = false;
        await RingAsync("2026-04-02");

        Assert.Empty(await database.Get<PeriodQueries>().FailedAsync(board.As(Role.Office)));
        Assert.Equal("Done", PeriodWords.State((await ViewAsync()).Steps.Single(s => s.Step == CalendarStep.CutOff), Day("2026-04-02")));
    }

    private async Task IssueAsync()
    {
        await using var db = database.Open(board.Programme.Id);
        var pack = await db.Packs.SingleAsync();
        (pack.IssuedOn, pack.IssuedAt) = (board.Today, database.Clock.GetUtcNow());
        var by = board.As(Role.Office).Actor;
        Recipient[] list = [Recipient.Outside(Audience.Board, "Clerk", "Police", "clerk@police.example", by, board.Today), Recipient.Outside(Audience.Board, "Judge", "Court", "judge@court.example", by, board.Today), Recipient.Outside(Audience.Board, "Nurse", "NHS", "nurse@nhs.example", by, board.Today)];
        db.Recipients.AddRange(list);
        await db.SaveChangesAsync();
        PackDelivery To(Recipient recipient, int? post, string why) => new() { ProgrammeId = board.Programme.Id, PackId = pack.Id, RecipientId = recipient.Id, MemberId = post, Title = recipient.Title, Agency = recipient.Agency, By = by.Title, On = board.Today, At = database.Clock.GetUtcNow(), Why = why };
        db.PackDeliveries.AddRange(To(list[0], null, ""), To(list[1], board.Lead.Id, ""), To(list[2], board.OtherLead.Id, "No address."));
        await db.SaveChangesAsync();
    }

    private async Task RingDailyAsync(string from, string to)
    {
        for (var day = Day(from); day <= Day(to); day = day.AddDays(1))
        {
            await RingAsync($"{day:yyyy-MM-dd}");
            await RingAsync($"{day:yyyy-MM-dd}");
        }
    }

    private async Task RingAsync(string day)
    {
        database.Clock.Now = TestClock.Instant($"{day} 09:17");
        await database.Get<PeriodKeeper>().RunAllDueAsync(default);
    }

    private async Task<List<MailItem>> MailsAsync(string key)
    {
        await using var db = database.Open(board.Programme.Id);
        return await db.Mail.AsNoTracking().Where(m => m.Key.StartsWith($"period/{First}/") && m.Key.Contains(key)).OrderBy(m => m.Id).ToListAsync();
    }

    private async Task<PeriodStep?> StepAsync(CalendarStep step) => (await ViewAsync()).Steps.Single(s => s.Step == step).Done;

    private async Task<PeriodView> ViewAsync() => (await database.Get<PeriodQueries>().FindAsync(board.As(Role.Chair), First))!;

    /// <summary>Has no room for frozen facts.</summary>
    private sealed class FullDisk : SaveChangesInterceptor
    {
        public bool Full { get; set; }

        public override ValueTask<InterceptionResult<int>> SavingChangesAsync(DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default) =>
            Full && eventData.Context!.ChangeTracker.Entries<ReportingPeriod>().Any(e => e.State == EntityState.Modified)
                ? throw new IOException("The disk is full.")
                : ValueTask.FromResult(result);
    }
}
