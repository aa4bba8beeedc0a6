using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Data;

/// <summary>
/// Lets the database itself refuse to change or remove what is sealed, whoever asks. Put back at every start: SQLite drops the triggers
/// of a table when a migration rebuilds it.
/// </summary>
internal static class HistoryGuards
{
    private const string Refusal = "History is only ever added to.";

    private static readonly string[] Tables = ["History", "InstallationEvents"];

    private static readonly string
        Sqlite = OnSqlite("History", """OR ("ProgrammeId" = NEW."ProgrammeId" AND "Sequence" = NEW."Sequence")""") + OnSqlite("InstallationEvents", """OR "Sequence" = NEW."Sequence" """),
        Postgres = $"CREATE OR REPLACE FUNCTION history_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{Refusal}'; END $$; {string.Concat(Tables.Select(OnPostgres))}";

    /// <summary>Makes the guards that are not there.</summary>
    public static async Task GuardHistoryAsync(this BoardDbContext db, CancellationToken ct)
    {
        await using var turn = await db.LockInstallationAsync(ct);
        await db.Database.ExecuteSqlRawAsync(db.Database.IsSqlite() ? Sqlite : Postgres, ct);
        await turn.CommitAsync(ct);
    }

    // An entry without a seal is one from before there were any, and is sealed once.
    // INSERT OR REPLACE removes the row in its way without a trigger of its own.
    private static string OnSqlite(string table, string orTaken) => $"""
        CREATE TRIGGER IF NOT EXISTS "{table}_not_changed" BEFORE UPDATE ON "{table}" WHEN OLD."Hash" <> '' BEGIN SELECT RAISE(ABORT, '{Refusal}'); END;
        CREATE TRIGGER IF NOT EXISTS "{table}_not_removed" BEFORE DELETE ON "{table}" BEGIN SELECT RAISE(ABORT, '{Refusal}'); END;
        CREATE TRIGGER IF NOT EXISTS "{table}_not_replaced" BEFORE INSERT ON "{table}" WHEN EXISTS (SELECT 1 FROM "{table}" WHERE "Id" = NEW."Id" {orTaken}) BEGIN SELECT RAISE(ABORT, '{Refusal}'); END;

        """;

    private static string OnPostgres(string table) => $"""
        CREATE OR REPLACE TRIGGER "{table}_not_changed" BEFORE UPDATE ON "{table}" FOR EACH ROW WHEN (OLD."Hash" <> '') EXECUTE FUNCTION history_is_kept();
        CREATE OR REPLACE TRIGGER "{table}_not_removed" BEFORE DELETE ON "{table}" FOR EACH ROW EXECUTE FUNCTION history_is_kept();
        CREATE OR REPLACE TRIGGER "{table}_not_emptied" BEFORE TRUNCATE ON "{table}" FOR EACH STATEMENT EXECUTE FUNCTION history_is_kept();

        """;
}
