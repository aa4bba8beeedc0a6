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

    /// <summary>True where the environment names a PostgreSQL server.</summary>
    public static bool OnServer => Server is not null;

    /// <summary>On PostgreSQL where the environment names a server, else on SQLite. Empty, or a copy of another store.</summary>
    public static async Task<TestStore> CreateAsync(TestStore? template = null)
    {
        var store = OnServer ? new($"board_test_{Guid.NewGuid():N}") : OnSqlite();
        if (store.database is not null)
            await AskServerAsync($"CREATE DATABASE {store.database} {(template is null ? "" : $"TEMPLATE {template.database}")}");
        else if (template is not null)
            System.IO.File.Copy(template.File, store.File);
        if (template is not null)
            CopyFolder(Path.Combine(template.Folder, "evidence"), Path.Combine(store.Folder, "evidence"));
        return store;
    }

    public static TestStore OnSqlite() => new(null);

    public async ValueTask DisposeAsync()
    {
        if (database is not null)
            await AskServerAsync($"DROP DATABASE IF EXISTS {database} WITH (FORCE)");
        Directory.Delete(Folder, recursive: true);
    }

    private static void CopyFolder(string from, string to)
    {
        foreach (var file in Directory.Exists(from) ? Directory.GetFiles(from, "*", SearchOption.AllDirectories) : [])
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            System.IO.File.Copy(file, target);
        }
    }

    private static async Task AskServerAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(Server) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
