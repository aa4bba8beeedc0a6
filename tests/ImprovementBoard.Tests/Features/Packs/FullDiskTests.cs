using System.Data.Common;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Packs;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.Packs;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace ImprovementBoard.Tests.Features.Packs;

/// <summary>A disk that is full when a pack is to be stored.</summary>
public sealed class FullDiskTests
{
    [Fact]
    public async Task Nothing_of_the_pack_is_stored_the_words_say_why_and_it_is_made_once_there_is_room()
    {
        var disk = new Disk();
        await using var database = await TestDatabase.EmptyAsync(disk);
        var board = await TestBoard.AddAsync(database);
        var (office, runs) = (board.As(Role.Office), database.Get<PackRuns>());
        var first = await runs.AskForDraftAsync(office, Audience.Summary);
        disk.IsFull = true;

        await Assert.ThrowsAnyAsync<Exception>(() => runs.RunAskedAsync(board.Programme.Id, first, office.Actor.MemberId!.Value, default));

        disk.IsFull = false;
        var failed = (await runs.FindAsync(office, first))!;
        Assert.Equal((RunOutcome.Failed, "The run failed: Nothing was saved: the server’s disk is full or cannot be written to. Tell whoever runs the server, then try again. Your IT team finds more in the log."), (failed.Outcome, failed.Message));
        await using var db = database.Open(board.Programme.Id);
        Assert.Equal((0, 0), (await db.Packs.CountAsync(), await db.Files.CountAsync()));

        await runs.RunAskedAsync(board.Programme.Id, await runs.AskForDraftAsync(office, Audience.Summary), office.Actor.MemberId!.Value, default);

        Assert.Equal((1, 1), (await db.Packs.CountAsync(), await db.Files.CountAsync()));
    }

    [Fact]
    public void A_full_server_is_told_in_the_same_words()
    {
        Exception Saving(Exception cause) => new DbUpdateException("An error occurred while saving the entity changes. See the inner exception for details.", cause);

        Assert.Equal(FaultWords.FullDisk, FaultWords.Of(Saving(new SqliteException("database or disk is full", 13))));
        Assert.Equal(FaultWords.FullDisk, FaultWords.Of(Saving(new Npgsql.PostgresException("could not extend file", "ERROR", "ERROR", "53100"))));
        Assert.Equal("no such table", FaultWords.Of(Saving(new SqliteException("no such table", 1))));
    }

    /// <summary>Lets a SQLite file grow no more, as a full disk does; another engine is told so when it stores a file.</summary>
    private sealed class Disk : DbCommandInterceptor
    {
        public bool IsFull { get; set; }

        public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            if (command.CommandText.Contains("INSERT INTO \"Files\"", StringComparison.Ordinal))
                await LimitAsync(command);
            return result;
        }

        private async Task LimitAsync(DbCommand command)
        {
            if (command.Connection is not SqliteConnection connection)
            {
                if (IsFull)
                    throw new Npgsql.PostgresException("could not extend file", "ERROR", "ERROR", "53100");
                return;
            }
            await using var limit = connection.CreateCommand();
            limit.Transaction = (SqliteTransaction?)command.Transaction;
            limit.CommandText = "PRAGMA page_count";
            var pages = Convert.ToInt64(await limit.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture);
            limit.CommandText = $"PRAGMA max_page_count = {(IsFull ? pages : 1_000_000)}";
            await limit.ExecuteScalarAsync();
        }
    }
}
