using ImprovementBoard.Core.Mail;

namespace ImprovementBoard.Web.Features.Mail;

/// <summary>Settings under "ImprovementBoard:Mail". Without a host, mails are written to the outbox folder.</summary>
internal sealed class MailOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = $"{BoardOptions.Section}:Mail";

    /// <summary>Values of <see cref="Security"/>: TLS asked for on a plain connection, TLS from the first byte, or none.</summary>
    public const string StartTls = "StartTls", Tls = "Tls", None = "None";

    /// <summary>Name or address of the mail server; empty for the outbox folder.</summary>
    public string Host { get; set; } = "";

    /// <summary>Its port: 587 usually, 465 with <see cref="Tls"/>.</summary>
    public int Port { get; set; } = 587;

    /// <summary>How the connection is kept from others.</summary>
    public string Security { get; set; } = StartTls;

    /// <summary>Account at the mail server; empty where it asks for none.</summary>
    public string User { get; set; } = "";

    /// <summary>Its password.</summary>
    public string Password { get; set; } = "";

    /// <summary>Address that mails come from, and that mails which cannot be delivered go back to.</summary>
    public string From { get; set; } = "";

    /// <summary>Address at which people reach the portal; links in mails begin with it. Empty for where it listens.</summary>
    public string PublicUrl { get; set; } = "";

    /// <summary>A step of the conversation with the server that takes longer is given up, 1 to 300 seconds.</summary>
    public int TimeLimitSeconds { get; set; } = 30;

    /// <summary>True when a mail server is set.</summary>
    public bool HasServer => Host.Length > 0;

    /// <summary>Where mails come from.</summary>
    public string Sender => From.Length > 0 ? From : "improvementboard@localhost";

    /// <summary>Every fault in the settings, each one sentence naming the key.</summary>
    public IEnumerable<string> Faults()
    {
        if (Host.Length > 0 && Uri.CheckHostName(Host) == UriHostNameType.Unknown)
            yield return $"{Section}:Host is \"{Host}\". Give the name of the mail server alone, such as \"smtp.council.gov.uk\"; its port goes into {Section}:Port.";
        if (Port is < 1 or > 65535)
            yield return $"{Section}:Port is {Port}. Use 1 to 65535, usually 587.";
        if (Security is not (StartTls or Tls or None))
            yield return $"{Section}:Security is \"{Security}\". Use \"{StartTls}\", \"{Tls}\" or \"{None}\".";
        if (TimeLimitSeconds is < 1 or > 300)
            yield return $"{Section}:TimeLimitSeconds is {TimeLimitSeconds}. Use 1 to 300.";
        if (From.Length > 0 || HasServer)
        {
            if (!EmailAddress.Is(From))
                yield return $"{Section}:From is \"{From}\". Give the address that mails come from, such as \"improvement@council.gov.uk\".";
        }
        if (User.Length == 0 != (Password.Length == 0))
            yield return $"{Section}:{(User.Length == 0 ? "User" : "Password")} is empty. Give both {Section}:User and {Section}:Password, or neither.";
        else if (User.Length > 0 && Security == None)
            yield return $"{Section}:Security is \"{None}\", which would show the password to everybody on the way. Use \"{StartTls}\" or \"{Tls}\".";
        if (PublicUrl.Length > 0 || HasServer)
        {
            if (!Uri.TryCreate(PublicUrl, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.PathAndQuery != "/" || url.Fragment.Length > 0)
                yield return $"{Section}:PublicUrl is \"{PublicUrl}\". Give the address at which people reach the portal, such as \"https://improvement.council.gov.uk\".";
        }
    }
}
