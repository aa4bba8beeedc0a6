using ImprovementBoard.Core;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.History;
using ImprovementBoard.Core.Packs;
using ImprovementBoard.Core.Schedules;
using ImprovementBoard.Web.Features.History;
using ImprovementBoard.Web.Features.Packs;
using Microsoft.EntityFrameworkCore;
using static ImprovementBoard.Tests.TestDates;

namespace ImprovementBoard.Tests.Features.Packs;

/// <summary>Approval and issue on a real database, with the real renderer where a pack is prepared. The lead approves first, then the chair.</summary>
[Trait("Category", "Database")]
public sealed class PackLifeServiceTests : IAsyncLifetime
{
    private TestDatabase database = null!;
    private TestBoard board = null!;

    private PackLife Life => database.Get<PackLife>();

    public async Task InitializeAsync()
    {
        database = await TestDatabase.EmptyAsync();
        board = await TestBoard.AddAsync(database);
        await board.AddActionAsync("1.1");
        await board.AddScheduleAsync(s => (s.Enabled, s.ApproverIds) = (false, [board.Lead.Id, board.As(Role.Chair).Actor.MemberId!.Value]));
    }

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task The_bytes_that_are_approved_are_those_that_go_out()
    {
        await PreparablePeriod.AddAsync(database, board);
        var pack = (await PrepareAsync())!;
        Assert.Equal((1, 1, "2026-03-05 v1"), (pack.Number!.Value, pack.Version, pack.Label));
        var content = PackFactsReader.FromJson(pack.FactsJson);
        Assert.Equal((1, 1), (content.Number!.Value, content.Version));

        await ApproveAsync(Role.Lead, pack);
        await ApproveAsync(Role.Chair, pack);

        await using var db = database.Open(board.Programme.Id);
        var issued = await db.Packs.Include(p => p.Approvals).SingleAsync();
        Assert.Equal((PackState.Issued, pack.FileHash, "Board chair"), (issued.Dates.StateOn(board.Today, false), issued.FileHash, issued.IssuedBy));
        Assert.All(issued.Approvals, a => Assert.Equal(pack.FileHash, a.Sha256));
        Assert.Equal(pack.FileHash, PackFactsReader.Hash((await db.Files.SingleAsync()).Content));
        Assert.Equal([HistoryKind.PackPrepared, HistoryKind.PackApproved, HistoryKind.PackApproved, HistoryKind.PackIssued],
            await db.History.Where(h => h.Subject == Subject.Pack).OrderBy(h => h.Id).Select(h => h.Kind).ToListAsync());
    }

