using ImprovementBoard.Web.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace ImprovementBoard.DesignTime;

// One factory for each engine, so that `dotnet ef` can make its migrations (CONTRIBUTING.md, "Add a field").

public static class Program
{
    public static void Main()
    {
        // `dotnet ef` wants a program; it never runs this.
    }
}

public sealed class SqliteFactory : IDesignTimeDbContextFactory<SqliteBoardDbContext>
{
    public SqliteBoardDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqliteBoardDbContext>().UseSqlite("Data Source=design.db", o => o.MigrationsAssembly("ImprovementBoard.Web")).Options);
}

public sealed class PostgresFactory : IDesignTimeDbContextFactory<PostgresBoardDbContext>
{
    public PostgresBoardDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<PostgresBoardDbContext>().UseNpgsql("Host=localhost", o => o.MigrationsAssembly("ImprovementBoard.Web")).Options);
}
