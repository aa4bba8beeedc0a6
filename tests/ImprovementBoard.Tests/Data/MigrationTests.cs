using ImprovementBoard.Web.Data;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Tests.Data;

public sealed class MigrationTests
{
    private const string Web = "ImprovementBoard.Web";

    [Fact]
    public void Every_change_of_the_model_has_its_migration_for_sqlite()
    {
        using var db = new SqliteBoardDbContext(new DbContextOptionsBuilder<SqliteBoardDbContext>().UseSqlite("Data Source=:memory:", o => o.MigrationsAssembly(Web)).Options);

        Assert.False(db.Database.HasPendingModelChanges(), "Run: dotnet ef migrations add … --context SqliteBoardDbContext (CONTRIBUTING.md)");
    }

    [Fact]
    public void Every_change_of_the_model_has_its_migration_for_postgres()
    {
        using var db = new PostgresBoardDbContext(new DbContextOptionsBuilder<PostgresBoardDbContext>().UseNpgsql("Host=nowhere", o => o.MigrationsAssembly(Web)).Options);

        Assert.False(db.Database.HasPendingModelChanges(), "Run: dotnet ef migrations add … --context PostgresBoardDbContext (CONTRIBUTING.md)");
    }
}
