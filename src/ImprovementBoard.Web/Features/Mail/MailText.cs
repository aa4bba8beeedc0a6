using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ImprovementBoard.Core.Mail;

namespace ImprovementBoard.Web.Features.Mail;

/// <summary>
/// A mail as it goes over the line (RFC 5322, RFC 2047): ASCII only, no line longer than 998 characters, none that begins with a dot. Whatever a person
/// wrote stands encoded, so it can begin no line of its own.
/// </summary>
internal static class MailText
{
    private const string End = "\r\n";

    // An encoded word has at most 75 characters (RFC 2047, section 2): 45 bytes become 60.
    private const int BytesOfAWord = 45;

    /// <summary>Head and body, each line ended, without the dot that ends the conversation.</summary>
    /// <param name="link">What stands in the line for the link.</param>
    public static string Compose(MailItem mail, string from, string link, DateTimeOffset now)
    {
        var body = string.Join(End, mail.Body.Split('\n').Select(line => line == MailItem.LinkLine ? link : line));
        return string.Concat(
            $"Date: {now.UtcDateTime.ToString("ddd, dd MMM yyyy HH:mm:ss", CultureInfo.InvariantCulture)} +0000{End}",
            $"From: ImprovementBoard <{from}>{End}",
            $"To: {Encoded(mail.ToTitle)} <{mail.To}>{End}",
            $"Subject: {Encoded(mail.Subject)}{End}",
            $"Message-ID: <{IdOf(mail)}@{from[(from.LastIndexOf('@') + 1)..]}>{End}",
            // So that out-of-office answers stay away (RFC 3834; the second is Exchange's).
            $"Auto-Submitted: auto-generated{End}X-Auto-Response-Suppress: All{End}",
            $"MIME-Version: 1.0{End}Content-Type: text/plain; charset=utf-8{End}Content-Transfer-Encoding: base64{End}{End}",
            Convert.ToBase64String(Encoding.UTF8.GetBytes(body), Base64FormattingOptions.InsertLineBreaks), End);
    }

    // The same for every try, so that a repeat can be told.
    private static string IdOf(MailItem mail) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{mail.ProgrammeId}/{mail.Key}")))[..32];

    /// <summary>Text of a head, in encoded words that are folded.</summary>
    private static string Encoded(string text)
    {
        var words = new List<string>();
        var word = new List<byte>();
        Span<byte> bytes = stackalloc byte[4];
        foreach (var rune in text.EnumerateRunes())
        {
            var length = rune.EncodeToUtf8(bytes);
            if (word.Count + length > BytesOfAWord)
                Close();
            word.AddRange(bytes[..length]);
        }
        Close();
        return string.Join($"{End} ", words);

        void Close()
        {
            words.Add($"=?utf-8?B?{Convert.ToBase64String([.. word])}?=");
            word.Clear();
        }
    }
}
