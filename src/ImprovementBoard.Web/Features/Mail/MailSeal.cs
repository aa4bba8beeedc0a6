using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace ImprovementBoard.Web.Features.Mail;

/// <summary>Seals what only a recipient may know, while its mail waits: a copy of the database opens no link.</summary>
internal sealed class MailSeal(IDataProtectionProvider protection)
{
    private readonly IDataProtector protector = protection.CreateProtector("ImprovementBoard.Mail.v1");

    /// <summary>Closes it, with the keys of the data directory.</summary>
    public string Close(string secret) => protector.Protect(secret);

    /// <summary>Opens it; null when the keys that closed it are gone.</summary>
    public string? Open(string closed)
    {
        try
        {
            return protector.Unprotect(closed);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
