using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace ImprovementBoard.Web.Data;

/// <summary>Opens database contexts, one for each operation.</summary>
public sealed class BoardDatabase(Func<BoardDbContext> create)
{
    /// <summary>A context that sees the rows of one programme.</summary>
    public BoardDbContext Open(int programmeId)
    {
        var db = create();
        db.ProgrammeId = programmeId;
        return db;
    }

    /// <summary>
    /// A context that sees accounts and the list of programmes but no programme's rows; used to sign in, to find memberships and by jobs.
    /// </summary>
    public BoardDbContext OpenWithoutProgramme() => create();
}

/// <summary>Registers the database named in the settings.</summary>
internal static class DatabaseRegistration
{
    /// <summary>Adds <see cref="BoardDatabase"/>.</summary>
    public static IServiceCollection AddBoardDatabase(this IServiceCollection services, BoardOptions options)
    {
        if (options.Database.Provider == BoardOptions.DatabaseOptions.Postgres)
        {
            services.AddDbContextFactory<PostgresBoardDbContext>(o => o.UseNpgsql(options.Database.ConnectionString).WithoutEchoes());
            services.AddSingleton(sp => new BoardDatabase(sp.GetRequiredService<IDbContextFactory<PostgresBoardDbContext>>().CreateDbContext));
        }
        else
        {
            var connection = SqliteConnectionString(options);
            services.AddDbContextFactory<SqliteBoardDbContext>(o => o.UseSqlite(connection).AddInterceptors(new SqlitePragmas()).WithoutEchoes());
            services.AddSingleton(sp => new BoardDatabase(sp.GetRequiredService<IDbContextFactory<SqliteBoardDbContext>>().CreateDbContext));
        }
        // Identity's stores ask for a scoped context.
        services.AddScoped(sp => sp.GetRequiredService<BoardDatabase>().OpenWithoutProgramme());
        return services;
    }

    // Whoever began the transaction gets the exception and tells of it; a reader who went away is no fault at all.
    private static DbContextOptionsBuilder WithoutEchoes(this DbContextOptionsBuilder builder) =>
        builder.ConfigureWarnings(w => w.Log((RelationalEventId.TransactionError, LogLevel.Debug)));

    /// <summary>The connection string of the embedded database.</summary>
    public static string SqliteConnectionString(BoardOptions options) =>
        options.Database.ConnectionString is { Length: > 0 } given
            ? given
            : $"Data Source={Path.Combine(AppHome.Resolve(options.DataDirectory), "board.db")}";

    /// <summary>The file of the embedded database.</summary>
    public static string SqliteFile(BoardOptions options) => new SqliteConnectionStringBuilder(SqliteConnectionString(options)).DataSource;
}
