using ImprovementBoard.Web.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Tests.Data;

public sealed class SqlitePragmasTests
{
    [Theory]
    [InlineData("journal_mode", "wal")]
    [InlineData("synchronous", "2")]
    [InlineData("foreign_keys", "1")]
    [InlineData("busy_timeout", "5000")]
    public async Task A_commit_survives_a_power_cut_and_readers_work_beside_a_writer(string pragma, string expected)
    {
        await using var store = TestStore.OnSqlite();
        await using var db = Portal(store);
        await db.Database.OpenConnectionAsync();

        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = $"PRAGMA {pragma}";

        Assert.Equal(expected, $"{await command.ExecuteScalarAsync()}");
    }

    // Memory corruption by a query was mended in 3.50.2 (CVE-2025-6965). An older engine comes back unseen with another package of the same name.
    [Fact]
    public async Task The_engine_is_past_the_hole_of_2025()
    {
        await using var store = TestStore.OnSqlite();
        await using var db = Portal(store);

        Assert.True(new Version(await db.Database.SqlQuery<string>($"SELECT sqlite_version() AS Value").SingleAsync()) >= new Version(3, 50, 2));
    }

    [Fact]
    public async Task A_database_restored_from_a_backup_is_opened_though_a_backup_is_not_in_wal()
    {
        await using var store = TestStore.OnSqlite();
        await TestDatabase.CopySeededSqliteAsync(store.File);
        Assert.Equal("delete", await JournalAsync(store));
        await using var db = Portal(store);

        await db.Database.MigrateAsync();

        Assert.Equal("kirklees", (await db.Programmes.SingleAsync()).Slug);
        Assert.Equal("wal", await JournalAsync(store));
    }

    private static SqliteBoardDbContext Portal(TestStore store) => new(new DbContextOptionsBuilder<SqliteBoardDbContext>()
        .UseSqlite($"Data Source={store.File};Pooling=False", o => o.MigrationsAssembly("ImprovementBoard.Web")).AddInterceptors(new SqlitePragmas()).Options);

    private static async Task<string> JournalAsync(TestStore store)
    {
        await using var connection = new SqliteConnection($"Data Source={store.File};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode";
        return $"{await command.ExecuteScalarAsync()}";
    }
}
