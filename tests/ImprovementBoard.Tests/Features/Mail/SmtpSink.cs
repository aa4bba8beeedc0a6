using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace ImprovementBoard.Tests.Features.Mail;

/// <summary>A mail server on loopback that does what a test asks of it: takes, refuses, is slow, hangs, dies, wants encryption or a password.</summary>
internal sealed class SmtpSink : IAsyncDisposable
{
    /// <summary>Answers of a test: none ever, or none and the line is closed.</summary>
    public const string Hang = "(hang)", Die = "(die)";

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource over = new();
    private readonly Task accepting;

    public SmtpSink()
    {
        listener.Start();
        accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Every mail of which the last line came, with the recipient.</summary>
    public ConcurrentQueue<(string To, string Text)> Taken { get; } = new();

    /// <summary>Every line that was said, but for the mails; "TLS" where encryption began.</summary>
    public ConcurrentQueue<string> Said { get; } = new();

    /// <summary>What is answered to a line, where not the usual. A connection is "CONNECT", the last line of a mail ".".</summary>
    public Func<string, string?> Answer { get; set; } = _ => null;

    /// <summary>With it the server encrypts.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>From the first byte, not when asked.</summary>
    public bool FromTheStart { get; init; }

    /// <summary>What it says it can, beside STARTTLS.</summary>
    public string Can { get; init; } = "AUTH LOGIN PLAIN";

    /// <summary>A certificate that nobody vouches for.</summary>
    public static X509Certificate2 NewCertificate()
    {
        using var key = RSA.Create(2048);
        using var made = new CertificateRequest("CN=mail.council.example", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }

    public async ValueTask DisposeAsync()
    {
        await over.CancelAsync();
        listener.Stop();
        await accepting;
        over.Dispose();
        Certificate?.Dispose();
    }

    private async Task AcceptAsync()
    {
        var talks = new List<Task>();
        try
        {
            while (true)
                talks.Add(TalkAsync(await listener.AcceptTcpClientAsync(over.Token)));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(talks);
        }
    }

    private async Task TalkAsync(TcpClient client)
    {
        using var held = client;
        Stream stream = client.GetStream();
        try
        {
            if (FromTheStart)
                stream = await EncryptAsync(stream);
            await SayAsync(stream, "CONNECT", "220 mail.council.example");
            var to = "";
            while (await LineAsync(stream) is { } line)
            {
                Said.Enqueue(line);
                switch (line.Split(' ', ':')[0].ToUpperInvariant())
                {
                    case "EHLO":
                        await SayAsync(stream, line, $"250-mail.council.example\r\n{(Certificate is not null && stream is not SslStream ? "250-STARTTLS\r\n" : "")}250 {Can}");
                        break;
                    case "STARTTLS":
                        await SayAsync(stream, line, "220 go on");
                        stream = await EncryptAsync(stream);
                        break;
                    case "AUTH" when line == "AUTH LOGIN":
                        await SayAsync(stream, line, "334 VXNlcm5hbWU6");
                        Said.Enqueue((await LineAsync(stream))!);
                        await SayAsync(stream, "user", "334 UGFzc3dvcmQ6");
                        Said.Enqueue((await LineAsync(stream))!);
                        await SayAsync(stream, "password", "235 welcome");
                        break;
                    case "AUTH":
                        await SayAsync(stream, line, "235 welcome");
                        break;
                    case "RCPT":
                        to = line.Split('<', '>')[1];
                        await SayAsync(stream, line, "250 ok");
                        break;
                    case "DATA":
                        if (!await SayAsync(stream, line, "354 go on"))
                            break;
                        var text = new StringBuilder();
                        for (var more = await LineAsync(stream); more is not null && more != "."; more = await LineAsync(stream))
                            text.Append(more).Append("\r\n");
                        Taken.Enqueue((to, text.ToString()));
                        await SayAsync(stream, ".", "250 taken");
                        break;
                    case "QUIT":
                        return;
                    default:
                        await SayAsync(stream, line, "250 ok");
                        break;
                }
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or System.Security.Authentication.AuthenticationException)
        {
            // The other side went away, the test is over, or the server dies on purpose.
        }
    }

    private async Task<Stream> EncryptAsync(Stream stream)
    {
        var secure = new SslStream(stream);
        await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = Certificate }, over.Token);
        Said.Enqueue("TLS");
        return secure;
    }

    /// <summary>False where a test answers otherwise than usual.</summary>
    private async Task<bool> SayAsync(Stream stream, string to, string usual)
    {
        var answer = Answer(to) ?? usual;
        if (answer == Die)
            throw new IOException("The server dies.");
        if (answer == Hang)
            await Task.Delay(Timeout.Infinite, over.Token);
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"{answer}\r\n"), over.Token);
        return answer == usual;
    }

    // Byte by byte, so that nothing of what follows STARTTLS is read too early.
    private async Task<string?> LineAsync(Stream stream)
    {
        var line = new StringBuilder();
        var one = new byte[1];
        while (await stream.ReadAsync(one, over.Token) == 1)
        {
            if (one[0] == '\n')
                return line.ToString().TrimEnd('\r');
            line.Append((char)one[0]);
        }
        return null;
    }
}
