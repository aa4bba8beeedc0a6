using Microsoft.Data.Sqlite;

namespace ImprovementBoard.Web.Data;

/// <summary>A disk that takes no more. What was to be saved is not: the transaction is undone, and what was there stays whole.</summary>
internal static class FullDisk
{
    /// <summary>For the person whose work was not saved.</summary>
    public const string Words = "Nothing was saved: the server’s disk is full or cannot be written to. Tell whoever runs the server, then try again.";

    /// <summary>True where the embedded database could not write (SQLITE_IOERR, SQLITE_FULL).</summary>
    public static bool IsFullDisk(this Exception e) => (e as SqliteException ?? e.InnerException as SqliteException) is { SqliteErrorCode: 10 or 13 };
}
