using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace ImprovementBoard.Web.Features.Mail;

/// <summary>Where people reach the portal. Never taken from a request, whose Host header anybody can write.</summary>
internal sealed class PortalAddress(BoardOptions options, IServer? server = null)
{
    /// <summary>Without a slash at its end.</summary>
    public string Value => (options.Mail.PublicUrl.Length > 0 ? options.Mail.PublicUrl : Listening ?? "http://localhost").TrimEnd('/');

    // "http://+:5080" and the like mean every address of this machine.
    private string? Listening => server?.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault()?
        .Replace("//+", "//localhost", StringComparison.Ordinal).Replace("//*", "//localhost", StringComparison.Ordinal)
        .Replace("//[::]", "//localhost", StringComparison.Ordinal).Replace("//0.0.0.0", "//localhost", StringComparison.Ordinal);
}
