using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace ImprovementBoard.Tests;

/// <summary>Counts the SQL commands that each address asked for.</summary>
internal sealed class CommandCounter : DbCommandInterceptor
{
    private static readonly HttpContextAccessor Current = new();

    private readonly ConcurrentDictionary<string, ConcurrentQueue<string>> commands = new();

    /// <summary>Commands since the last time this was asked for the same path.</summary>
    public IReadOnlyList<string> Take(string path) => commands.TryRemove(path, out var asked) ? [.. asked] : [];

    public override InterceptionResult<DbDataReader> ReaderExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result)
    {
        Note(command);
        return result;
    }

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        Note(command);
        return ValueTask.FromResult(result);
    }

    public override ValueTask<InterceptionResult<object>> ScalarExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<object> result, CancellationToken cancellationToken = default)
    {
        Note(command);
        return ValueTask.FromResult(result);
    }

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Note(command);
        return ValueTask.FromResult(result);
    }

    // A job of the scheduler has no address.
    private void Note(DbCommand command)
    {
        if (Current.HttpContext is { } context)
            commands.GetOrAdd(context.Request.Path, _ => []).Enqueue(command.CommandText);
    }
}
