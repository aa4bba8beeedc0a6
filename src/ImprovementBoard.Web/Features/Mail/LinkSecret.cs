using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace ImprovementBoard.Web.Features.Mail;

/// <summary>The end of a link that only its recipient may know.</summary>
internal static class LinkSecret
{
    private const int Bytes = 32;

    /// <summary>A new one of 256 random bits, as it stands in an address.</summary>
    public static string New() => WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>Its SHA-256, which alone is stored.</summary>
    public static string HashOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
