using System.Data.Common;
using System.Globalization;
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
/// them. Links that were open end: one that was used or withdrawn since the copy was made would work again. Alone it does all but the first for a
/// database that was put back by other means (PostgreSQL, a machine’s snapshot).
/// </summary>
internal sealed class RestoreVerb : IVerb
{
    private const string Usage = "Use: restore --from board-copy.db, or restore alone for a database that you have put back yourself.";
    private const string Mark = ".before-restore-";
    private static readonly string[] Parts = ["", "-wal", "-shm"];

    /// <summary>The databases that restores put aside and nobody has deleted.</summary>
    public static IEnumerable<string> Aside(BoardOptions options) =>
        options.Database.Provider == BoardOptions.DatabaseOptions.Sqlite && Path.GetFullPath(DatabaseRegistration.SqliteFile(options)) is var file && Directory.Exists(Path.GetDirectoryName(file))
            ? Directory.EnumerateFiles(Path.GetDirectoryName(file)!, $"{Path.GetFileName(file)}{Mark}????????-??????").Order(StringComparer.Ordinal)
            : [];

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
            Dictionary<string, string>? before = null;
            if (args is [_, var from])
            {
                if (await RefusalAsync(database, options, from) is { } refusal)
                    return await Verbs.Fail(refusal);
                var file = DatabaseRegistration.SqliteFile(options);
                before = File.Exists(file) ? await HeadsAsync(file) : null;
                kept = PutInPlace(from, file, clock.GetUtcNow());
            }
            var names = await HoldAsync(database, clock, before);
            Console.WriteLine($"Restored: {Words.List(names)}. No mail goes out and no schedule makes a pack until an administrator releases them on the page “Mail”. Everybody signs in anew. Invitations, links to packs and links to set a password that were open are withdrawn; the office sends packs again from “Who got it”.{kept}");
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
            if (File.Exists(DatabaseRegistration.SqliteFile(options)))
                await AskAsync(DatabaseRegistration.SqliteFile(options), SqliteOpenMode.ReadWrite, "PRAGMA journal_mode = DELETE");
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
        var aside = $"{target}{Mark}{now:yyyyMMdd-HHmmss}";
        var there = File.Exists(target);
        foreach (var part in Parts.Where(p => File.Exists(target + p)))
            File.Move(target + part, aside + part);
        File.Move($"{target}.restoring", target);
        return there ? $" What was there before is kept as {aside}." : "";
    }

    /// <summary>How far the history of each programme goes, by the name in addresses; empty where the file is damaged.</summary>
    private static async Task<Dictionary<string, string>> HeadsAsync(string file)
    {
        try
        {
            var heads = await AskAsync(file, SqliteOpenMode.ReadOnly, """SELECT p."Slug" || ' ' || h."Sequence" || ' ' || h."Hash" FROM "Programmes" p JOIN "History" h ON h."ProgrammeId" = p."Id" AND h."Sequence" = (SELECT MAX("Sequence") FROM "History" WHERE "ProgrammeId" = p."Id")""");
            return heads.Select(h => h.Split(' ')).ToDictionary(h => h[0], h => $"The database before had {Words.Count(int.Parse(h[1], CultureInfo.InvariantCulture), "entry", "entries")}, seal {h[2]}");
        }
        catch (Exception e) when (e is SqliteException or InvalidCastException or FormatException)
        {
            return [];
        }
    }

    /// <param name="before">How far each history of the database before goes; null where there was none, or it is not known.</param>
    internal static async Task<List<string>> HoldAsync(BoardDatabase database, TimeProvider clock, IReadOnlyDictionary<string, string>? before)
    {
        await database.MigrateBoardAsync(clock);
        await using var all = database.OpenWithoutProgramme();
        var now = clock.GetUtcNow();
        var programmes = await all.Programmes.AsNoTracking().OrderBy(p => p.Name).Select(p => new { p.Id, p.Name }).ToListAsync();
        var stamp = Guid.NewGuid().ToString("N");
        foreach (var id in programmes.Select(p => p.Id))
        {
            await using var db = database.Open(id);
            await using var transaction = await db.LockProgrammeAsync(default);
            var programme = await db.Programmes.SingleAsync(p => p.Id == id);
            var actor = new Actor(id, null, Invitation.ByIt, null);
            var today = programme.Today(now);
            programme.Restore(now);
            foreach (var invitation in await db.Invitations.Include(i => i.Mail).Where(i => i.AcceptedOn == null && i.EndedOn == null).ToListAsync())
                invitation.End(actor, today, replaced: false);
            foreach (var delivery in await db.PackDeliveries.Include(d => d.Mail).Where(d => d.TokenHash != null && d.EndedOn == null && d.ExpiresAt > now).ToListAsync())
                delivery.Withdraw(actor, today);
            var history = before is null ? "" : $". {before.GetValueOrDefault(programme.Slug, "How far its history went in the database before cannot be read")}";
            db.Record(actor, now, today, Subject.Programme, "mail", HistoryKind.Restored, $"The database was put back from a copy; mails and packs wait for an administrator, and open invitations and links to packs are withdrawn{history}");
            await db.SaveChangesAsync();
            await transaction.CommitAsync(default);
        }
        await all.Sessions.Where(s => s.EndedAt == null).ExecuteUpdateAsync(set => set.SetProperty(s => s.EndedAt, now));
        // What links to set a password are good for.
        await all.Users.ExecuteUpdateAsync(set => set.SetProperty(u => u.SecurityStamp, stamp));
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