    [Fact]
    public async Task Two_nodes_that_prepare_at_once_make_one_pack()
    {
        await PreparablePeriod.AddAsync(database, board);

        var made = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => Record(() => PrepareAsync()))));

        Assert.Single(made, m => m.Pack is not null);
        Assert.All(made.Where(m => m.Fault is not null), m => Assert.IsType<RuleException>(m.Fault));
        await using var db = database.Open(board.Programme.Id);
        Assert.Equal((1, 1, 2), (await db.Packs.CountAsync(), await db.Files.CountAsync(), await db.PackApprovals.CountAsync()));
    }

    [Fact]
    public async Task The_database_itself_refuses_a_second_pack_of_a_version_that_stands()
    {
        await AddAsync(1);
        await Assert.ThrowsAsync<DbUpdateException>(() => AddAsync(2));

        await Life.WithdrawAsync(board.As(Role.Office), 1, "Wrong month.");
        await AddAsync(2);
        await Assert.ThrowsAsync<DbUpdateException>(() => AddAsync(1, version: 2));
    }

    [Fact]
    public async Task Facts_and_file_of_a_row_cannot_be_changed()
    {
        await AddAsync(1);
        await using var db = database.Open(board.Programme.Id);
        var pack = await db.Packs.SingleAsync();

        pack.FileHash = "another";

        await Assert.ThrowsAsync<InvalidOperationException>(() => db.SaveChangesAsync());
    }

    [Fact]
    public async Task Of_one_approver_who_presses_in_many_windows_one_approval_counts()
    {
        await AddAsync(1);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Task.Run(() => Xunit.Record.ExceptionAsync(() => Life.ApproveAsync(board.As(Role.Lead), 1, "f", null)))));

        Assert.Single(outcomes, o => o is null);
        Assert.All(outcomes.Where(o => o is not null), o => Assert.StartsWith("You approved Pack 1 on", Assert.IsType<RuleException>(o).Message, StringComparison.Ordinal));
        await using var db = database.Open(board.Programme.Id);
        Assert.Equal((1, 1), (await db.PackApprovals.CountAsync(a => a.ApprovedOn != null), await db.History.CountAsync(h => h.Kind == HistoryKind.PackApproved)));
    }

    [Fact]
    public async Task Issue_raced_with_return_ends_in_one_of_both()
    {
        for (var number = 1; number <= 6; number++)
        {
            var key = $"2026-0{number}";
            await AddAsync(number, key: key);
            await Life.ApproveAsync(board.As(Role.Lead), number, "f", null);

            var n = number;
            var outcomes = await Task.WhenAll(
                Task.Run(() => Xunit.Record.ExceptionAsync(() => Life.ApproveAsync(board.As(Role.Chair), n, "f", null))),
                Task.Run(() => Xunit.Record.ExceptionAsync(() => Life.WithdrawAsync(board.As(Role.Office), n, "Wrong month."))));

            Assert.Single(outcomes, o => o is null);
            Assert.IsType<RuleException>(outcomes.Single(o => o is not null));
            await using var db = database.Open(board.Programme.Id);
            var pack = await db.Packs.SingleAsync(p => p.Number == n);
            Assert.True(pack.IssuedOn is null != pack.WithdrawnOn is null);
        }
    }

    [Theory]
    [InlineData(Role.Member)]
    [InlineData(Role.Commissioner)]
    [InlineData(Role.Office)]
    [InlineData(Role.Admin)]
    public async Task Who_is_no_approver_does_not_approve_and_only_the_office_issues(Role role)
    {
        await AddAsync(1);

        Assert.NotNull(await Xunit.Record.ExceptionAsync(() => Life.ApproveAsync(board.As(role), 1, "f", null)));
        Assert.NotNull(await Xunit.Record.ExceptionAsync(() => Life.ReturnAsync(board.As(role), 1, "No.")));
        if (role != Role.Office)
        {
            await Assert.ThrowsAsync<ForbiddenException>(() => Life.IssueAsync(board.As(role), 1));
            await Assert.ThrowsAsync<ForbiddenException>(() => Life.WithdrawAsync(board.As(role), 1, "No."));
            await Assert.ThrowsAsync<ForbiddenException>(() => Life.PutInPlaceAsync(board.As(role), 1, 1, board.OtherLead.Id, "No."));
        }
        await using var db = database.Open(board.Programme.Id);
        Assert.Equal(0, await db.History.CountAsync(h => h.Subject == Subject.Pack));
    }

    [Fact]
    public async Task What_waits_exists_for_its_approvers_and_those_who_read_drafts_and_is_issued_to_all()
    {
        await AddAsync(1);
        var queries = database.Get<PackQueries>();
        foreach (var (role, sees) in new[] { (Role.Chair, true), (Role.Lead, true), (Role.Member, false), (Role.Commissioner, true), (Role.Office, true), (Role.Admin, true) })
            Assert.Equal(sees, await queries.FindAsync(board.As(role), "1") is not null);
        Assert.Null(await queries.FindAsync(board.As(board.OtherLead), "1"));
        Assert.Null(await queries.LatestAsync(board.As(Role.Office)));
        var waiting = await database.Get<ApprovalQueries>().WaitingAsync(board.As(Role.Lead));
        Assert.Equal((true, "Head of safeguarding", 0, 2), waiting.Select(w => (w.Mine, w.WaitsFor!, w.Approved, w.Places)).Single());
        Assert.False((await database.Get<ApprovalQueries>().WaitingAsync(board.As(Role.Chair))).Single().Mine);
        Assert.Equal("There is no pack 1 in this programme.", (await Assert.ThrowsAsync<RuleException>(() => Life.ApproveAsync(board.As(Role.Member), 1, "f", null))).Message);

        await Life.ApproveAsync(board.As(Role.Lead), 1, "f", null);
        await Life.ApproveAsync(board.As(Role.Chair), 1, "f", null);

        Assert.Equal(1, (await queries.LatestAsync(board.As(Role.Member)))!.Number);
        Assert.Empty(await database.Get<ApprovalQueries>().WaitingAsync(board.As(Role.Lead)));
    }

    [Fact]
    public async Task An_approver_whose_role_approves_no_more_reads_and_does_nothing_with_what_waits_and_keeps_the_place()
    {
        await PreparablePeriod.AddAsync(database, board);
        var chair = board.As(Role.Chair).Actor.MemberId!.Value;
        await using (var db = database.Open(board.Programme.Id))
        {
            (await db.Members.SingleAsync(m => m.Id == chair)).Role = Role.Viewer;
            (await db.Members.SingleAsync(m => m.Id == board.Lead.Id)).To = board.Today.AddDays(-1);
            await db.SaveChangesAsync();
        }
        var viewer = board.As(Role.Chair) with { Actor = board.As(Role.Chair).Actor with { Role = Role.Viewer } };

        var pack = (await PrepareAsync())!;

        Assert.Equal((null, 2), (pack.IssuedOn, pack.Approvals.Count));
        var looksBack = viewer with { Actor = viewer.Actor with { LooksBack = true } };
        foreach (var scope in new[] { viewer, looksBack })
            Assert.Null(await database.Get<PackQueries>().FindAsync(scope, "1"));
        Assert.NotNull(await database.Get<PackQueries>().FindAsync(looksBack with { Actor = looksBack.Actor with { Role = Role.Chair } }, "1"));
        Assert.Equal("There is no pack 1 in this programme.", (await Assert.ThrowsAsync<RuleException>(() => database.Get<PackComments>().CommentAsync(viewer, "1", null, "May I?"))).Message);
        var office = board.As(Role.Office);
        Assert.Equal("has left", (await database.Get<ApprovalQueries>().WaitingAsync(office)).Single().Hindrance);
        Assert.Equal(["has left", "can no longer approve"], (await database.Get<ApprovalQueries>().FindAsync(office, "1"))!.Places.Select(p => p.HindranceOn(board.Today)));
    }

    [Fact]
    public async Task What_was_said_before_issue_is_in_no_history_of_those_who_may_not_read_it()
    {
        await AddAsync(1);
        await Life.ApproveAsync(board.As(Role.Lead), 1, "f", "Said in confidence.");
        await Life.ReturnAsync(board.As(Role.Chair), 1, "Table 2.1 is wrong.");
        var programmes = database.Get<HistoryQueries>();

        Assert.Equal(2, (await programmes.ListAsync(board.As(Role.Office), new())).Rows.Count(h => h.Subject == Subject.Pack));
        Assert.DoesNotContain((await programmes.ListAsync(board.As(Role.Member), new())).Rows, h => h.Subject == Subject.Pack);
    }

    [Fact]
    public async Task A_returned_pack_waits_for_the_office_not_for_the_next_ring_and_is_prepared_again_under_a_new_number()
    {
        await PreparablePeriod.AddAsync(database, board);
        var schedule = await FollowCalendarAsync();
        database.Clock.Now = TestClock.Instant("2026-03-09 09:00");
        var made = await database.Get<PackService>().BuildDueAsync(board.Programme.Id, schedule, _ => Task.CompletedTask, default);
        Assert.Equal((1, null), (made.Single().Number, made.Single().IssuedOn));
        await Life.ReturnAsync(board.As(Role.Lead), 1, "Table 2.1 is wrong.");

        Assert.Empty(await database.Get<PackService>().BuildDueAsync(board.Programme.Id, schedule, _ => Task.CompletedTask, default));
        Assert.Equal("Table 2.1 is wrong.", (await database.Get<ApprovalQueries>().ReturnedAsync(board.As(Role.Office))).Single().Reason);
        Assert.Equal("the portal was not running", made.Single().LateBecause);
        var again = (await PrepareAsync())!;

        Assert.Equal((2, 1, "Programme office"), (again.Number, again.Version, again.BuiltBy));
        Assert.Equal((made.Single().LateSince, "the portal was not running"), (again.LateSince, again.LateBecause));
        Assert.Empty(await database.Get<ApprovalQueries>().ReturnedAsync(board.As(Role.Office)));
        Assert.NotEqual(made.Single().FileHash, again.FileHash);
    }

    [Fact]
    public async Task A_pack_that_the_office_took_back_itself_can_be_prepared_again()
    {
        await AddAsync(1);

        await Life.WithdrawAsync(board.As(Role.Office), 1, "Wrong month.");

        var back = Assert.Single(await database.Get<ApprovalQueries>().ReturnedAsync(board.As(Role.Office)));
        Assert.Equal((1, "Programme office", "Wrong month."), (back.Pack.Number!.Value, back.By, back.Reason));
    }

    [Fact]
    public async Task A_pack_that_its_schedule_left_out_is_prepared_by_the_office_as_at_the_day_it_was_due()
    {
        var (schedules, office) = (database.Get<ScheduleQueries>(), board.As(Role.Office));
        var (audience, due) = Assert.Single(await schedules.LeftOutAsync(office));
        Assert.Equal((Audience.Board, "2026-02", Day("2026-02-06")), (audience, due.Period.Key, due.PositionAsAt));

        var pack = (await PrepareAsync(key: "2026-02"))!;

        Assert.Equal((1, "February 2026", Day("2026-02-06"), PackState.ForApproval), (pack.Number!.Value, pack.PeriodName, pack.PositionAsAt, await StateAsync(1)));
        Assert.Empty(await schedules.LeftOutAsync(office));
    }

    [Fact]
    public async Task A_corrected_version_supersedes_the_first_when_it_is_issued_and_both_stay()
    {
        await PreparablePeriod.AddAsync(database, board);
        var first = (await PrepareAsync())!;
        await ApproveAsync(Role.Lead, first);
        await ApproveAsync(Role.Chair, first);
        var day = board.Today;
        Assert.Equal("Write why there is to be another version. Every reader of the pack sees it.", (await Assert.ThrowsAsync<RuleException>(() => PrepareAsync())).Message);
        database.Clock.Now = database.Clock.Now.AddDays(1);
        var second = (await PrepareAsync("The cover named the wrong month."))!;
        Assert.Equal((PackState.Issued, PackState.ForApproval), (await StateAsync(1), await StateAsync(2)));
        await ApproveAsync(Role.Lead, second);
        await ApproveAsync(Role.Chair, second);

        Assert.Equal((2, "2026-03-05 v2", "The cover named the wrong month."), (second.Number!.Value, second.Label, second.Correction));
        Assert.Equal((PackState.Superseded, PackState.Issued), (await StateAsync(1), await StateAsync(2)));
        Assert.Equal(2, (await database.Get<PackQueries>().LatestAsync(board.As(Role.Member)))!.Number);
        // As it was known the day before.
        var before = board.As(Role.Member) with { Today = day };
        Assert.Equal(1, (await database.Get<PackQueries>().LatestAsync(before))!.Number);
        Assert.Equal(PackState.Issued, (await database.Get<PackQueries>().FindAsync(before, "1"))!.StateOn(day));
        Assert.Null(await database.Get<PackQueries>().FindAsync(before, "2"));
        await using var db = database.Open(board.Programme.Id);
        Assert.Equal(2, await db.Files.CountAsync());
    }

    [Fact]
    public async Task Where_packs_are_approved_the_next_is_made_when_the_one_before_is_decided_and_is_compared_with_it()
    {
        var packs = database.Get<PackService>();
        int schedule;
        await using (var db = database.Open(board.Programme.Id))
        {
            var row = await db.Schedules.SingleAsync();
            (row.Enabled, row.ActiveFrom, schedule) = (true, Day("2026-01-01"), row.Id);
            await db.SaveChangesAsync();
        }
        Task<IReadOnlyList<Pack>> RingAsync() => packs.BuildDueAsync(board.Programme.Id, schedule, _ => Task.CompletedTask, default);

        var first = Assert.Single(await RingAsync());
        await ApproveAsync(Role.Lead, first);
        Assert.Empty(await RingAsync());
        await ApproveAsync(Role.Chair, first);
        var second = Assert.Single(await RingAsync());

        Assert.Equal(("2026-01", "2026-02"), (first.PeriodKey, second.PeriodKey));
        Assert.Equal(("Pack 1", "pack 1 was still waiting for approval"), (PackFactsReader.FromJson(second.FactsJson).Previous!.Name, second.LateBecause));
    }

    [Fact]
    public async Task No_approver_approves_a_pack_compared_with_an_earlier_one_than_was_issued_last()
    {
        await PreparablePeriod.AddAsync(database, board);
        var early = (await PrepareAsync(key: "2026-02"))!;
        var late = (await PrepareAsync())!;
        await ApproveAsync(Role.Lead, early);
        await ApproveAsync(Role.Chair, early);

        var refusal = await Assert.ThrowsAsync<RuleException>(() => ApproveAsync(Role.Lead, late));

        Assert.Equal("Pack 1 (February 2026) was issued after this pack was made, so this one is not compared with it. Take it back and prepare it again.", refusal.Message);
        Assert.Equal((PackState.Issued, PackState.ForApproval), (await StateAsync(1), await StateAsync(2)));
        await Life.WithdrawAsync(board.As(Role.Office), 2, "Pack 1 is out now.");
        var again = (await PrepareAsync())!;
        await ApproveAsync(Role.Lead, again);
        await ApproveAsync(Role.Chair, again);
        Assert.Equal(("Pack 1", PackState.Issued), (PackFactsReader.FromJson(again.FactsJson).Previous!.Name, await StateAsync(3)));
    }

    [Fact]
    public async Task Where_an_edition_has_no_schedule_the_usual_approvers_are_asked()
    {
        await PreparablePeriod.AddAsync(database, board);

        var pack = (await database.Get<PackService>().PrepareAsync(board.As(Role.Office).Actor, Audience.Public, PreparablePeriod.Key, null, _ => Task.CompletedTask, default))!;

        Assert.Equal((null, "Board chair"), (pack.IssuedOn, Assert.Single(pack.Approvals).Title));
    }

    [Fact]
    public async Task Where_nobody_approves_a_pack_is_issued_as_it_is_made()
    {
        await PreparablePeriod.AddAsync(database, board);
        await using (var db = database.Open(board.Programme.Id))
        {
            (await db.Schedules.SingleAsync()).ApproverIds = [];
            await db.SaveChangesAsync();
        }

        var pack = (await PrepareAsync())!;

        Assert.Equal((PackState.Issued, "Programme office"), (await StateAsync(1), pack.IssuedBy));
    }

    [Fact]
    public async Task A_pack_is_prepared_only_once_the_facts_of_its_period_are_frozen()
    {
        foreach (var key in new[] { PreparablePeriod.Key, "board-1999-01-01", "'" })
            Assert.StartsWith("The facts of this period are not frozen yet.", (await Assert.ThrowsAsync<RuleException>(() => PrepareAsync(key: key))).Message, StringComparison.Ordinal);
        await PreparablePeriod.AddAsync(database, board);
        foreach (var role in new[] { Role.Chair, Role.Lead, Role.Commissioner, Role.Admin })
            await Assert.ThrowsAsync<ForbiddenException>(() => database.Get<PackRuns>().AskForPackAsync(board.As(role), Audience.Board, PreparablePeriod.Key, null));
    }

    private static async Task<(Pack? Pack, Exception? Fault)> Record(Func<Task<Pack?>> make)
    {
        try
        {
            return (await make(), null);
        }
        catch (RuleException e)
        {
            return (null, e);
        }
    }

    private Task<Pack?> PrepareAsync(string? correction = null, string key = PreparablePeriod.Key) =>
        database.Get<PackService>().PrepareAsync(board.As(Role.Office).Actor, Audience.Board, key, correction, _ => Task.CompletedTask, default);

    private Task ApproveAsync(Role role, Pack pack) => Life.ApproveAsync(board.As(role), pack.Number!.Value, pack.FileHash, null);

    private async Task<PackState> StateAsync(int number) => (await database.Get<PackQueries>().FindAsync(board.As(Role.Office), $"{number}"))!.StateOn(board.Today);


    private async Task<int> FollowCalendarAsync()
    {
        await using var db = database.Open(board.Programme.Id);
        var schedule = await db.Schedules.SingleAsync();
        (schedule.Rhythm, schedule.Enabled) = (new() { Frequency = Frequency.EveryPeriod }, true);
        await db.SaveChangesAsync();
        return schedule.Id;
    }

    private Task AddAsync(int number, int version = 1, string key = "2026-03") => ApprovablePack.AddAsync(database, board, number, version, key);
}
