namespace ImprovementBoard.Core.Access;

/// <summary>
/// Slows guessing down without locking anybody out for long: after some tries each further one waits a minute, then two, four, eight, and never more
/// than fifteen. Tries are counted before they are checked, so that many at once count too. Kept in memory: a restart forgets it, and each node counts for itself. Safe to share.
/// </summary>
/// <param name="free">Tries without a wait.</param>
/// <param name="fading">In this time one try is forgotten, for a key that many honest people share; null where all are forgotten a day after the last.</param>
/// <param name="mostKeys">So many keys are remembered; beyond it those left alone longest are forgotten.</param>
public sealed class GuessGuard(int free, TimeSpan? fading = null, int mostKeys = 50_000)
{
    private static readonly TimeSpan Forgotten = TimeSpan.FromHours(24);
    private static readonly TimeSpan[] Waits = [.. new[] { 1, 2, 4, 8, 15 }.Select(m => TimeSpan.FromMinutes(m))];

    private readonly Lock gate = new();
    private readonly Dictionary<string, Tally> tallies = new(StringComparer.Ordinal);

    private sealed record Tally(double Tries, DateTimeOffset Last, DateTimeOffset Until);

    /// <summary>Takes one try, which counts as failed until <see cref="Clear"/>.</summary>
    /// <returns>Whether it may be made, and from when on the next may, where that is later than now.</returns>
    public (bool May, DateTimeOffset? Next) Take(string key, DateTimeOffset now)
    {
        lock (gate)
        {
            var tally = tallies.GetValueOrDefault(key);
            if (tally is not null && tally.Until > now)
                return (false, tally.Until);
            var tries = Left(tally, now) + 1;
            var until = tries < free ? now : now + Waits[Math.Min((int)tries - free, Waits.Length - 1)];
            tallies[key] = new(tries, now, until);
            if (tallies.Count > mostKeys)
                foreach (var old in tallies.OrderBy(t => t.Value.Last).Take(mostKeys / 4 + 1).Select(t => t.Key).ToList())
                    tallies.Remove(old);
            return (true, until > now ? until : null);
        }
    }

    private double Left(Tally? tally, DateTimeOffset now) => tally is null || now - tally.Last > Forgotten ? 0 : fading is { } each ? Math.Max(0, tally.Tries - (now - tally.Last) / each) : tally.Tries;

    /// <summary>The try did not fail, and does not count; those before it do.</summary>
    public void GiveBack(string key)
    {
        lock (gate)
            if (tallies.TryGetValue(key, out var tally))
                tallies[key] = tally with { Tries = Math.Max(0, tally.Tries - 1), Until = tally.Last };
    }

    /// <summary>The try was right: all before it are forgotten.</summary>
    public void Clear(string key)
    {
        lock (gate)
            tallies.Remove(key);
    }
}
