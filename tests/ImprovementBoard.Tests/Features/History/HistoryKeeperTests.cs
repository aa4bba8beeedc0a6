using System.Text;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.History;
using ImprovementBoard.Core.Packs;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.Actions;
using ImprovementBoard.Web.Features.History;
using ImprovementBoard.Web.Features.Packs;
using ImprovementBoard.Web.History;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Tests.Features.History;

[Trait("Category", "Database")]
public sealed class HistoryKeeperTests : IAsyncLifetime
{
    private TestDatabase database = null!;
    private TestBoard board = null!;

    public async Task InitializeAsync()
    {
        database = await TestDatabase.EmptyAsync();
        board = await TestBoard.AddAsync(database);
        var action = await board.AddActionAsync("1.1");
        await database.Get<ActionService>().PostUpdateAsync(board.As(Role.Lead), "1.1", action.Version, new() { WhatChanged = "Nine of twelve managers met their workers.", ChildWouldNotice = "The same worker.", InTheWay = "Nothing.", Forecast = action.BaselineDue });
    }

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task A_night_on_which_nothing_is_wrong_is_kept_and_warns_nobody()
    {
        await Keeper.CheckAllAsync(CancellationToken.None);

        var check = Assert.Single(await Queries.ChecksAsync(board.As(Role.Chair)));
        Assert.Equal((null, "Nightly check"), (check.Fault, check.By));
        Assert.Null(await Queries.AlarmAsync(board.As(Role.Office)));
        await using var db = database.Open(board.Programme.Id);
        Assert.Equal((0, 1), (await db.Mail.CountAsync(m => m.About == "history"), await db.HistoryChecks.CountAsync(c => c.Chain == 0)));
        Assert.False(await db.History.AnyAsync(h => h.Kind == HistoryKind.HistoryChecked));
    }

    [Fact]
    public async Task A_tail_cut_off_since_the_last_check_warns_those_who_see_to_it_once_a_day()
    {
        await Keeper.CheckAllAsync(CancellationToken.None);
        await TamperAsync("""DELETE FROM "History" WHERE "Sequence" = (SELECT max("Sequence") FROM "History")""");

        await Keeper.CheckAllAsync(CancellationToken.None);
        await Keeper.CheckAsync(board.As(Role.Office));

        Assert.NotNull(await Queries.AlarmAsync(board.As(Role.Office)));
        // That the first check found it broken was recorded, and now stands where what was cut off had stood.
        Assert.Equal([ChainFaultKind.Rewritten, ChainFaultKind.CutOff, null], (await Queries.ChecksAsync(board.As(Role.Office))).Select(c => c.Fault));
        await using var db = database.Open(board.Programme.Id);
        var warned = await db.Mail.Where(m => m.About == "history").OrderBy(m => m.ToTitle).ToListAsync();
        Assert.Equal(["Administrator", "Commissioner", "Programme office"], warned.Select(m => m.ToTitle));
        Assert.All(warned, m => Assert.Equal($"{board.Programme.Name}: the history was tampered with or damaged", m.Subject));
    }

    [Fact]
    public async Task How_far_it_had_come_is_mailed_out_once_a_week_while_it_grows_and_proves_it()
    {
        var monday = database.Clock.Now;
        await Keeper.CheckAllAsync(CancellationToken.None);
        await Keeper.CheckAllAsync(CancellationToken.None);
        Assert.Equal(["Commissioner", "Programme office"], (await SentAsync()).Select(m => m.ToTitle));

        // It grows on the Tuesday; the Monday after tells of it, and the one after that has nothing to tell.
        database.Clock.Now = monday.AddDays(1);
        await Keeper.CheckAsync(board.As(Role.Office));
        await Keeper.CheckAllAsync(CancellationToken.None);
        Assert.Equal(2, (await SentAsync()).Count);
        database.Clock.Now = monday.AddDays(7);
        await Keeper.CheckAllAsync(CancellationToken.None);
        database.Clock.Now = monday.AddDays(14);
        await Keeper.CheckAllAsync(CancellationToken.None);
        Assert.Equal(4, (await SentAsync()).Count);

        // Where no check ran on the Monday, the next one sees to it.
        await Keeper.CheckAsync(board.As(Role.Office));
        database.Clock.Now = monday.AddDays(27);
        await Keeper.CheckAllAsync(CancellationToken.None);
        var sent = await SentAsync();
        Assert.Equal(["2026-03-02", "2026-03-09", "2026-03-23"], sent.Select(m => m.Key.Split('/')[1]).Distinct());
        await using var db = database.Open(board.Programme.Id);
        var last = await db.History.OrderByDescending(h => h.Sequence).FirstAsync();
        var checkpoint = Assert.Single(sent[^1].Body.Split('\n').Select(line => HistorySeal.ReadCheckpoint(line, "the mail")).OfType<Checkpoint>());
        Assert.Equal((last.Sequence, last.Hash), (checkpoint.Entries, checkpoint.Hash));
        Assert.Null((await database.Get<HistoryVerifier>().ProgrammeAsync(board.Programme.Id, "test", [checkpoint], CancellationToken.None)).Fault);

        async Task<List<ImprovementBoard.Core.Mail.MailItem>> SentAsync()
        {
            await using var mails = database.Open(board.Programme.Id);
            return await mails.Mail.AsNoTracking().Where(m => m.About.StartsWith("checkpoint/")).OrderBy(m => m.Key).ThenBy(m => m.ToTitle).ToListAsync();
        }
    }

