using System.Diagnostics;

namespace ImprovementBoard.Bench;

/// <summary>What a load run saw.</summary>
internal sealed record Served(double PerSecond, Values Milliseconds, long Bytes);

/// <summary>Asks for one page again and again over kept-alive connections, one request at a time on each.</summary>
internal static class Load
{
    /// <summary>Warm-up, then measurement, bounded in time and in count.</summary>
    public static async Task<Served> RunAsync(Reader reader, string path, int connections, TimeSpan warmUp, TimeSpan time, bool compressed, CancellationToken ct)
    {
        var clock = Stopwatch.StartNew();
        var all = await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(() => WorkAsync(reader, path, clock, warmUp, warmUp + time, compressed, ct), ct)));
        var took = all.SelectMany(w => w.Took).ToList();
        return new(took.Count / time.TotalSeconds, new Values(took), all.Max(w => w.Bytes));
    }

    /// <summary>One connection, a fixed number of requests after some that do not count.</summary>
    public static async Task<Values> CountAsync(Reader reader, string path, int warmUp, int count, CancellationToken ct)
    {
        using var http = Client(reader, compressed: false);
        var took = new List<double>(count);
        for (var i = 0; i < warmUp + count; i++)
        {
            var before = Stopwatch.GetTimestamp();
            await http.GetByteArrayAsync(path, ct);
            if (i >= warmUp)
                took.Add(Stopwatch.GetElapsedTime(before).TotalMilliseconds);
        }
        return new Values(took);
    }

    private static async Task<(List<double> Took, long Bytes)> WorkAsync(Reader reader, string path, Stopwatch clock, TimeSpan from, TimeSpan to, bool compressed, CancellationToken ct)
    {
        using var http = Client(reader, compressed);
        var (took, bytes) = (new List<double>(), 0L);
        for (var i = 0; i < 1_000_000 && clock.Elapsed < to; i++)
        {
            var before = clock.Elapsed;
            // Throws on anything but 200, so that a redirect or an error page is never counted.
            bytes = (await http.GetByteArrayAsync(path, ct)).Length;
            var after = clock.Elapsed;
            if (before >= from && after <= to)
                took.Add((after - before).TotalMilliseconds);
        }
        return (took, bytes);
    }

    private static HttpClient Client(Reader reader, bool compressed)
    {
        var http = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, MaxConnectionsPerServer = 1 }) { BaseAddress = reader.Address };
        http.DefaultRequestHeaders.Add("Cookie", reader.CookieHeader);
        if (compressed)
            http.DefaultRequestHeaders.Add("Accept-Encoding", "br");
        return http;
    }
}
