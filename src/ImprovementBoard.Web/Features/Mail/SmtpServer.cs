using System.Net;
using System.Net.Security;
using System.Text;
using ImprovementBoard.Core.Mail;

namespace ImprovementBoard.Web.Features.Mail;

/// <summary>
/// Hands one mail to the mail server of the settings, in a connection of its own (docs/decisions/0010-mail.md). What matters is to know, whenever it ends,
/// whether the server can have the mail: up to the last line certainly not, after it perhaps.
/// </summary>
internal sealed class SmtpServer(BoardOptions board) : IMailWay
{
    // A stop of the portal waits no longer for the last answer: the host kills what is not done after thirty seconds.
    private const int SecondsAfterStop = 10;

    private readonly MailOptions options = board.Mail;

    public MailRoute Route => MailRoute.Server;

    public string Words => $"Mails go through {options.Host}, from {options.From}.";

    /// <summary>Tests trust a certificate of their own.</summary>
    internal RemoteCertificateValidationCallback? Trust { get; init; }

    /// <summary>How long it waits to hear whether the server took the mail: gateways look through it in that time (RFC 5321, section 4.5.3.2.6).</summary>
    internal TimeSpan AnswerLimit { get; init; } = TimeSpan.FromMinutes(10);

    public async Task<MailOutcome> SendAsync(OutgoingMail mail, CancellationToken ct)
    {
        await using var talk = new SmtpTalk(TimeSpan.FromSeconds(options.TimeLimitSeconds), Trust);
        try
        {
            await OpenAsync(talk, ct);
            await talk.ExpectAsync('2', $"MAIL FROM:<{options.From}>", "naming the sender", ct);
        }
        catch (SmtpFault e)
        {
            // Whatever it dislikes here, it would dislike for every mail.
            return new(MailResult.ServerDown, e.Message);
        }
        catch (OperationCanceledException)
        {
            return new(MailResult.Stopped);
        }
        try
        {
            await talk.ExpectAsync('2', $"RCPT TO:<{mail.To}>", "naming the recipient", ct);
            await talk.ExpectAsync('3', "DATA", "beginning the mail", ct);
            await talk.WriteAsync(mail.Text, "handing over the mail", ct);
        }
        catch (SmtpFault e)
        {
            return new(Of(e.Code), e.Message);
        }
        catch (OperationCanceledException)
        {
            return new(MailResult.Stopped);
        }
        return await EndAsync(talk, ct);
    }

    // From here on the server may have it.
    private async Task<MailOutcome> EndAsync(SmtpTalk talk, CancellationToken ct)
    {
        const string Doing = "waiting whether it took the mail";
        using var late = new CancellationTokenSource();
        await using var stopping = ct.Register(() => late.CancelAfter(TimeSpan.FromSeconds(Math.Min(options.TimeLimitSeconds, SecondsAfterStop))));
        try
        {
            await talk.WriteAsync(".\r\n", Doing, late.Token);
            var (code, words) = await talk.HearAsync(Doing, AnswerLimit, late.Token);
            if (code / 100 != 2)
                return new(Of(code), SmtpTalk.Refused(Doing, code, words).Message);
        }
        catch (Exception e) when (e is SmtpFault or OperationCanceledException)
        {
            return new(MailResult.Unknown, $"All of it was handed over, then no answer came. It may have arrived; ask the recipient before you send it again. {(e is SmtpFault ? e.Message : "The portal was stopped.")}");
        }
        try
        {
            await talk.WriteAsync("QUIT\r\n", "saying goodbye", CancellationToken.None);
        }
        catch (SmtpFault)
        {
            // It took the mail; how it closes the line is its own affair.
        }
        return new(MailResult.Sent);
    }

    // 421: the server is going away. Else 5 is for good and 4 for now (RFC 5321, section 4.2.1).
    private static MailResult Of(int code) => code switch
    {
        0 or 421 => MailResult.ServerDown,
        >= 500 => MailResult.Refused,
        _ => MailResult.TryAgain,
    };

    private async Task OpenAsync(SmtpTalk talk, CancellationToken ct)
    {
        await talk.ConnectAsync(options.Host, options.Port, options.Security == MailOptions.Tls, ct);
        var (code, words) = await talk.HearAsync("greeting", ct);
        if (code != 220)
            throw SmtpTalk.Refused("greeting", code, words);
        var can = await GreetAsync(talk, ct);
        if (options.Security == MailOptions.StartTls)
        {
            if (!can.Any(line => line.Equals("STARTTLS", StringComparison.OrdinalIgnoreCase)))
                throw new SmtpFault($"The mail server offers no encryption (STARTTLS), so nothing was said to it. Set {MailOptions.Section}:Security.");
            await talk.ExpectAsync('2', "STARTTLS", "asking for encryption", ct);
            await talk.EncryptAsync(options.Host, ct);
            // What it said before may have been somebody else's words (RFC 3207, section 4.2).
            can = await GreetAsync(talk, ct);
        }
        if (options.User.Length > 0)
            await SignInAsync(talk, can, ct);
    }

    private static async Task<string[]> GreetAsync(SmtpTalk talk, CancellationToken ct)
    {
        var name = Dns.GetHostName();
        return (await talk.ExpectAsync('2', $"EHLO {(Uri.CheckHostName(name) == UriHostNameType.Dns ? name : "localhost")}", "greeting", ct)).Split('\n');
    }

    private async Task SignInAsync(SmtpTalk talk, string[] can, CancellationToken ct)
    {
        const string Doing = "signing in to the mail server";
        var ways = can.FirstOrDefault(line => line.StartsWith("AUTH ", StringComparison.OrdinalIgnoreCase))?.ToUpperInvariant().Split(' ') ?? [];
        if (ways.Contains("PLAIN"))
        {
            await talk.ExpectAsync('2', $"AUTH PLAIN {Base64($"\0{options.User}\0{options.Password}")}", Doing, ct);
        }
        else if (ways.Contains("LOGIN"))
        {
            await talk.ExpectAsync('3', "AUTH LOGIN", Doing, ct);
            await talk.ExpectAsync('3', Base64(options.User), Doing, ct);
            await talk.ExpectAsync('2', Base64(options.Password), Doing, ct);
        }
        else
        {
            throw new SmtpFault("The mail server takes no user and password (neither AUTH PLAIN nor AUTH LOGIN). Check port and security in the settings.");
        }
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
