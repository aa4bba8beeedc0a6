using Microsoft.Data.Sqlite;

namespace ImprovementBoard.Tests.Features.Mail;

/// <summary>The command that puts a copy in the place of the embedded database.</summary>
public sealed class RestoreVerbTests
{
    [Fact]
    public async Task The_copy_takes_the_place_of_the_database_and_is_held()
    {
        await using var store = TestStore.OnSqlite();
        await TestDatabase.CopySeededSqliteAsync(store.File);
        var copy = Path.Combine(store.Folder, "copy.db");
        await TestDatabase.CopySeededSqliteAsync(copy);
        await AskAsync(copy, $"INSERT INTO AccountSessions (Id, UserId, Stamp, Way, StartedAt, SeenAt, Device) SELECT '{Guid.NewGuid()}', Id, SecurityStamp, 'Password', 1, 1, 'A browser' FROM AspNetUsers LIMIT 1");
        await AskAsync(store.File, "UPDATE Programmes SET Name = 'Written since the copy'");
        var (stamps, head) = (await AskAsync(copy, "SELECT group_concat(SecurityStamp) FROM AspNetUsers"), await AskAsync(store.File, "SELECT printf('%,d', Sequence) || ' entries, seal ' || Hash FROM History ORDER BY Sequence DESC"));

        var (exitCode, said) = await PortalProcess.RunAsync(store.Settings, "restore", "--from", copy);

        Assert.Equal((0, "Kirklees children’s services 1"), (exitCode, await AskAsync(store.File, "SELECT Name || ' ' || (RestoredAt IS NOT NULL) FROM Programmes")));
        Assert.Equal($"The database was put back from a copy; mails and packs wait for an administrator, and open invitations and links to packs are withdrawn. The database before had {head}", await AskAsync(store.File, "SELECT What FROM History WHERE Kind = 'Restored'"));
        // A link to set a password that was used since the copy was made would work again with the stamp of then.
        Assert.NotEqual(stamps, await AskAsync(store.File, "SELECT group_concat(SecurityStamp) FROM AspNetUsers"));
        Assert.StartsWith("Restored: Kirklees children’s services. No mail goes out and no schedule makes a pack until an administrator releases them", said, StringComparison.Ordinal);
        Assert.Equal("1 0", await AskAsync(store.File, "SELECT COUNT(*) || ' ' || SUM(EndedAt IS NULL) FROM AccountSessions"));
        var before = Assert.Single(Directory.GetFiles(store.Folder, "board.db.before-restore-*"));
        Assert.Equal("Written since the copy", await AskAsync(before, "SELECT Name FROM Programmes"));
    }

    [Theory]
    [InlineData("not a database at all", "is no copy of a portal’s database.")]
    [InlineData(null, "was made by a newer version of the portal. Install that version first.")]
    public async Task What_is_no_good_copy_is_refused_and_nothing_is_touched(string? content, string sentence)
    {
        await using var store = TestStore.OnSqlite();
        await TestDatabase.CopySeededSqliteAsync(store.File);
        var (copy, bytes) = (Path.Combine(store.Folder, "copy.db"), await File.ReadAllBytesAsync(store.File));
        if (content is not null)
        {
            await File.WriteAllTextAsync(copy, content);
        }
        else
        {
            await TestDatabase.CopySeededSqliteAsync(copy);
            await AskAsync(copy, "INSERT INTO __EFMigrationsHistory VALUES ('29990101000000_Later', '99.0.0')");
        }

        var (exitCode, said) = await PortalProcess.RunAsync(store.Settings, "restore", "--from", copy);

        Assert.Equal((1, $"{copy} {sentence}"), (exitCode, said));
        Assert.Equal(bytes, await File.ReadAllBytesAsync(store.File));
    }

    [Fact]
    public async Task A_damaged_database_is_replaced_and_the_history_says_that_its_end_is_not_known()
    {
        await using var store = TestStore.OnSqlite();
        await File.WriteAllTextAsync(store.File, "not a database any more");
        var copy = Path.Combine(store.Folder, "copy.db");
        await TestDatabase.CopySeededSqliteAsync(copy);

        var (exitCode, _) = await PortalProcess.RunAsync(store.Settings, "restore", "--from", copy);

        Assert.Equal((0, 1L), (exitCode, long.Parse((await AskAsync(store.File, "SELECT COUNT(*) FROM History WHERE Kind = 'Restored' AND What LIKE '%. How far its history went in the database before cannot be read'"))!, System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task It_is_refused_while_the_portal_runs()
    {
        await using var store = TestStore.OnSqlite();
        await TestDatabase.CopySeededSqliteAsync(store.File);
        var copy = Path.Combine(store.Folder, "copy.db");
        await TestDatabase.CopySeededSqliteAsync(copy);
        var earlier = $"{store.File}.before-restore-20260101-000000";
        await File.WriteAllTextAsync(earlier, "left behind");
        await File.WriteAllTextAsync($"{earlier}-wal", "left behind");
        await using var portal = await PortalProcess.StartAsync(store.Settings);
        Assert.Equal(1, portal.Said.Split($"{earlier} is the database from before a restore").Length - 1);

        var (exitCode, said) = await PortalProcess.RunAsync(store.Settings, "restore", "--from", copy);

        Assert.Equal((1, "The portal is running. Stop it first."), (exitCode, said));
        Assert.Equal(2, Directory.GetFiles(store.Folder, "board.db.before-restore-*").Length);
    }

    private static async Task<string?> AskAsync(string file, string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (await command.ExecuteScalarAsync())?.ToString();
    }
}
