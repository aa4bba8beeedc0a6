using Microsoft.Data.Sqlite;

namespace ImprovementBoard.Bench;

/// <summary>A run of the pack job as its row tells it.</summary>
internal sealed record Run(long Id, string Outcome, string Message, double Seconds, bool Scheduled);

/// <summary>Looks into the portal's SQLite file.</summary>
internal static class BoardFile
{
    /// <summary>Runs that have ended, oldest first.</summary>
    public static IReadOnlyList<Run> EndedRuns(string data)
    {
        using var connection = Open(data);
        using var command = connection.CreateCommand();
        command.CommandText = "select Id, Outcome, Message, EndedAt - AskedAt, ScheduleId is not null from PackRuns where EndedAt is not null order by Id";
        using var rows = command.ExecuteReader();
        var runs = new List<Run>();
        while (rows.Read())
            runs.Add(new(rows.GetInt64(0), rows.GetString(1), rows.GetString(2), rows.GetInt64(3) / (double)TimeSpan.TicksPerSecond, rows.GetBoolean(4)));
        return runs;
    }

    /// <summary>Waits for a run after <paramref name="after"/> to end, at most a minute and a half.</summary>
    public static async Task<Run> NextRunAsync(string data, long after, CancellationToken ct)
    {
        for (var i = 0; i < 4500; i++)
        {
            if (EndedRuns(data).FirstOrDefault(r => r.Id > after) is { } run)
                return run.Outcome == "Built" ? run : throw new InvalidOperationException($"The pack run ended as {run.Outcome}: {run.Message}");
            await Task.Delay(20, ct);
        }
        throw new InvalidOperationException("No pack run ended within 90 seconds.");
    }

    /// <summary>Rows of a table; its name is ours, never a person's.</summary>
    public static long Count(string data, string table)
    {
        using var connection = Open(data);
        using var command = connection.CreateCommand();
        command.CommandText = $"select count(*) from {table}";
        return (long)command.ExecuteScalar()!;
    }

    /// <summary>Number of the first board pack of a programme, or null while it has none.</summary>
    public static long? BoardPack(string data, string slug)
    {
        using var connection = Open(data);
        using var command = connection.CreateCommand();
        command.CommandText = "select min(p.Number) from Packs p join Programmes on Programmes.Id = p.ProgrammeId where p.Audience = 'Board' and Slug = $slug";
        command.Parameters.AddWithValue("$slug", slug);
        return command.ExecuteScalar() as long?;
    }

    /// <summary>Key of the pack that was made last.</summary>
    public static long LastPack(string data)
    {
        using var connection = Open(data);
        using var command = connection.CreateCommand();
        command.CommandText = "select max(Id) from Packs";
        return (long)command.ExecuteScalar()!;
    }

    /// <summary>Sets a date of the programme back by a day; its name is ours, never a person's.</summary>
    public static void SetBack(string data, string date)
    {
        using var connection = Open(data, SqliteOpenMode.ReadWrite);
        using var command = connection.CreateCommand();
        command.CommandText = $"update Programmes set {date} = date({date}, '-1 day')";
        if (command.ExecuteNonQuery() != 1)
            throw new InvalidOperationException("The benchmark's programme is not there.");
    }

    /// <summary>Writes the newest entries of the history again until there are so many; they tell of the same items on the same days. Their seals are copied too: the chain is broken, and no figure looks at it.</summary>
    public static void FillHistory(string data, int entries)
    {
        using var connection = Open(data, SqliteOpenMode.ReadWrite);
        using var command = connection.CreateCommand();
        command.CommandText = "select group_concat('\"' || name || '\"') from pragma_table_info('History') where name not in ('Id', 'Sequence')";
        var columns = (string)command.ExecuteScalar()!;
        command.CommandText = $"insert into History (Sequence, {columns}) select (select max(Sequence) from History) + row_number() over (), {columns} from History order by Id desc limit max(0, {entries} - (select count(*) from History))";
        command.ExecuteNonQuery();
    }

    private static SqliteConnection Open(string data, SqliteOpenMode mode = SqliteOpenMode.ReadOnly)
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(data, "board.db")};Mode={mode}");
        connection.Open();
        return connection;
    }
}
