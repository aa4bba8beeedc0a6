using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace ImprovementBoard.Web.Features.Account;

/// <summary>The secret end of a link to set a new password: the account and Identity’s token for it.</summary>
internal static class ResetLink
{
    private const int MaxLength = 1000;

    public static string Write(Guid account, string token) => $"{account:N}.{WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes(token))}";

    /// <summary>Null for what is no such secret.</summary>
    public static (Guid Account, string Token)? Parse(string? secret)
    {
        if (secret is not { Length: <= MaxLength } || secret.Split('.') is not [var id, var token] || !Guid.TryParseExact(id, "N", out var account))
            return null;
        try
        {
            return (account, Encoding.UTF8.GetString(WebEncoders.Base64UrlDecode(token)));
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
