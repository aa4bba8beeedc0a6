using ImprovementBoard.Web.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

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
        await using var db = new SqliteBoardDbContext(new DbContextOptionsBuilder<SqliteBoardDbContext>()
            .UseSqlite($"Data Source={store.File}").AddInterceptors(new SqlitePragmas()).Options);
        await db.Database.OpenConnectionAsync();

        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = $"PRAGMA {pragma}";

        Assert.Equal(expected, $"{await command.ExecuteScalarAsync()}");
    }

    [Fact]
    public async Task The_portal_opens_sqlite_with_them()
    {
        await using var database = await TestDatabase.EmptyAsync();
        await using var db = database.Board.OpenWithoutProgramme();
        if (!db.Database.IsSqlite())
            return;

        await db.Database.OpenConnectionAsync();

        Assert.Contains(db.GetService<Microsoft.EntityFrameworkCore.Infrastructure.IDbContextOptions>().FindExtension<CoreOptionsExtension>()!.Interceptors!, i => i is SqlitePragmas);
    }
}