    [Fact]
    public async Task Who_may_not_see_the_trail_may_not_check_and_nothing_is_kept()
    {
        await Assert.ThrowsAsync<ForbiddenException>(() => Keeper.CheckAsync(board.As(Role.Chair)));

        Assert.Empty(await Queries.ChecksAsync(board.As(Role.Chair)));
    }

    [Fact]
    public async Task A_pack_knows_how_far_the_history_had_come_and_betrays_one_written_anew()
    {
        await AddPackAsync();
        Assert.Null((await Keeper.CheckAsync(board.As(Role.Office))).Fault);
        await using (var db = database.Open(board.Programme.Id))
        {
            var entries = await db.History.AsNoTracking().OrderBy(h => h.Sequence).ToListAsync();
            await TamperAsync("""DELETE FROM "History"; DELETE FROM "HistoryChecks" """);
            await using var turn = await db.LockProgrammeAsync(CancellationToken.None);
            entries.ForEach(e => (e.Id, e.What) = (0, $"{e.What}, it was said"));
            db.History.AddRange(entries);
            await db.SaveChangesAsync();
            await turn.CommitAsync(CancellationToken.None);
        }

        var check = await Keeper.CheckAsync(board.As(Role.Office));

        Assert.Equal(ChainFaultKind.Rewritten, check.Fault);
        Assert.StartsWith("Pack 7 knows another entry", check.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_export_is_recorded_safe_in_a_spreadsheet_and_without_what_is_open_to_few()
    {
        var action = await ActionAsync();
        await database.Get<ActionService>().PostUpdateAsync(board.As(Role.Lead), "1.1", action.Version, new() { WhatChanged = "=HYPERLINK(\"http://evil\")", ChildWouldNotice = "The same.", InTheWay = "Nothing.", Forecast = action.BaselineDue });
        await Keeper.CheckAsync(board.As(Role.Office));

        var (office, chair) = (await CsvAsync(Role.Office), await CsvAsync(Role.Chair));

        Assert.Contains("Seal", office.Split("\r\n")[0], StringComparison.Ordinal);
        Assert.DoesNotContain("Seal", chair, StringComparison.Ordinal);
        Assert.Contains("History checked", office, StringComparison.Ordinal);
        Assert.DoesNotContain("History checked", chair, StringComparison.Ordinal);
        // The check, and the export of the office.
        Assert.EndsWith("2 entries of the whole history are open to fewer roles and not here\r\n", chair, StringComparison.Ordinal);
        Assert.DoesNotContain(office.Split("\r\n").SelectMany(l => l.Split(',')), cell => cell.StartsWith('=') || cell.StartsWith("\"=", StringComparison.Ordinal));
        await using var db = database.Open(board.Programme.Id);
        Assert.Equal(["Programme office", "Board chair"], await db.History.Where(h => h.Kind == HistoryKind.Exported).OrderBy(h => h.Sequence).Select(h => h.By).ToListAsync());
    }

    [Fact]
    public async Task The_history_is_filtered_by_who_what_and_item()
    {
        Assert.Equal(1, (await Queries.ListAsync(board.As(Role.Chair), new(By: "Head of safeguarding"))).Found);
        Assert.Equal(1, (await Queries.ListAsync(board.As(Role.Chair), new(Subject: Subject.Action, Ref: "1.1", Kind: HistoryKind.UpdatePosted))).Found);
        Assert.Equal(1, (await Queries.ListAsync(board.As(Role.Chair), new(Ref: "1.1"))).Rows.Count(h => h.Kind == HistoryKind.UpdatePosted));
        Assert.Equal(0, (await Queries.ListAsync(board.As(Role.Chair), new(By: "Nobody"))).Found);
        Assert.Equal(0, (await Queries.ListAsync(board.As(Role.Chair), new(Subject: Subject.Pack))).Found);
    }

    [Theory]
    [InlineData("""UPDATE "Packs" SET "FactsJson" = replace("FactsJson", 'Kirk', 'Other')""", "The facts of Pack 7 are not what was frozen.")]
    [InlineData("""UPDATE "Packs" SET "FactsJson" = '{{' """, "The facts of Pack 7 are not what was frozen.")]
    [InlineData("""UPDATE "Packs" SET "FactsJson" = '[', "FactsHash" = '245843abef9e72e7efac30138a994bf6301e7e1d7d7042a33d42e863d2638811' """, "The facts of Pack 7 cannot be read.")]
    [InlineData("""UPDATE "Files" SET "Content" = "Hash"::bytea WHERE "Hash" IN (SELECT "FileHash" FROM "Packs")""", "The PDF of Pack 7 is not what was made.")]
    [InlineData("""UPDATE "Files" SET "Content" = "Hash"::bytea WHERE "Hash" IN (SELECT "SnapshotHash" FROM "Packs")""", "The facts that the editions of March 2026 share are not what was frozen.")]
    public async Task What_was_frozen_and_is_not_what_it_was_is_a_fault_that_warns(string sql, string words)
    {
        await AddPackAsync();
        await Keeper.CheckAllAsync(CancellationToken.None);
        Assert.Null(await Queries.AlarmAsync(board.As(Role.Office)));
        await using (var db = database.Board.OpenWithoutProgramme())
            await db.Database.ExecuteSqlRawAsync(database.Store.IsSqlite ? sql.Replace("\"Hash\"::bytea", "x'00'", StringComparison.Ordinal) : sql);

        await Keeper.CheckAllAsync(CancellationToken.None);
        await Keeper.CheckAllAsync(CancellationToken.None);

        var check = (await Queries.AlarmAsync(board.As(Role.Office)))!;
        Assert.Equal((ChainFaultKind.Unfrozen, null, words), (check.Fault, check.FaultAt, check.Words));
        Assert.EndsWith("entries of the history hold.", check.Holds, StringComparison.Ordinal);
        await using var told = database.Open(board.Programme.Id);
        Assert.Equal($"Checked and broken: {words}", (await told.History.SingleAsync(h => h.Kind == HistoryKind.HistoryChecked)).What);
    }

    [Fact]
    public async Task A_last_check_of_days_ago_is_an_alarm_and_none_yet_is_not()
    {
        Assert.Null(await Queries.AlarmAsync(board.As(Role.Office)));
        await Keeper.CheckAllAsync(CancellationToken.None);
        database.Clock.Now += TimeSpan.FromDays(2);
        Assert.Null(await Queries.AlarmAsync(board.As(Role.Office)));

        database.Clock.Now += TimeSpan.FromMinutes(1);
        Assert.Null((await Queries.AlarmAsync(board.As(Role.Office)))!.Fault);
    }

    [Fact]
    public async Task A_programme_that_was_numbered_anew_or_removed_leaves_a_broken_chain()
    {
        // A server lets nobody do this without taking the keys off first.
        if (!database.Store.IsSqlite)
            return;
        await Keeper.CheckAllAsync(CancellationToken.None);
        await using (var db = database.Board.OpenWithoutProgramme())
        {
            await db.Database.OpenConnectionAsync();
            await db.Database.ExecuteSqlRawAsync("""PRAGMA foreign_keys = OFF; UPDATE "Programmes" SET "Id" = 99; PRAGMA foreign_keys = ON""");
        }

        await Keeper.CheckAllAsync(CancellationToken.None);

        await using var none = database.Board.OpenWithoutProgramme();
        var last = (await none.HistoryChecks.OrderBy(c => c.Id).ToListAsync()).GroupBy(c => c.Chain).ToDictionary(g => g.Key, g => g.Last());
        Assert.Equal((null, ChainFaultKind.Abandoned, ChainFaultKind.Missing), (last[0].Fault, last[board.Programme.Id].Fault, last[99].Fault));
    }

    private HistoryKeeper Keeper => database.Get<HistoryKeeper>();

    private HistoryQueries Queries => database.Get<HistoryQueries>();

    private async Task AddPackAsync()
    {
        await using var db = database.Open(board.Programme.Id);
        var point = await PackFactsReader.HistoryAsync(db, CancellationToken.None);
        var facts = $$"""{"council":"Kirk {\"history\":1}","actions":[{"history":{"entries":9} }],"history":{ "entries": {{point.Entries}}, "hash": "{{point.Hash}}" } }""";
        db.Files.AddRange(new() { Hash = PackFactsReader.Hash([1]), Content = [1] }, new() { Hash = PackFactsReader.Hash(facts + " "), Content = Encoding.UTF8.GetBytes(facts + " ") });
        db.Packs.Add(new()
        {
            ProgrammeId = board.Programme.Id,
            Audience = Audience.Board,
            PeriodKey = "2026-03",
            PeriodName = "March 2026",
            Number = 7,
            BuiltBy = "Scheduler",
            FactsJson = facts,
            FactsHash = PackFactsReader.Hash(facts),
            FileHash = PackFactsReader.Hash([1]),
            SnapshotHash = PackFactsReader.Hash(facts + " "),
        });
        await db.SaveChangesAsync();
    }

    private async Task<ImprovementBoard.Core.Actions.ActionItem> ActionAsync()
    {
        await using var db = database.Open(board.Programme.Id);
        return await db.Actions.AsNoTracking().SingleAsync();
    }

    private async Task<string> CsvAsync(Role role)
    {
        await using var to = new StringWriter();
        await Queries.WriteCsvAsync(board.As(role), new(), to, CancellationToken.None);
        return to.ToString();
    }

    private async Task TamperAsync(string sql)
    {
        await using var db = database.Board.OpenWithoutProgramme();
        var all = $"""DROP TRIGGER "History_not_removed" {(database.Store.IsSqlite ? "" : "ON \"History\"")}; {sql}""";
        await db.Database.ExecuteSqlRawAsync(all);
    }
}
