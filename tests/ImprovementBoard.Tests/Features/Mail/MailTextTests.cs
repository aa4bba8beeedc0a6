using System.Text;
using ImprovementBoard.Core.Mail;
using ImprovementBoard.Web.Features.Mail;
using static ImprovementBoard.Tests.TestDates;

namespace ImprovementBoard.Tests.Features.Mail;

public sealed class MailTextTests
{
    private static readonly DateTimeOffset Now = TestClock.Instant("2026-07-02 09:00");

    [Theory]
    [InlineData("Board pack")]
    [InlineData("Children’s services in Żory, 子供 👩‍👩‍👧 and a name that is so long that it takes more than one encoded word to say it")]
    [InlineData("=?utf-8?B?bm90IG91cnM=?= \"quoted\" <x@y.example>, second")]
    public void Whatever_was_written_comes_back_from_the_head_and_breaks_no_line(string text)
    {
        var mail = Compose(text, text, "Hello");

        Assert.Equal(text, Decoded(Head(mail, "Subject")));
        Assert.Equal(text, Decoded(Head(mail, "To").Split(" <")[0]));
        Assert.EndsWith(" <clerk@council.example>", Head(mail, "To"), StringComparison.Ordinal);
        Assert.All(mail.Split("\r\n"), line => Assert.True(line.Length <= 998 && !line.StartsWith('.') && line.All(char.IsAscii), line));
        Assert.Equal(["Date", "From", "To", "Subject", "Message-ID", "Auto-Submitted", "X-Auto-Response-Suppress", "MIME-Version", "Content-Type", "Content-Transfer-Encoding"],
            mail.Split("\r\n\r\n")[0].Split("\r\n").Where(l => !l.StartsWith(' ')).Select(l => l.Split(':')[0]));
    }

    [Fact]
    public void The_link_stands_in_its_line_and_only_there()
    {
        var body = Body(Compose("Pack", "Clerk", "Read {link} here:\n{link}\n.\nThank you"));

        Assert.Equal("Read {link} here:\r\nhttps://portal.example/x\r\n.\r\nThank you", body);
    }

    [Fact]
    public void A_repeat_of_the_same_mail_has_the_same_message_id_and_another_has_not()
    {
        Assert.Equal(Head(Compose("Pack", "Clerk", "One"), "Message-ID"), Head(Compose("Other", "Clerk", "Two"), "Message-ID"));
        Assert.NotEqual(Head(Compose("Pack", "Clerk", "One"), "Message-ID"), Head(Compose("Pack", "Clerk", "One", "other"), "Message-ID"));
        Assert.EndsWith("@council.example>", Head(Compose("Pack", "Clerk", "One"), "Message-ID"), StringComparison.Ordinal);
        Assert.Equal("Thu, 02 Jul 2026 08:00:00 +0000", Head(Compose("Pack", "Clerk", "One"), "Date"));
    }

    /// <summary>The text of a composed mail.</summary>
    internal static string Body(string mail) => Encoding.UTF8.GetString(Convert.FromBase64String(mail.Split("\r\n\r\n", 2)[1].Replace("\r\n", "", StringComparison.Ordinal)));

    private static string Compose(string subject, string to, string body, string key = "key") =>
        MailText.Compose(MailItem.Queue(1, new(key, "about", "clerk@council.example", to, subject, body, "/x"), Day("2026-07-02"), Now), "office@council.example", "https://portal.example/x", Now);

    private static string Head(string mail, string name) =>
        mail.Split("\r\n\r\n")[0].Replace("\r\n ", " ", StringComparison.Ordinal).Split("\r\n").Single(l => l.StartsWith($"{name}: ", StringComparison.Ordinal))[(name.Length + 2)..];

    private static string Decoded(string words) =>
        string.Concat(words.Split(' ').Select(w => Encoding.UTF8.GetString(Convert.FromBase64String(w["=?utf-8?B?".Length..^2]))));
}
