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

        var (exitCode, said) = await PortalProcess.RunAsync(store.Settings, "restore", "--from", copy);

        Assert.Equal((0, "Kirklees children’s services 1"), (exitCode, await AskAsync(store.File, "SELECT Name || ' ' || (RestoredAt IS NOT NULL) FROM Programmes")));
        Assert.Equal("1", await AskAsync(store.File, "SELECT COUNT(*) FROM History WHERE Kind = 'Restored'"));
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
    public async Task It_is_refused_while_the_portal_runs()
    {
        await using var store = TestStore.OnSqlite();
        await TestDatabase.CopySeededSqliteAsync(store.File);
        var copy = Path.Combine(store.Folder, "copy.db");
        await TestDatabase.CopySeededSqliteAsync(copy);
        await using var portal = await PortalProcess.StartAsync(store.Settings);

        var (exitCode, said) = await PortalProcess.RunAsync(store.Settings, "restore", "--from", copy);

        Assert.Equal((1, "The portal is running. Stop it first."), (exitCode, said));
        Assert.Empty(Directory.GetFiles(store.Folder, "board.db.before-restore-*"));
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
