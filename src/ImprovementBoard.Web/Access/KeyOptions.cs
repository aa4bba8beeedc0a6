using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ImprovementBoard.Web.Access;

/// <summary>Settings under "ImprovementBoard:Keys": the certificate that encrypts the portal's keys in the database.</summary>
internal sealed class KeyOptions
{
    /// <summary>File of a certificate with its private key (.pfx); empty for none.</summary>
    public string Certificate { get; set; } = "";

    /// <summary>Password of that file.</summary>
    public string CertificatePassword { get; set; } = "";

    /// <summary>The certificate before it, needed for one start, which closes every key anew; empty for none.</summary>
    public string EarlierCertificate { get; set; } = "";

    /// <summary>Password of that file.</summary>
    public string EarlierCertificatePassword { get; set; } = "";

    /// <summary>The certificate to close with, or null.</summary>
    public X509Certificate2? Current() => Open(Certificate, CertificatePassword);

    /// <summary>The certificate to open with as well, or null.</summary>
    public X509Certificate2? Earlier() => Open(EarlierCertificate, EarlierCertificatePassword);

    /// <summary>Every fault, each one sentence naming the key.</summary>
    public IEnumerable<string> Faults() => new[] { Fault(nameof(Certificate), Certificate, Current), Fault(nameof(EarlierCertificate), EarlierCertificate, Earlier) }.OfType<string>();

    private static X509Certificate2? Open(string file, string password) => file.Length == 0 ? null : X509CertificateLoader.LoadPkcs12FromFile(AppHome.Resolve(file), password);

    private static string? Fault(string key, string file, Func<X509Certificate2?> open)
    {
        var name = $"{BoardOptions.Section}:Keys:{key}";
        try
        {
            using var certificate = open();
            return certificate is { HasPrivateKey: false } ? $"{name} is {file}, which has no private key. Give a .pfx file with one." : null;
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            return $"{name} is {file}, which cannot be opened: {e.Message} Give a .pfx file and its password in {name}Password.";
        }
    }
}
