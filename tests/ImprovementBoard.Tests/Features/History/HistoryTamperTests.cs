using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.History;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.History;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Tests.Features.History;

/// <summary>What somebody with a console can do to the table, on SQLite and, where a server is named, on PostgreSQL.</summary>
[Trait("Category", "Database")]
public sealed class HistoryTamperTests
{
    private const int Entries = 10;

    // A place for every column but the key; what is done to it; what is wrong then, and where.
    public static TheoryData<string, string, ChainFaultKind, long> Tampered => new()
    {
        { "What", """UPDATE "History" SET "What" = "What" || '.' WHERE "Sequence" = 5""", ChainFaultKind.Changed, 5 },
        { "By", """UPDATE "History" SET "By" = 'Lead' WHERE "Sequence" = 5""", ChainFaultKind.Changed, 5 },
        { "Kind", """UPDATE "History" SET "Kind" = 'SignedOff' WHERE "Sequence" = 5""", ChainFaultKind.Changed, 5 },
        { "Kind that is none", """UPDATE "History" SET "Kind" = '3' WHERE "Sequence" = 5""", ChainFaultKind.Changed, 5 },
        { "Subject", """UPDATE "History" SET "Subject" = 'Pack' WHERE "Sequence" = 5""", ChainFaultKind.Changed, 5 },
        { "SubjectRef", """UPDATE "History" SET "SubjectRef" = '1.2' WHERE "Sequence" = 5""", ChainFaultKind.Changed, 5 },
        { "On", """UPDATE "History" SET "On" = '2018-01-01' WHERE "Sequence" = 5""", ChainFaultKind.Changed, 5 },
        { "At", """UPDATE "History" SET "At" = (SELECT min("At") FROM "History") WHERE "Sequence" = 5""", ChainFaultKind.Changed, 5 },
        { "MemberId", """UPDATE "History" SET "MemberId" = 99 WHERE "Sequence" = 5""", ChainFaultKind.Changed, 5 },
        { "EvidenceId", """UPDATE "History" SET "EvidenceId" = 1 WHERE "Sequence" = 5""", ChainFaultKind.Changed, 5 },
        { "FromRating", """UPDATE "History" SET "FromRating" = 2 WHERE "Sequence" = 5""", ChainFaultKind.Changed, 5 },
        { "ToRating that is none", """UPDATE "History" SET "ToRating" = 77 WHERE "Sequence" = 5""", ChainFaultKind.Changed, 5 },
        { "Illustrative", """UPDATE "History" SET "Illustrative" = NOT "Illustrative" WHERE "Sequence" = 5""", ChainFaultKind.Changed, 5 },
        { "Hash", """UPDATE "History" SET "Hash" = replace(replace("Hash", '1', '2'), 'a', 'b') WHERE "Sequence" = 5""", ChainFaultKind.Changed, 5 },
        { "PreviousHash", """UPDATE "History" SET "PreviousHash" = replace(replace("PreviousHash", '1', '2'), 'a', 'b') WHERE "Sequence" = 5""", ChainFaultKind.Changed, 5 },
        { "no seal", """UPDATE "History" SET "Hash" = '' WHERE "Sequence" = 5""", ChainFaultKind.Changed, 5 },
        { "the first", """UPDATE "History" SET "What" = '' WHERE "Sequence" = 1""", ChainFaultKind.Changed, 1 },
        { "the last", """UPDATE "History" SET "What" = '' WHERE "Sequence" = 10""", ChainFaultKind.Changed, 10 },
        { "Sequence", """UPDATE "History" SET "Sequence" = 50 WHERE "Sequence" = 5""", ChainFaultKind.OutOfOrder, 5 },
        { "first gone", """DELETE FROM "History" WHERE "Sequence" = 1""", ChainFaultKind.Missing, 1 },
        { "middle gone", """DELETE FROM "History" WHERE "Sequence" = 5""", ChainFaultKind.Missing, 5 },
        { "three gone", """DELETE FROM "History" WHERE "Sequence" BETWEEN 5 AND 7""", ChainFaultKind.Missing, 5 },
        { "gone and renumbered", """DELETE FROM "History" WHERE "Sequence" = 5; UPDATE "History" SET "Sequence" = -"Sequence" WHERE "Sequence" > 5; UPDATE "History" SET "Sequence" = -"Sequence" - 1 WHERE "Sequence" < 0""", ChainFaultKind.Missing, 5 },
        { "two swapped", """UPDATE "History" SET "Sequence" = -3 WHERE "Sequence" = 3; UPDATE "History" SET "Sequence" = 3 WHERE "Sequence" = 7; UPDATE "History" SET "Sequence" = 7 WHERE "Sequence" = -3""", ChainFaultKind.OutOfOrder, 3 },
        { "neighbours swapped", """UPDATE "History" SET "Sequence" = -9 WHERE "Sequence" = 9; UPDATE "History" SET "Sequence" = 9 WHERE "Sequence" = 10; UPDATE "History" SET "Sequence" = 10 WHERE "Sequence" = -9""", ChainFaultKind.OutOfOrder, 9 },
        { "inserted below", Copy("0"), ChainFaultKind.Inserted, 0 },
        { "inserted between", $"""{MakeRoom} {Copy("5")}""", ChainFaultKind.Inserted, 5 },
        { "inserted at the end", Copy("11"), ChainFaultKind.Inserted, 11 },
    };

