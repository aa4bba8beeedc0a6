using System.Data.Common;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.History;
using ImprovementBoard.Core.Time;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.History;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Commands;

/// <summary>
/// <c>restore --from board-copy.db</c>: puts a copy in the place of the embedded database and holds mails and packs until an administrator releases
/// them. Alone it does the second for a database that was put back by other means (PostgreSQL, a machine’s snapshot).
/// </summary>
internal sealed class RestoreVerb : IVerb
{
    private const string Usage = "Use: restore --from board-copy.db, or restore alone for a database that you have put back yourself.";
    private static readonly string[] Parts = ["", "-wal", "-shm"];

    public async Task<int> RunAsync(string[] args)
    {
        if (args is not ([] or ["--from", { Length: > 0 }]))
            return await Verbs.Fail(Usage);
        using var host = await Verbs.HostAsync(_ => { });
        if (host is null)
            return 1;
        var (database, options, clock) = (host.Services.GetRequiredService<BoardDatabase>(), host.Services.GetRequiredService<BoardOptions>(), host.Services.GetRequiredService<TimeProvider>());
        try
        {
            var kept = "";
            if (args is [_, var from])
            {
                if (await RefusalAsync(database, options, from) is { } refusal)
                    return await Verbs.Fail(refusal);
                kept = PutInPlace(from, FileOf(options), clock.GetUtcNow());
            }
            var names = await HoldAsync(database, clock);
            Console.WriteLine($"Restored: {Words.List(names)}. No mail goes out and no schedule makes a pack until an administrator releases them on the page “Mail”. Everybody signs in anew, and invitations that were open are withdrawn.{kept}");
            return 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return await Verbs.Fail($"The copy cannot be put in place: {e.Message}");
        }
        catch (Exception e) when (e is DbException || e.InnerException is DbException)
        {
            return await Verbs.Fail($"The database cannot be used: {(e as DbException ?? e.InnerException!).Message}");
        }
    }

    private static string FileOf(BoardOptions options) => new SqliteConnectionStringBuilder(DatabaseRegistration.SqliteConnectionString(options)).DataSource;

    /// <summary>Why the copy cannot be put in place, or null.</summary>
    private static async Task<string?> RefusalAsync(BoardDatabase database, BoardOptions options, string from)
    {
        if (options.Database.Provider == BoardOptions.DatabaseOptions.Postgres)
            return "A file takes the place of the embedded database only. Put the PostgreSQL database back with pg_restore, then run restore alone.";
        if (!File.Exists(from))
            return $"There is no file {from}.";
        try
        {
            if (await AskAsync(from, SqliteOpenMode.ReadOnly, "PRAGMA integrity_check") is not ["ok"])
                return $"{from} is damaged. Take another copy.";
            await using var db = database.OpenWithoutProgramme();
            if ((await AskAsync(from, SqliteOpenMode.ReadOnly, "SELECT MigrationId FROM __EFMigrationsHistory")).Except(db.Database.GetMigrations()).Any())
                return $"{from} was made by a newer version of the portal. Install that version first.";
        }
        catch (SqliteException)
        {
            return $"{from} is no copy of a portal’s database.";
        }
        try
        {
            // Needs the file for itself alone, and takes in what lies beside it.
            if (File.Exists(FileOf(options)))
                await AskAsync(FileOf(options), SqliteOpenMode.ReadWrite, "PRAGMA journal_mode = DELETE");
        }
        catch (SqliteException e) when (e.SqliteErrorCode is 5 or 6)
        {
            return "The portal is running. Stop it first.";
        }
        catch (SqliteException)
        {
            // Damaged: that is why it is replaced.
        }
        return null;
    }

    /// <summary>Puts the copy in place; what was there is kept beside it, and named in the answer.</summary>
    private static string PutInPlace(string from, string target, DateTimeOffset now)
    {
        AppHome.MakePrivate(Path.GetDirectoryName(target)!);
        File.Copy(from, $"{target}.restoring", overwrite: true);
        var aside = $"{target}.before-restore-{now:yyyyMMdd-HHmmss}";
        var there = File.Exists(target);
        foreach (var part in Parts.Where(p => File.Exists(target + p)))
            File.Move(target + part, aside + part);
        File.Move($"{target}.restoring", target);
        return there ? $" What was there before is kept as {aside}." : "";
    }

    private static async Task<List<string>> HoldAsync(BoardDatabase database, TimeProvider clock)
    {
        await database.MigrateBoardAsync(clock);
        await using var all = database.OpenWithoutProgramme();
        var now = clock.GetUtcNow();
        var programmes = await all.Programmes.AsNoTracking().OrderBy(p => p.Name).Select(p => new { p.Id, p.Name }).ToListAsync();
        foreach (var id in programmes.Select(p => p.Id))
        {
            await using var db = database.Open(id);
            await using var transaction = await db.LockProgrammeAsync(default);
            var programme = await db.Programmes.SingleAsync(p => p.Id == id);
            var actor = new Actor(id, null, Invitation.ByIt, null);
            programme.Restore(now);
            // One that was withdrawn since the copy was made would work again.
            foreach (var invitation in await db.Invitations.Include(i => i.Mail).Where(i => i.AcceptedOn == null && i.EndedOn == null).ToListAsync())
                invitation.End(actor, programme.Today(now), replaced: false);
            db.Record(actor, now, programme.Today(now), Subject.Programme, "mail", HistoryKind.Restored, "The database was put back from a copy; mails and packs wait for an administrator");
            await db.SaveChangesAsync();
            await transaction.CommitAsync(default);
        }
        await all.Sessions.Where(s => s.EndedAt == null).ExecuteUpdateAsync(set => set.SetProperty(s => s.EndedAt, now));
        return programmes.ConvertAll(p => p.Name);
    }

    private static async Task<List<string>> AskAsync(string file, SqliteOpenMode mode, string sql)
    {
        await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = mode, Pooling = false, DefaultTimeout = 1 }.ConnectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        var answers = new List<string>();
        while (await reader.ReadAsync())
            answers.Add(reader.GetString(0));
        return answers;
    }
}
