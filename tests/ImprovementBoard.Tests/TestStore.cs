using ImprovementBoard.Web;
using Npgsql;

namespace ImprovementBoard.Tests;

/// <summary>
/// A place for one database, gone when disposed: a SQLite file in a folder of its own, or a fresh database on the PostgreSQL server
/// that the environment variable <c>ImprovementBoard__TestPostgres</c> names.
/// </summary>
internal sealed class TestStore : IAsyncDisposable
{
    private static readonly string? Server = Environment.GetEnvironmentVariable("ImprovementBoard__TestPostgres") is { Length: > 0 } given ? given : null;

    private readonly string? database;

    private TestStore(string? database)
    {
        this.database = database;
        Folder = Directory.CreateTempSubdirectory("board-test-").FullName;
        Options = new BoardOptions { DataDirectory = Folder, Demonstration = { Password = BoardOptions.DemonstrationOptions.DefaultPassword } };
        if (database is not null)
        {
            Options.Database.Provider = BoardOptions.DatabaseOptions.Postgres;
            Options.Database.ConnectionString = new NpgsqlConnectionStringBuilder(Server) { Database = database, MaxPoolSize = 20 }.ConnectionString;
        }
    }

    public string Folder { get; }

    public BoardOptions Options { get; }

    public bool IsSqlite => database is null;

    /// <summary>The SQLite file.</summary>
    public string File => Path.Combine(Folder, "board.db");

    /// <summary>Settings that point a portal here, by their keys.</summary>
    public IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>
    {
        ["ImprovementBoard:DataDirectory"] = Folder,
        ["ImprovementBoard:Database:Provider"] = Options.Database.Provider,
        ["ImprovementBoard:Database:ConnectionString"] = Options.Database.ConnectionString,
    };

    /// <summary>On PostgreSQL where the environment names a server, else on SQLite.</summary>
    public static async Task<TestStore> CreateAsync()
    {
        if (Server is null)
            return OnSqlite();
        var name = $"board_test_{Guid.NewGuid():N}";
        await AskServerAsync($"CREATE DATABASE {name}");
        return new(name);
    }

    public static TestStore OnSqlite() => new(null);

    public async ValueTask DisposeAsync()
    {
        if (database is not null)
            await AskServerAsync($"DROP DATABASE IF EXISTS {database} WITH (FORCE)");
        Directory.Delete(Folder, recursive: true);
    }

    private static async Task AskServerAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(Server) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
