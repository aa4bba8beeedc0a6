using System.Data.Common;
using System.IO.Compression;
using System.Text;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Tests.Features.Retention;

/// <summary>Looks for a word wherever the portal may have left it.</summary>
internal static class Traces
{
    /// <summary>The columns, of every table, Quartz’s too, that hold a word when read as text.</summary>
    public static async Task<List<string>> InTablesAsync(TestDatabase database, string word)
    {
        await using var db = database.Board.OpenWithoutProgramme();
        await db.Database.OpenConnectionAsync();
        var connection = db.Database.GetDbConnection();
        var tables = await AskAsync(connection, database.Store.IsSqlite ? "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'" : "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'");
        var found = new List<string>();
        foreach (var table in tables)
        {
            await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Names of our own tables.
            command.CommandText = $"SELECT * FROM \"{table}\"";
#pragma warning restore CA2100
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
                for (var i = 0; i < reader.FieldCount; i++)
                    if (reader.GetValue(i) is var value && (value is byte[] bytes ? Encoding.UTF8.GetString(bytes) : value.ToString()!).Contains(word, StringComparison.OrdinalIgnoreCase))
                        found.Add($"{table}.{reader.GetName(i)}");
        }
        return found;
    }

    /// <summary>The files of the data directory that hold a word: the database file itself too, with its write-ahead log, free pages and all.</summary>
    public static async Task<List<string>> InFilesAsync(TestDatabase database, string word)
    {
        var found = new List<string>();
        foreach (var file in Directory.GetFiles(database.Store.Folder, "*", SearchOption.AllDirectories))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var bytes = new MemoryStream();
            await stream.CopyToAsync(bytes);
            if (Encoding.Latin1.GetString(bytes.ToArray()).Contains(word, StringComparison.OrdinalIgnoreCase))
                found.Add(file);
        }
        return found;
    }

    private static async Task<List<string>> AskAsync(DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Written above.
        command.CommandText = sql;
#pragma warning restore CA2100
        await using var reader = await command.ExecuteReaderAsync();
        var answers = new List<string>();
        while (await reader.ReadAsync())
            answers.Add(reader.GetString(0));
        return answers;
    }

    /// <summary>Everything in a .zip, and in the workbooks in it, as text.</summary>
    public static async Task<string> TextAsync(byte[] file)
    {
        using var zip = new ZipArchive(new MemoryStream(file));
        var texts = new List<string>();
        foreach (var entry in zip.Entries)
        {
            if (entry.Name.EndsWith(".xlsx", StringComparison.Ordinal))
            {
                using var bytes = new MemoryStream();
                await entry.Open().CopyToAsync(bytes);
                texts.Add(await TextAsync(bytes.ToArray()));
                continue;
            }
            using var reader = new StreamReader(entry.Open());
            texts.Add(await reader.ReadToEndAsync());
        }
        return string.Join('\n', texts);
    }
}
