using ImprovementBoard.Core;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.History;
using ImprovementBoard.Core.Mail;
using ImprovementBoard.Core.Packs;
using ImprovementBoard.Core.Periods;
using ImprovementBoard.Core.Schedules;
using ImprovementBoard.Web.Features.Mail;
using ImprovementBoard.Web.Features.Packs;
using ImprovementBoard.Web.Features.Periods;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using static ImprovementBoard.Tests.TestDates;

namespace ImprovementBoard.Tests.Features.Mail;

/// <summary>A database that was put back from a copy: nothing that the copy still holds goes out or is issued until an administrator says so.</summary>
[Trait("Category", "Database")]
public sealed class RestoreTests : IAsyncLifetime
{
    private SmtpSink sink = null!;
    private TestDatabase database = null!;
    private TestBoard board = null!;

    public async Task InitializeAsync()
    {
        (sink, database) = (new SmtpSink(), await TestDatabase.EmptyAsync());
        board = await TestBoard.AddAsync(database);
        database.Options.Mail.Host = "127.0.0.1";
        (database.Options.Mail.Port, database.Options.Mail.Security, database.Options.Mail.From) = (sink.Port, MailOptions.None, "office@council.example");
    }

    public async Task DisposeAsync()
    {
        await database.DisposeAsync();
        await sink.DisposeAsync();
    }

    [Fact]
    public async Task No_mail_goes_out_until_an_administrator_releases_them_and_nobody_else_can()
    {
        await PostAsync("copy", 3);
        var other = await TestBoard.AddAsync(database, "othershire");
        await PostAsync("other", 1, other);
        await RestoreAsync();

        await DeliverAsync();
        Assert.Equal("to-other0@council.example", Assert.Single(sink.Taken).To);
        Assert.Equal(3, await database.Get<MailQueries>().HeldAsync(await AsAsync(Role.Office)));
        foreach (var role in Enum.GetValues<Role>().Where(r => r != Role.Admin))
            await Assert.ThrowsAsync<ForbiddenException>(() => Service.ReleaseAsync(board.As(role), true));

        await Service.ReleaseAsync(await AsAsync(Role.Admin), send: true);
        await DeliverAsync();

        Assert.Equal(4, sink.Taken.Count);
        Assert.All(await MailsAsync(), m => Assert.Equal(MailState.Sent, m.State));
        await using var db = database.Open(board.Programme.Id);
        var entry = await db.History.SingleAsync(h => h.Kind == HistoryKind.Restored);
        Assert.Equal(("Mails and packs go on after the restore of 2 March 2026, 09:00: 3 mails of the copy sent", board.As(Role.Admin).Actor.Title), (entry.What, entry.By));
        Assert.Equal("Nothing is held any more: somebody else has released it. Load the page again.", (await Assert.ThrowsAsync<RuleException>(() => Service.ReleaseAsync(board.As(Role.Admin), true))).Message);
    }

