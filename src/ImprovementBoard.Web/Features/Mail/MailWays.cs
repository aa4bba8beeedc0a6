using System.Globalization;
using System.Text;
using ImprovementBoard.Core.Mail;

namespace ImprovementBoard.Web.Features.Mail;

/// <summary>A mail ready to go.</summary>
internal sealed record OutgoingMail(int Id, string To, string Text);

/// <summary>A way out of the portal for mails: the outbox folder, or a mail server.</summary>
internal interface IMailWay
{
    /// <summary>Which one.</summary>
    MailRoute Route { get; }

    /// <summary>Where mails go, in words for the office.</summary>
    string Words { get; }

    /// <summary>Tries once. Never throws for what a disk, a network or a server does.</summary>
    Task<MailOutcome> SendAsync(OutgoingMail mail, CancellationToken ct);
}

/// <summary>Writes mails to a folder, where no mail server is set. The same mail is written over itself.</summary>
internal sealed class OutboxFolder(BoardOptions options) : IMailWay
{
    /// <summary>End of the name of a file that is not wholly written.</summary>
    public const string Part = ".part";

    /// <summary>The folder.</summary>
    public string Folder { get; } = Path.Combine(AppHome.Resolve(options.DataDirectory), "outbox");

    public MailRoute Route => MailRoute.Outbox;

    public string Words => "No mail server is set, so mails are written as files to the folder “outbox” of the data directory and reach nobody. Your IT team sets a mail server.";

    /// <summary>Name of the file of a mail.</summary>
    public static string NameOf(int id) => $"{id.ToString("000000", CultureInfo.InvariantCulture)}.eml";

    public async Task<MailOutcome> SendAsync(OutgoingMail mail, CancellationToken ct)
    {
        try
        {
            Directory.CreateDirectory(Folder);
            var path = Path.Combine(Folder, NameOf(mail.Id));
            // Whole or absent.
            await File.WriteAllTextAsync(path + Part, mail.Text, Encoding.ASCII, ct);
            File.Move(path + Part, path, overwrite: true);
            return new(MailResult.Sent);
        }
        catch (OperationCanceledException)
        {
            return new(MailResult.Stopped);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new(MailResult.ServerDown, $"The outbox folder cannot be written to: {e.Message}");
        }
    }
}
