using System.Collections.Concurrent;
using System.Data.Common;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.Account;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Access;

/// <summary>Says which sessions were ended on this node.</summary>
internal sealed class SessionsEnded(IReadOnlyCollection<Guid> sessions) : EventArgs
{
    public IReadOnlyCollection<Guid> Sessions => sessions;
}

/// <summary>
/// Knows which sessions go on. Asked at every request, it asks the database every half minute; a session that is ended on this node ends here at once,
/// and the circuits opened with it are told.
/// </summary>
internal sealed class SessionWatch(BoardDatabase database, BoardOptions options, TimeProvider clock, ILogger<SessionWatch> log)
{
    private static readonly TimeSpan Trusted = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<Guid, DateTimeOffset> known = new();

    /// <summary>Raised with the sessions that were ended.</summary>
    public event EventHandler<SessionsEnded>? Ended;

    /// <summary>True while the session goes on.</summary>
    /// <param name="used">Whether the person did something, which puts the idle limit off; an open page that only asks did not.</param>
    public async ValueTask<bool> IsLiveAsync(Guid session, bool used, CancellationToken ct = default)
    {
        var now = clock.GetUtcNow();
        if (used && known.TryGetValue(session, out var asked) && now - asked < Trusted && now >= asked)
            return true;
        if (known.Count > 10_000)
            known.Clear();
        await using var db = database.OpenWithoutProgramme();
        var live = SessionService.Live(db, options, now).Where(s => s.Id == session);
        var goesOn = used ? await TouchAsync(live, now, ct) : await live.AnyAsync(ct);
        if (!goesOn)
            known.TryRemove(session, out _);
        else if (used)
            known[session] = now;
        return goesOn;
    }

    /// <summary>A session that was just opened need not be asked for.</summary>
    public void Begin(Guid session) => known[session] = clock.GetUtcNow();

    /// <summary>Forgets sessions that were ended, and tells their circuits.</summary>
    public void End(IReadOnlyCollection<Guid> sessions)
    {
        foreach (var id in sessions)
            known.TryRemove(id, out _);
        if (sessions.Count > 0)
            Ended?.Invoke(this, new(sessions));
    }

    private async Task<bool> TouchAsync(IQueryable<AccountSession> live, DateTimeOffset now, CancellationToken ct)
    {
        try
        {
            return await live.ExecuteUpdateAsync(set => set.SetProperty(s => s.SeenAt, now), ct) > 0;
        }
        catch (DbException e)
        {
            // A full disk must not lock everybody out; reading still tells.
            log.LogError(e, "That a session was used could not be written down.");
            return await live.AnyAsync(ct);
        }
    }
}
