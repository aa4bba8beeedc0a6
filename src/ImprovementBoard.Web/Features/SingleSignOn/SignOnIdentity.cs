using System.Globalization;
using System.Security.Claims;
using ImprovementBoard.Core.Mail;

namespace ImprovementBoard.Web.Features.SingleSignOn;

/// <summary>Whom the provider proved.</summary>
/// <param name="Key">Issuer and subject, which together belong to one person for ever; addresses and names do not.</param>
/// <param name="Name">What the person is called at the provider, to be told apart by themselves; null where it does not say.</param>
/// <param name="Email">The mail address, or null. It is written to, and never makes anybody the owner of an account.</param>
/// <param name="Groups">The groups the person is in; null where they are too many to be named.</param>
/// <param name="SecondStep">True where the provider proved more than a password.</param>
/// <param name="At">The instant the person proved it to the provider, in UTC; null where it does not say.</param>
internal sealed record SignOnIdentity(string Key, string? Name, string? Email, IReadOnlySet<string>? Groups, bool SecondStep, DateTimeOffset? At)
{
    /// <summary>Provider of the links in AspNetUserLogins.</summary>
    public const string Provider = "oidc";

    /// <summary>Longest subject, in characters (OpenID Connect Core 1.0, section 2), and longest name that is kept.</summary>
    public const int SubjectMaxLength = 255, NameMaxLength = 100;

    /// <summary>The claims that say who it is and no more.</summary>
    public static readonly string[] Naming = ["iss", "sub", "preferred_username", "upn", "email", "name"];

    /// <summary>Reads the claims of an ID token that was proved.</summary>
    public static SignOnIdentity Of(IReadOnlyCollection<Claim> claims, SingleSignOnOptions settings)
    {
        var name = First("preferred_username") ?? First("upn") ?? First("email") ?? First("name");
        // A provider that says it did not check the address is not written to.
        var email = First("email") is { } address && EmailAddress.Is(address) && !string.Equals(First("email_verified"), "false", StringComparison.OrdinalIgnoreCase) ? EmailAddress.Required(address, "email") : null;
        // Entra names the groups elsewhere once they are more than 200, and says so in one of two ways.
        var tooMany = claims.Any(c => c.Type == "hasgroups" || (c.Type == "_claim_names" && c.Value.Contains($"\"{settings.GroupClaim}\"", StringComparison.Ordinal)));
        return new(
            $"{First("iss")}|{First("sub")}",
            name?[..Math.Min(name.Length, NameMaxLength)],
            email,
            tooMany ? null : All(settings.GroupClaim).ToHashSet(StringComparer.Ordinal),
            All("amr").Intersect(settings.StrongAmr.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Any()
                || All("acr").Concat(All("acrs")).Intersect(settings.StrongAcr.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Any(),
            long.TryParse(First("auth_time"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds < DateTimeOffset.MaxValue.ToUnixTimeSeconds() ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null);

        IEnumerable<string> All(string type) => claims.Where(c => c.Type == type).Select(c => c.Value);
        string? First(string type) => All(type).FirstOrDefault(v => !string.IsNullOrWhiteSpace(v));
    }
}
