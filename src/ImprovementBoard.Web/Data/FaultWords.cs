using Microsoft.Data.Sqlite;
using Npgsql;

namespace ImprovementBoard.Web.Data;

/// <summary>Says of a failure that nobody foresaw what broke.</summary>
internal static class FaultWords
{
    /// <summary>For the person whose work was not saved: the transaction is undone, and what was there stays whole.</summary>
    public const string FullDisk = "Nothing was saved: the server’s disk is full or cannot be written to. Tell whoever runs the server, then try again.";

    /// <summary>The cause in words: that of the database, where Entity Framework only says that saving failed.</summary>
    public static string Of(Exception e) => IsFullDisk(e) ? FullDisk : e.GetBaseException().Message;

    /// <summary>True where the database could not write (SQLITE_IOERR, SQLITE_FULL; https://sqlite.org/rescode.html).</summary>
    public static bool IsFullDisk(Exception e) =>
        e.GetBaseException() is SqliteException { SqliteErrorCode: 10 or 13 } or PostgresException { SqlState: PostgresErrorCodes.DiskFull };
}