    private const string MakeRoom = """UPDATE "History" SET "Sequence" = -"Sequence" WHERE "Sequence" >= 5; UPDATE "History" SET "Sequence" = 1 - "Sequence" WHERE "Sequence" < 0;""";

    [Theory]
    [MemberData(nameof(Tampered))]
    public async Task The_first_broken_entry_is_named(string what, string sql, ChainFaultKind kind, long at)
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await WrittenAsync(database);
        await TamperAsync(database, sql);

        var check = await CheckAsync(database, board);

        Assert.True((kind, at) == (check.Fault, check.FaultAt), $"{what}: {check.Fault} at {check.FaultAt}. {check.Words}");
    }

    [Fact]
    public async Task A_chain_that_nobody_touched_holds_and_says_how_far_it_came()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await WrittenAsync(database);

        var check = await CheckAsync(database, board);

        await using var db = database.Open(board.Programme.Id);
        Assert.Equal((null, "", Entries, await db.History.OrderBy(h => h.Sequence).Select(h => h.Hash).LastAsync()), (check.Fault, check.Words, check.Entries, check.Hash));
    }

    [Fact]
    public async Task A_tail_that_was_cut_off_and_a_chain_written_anew_show_against_what_was_known_before()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await WrittenAsync(database);
        var before = await CheckAsync(database, board);
        Checkpoint sheet = new(before.Entries, before.Hash, "the checkpoint");

        await TamperAsync(database, """DELETE FROM "History" WHERE "Sequence" > 8""");
        Assert.Null((await CheckAsync(database, board)).Fault);
        var cut = await CheckAsync(database, board, sheet);
        Assert.Equal((ChainFaultKind.CutOff, 9, "The end was cut off: there are 8 entries, and the checkpoint knows 10."), (cut.Fault, cut.FaultAt, cut.Words));

        await WriteAsync(database, board, "Something else", 2);
        Assert.Null((await CheckAsync(database, board)).Fault);
        Assert.Equal((ChainFaultKind.Rewritten, 10L), (await CheckAsync(database, board, sheet) is var anew ? (anew.Fault!.Value, anew.FaultAt!.Value) : default));
    }

    [Fact]
    public async Task An_entry_that_was_changed_and_sealed_again_is_betrayed_by_the_next()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await WrittenAsync(database);
        await using (var db = database.Open(board.Programme.Id))
        {
            var entry = await db.History.AsNoTracking().SingleAsync(h => h.Sequence == 5);
            entry.What = "Nothing happened";
            await TamperAsync(database, $"""UPDATE "History" SET "What" = '{entry.What}', "Hash" = '{HistorySeal.HashOf(entry)}' WHERE "Sequence" = 5""");
        }

        var check = await CheckAsync(database, board);

        Assert.Equal((ChainFaultKind.Changed, 5L), (check.Fault!.Value, check.FaultAt!.Value));
        Assert.StartsWith("Entry 5 was changed after it was written. What stands there: update posted, 2 Mar 2026, by Programme office.", check.Words, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""UPDATE "History" SET "What" = '' """)]
    [InlineData("""DELETE FROM "History" """)]
    [InlineData("""UPDATE "InstallationEvents" SET "What" = '' """)]
    [InlineData("""DELETE FROM "InstallationEvents" """)]
    public async Task The_database_itself_refuses_to_change_or_remove_what_is_sealed(string sql)
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await WrittenAsync(database);
        await using (var events = database.Board.OpenWithoutProgramme())
        {
            await using var turn = await events.LockInstallationAsync(CancellationToken.None);
            events.Add(new InstallationEvent { At = database.Clock.GetUtcNow(), What = "Signed in" });
            await events.SaveChangesAsync();
            await turn.CommitAsync(CancellationToken.None);
        }

        await using var db = database.Open(board.Programme.Id);
        var fault = await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => db.Database.ExecuteSqlRawAsync(sql));

        Assert.Contains("History is only ever added to.", fault.Message, StringComparison.Ordinal);
        Assert.Null((await CheckAsync(database, board)).Fault);
    }

    [Theory]
    [InlineData("History", """ "Id" """)]
    [InlineData("History", "900")]
    [InlineData("InstallationEvents", """ "Id" """)]
    [InlineData("InstallationEvents", "900")]
    public async Task Nor_does_it_let_another_row_take_the_place_of_one_that_is_sealed(string table, string id)
    {
        await using var database = await TestDatabase.EmptyAsync();
        // Words of SQLite.
        if (!database.Store.IsSqlite)
            return;
        var board = await WrittenAsync(database);
        await database.Get<Trail>().SignInRefusedAsync(null, locked: false);
        await using var db = database.Open(board.Programme.Id);
        var rest = table == "History" ? """ "ProgrammeId","Sequence","PreviousHash","Hash","At","On","By","Subject","SubjectRef","Kind","Illustrative" """ : """ "Sequence","PreviousHash","Hash","At","Kind" """;

        var replace = $"""INSERT OR REPLACE INTO "{table}" ("Id","What",{rest}) SELECT {id},'Forged',{rest} FROM "{table}" WHERE "Sequence" = 1""";
        var fault = await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => db.Database.ExecuteSqlRawAsync(replace));

        Assert.Contains("History is only ever added to.", fault.Message, StringComparison.Ordinal);
        Assert.Null((await CheckAsync(database, board)).Fault);
    }

    [Fact]
    public async Task A_save_that_changes_or_removes_an_entry_or_records_out_of_turn_is_refused()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await WrittenAsync(database);

        await using var changing = database.Open(board.Programme.Id);
        (await changing.History.FirstAsync()).What = "Nothing";
        Assert.Equal("History is only ever added to.", (await Assert.ThrowsAsync<InvalidOperationException>(() => changing.SaveChangesAsync())).Message);
        await using var removing = database.Open(board.Programme.Id);
        removing.Remove(await removing.History.FirstAsync());
        await Assert.ThrowsAsync<InvalidOperationException>(() => removing.SaveChangesAsync());
        await using var hasty = database.Open(board.Programme.Id);
        hasty.Record(board.As(Role.Office).Actor, database.Clock.GetUtcNow(), board.Today, Subject.Programme, "x", HistoryKind.Added, "Out of turn");
        Assert.StartsWith("History is recorded in the programme's turn", (await Assert.ThrowsAsync<InvalidOperationException>(() => hasty.SaveChangesAsync())).Message, StringComparison.Ordinal);
        await using var late = database.Open(board.Programme.Id);
        await using (var turn = await late.LockProgrammeAsync(CancellationToken.None))
            await turn.CommitAsync(CancellationToken.None);
        late.Record(board.As(Role.Office).Actor, database.Clock.GetUtcNow(), board.Today, Subject.Programme, "x", HistoryKind.Added, "After the turn");
        await Assert.ThrowsAsync<InvalidOperationException>(() => late.SaveChangesAsync());
    }

    [Fact]
    public async Task Writers_at_once_make_one_chain()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        var other = await TestBoard.AddAsync(database, "othershire");

        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => WriteAsync(database, i % 2 == 0 ? board : other, $"Writer {i}", 15, saves: 5))));

        Assert.Equal((null, 300L), (await CheckAsync(database, board) is var mine ? (mine.Fault, mine.Entries) : default));
        Assert.Equal((null, 300L), (await CheckAsync(database, other) is var theirs ? (theirs.Fault, theirs.Entries) : default));
    }

    [Fact]
    public async Task The_demonstration_is_one_whole_chain()
    {
        await using var database = await TestDatabase.SeededAsync();
        var kirklees = await database.KirkleesAsync();

        var check = await database.Get<HistoryVerifier>().ProgrammeAsync(kirklees.Id, "A test", [], CancellationToken.None);

        await using var db = database.Open(kirklees.Id);
        Assert.Equal((null, await db.History.CountAsync()), (check.Fault, check.Entries));
        Assert.True(check.Entries > 500);
    }

    private static string Copy(string sequence) =>
        $"""INSERT INTO "History" ("ProgrammeId","Sequence","PreviousHash","Hash","At","On","By","Subject","SubjectRef","Kind","What","Illustrative") SELECT "ProgrammeId",{sequence},"PreviousHash","Hash","At","On","By","Subject","SubjectRef","Kind",'Forged',"Illustrative" FROM "History" WHERE "Sequence" = 4;""";

    private static async Task<TestBoard> WrittenAsync(TestDatabase database)
    {
        var board = await TestBoard.AddAsync(database);
        await WriteAsync(database, board, "Entry", Entries);
        return board;
    }

    private static async Task WriteAsync(TestDatabase database, TestBoard board, string what, int entries, int saves = 1)
    {
        for (var save = 0; save < saves; save++)
        {
            await using var db = database.Open(board.Programme.Id);
            await using var turn = await db.LockProgrammeAsync(CancellationToken.None);
            for (var i = 1; i <= entries; i++)
            {
                database.Clock.GetUtcNow();
                db.Record(board.As(Role.Office).Actor, database.Clock.GetUtcNow().AddSeconds(i), board.Today, Subject.Action, "1.1", HistoryKind.UpdatePosted, $"{what} {i}");
            }
            await db.SaveChangesAsync();
            await turn.CommitAsync(CancellationToken.None);
        }
    }

    private static async Task TamperAsync(TestDatabase database, string sql)
    {
        await using var db = database.Board.OpenWithoutProgramme();
        await db.Database.ExecuteSqlRawAsync(database.Store.IsSqlite
            ? $"""DROP TRIGGER IF EXISTS "History_not_changed"; DROP TRIGGER IF EXISTS "History_not_removed"; {sql}"""
            : $"""DROP TRIGGER IF EXISTS "History_not_changed" ON "History"; DROP TRIGGER IF EXISTS "History_not_removed" ON "History"; {sql}""");
    }

    private static Task<HistoryCheck> CheckAsync(TestDatabase database, TestBoard board, params Checkpoint[] outside) =>
        database.Get<HistoryVerifier>().ProgrammeAsync(board.Programme.Id, "A test", outside, CancellationToken.None);
}
