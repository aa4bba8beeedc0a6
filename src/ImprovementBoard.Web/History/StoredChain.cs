using System.Data.Common;
using System.Globalization;
using ImprovementBoard.Core.History;
using ImprovementBoard.Core.Ratings;
using ImprovementBoard.Web.Data;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.History;

/// <summary>A row of a chain as it is stored.</summary>
/// <param name="Entry">What it says; null where a column holds what the portal could not have written.</param>
internal sealed record StoredLink(long Id, long Sequence, ISealed? Entry);

/// <summary>
/// Reads a chain past the model, row by row: what was tampered with need not fit it, and what the model reads kindly (a date with a time, "1"
/// for a word) must not pass for what was written.
/// </summary>
/// <param name="programme">The programme, or null for the chain of the installation.</param>
internal sealed class StoredChain(BoardDbContext db, int? programme) : IAsyncDisposable
{
    private const string
        Entries = """SELECT "Id","Sequence","PreviousHash","Hash","At","Kind","ProgrammeId","On","By","MemberId","Subject","SubjectRef","What","FromRating","ToRating","EvidenceId","Illustrative" FROM "History" WHERE "ProgrammeId" = """,
        Events = """SELECT "Id","Sequence","PreviousHash","Hash","At","Kind","AccountId","What" FROM "InstallationEvents" WHERE 0 = """;

    private const string InOrder = """ ORDER BY "Sequence", "Id" """;

    /// <summary>Every row, by number.</summary>
    public async IAsyncEnumerable<StoredLink> ReadAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        await using var command = await CommandAsync(InOrder, ct);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            yield return Link(reader);
    }

    /// <summary>The row of a number, or null.</summary>
    public Task<StoredLink?> FindAsync(long sequence, CancellationToken ct) => FirstAsync("""AND "Sequence" = @value""", sequence, 0, ct);

    /// <summary>A row that names a seal as the one before it, or null.</summary>
    public Task<StoredLink?> AfterAsync(string hash, long butNot, CancellationToken ct) => FirstAsync("""AND "PreviousHash" = @value AND "Id" <> @not""", hash, butNot, ct);

    /// <summary>The row that carries a seal, or null.</summary>
    public Task<StoredLink?> WithAsync(string hash, long butNot, CancellationToken ct) => FirstAsync("""AND "Hash" = @value AND "Id" <> @not""", hash, butNot, ct);

    public ValueTask DisposeAsync() => db.DisposeAsync();

    private async Task<StoredLink?> FirstAsync(string where, object value, long butNot, CancellationToken ct)
    {
        await using var command = await CommandAsync($"{where}{InOrder} LIMIT 1", ct);
        Add(command, "value", value);
        Add(command, "not", butNot);
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? Link(reader) : null;
    }

    private async Task<DbCommand> CommandAsync(string rest, CancellationToken ct)
    {
        await db.Database.OpenConnectionAsync(ct);
        var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = $"{(programme is null ? Events : Entries)}@chain {rest}";
        Add(command, "chain", programme ?? 0);
        return command;
    }

    private static void Add(DbCommand command, string name, object value)
    {
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = (name, value);
        command.Parameters.Add(parameter);
    }

    private StoredLink Link(DbDataReader row)
    {
        var sequence = row.GetValue(1) is long n ? n : long.MaxValue;
        try
        {
            ISealed entry = programme is null ? Event(row) : Entry(row);
            (entry.Sequence, entry.PreviousHash, entry.Hash) = (sequence, row.GetString(2), row.GetString(3));
            return new(row.GetInt64(0), sequence, entry);
        }
        catch (Exception e) when (e is InvalidCastException or FormatException or ArgumentException or OverflowException)
        {
            return new(row.GetInt64(0), sequence, null);
        }
    }

    private static HistoryEntry Entry(DbDataReader row) => new()
    {
        At = At(row, 4),
        Kind = Word<HistoryKind>(row, 5),
        ProgrammeId = row.GetInt32(6),
        On = row.GetValue(7) is DateOnly on ? on : row.GetValue(7) is DateTime day ? DateOnly.FromDateTime(day) : DateOnly.ParseExact(row.GetString(7), "yyyy-MM-dd", CultureInfo.InvariantCulture),
        By = row.GetString(8),
        MemberId = Whole(row, 9),
        Subject = Word<Subject>(row, 10),
        SubjectRef = row.GetString(11),
        What = row.GetString(12),
        FromRating = Rating(row, 13),
        ToRating = Rating(row, 14),
        EvidenceId = Whole(row, 15),
        Illustrative = row.GetValue(16) is bool yes ? yes : row.GetInt64(16) switch { 0 => false, 1 => true, _ => throw new FormatException() },
    };

    private static InstallationEvent Event(DbDataReader row) => new()
    {
        At = At(row, 4),
        Kind = Word<InstallationEventKind>(row, 5),
        AccountId = row.IsDBNull(6) ? null : row.GetValue(6) is Guid id ? id : Guid.ParseExact(row.GetString(6), "D"),
        What = row.GetString(7),
    };

    private static DateTimeOffset At(DbDataReader row, int column) => row.GetValue(column) is long ticks ? new(ticks, TimeSpan.Zero) : row.GetFieldValue<DateTimeOffset>(column);

    private static T Word<T>(DbDataReader row, int column) where T : struct, Enum
    {
        var word = row.GetString(column);
        var value = Enum.Parse<T>(word);
        return value.ToString() == word ? value : throw new FormatException();
    }

    private static int? Whole(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt32(column);

    private static DeliveryRating? Rating(DbDataReader row, int column) =>
        Whole(row, column) is not { } value ? null : Enum.IsDefined((DeliveryRating)value) ? (DeliveryRating)value : throw new FormatException();
}
