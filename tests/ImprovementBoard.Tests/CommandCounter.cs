using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace ImprovementBoard.Tests;

/// <summary>Counts the SQL commands that each address asked for.</summary>
internal sealed class CommandCounter : DbCommandInterceptor
{
    private static readonly HttpContextAccessor Current = new();

    private readonly ConcurrentDictionary<string, int> counts = new();

    /// <summary>Commands since the last time this was asked for the same path.</summary>
    public int Take(string path) => counts.TryRemove(path, out var count) ? count : 0;

    public override InterceptionResult<DbDataReader> ReaderExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result)
    {
        Count();
        return result;
    }

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        Count();
        return ValueTask.FromResult(result);
    }

    public override ValueTask<InterceptionResult<object>> ScalarExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<object> result, CancellationToken cancellationToken = default)
    {
        Count();
        return ValueTask.FromResult(result);
    }

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Count();
        return ValueTask.FromResult(result);
    }

    // A job of the scheduler has no address.
    private void Count()
    {
        if (Current.HttpContext is { } context)
            counts.AddOrUpdate(context.Request.Path, 1, (_, n) => n + 1);
    }
}
