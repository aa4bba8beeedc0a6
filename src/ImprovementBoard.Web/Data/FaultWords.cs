using Microsoft.Data.Sqlite;
using Npgsql;

namespace ImprovementBoard.Web.Data;

/// <summary>Says of a failure that nobody foresaw what broke.</summary>
internal static class FaultWords
{
    // SQLITE_FULL; https://sqlite.org/rescode.html
    private const int SqliteFull = 13;

    /// <summary>The cause in words: that of the database, where Entity Framework only says that saving failed.</summary>
    public static string Of(Exception e) => e.GetBaseException() switch
    {
        SqliteException { SqliteErrorCode: SqliteFull } or PostgresException { SqlState: PostgresErrorCodes.DiskFull } =>
            "The disk of the database is full, so nothing was stored. Free some space, then try again.",
        var cause => cause.Message,
    };
}
