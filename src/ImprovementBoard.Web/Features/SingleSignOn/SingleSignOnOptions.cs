using System.Text.RegularExpressions;
using ImprovementBoard.Core.Access;

namespace ImprovementBoard.Web.Features.SingleSignOn;

/// <summary>Settings under "ImprovementBoard:SingleSignOn". Without an authority there is none.</summary>
internal sealed partial class SingleSignOnOptions
{
    /// <summary>Name of the section; and the longest name on the button, in characters.</summary>
    public const string Section = $"{BoardOptions.Section}:SingleSignOn";

    private const int NameMaxLength = 60;

    /// <summary>Address of the council’s provider, which its metadata names as issuer; empty for no single sign-on.</summary>
    public string Authority { get; set; } = "";

    /// <summary>The portal’s number at the provider.</summary>
    public string ClientId { get; set; } = "";

    /// <summary>Its secret.</summary>
    public string ClientSecret { get; set; } = "";

    /// <summary>What people sign in with, in words, after "Sign in with".</summary>
    public string Name { get; set; } = "your council account";

    /// <summary>What the provider is asked for, with gaps between.</summary>
    public string Scopes { get; set; } = "openid profile email";

    /// <summary>The claim that names groups.</summary>
    public string GroupClaim { get; set; } = "groups";

    /// <summary>Values of the claim "amr" that prove a second step, with gaps between.</summary>
    public string StrongAmr { get; set; } = "mfa";

    /// <summary>Values of the claims "acr" and "acrs" that prove a second step, with gaps between.</summary>
    public string StrongAcr { get; set; } = "";

    /// <summary>What groups give. Of several rows of a programme the first counts.</summary>
    public List<Row> Groups { get; set; } = [];

    /// <summary>True where people may sign in with it.</summary>
    public bool IsOn => Authority.Length > 0;

    /// <summary>What groups give, once the settings have no fault.</summary>
    public IReadOnlyList<GroupRole> Rows => [.. Groups.Select(r => new GroupRole(r.Group.Trim(), r.Programme.Trim(), Enum.Parse<Role>(r.Role, ignoreCase: true), r.Title.Trim(), r.Agency.Trim()))];

    /// <summary>True where the provider is on this machine, for a trial.</summary>
    public bool IsHere => new Uri(Authority).IsLoopback;

    /// <summary>Who must have issued the metadata and the tokens. Entra’s tokens of the first version have another name than the place they come from.</summary>
    public string Issuer => Entra().Match(Authority) is { Success: true } entra && !entra.Groups["v2"].Success ? $"https://sts.windows.net/{entra.Groups["tenant"].Value}/" : Authority;

    /// <summary>Every fault in the settings, each one sentence naming the key.</summary>
    public IEnumerable<string> Faults()
    {
        if (!IsOn)
            yield break;
        if (!Uri.TryCreate(Authority, UriKind.Absolute, out var at) || !(at.Scheme == Uri.UriSchemeHttps || (at.Scheme == Uri.UriSchemeHttp && at.IsLoopback)) || at.Query.Length + at.Fragment.Length + at.UserInfo.Length > 0)
            yield return $"{Section}:Authority is \"{Authority}\". Give the https address of the council’s provider, such as \"https://sign-in.council.gov.uk\".";
        else if (at.Host is "login.microsoftonline.com" && !Entra().IsMatch(Authority))
            yield return $"{Section}:Authority is \"{Authority}\", which is not one council’s. Give the tenant by its number: \"https://login.microsoftonline.com/00000000-0000-0000-0000-000000000000/v2.0\".";
        if (string.IsNullOrWhiteSpace(ClientId))
            yield return $"{Section}:ClientId is empty. Give the number of the portal at the provider.";
        if (string.IsNullOrWhiteSpace(ClientSecret))
            yield return $"{Section}:ClientSecret is empty. Give the secret that the provider made for the portal.";
        if (string.IsNullOrWhiteSpace(Name) || Name.Length > NameMaxLength)
            yield return $"{Section}:Name is \"{Name}\". Give what people sign in with, to be read after “Sign in with”, in at most {NameMaxLength} characters, such as \"your council account\".";
        if (!Scopes.Split(' ').Contains("openid"))
            yield return $"{Section}:Scopes is \"{Scopes}\". It must hold \"openid\".";
        if (string.IsNullOrWhiteSpace(GroupClaim) && Groups.Count > 0)
            yield return $"{Section}:GroupClaim is empty. Give the claim that names groups, such as \"groups\".";
        foreach (var fault in Groups.SelectMany((row, i) => row.Faults($"{Section}:Groups:{i}")))
            yield return fault;
    }

    // The number of one tenant; "common" and "organizations" would let in anybody who has any account of any tenant.
    [GeneratedRegex(@"^https://login\.microsoftonline\.com/(?<tenant>[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})(?<v2>/v2\.0)?/?$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Entra();

    /// <summary>A group and what it gives.</summary>
    internal sealed class Row
    {
        /// <summary>The group as the provider names it; with Entra its object number.</summary>
        public string Group { get; set; } = "";

        /// <summary>The programme’s name in addresses.</summary>
        public string Programme { get; set; } = "";

        /// <summary>Name of a role.</summary>
        public string Role { get; set; } = "";

        /// <summary>Role title.</summary>
        public string Title { get; set; } = "";

        /// <summary>Agency.</summary>
        public string Agency { get; set; } = "";

        /// <summary>Every fault of the row, each one sentence naming the key.</summary>
        public IEnumerable<string> Faults(string key)
        {
            if (string.IsNullOrWhiteSpace(Group))
                yield return $"{key}:Group is empty. Give the group as the provider names it.";
            if (string.IsNullOrWhiteSpace(Programme))
                yield return $"{key}:Programme is empty. Give the programme’s name in addresses, such as \"kirklees\".";
            if (!Enum.GetNames<Role>().Contains(Role.Trim(), StringComparer.OrdinalIgnoreCase))
                yield return $"{key}:Role is \"{Role}\". Use one of {string.Join(", ", Enum.GetNames<Role>().Where(r => r != nameof(Core.Access.Role.Viewer)))}.";
            else if (Role.Trim().Equals(nameof(Core.Access.Role.Viewer), StringComparison.OrdinalIgnoreCase))
                yield return $"{key}:Role is \"{Role}\", which needs a last day, and groups give none. Invite external viewers by mail instead.";
            foreach (var (name, value) in new[] { (nameof(Title), Title), (nameof(Agency), Agency) })
            {
                if (string.IsNullOrWhiteSpace(value) || value.Length > Member.TitleMaxLength)
                    yield return $"{key}:{name} is \"{value}\". Give the {name.ToLowerInvariant()} of the post in at most {Member.TitleMaxLength} characters.";
            }
        }
    }
}
