using System.Diagnostics;
using System.Net.Security;
using ImprovementBoard.Core.Mail;
using ImprovementBoard.Web;
using ImprovementBoard.Web.Features.Mail;

namespace ImprovementBoard.Tests.Features.Mail;

/// <summary>One mail to a real server on loopback. Whatever the server does, it is known afterwards whether it can have the mail.</summary>
public sealed class SmtpServerTests
{
    private const string Password = "not to be shown";

    // Long enough for two busy cores; only what hangs waits for its end.
    private const int Patience = 30;

    // What the server answers to the line that begins so, and what follows from it.
    public static TheoryData<string, string, MailResult, string> Answers => new()
    {
        { "QUIT", "", MailResult.Sent, "" },
        { "CONNECT", "554 no service here", MailResult.ServerDown, "The mail server answered 554 (greeting): no service here" },
        { "CONNECT", "SSH-2.0-OpenSSH_9.2", MailResult.ServerDown, "What answers is no mail server (greeting). Check host and port in the settings." },
        { "CONNECT", SmtpSink.Die, MailResult.ServerDown, "The connection to the mail server failed (greeting)" },
        { "CONNECT", SmtpSink.Hang, MailResult.ServerDown, "The mail server did not answer within 1 seconds (greeting)." },
        { "EHLO", SmtpSink.Hang, MailResult.ServerDown, "The mail server did not answer within 1 seconds (greeting)." },
        { "MAIL", "550 sender not known", MailResult.ServerDown, "The mail server answered 550 (naming the sender): sender not known" },
        { "RCPT", "550 no such user", MailResult.Refused, "The mail server answered 550 (naming the recipient): no such user" },
        { "RCPT", "550-no\r\n550 such user", MailResult.Refused, "The mail server answered 550 (naming the recipient): no such user" },
        { "RCPT", "451 greylisted", MailResult.TryAgain, "The mail server answered 451 (naming the recipient): greylisted" },
        { "RCPT", "421 going down", MailResult.ServerDown, "The mail server answered 421 (naming the recipient): going down" },
        { "RCPT", SmtpSink.Die, MailResult.ServerDown, "The connection to the mail server failed (naming the recipient)" },
        { "DATA", "554 no", MailResult.Refused, "The mail server answered 554 (beginning the mail): no" },
        { "DATA", SmtpSink.Hang, MailResult.ServerDown, "The mail server did not answer within 1 seconds (beginning the mail)." },
        { ".", "554 looks like spam", MailResult.Refused, "The mail server answered 554 (waiting whether it took the mail): looks like spam" },
        { ".", "452 disk full", MailResult.TryAgain, "The mail server answered 452 (waiting whether it took the mail): disk full" },
        { ".", SmtpSink.Die, MailResult.Unknown, "All of it was handed over, then no answer came. It may have arrived" },
        // The last answer alone has a longer limit.
        { ".", SmtpSink.Hang, MailResult.Unknown, "All of it was handed over, then no answer came. It may have arrived; ask the recipient before you send it again. The mail server did not answer within 2 seconds (waiting whether it took the mail)." },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task What_the_server_answers_says_whether_it_has_the_mail(string line, string answer, MailResult result, string words)
    {
        await using var sink = new SmtpSink { Answer = said => said.StartsWith(line, StringComparison.Ordinal) ? answer : null };

        var outcome = await SendAsync(sink, MailOptions.None, limit: answer == SmtpSink.Hang ? 1 : Patience, answer: TimeSpan.FromSeconds(answer == SmtpSink.Hang ? 2 : Patience));

        Assert.Equal(result, outcome.Result);
        Assert.StartsWith(words, outcome.Words, StringComparison.Ordinal);
        Assert.Equal(line is "." or "QUIT" ? 1 : 0, sink.Taken.Count);
    }

    [Fact]
    public async Task Nobody_listening_is_told_within_the_limit()
    {
        int port;
        await using (var sink = new SmtpSink())
            port = sink.Port;
        var watch = Stopwatch.StartNew();

        var outcome = await new SmtpServer(Options(port, MailOptions.None)).SendAsync(Mail, default);

        Assert.Equal(MailResult.ServerDown, outcome.Result);
        Assert.StartsWith($"The connection to the mail server failed (connecting to 127.0.0.1:{port})", outcome.Words, StringComparison.Ordinal);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task It_arrives_as_it_was_written()
    {
        await using var sink = new SmtpSink();

        Assert.Equal(new(MailResult.Sent), await SendAsync(sink, MailOptions.None));

        Assert.Equal([(Mail.To, Mail.Text)], sink.Taken);
        Assert.Equal(["MAIL FROM:<office@council.example>", "RCPT TO:<clerk@council.example>", "DATA"], sink.Said.Where(s => !s.StartsWith("EHLO", StringComparison.Ordinal) && s != "QUIT"));
    }

    [Theory]
    [InlineData(MailOptions.StartTls, "AUTH LOGIN PLAIN", "AUTH PLAIN AG9mZmljZQBub3QgdG8gYmUgc2hvd24=")]
    [InlineData(MailOptions.StartTls, "AUTH LOGIN", "bm90IHRvIGJlIHNob3du")]
    [InlineData(MailOptions.Tls, "AUTH PLAIN", "AUTH PLAIN AG9mZmljZQBub3QgdG8gYmUgc2hvd24=")]
    public async Task Password_and_mail_go_encrypted(string security, string can, string password)
    {
        await using var sink = new SmtpSink { Certificate = SmtpSink.NewCertificate(), FromTheStart = security == MailOptions.Tls, Can = can };

        var outcome = await SendAsync(sink, security, trust: Only(sink), signIn: true);

        Assert.Equal(new(MailResult.Sent), outcome);
        var said = sink.Said.ToList();
        Assert.Contains(password, said);
        Assert.InRange(said.IndexOf("TLS"), 0, said.IndexOf(password) - 1);
        Assert.Single(sink.Taken);
    }

    [Fact]
    public async Task A_server_without_encryption_learns_nothing()
    {
        await using var sink = new SmtpSink();

        var outcome = await SendAsync(sink, MailOptions.StartTls, signIn: true);

        Assert.Equal((MailResult.ServerDown, "The mail server offers no encryption (STARTTLS), so nothing was said to it. Set ImprovementBoard:Mail:Security."), (outcome.Result, outcome.Words));
        Assert.All(sink.Said, s => Assert.StartsWith("EHLO ", s, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(MailOptions.StartTls)]
    [InlineData(MailOptions.Tls)]
    public async Task A_certificate_nobody_vouches_for_is_not_trusted(string security)
    {
        await using var sink = new SmtpSink { Certificate = SmtpSink.NewCertificate(), FromTheStart = security == MailOptions.Tls };

        var outcome = await SendAsync(sink, security, signIn: true);

        Assert.Equal(MailResult.ServerDown, outcome.Result);
        Assert.StartsWith("The mail server’s certificate is not trusted", outcome.Words, StringComparison.Ordinal);
        Assert.DoesNotContain(sink.Said, s => s.StartsWith("AUTH", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_said_before_encryption_does_not_count_after_it()
    {
        await using var sink = new SmtpSink { Certificate = SmtpSink.NewCertificate(), Answer = said => said == "STARTTLS" ? "220 go on\r\n250 from somebody on the way" : null };

        var outcome = await SendAsync(sink, MailOptions.StartTls, trust: Only(sink));

        Assert.Equal((MailResult.ServerDown, "The mail server said more than it should before encryption began. The connection was given up."), (outcome.Result, outcome.Words));
    }

    [Fact]
    public async Task A_password_that_is_refused_is_never_shown()
    {
        await using var sink = new SmtpSink { Certificate = SmtpSink.NewCertificate(), Answer = said => said.StartsWith("AUTH", StringComparison.Ordinal) ? "535 wrong" : null };

        var outcome = await SendAsync(sink, MailOptions.StartTls, trust: Only(sink), signIn: true);

        Assert.Equal((MailResult.ServerDown, "The mail server answered 535 (signing in to the mail server): wrong"), (outcome.Result, outcome.Words));
    }

    [Theory]
    [InlineData("RCPT", MailResult.Stopped, 0)]
    [InlineData(".", MailResult.Unknown, 1)]
    public async Task A_stop_of_the_portal_counts_for_nothing_only_before_the_last_line(string hangs, MailResult result, int taken)
    {
        using var stop = new CancellationTokenSource();
        await using var sink = new SmtpSink
        {
            Answer = said =>
            {
                if (!said.StartsWith(hangs, StringComparison.Ordinal))
                    return null;
                stop.Cancel();
                return SmtpSink.Hang;
            },
        };

        var outcome = await SendAsync(sink, MailOptions.None, ct: stop.Token, limit: 1);

        Assert.Equal((result, taken), (outcome.Result, sink.Taken.Count));
    }

    private static RemoteCertificateValidationCallback Only(SmtpSink sink) => (_, shown, _, _) => shown?.GetCertHashString() == sink.Certificate!.GetCertHashString();

    private static OutgoingMail Mail => new(1, "clerk@council.example", "Subject: Pack 1\r\n\r\nVGV4dA==\r\n");

    private static Task<MailOutcome> SendAsync(SmtpSink sink, string security, RemoteCertificateValidationCallback? trust = null, bool signIn = false, int limit = Patience, TimeSpan? answer = null, CancellationToken ct = default) =>
        new SmtpServer(Options(sink.Port, security, signIn, limit)) { Trust = trust, AnswerLimit = answer ?? TimeSpan.FromMinutes(10) }.SendAsync(Mail, ct);

    private static BoardOptions Options(int port, string security, bool signIn = false, int limit = Patience) => new()
    {
        Mail = { Host = "127.0.0.1", Port = port, Security = security, From = "office@council.example", TimeLimitSeconds = limit, User = signIn ? "office" : "", Password = signIn ? Password : "" },
    };
}
