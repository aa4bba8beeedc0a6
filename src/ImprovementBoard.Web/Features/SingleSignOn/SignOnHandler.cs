using System.Security.Claims;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OAuth;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace ImprovementBoard.Web.Features.SingleSignOn;

/// <summary>Options of <see cref="SignOnHandler"/>.</summary>
internal sealed class SignOnHandlerOptions : OAuthOptions;

/// <summary>What the provider sent does not hold.</summary>
internal sealed class UnprovedException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>
/// OpenID Connect over the framework’s OAuth: authorization code with PKCE, state sealed and bound to the browser by a cookie, and an ID token that holds to the letter.
/// Its own package cannot be had (docs/decisions/0001). Access tokens are thrown away: the portal calls nothing with them.
/// </summary>
/// <remarks>The framework would log what the provider says, word by word; what is worth knowing is logged in our own.</remarks>
internal sealed class SignOnHandler(IOptionsMonitor<SignOnHandlerOptions> monitor, UrlEncoder encoder, SignOnProvider provider)
    : OAuthHandler<SignOnHandlerOptions>(monitor, NullLoggerFactory.Instance, encoder)
{
    /// <summary>Name of the scheme.</summary>
    public const string SchemeName = "council";

    /// <summary>How long a sign-in at the provider may take.</summary>
    public const int Minutes = 15;

    /// <summary>Asks the provider to have the person prove themselves anew.</summary>
    public const string Again = "again";

    private const string Nonce = "nonce";

    // Signatures by key pairs alone: "none" proves nothing, and HS256 with the portal’s own secret proves only that somebody knows that.
    private static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    /// <summary>The middleware leaves the answer alone: it is an address like any other, with its limit, once it is known who is signed in.</summary>
    public override Task<bool> ShouldHandleRequestAsync() => Task.FromResult(Context.Items.ContainsKey(typeof(SignOnHandler)));

    /// <summary>Takes the provider’s answer.</summary>
    public static async Task AnswerAsync(HttpContext context)
    {
        context.Items[typeof(SignOnHandler)] = true;
        var handler = await context.RequestServices.GetRequiredService<IAuthenticationHandlerProvider>().GetHandlerAsync(context, SchemeName);
        await ((IAuthenticationRequestHandler)handler!).HandleRequestAsync();
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        await FindAsync(anew: false);
        properties.Items[Nonce] = RandomNumberGenerator.GetHexString(32, lowercase: true);
        // The cookie ends by itself in the browser alone.
        properties.IssuedUtc = TimeProvider.GetUtcNow();
        await base.HandleChallengeAsync(properties);
    }

    protected override string BuildChallengeUrl(AuthenticationProperties properties, string redirectUri)
    {
        var address = QueryHelpers.AddQueryString(base.BuildChallengeUrl(properties, redirectUri), "nonce", properties.Items[Nonce]!);
        return properties.Items.ContainsKey(Again) ? QueryHelpers.AddQueryString(address, new Dictionary<string, string?> { ["prompt"] = "login", ["max_age"] = "0" }) : address;
    }

    protected override async Task<HandleRequestResult> HandleRemoteAuthenticateAsync()
    {
        var configuration = await FindAsync(anew: false);
        // Who answered, where the provider says it (RFC 9207).
        var by = Request.Query["iss"];
        if (by.Count > 0 ? by != configuration.Issuer : Request.Query.ContainsKey("code") && SaysWho(configuration))
            return HandleRequestResult.Fail(new UnprovedException("The answer is of another provider."));
        return await base.HandleRemoteAuthenticateAsync();
    }

    protected override async Task<AuthenticationTicket> CreateTicketAsync(ClaimsIdentity identity, AuthenticationProperties properties, OAuthTokenResponse tokens)
    {
        if (properties.IssuedUtc is not { } begun || TimeProvider.GetUtcNow() - begun > TimeSpan.FromMinutes(Minutes))
            throw new AuthenticationFailureException("Too late.");
        var token = tokens.Response?.RootElement is { ValueKind: JsonValueKind.Object } answer && answer.TryGetProperty("id_token", out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
        var claims = await ProveAsync(token, properties.Items[Nonce]!);
        return new(new ClaimsPrincipal(new ClaimsIdentity(claims, SchemeName)), properties, SchemeName);
    }

    /// <summary>The claims of an ID token that holds (OpenID Connect Core 1.0, section 3.1.3.7).</summary>
    /// <exception cref="UnprovedException">It does not.</exception>
    private async Task<IEnumerable<Claim>> ProveAsync(string? token, string nonce)
    {
        var checkedToken = await CheckAsync(token, await FindAsync(anew: false));
        if (checkedToken.Exception is SecurityTokenSignatureKeyNotFoundException)
            checkedToken = await CheckAsync(token, await FindAsync(anew: true));
        if (!checkedToken.IsValid || checkedToken.SecurityToken is not JsonWebToken proved)
            throw new UnprovedException("The ID token does not hold.", checkedToken.Exception);
        var claims = proved.Claims.ToList();
        var parties = claims.Where(c => c.Type == "azp").Select(c => c.Value).ToList();
        if (parties.Count > 0 ? parties is not [var party] || party != Options.ClientId : proved.Audiences.Count() > 1)
            throw new UnprovedException("The ID token was made for another party.");
        if (proved.Subject is not { Length: > 0 and <= SignOnIdentity.SubjectMaxLength })
            throw new UnprovedException("The ID token names nobody.");
        if (claims.Find(c => c.Type == Nonce)?.Value is not { } said || !CryptographicOperations.FixedTimeEquals(System.Text.Encoding.UTF8.GetBytes(said), System.Text.Encoding.UTF8.GetBytes(nonce)))
            throw new UnprovedException("The ID token answers another request.");
        return claims;
    }

    private Task<TokenValidationResult> CheckAsync(string? token, OpenIdConnectConfiguration configuration) => new JsonWebTokenHandler { MapInboundClaims = false }.ValidateTokenAsync(token, new TokenValidationParameters
    {
        ValidIssuer = configuration.Issuer,
        ValidAudience = Options.ClientId,
        IssuerSigningKeys = configuration.SigningKeys,
        ValidAlgorithms = Algorithms,
        // An access token or a notice of signing out is signed by the same keys.
        TypeValidator = (type, _, _) => string.IsNullOrEmpty(type) || string.Equals(type, "JWT", StringComparison.OrdinalIgnoreCase) ? type : throw new SecurityTokenInvalidTypeException("This is no ID token."),
        ClockSkew = TimeSpan.FromMinutes(2),
    });

    private async Task<OpenIdConnectConfiguration> FindAsync(bool anew)
    {
        var configuration = await provider.ReadAsync(anew, Context.RequestAborted);
        (Options.AuthorizationEndpoint, Options.TokenEndpoint) = (configuration.AuthorizationEndpoint, configuration.TokenEndpoint);
        return configuration;
    }

    private static bool SaysWho(OpenIdConnectConfiguration configuration) =>
        configuration.AdditionalData.TryGetValue("authorization_response_iss_parameter_supported", out var says) && string.Equals($"{says}", "true", StringComparison.OrdinalIgnoreCase);
}
