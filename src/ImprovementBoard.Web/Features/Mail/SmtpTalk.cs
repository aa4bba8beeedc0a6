using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;

namespace ImprovementBoard.Web.Features.Mail;

/// <summary>What went wrong in a conversation with a mail server, in words.</summary>
/// <param name="code">Its answer, or 0 when it gave none.</param>
internal sealed class SmtpFault(string words, int code = 0) : Exception(words)
{
    /// <summary>The server's answer, or 0.</summary>
    public int Code => code;
}

/// <summary>The lines of one connection to a mail server (RFC 5321). Every step has a time limit.</summary>
/// <param name="trust">How the server's certificate is judged; null for the machine's own trust.</param>
internal sealed class SmtpTalk(TimeSpan limit, RemoteCertificateValidationCallback? trust) : IAsyncDisposable
{
    // Far above what RFC 5321 allows; a server that sends more is none.
    private const int LongestLine = 4096, MostLines = 200;

    private readonly byte[] buffer = new byte[4096];
    private TcpClient? client;
    private Stream stream = Stream.Null;
    private int from, to;

    /// <summary>Connects; with <paramref name="tls"/> the first byte is encrypted already.</summary>
    public async Task ConnectAsync(string host, int port, bool tls, CancellationToken ct)
    {
        client = new TcpClient();
        await StepAsync($"connecting to {host}:{port}", token => client.ConnectAsync(host, port, token).AsTask(), ct);
        stream = client.GetStream();
        if (tls)
            await EncryptAsync(host, ct);
    }

    /// <summary>Goes on encrypted.</summary>
    public async Task EncryptAsync(string host, CancellationToken ct)
    {
        // What came unencrypted beyond the answer may be somebody else's and must not count as said under TLS (CVE-2011-0411).
        if (from < to)
            throw new SmtpFault("The mail server said more than it should before encryption began. The connection was given up.");
        var secure = new SslStream(stream, leaveInnerStreamOpen: false);
        stream = secure;
        await StepAsync("agreeing on encryption", token => secure.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = host, RemoteCertificateValidationCallback = trust }, token), ct);
    }

    /// <summary>Says a line and hears the answer.</summary>
    /// <param name="doing">The step in words; what is said itself may be a password.</param>
    public async Task<(int Code, string Words)> SayAsync(string line, string doing, CancellationToken ct)
    {
        await WriteAsync($"{line}\r\n", doing, ct);
        return await HearAsync(doing, ct);
    }

    /// <summary>The same, where only an answer that begins with <paramref name="good"/> will do.</summary>
    /// <exception cref="SmtpFault">It answered otherwise, not in time or not at all.</exception>
    public async Task<string> ExpectAsync(char good, string line, string doing, CancellationToken ct)
    {
        var (code, words) = await SayAsync(line, doing, ct);
        return code / 100 == good - '0' ? words : throw Refused(doing, code, words);
    }

    /// <summary>Writes what is not answered.</summary>
    public Task WriteAsync(string text, string doing, CancellationToken ct) => StepAsync(doing, async token =>
    {
        await stream.WriteAsync(Encoding.ASCII.GetBytes(text), token);
        await stream.FlushAsync(token);
    }, ct);

    /// <summary>Hears one answer, of one line or several.</summary>
    public Task<(int Code, string Words)> HearAsync(string doing, CancellationToken ct) => HearAsync(doing, limit, ct);

    /// <summary>The same with a time limit of its own.</summary>
    public async Task<(int Code, string Words)> HearAsync(string doing, TimeSpan within, CancellationToken ct)
    {
        var (code, words) = (0, new List<string>());
        await StepAsync(doing, within, async token =>
        {
            for (var more = true; more;)
            {
                var line = await LineAsync(token);
                if (words.Count >= MostLines || line.Length < 3 || !int.TryParse(line.AsSpan(0, 3), NumberStyles.None, CultureInfo.InvariantCulture, out code) || code is < 200 or > 599)
                    throw new SmtpFault($"What answers is no mail server ({doing}). Check host and port in the settings.");
                words.Add(line.Length > 4 ? line[4..] : "");
                more = line.Length > 3 && line[3] == '-';
            }
        }, ct);
        return (code, string.Join('\n', words));
    }

    /// <summary>An answer that will not do.</summary>
    public static SmtpFault Refused(string doing, int code, string words) => new($"The mail server answered {code} ({doing}): {words.Replace('\n', ' ')}", code);

    public async ValueTask DisposeAsync()
    {
        await stream.DisposeAsync();
        client?.Dispose();
    }

    private async Task<string> LineAsync(CancellationToken ct)
    {
        var line = new StringBuilder();
        while (true)
        {
            if (from == to)
            {
                (from, to) = (0, await stream.ReadAsync(buffer, ct));
                if (to == 0)
                    throw new IOException("The mail server closed the connection.");
            }
            var c = (char)buffer[from++];
            if (c == '\n')
                return line.ToString().TrimEnd('\r');
            // An answer is shown to the office: a sign that is none becomes a blank.
            line.Append(c is '\r' ? c : char.IsControl(c) || c > '~' ? ' ' : c);
            if (line.Length > LongestLine)
                throw new IOException("The mail server sent a line without end.");
        }
    }

    private Task StepAsync(string doing, Func<CancellationToken, Task> step, CancellationToken ct) => StepAsync(doing, limit, step, ct);

    private static async Task StepAsync(string doing, TimeSpan within, Func<CancellationToken, Task> step, CancellationToken ct)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(ct);
        late.CancelAfter(within);
        try
        {
            await step(late.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new SmtpFault($"The mail server did not answer within {within.TotalSeconds:0} seconds ({doing}).");
        }
        catch (AuthenticationException e)
        {
            throw new SmtpFault($"The mail server’s certificate is not trusted, or it cannot agree on encryption: {e.Message}");
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            throw new SmtpFault($"The connection to the mail server failed ({doing}): {e.Message}");
        }
    }
}