    [Fact]
    public async Task What_waited_in_the_copy_can_be_let_go_and_what_came_since_goes_out()
    {
        await PostAsync("copy", 2);
        await RestoreAsync();
        database.Clock.Now = database.Clock.Now.AddHours(1);
        await PostAsync("since", 1);

        await Service.ReleaseAsync(await AsAsync(Role.Admin), send: false);
        await DeliverAsync();

        Assert.Equal("to-since0@council.example", Assert.Single(sink.Taken).To);
        var copy = (await MailsAsync()).Where(m => m.Key.StartsWith("copy", StringComparison.Ordinal));
        Assert.All(copy, m => Assert.Equal((MailState.TakenBack, 0), (m.State, m.Attempts)));
        Assert.All(copy, m => Assert.Contains("may have gone out before", m.Error, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_pack_that_fell_due_before_the_release_is_not_made_again_and_the_next_one_is()
    {
        int schedule;
        await using (var db = database.Open(board.Programme.Id))
        {
            var row = new PackSchedule { ProgrammeId = board.Programme.Id, Audience = Audience.Summary, Enabled = true, ActiveFrom = board.Today, Rhythm = new Rhythm { Frequency = Frequency.Weekly, Weekday = DayOfWeek.Monday, At = new(8, 0) } };
            db.Schedules.Add(row);
            await db.SaveChangesAsync();
            schedule = row.Id;
        }
        Assert.True(await OwesAsync(schedule));
        await RestoreAsync();

        Assert.False(await OwesAsync(schedule));
        await database.Get<PackRuns>().RunScheduleAsync(board.Programme.Id, schedule, default);
        await database.Get<PeriodKeeper>().RunAllDueAsync(default);
        await Service.ReleaseAsync(await AsAsync(Role.Admin), send: false);
        Assert.False(await OwesAsync(schedule));
        await using (var db = database.Open(board.Programme.Id))
            Assert.Equal((0, 0), (await db.Packs.CountAsync(), await db.PackRuns.CountAsync()));

        database.Clock.Now = database.Clock.Now.AddDays(7);
        Assert.True(await OwesAsync(schedule));
    }

    [Fact]
    public async Task Leads_who_may_have_been_asked_before_the_restore_are_not_mailed_again_and_the_next_reminder_goes_out()
    {
        await board.AddActionAsync("1.1");
        await database.Get<PeriodService>().AddAsync(board.As(Role.Office), new(Day("2026-04-16"), 6, 10, 2));
        await RestoreAsync();
        await RingAsync("2026-03-17");

        await Service.ReleaseAsync(await AsAsync(Role.Admin), send: false);
        await RingAsync("2026-03-17");

        Assert.Empty(await MailsAsync());
        await using (var db = database.Open(board.Programme.Id))
        {
            var step = await db.PeriodSteps.SingleAsync();
            Assert.Equal((CalendarStep.Commission, false, "Left out after a restore, because leads may have been asked before it."), (step.Step, step.Failed, step.Words));
        }
        await RingAsync("2026-03-27");
        Assert.Equal("testshire children’s services: reminder, 1 update by 31 March 2026", Assert.Single(await MailsAsync()).Subject);
    }

    [Fact]
    public async Task Those_who_may_have_been_told_before_the_restore_what_the_gate_waits_for_are_not_told_again()
    {
        await board.AddActionAsync("1.1");
        await database.Get<PeriodService>().AddAsync(board.As(Role.Office), new(Day("2026-04-16"), 6, 10, 2));
        await RestoreAsync();
        await RingAsync("2026-04-02");

        await Service.ReleaseAsync(await AsAsync(Role.Admin), send: false);
        await RingAsync("2026-04-02");

        Assert.Empty(await MailsAsync());
        await using var db = database.Open(board.Programme.Id);
        Assert.Equal([CalendarStep.Commission, CalendarStep.Chase, CalendarStep.Check, CalendarStep.CutOff], await db.PeriodSteps.OrderBy(s => s.Id).Select(s => s.Step).ToListAsync());
    }

    private MailService Service => database.Get<MailService>();

    private async Task RingAsync(string day)
    {
        database.Clock.Now = TestClock.Instant($"{day} 09:17");
        await database.Get<PeriodKeeper>().RunAllDueAsync(default);
    }

    private async Task RestoreAsync()
    {
        await using var db = database.Open(board.Programme.Id);
        (await db.Programmes.SingleAsync(p => p.Id == board.Programme.Id)).Restore(database.Clock.GetUtcNow());
        await db.SaveChangesAsync();
    }

    private async Task<bool> OwesAsync(int schedule)
    {
        await using var db = database.Open(board.Programme.Id);
        return await database.Get<PackService>().OwesAsync(await db.Schedules.AsNoTracking().SingleAsync(s => s.Id == schedule), default);
    }

    // With the programme as it stands now.
    private async Task<Web.Access.ProgrammeScope> AsAsync(Role role)
    {
        await using var db = database.Open(board.Programme.Id);
        return board.As(role) with { Programme = await db.Programmes.AsNoTracking().SingleAsync(p => p.Id == board.Programme.Id) };
    }

    private Task DeliverAsync() =>
        new PostOffice(database.Board, new SmtpServer(database.Options), database.Get<MailSeal>(), database.Get<PortalAddress>(), database.Options, database.Clock, NullLogger<PostOffice>.Instance).DeliverDueAsync(default);

    private async Task PostAsync(string name, int count, TestBoard? to = null)
    {
        await using var db = database.Open((to ?? board).Programme.Id);
        for (var i = 0; i < count; i++)
            await db.PostAsync(new($"{name}-{i}", "about", $"to-{name}{i}@council.example", "Clerk", "Subject", "Read it here:\n{link}", "/programmes"), board.Today, database.Clock.Now);
        await db.SaveChangesAsync();
    }

    private async Task<List<MailItem>> MailsAsync()
    {
        await using var db = database.Open(board.Programme.Id);
        return await db.Mail.AsNoTracking().OrderBy(m => m.Id).ToListAsync();
    }
}
