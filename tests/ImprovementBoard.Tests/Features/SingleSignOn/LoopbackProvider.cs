using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ImprovementBoard.Tests.Features.SingleSignOn;

/// <summary>
/// A provider of sign-ins on this machine that says what a test wants it to say: true things, or forged ones. It checks what the portal must send, as a real one does.
/// </summary>
internal sealed class LoopbackProvider : IAsyncDisposable
{
    public const string ClientId = "portal", ClientSecret = "a secret that is long enough for HS256, 32 bytes";

    private readonly WebApplication app;
    private readonly Dictionary<string, (string Challenge, string RedirectUri)> codes = new(StringComparer.Ordinal);
    private int next;

    private LoopbackProvider(WebApplication app) => this.app = app;

    /// <summary>The key that its tokens are signed with.</summary>
    public RsaSecurityKey Key { get; private set; } = NewKey("one");

    /// <summary>The keys it tells of.</summary>
    public List<RsaSecurityKey> Told { get; } = [];

    /// <summary>How often it was asked for its keys.</summary>
    public int KeysAsked { get; private set; }

    /// <summary>What it says of itself, on top of what is true.</summary>
    public Dictionary<string, object?> Metadata { get; } = [];

    /// <summary>The token for a code; null for an answer without one.</summary>
    public Func<string?> Token { get; set; } = () => null;

    /// <summary>What the token endpoint answers in place of a token, or null.</summary>
    public (int Status, string Body)? Fault { get; set; }

    public string Url { get; private set; } = "";

    public static async Task<LoopbackProvider> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var provider = new LoopbackProvider(builder.Build());
        provider.Told.Add(provider.Key);
        provider.app.Run(provider.AnswerAsync);
        await provider.app.StartAsync();
        provider.Url = ((IApplicationBuilder)provider.app).ServerFeatures.Get<IServerAddressesFeature>()!.Addresses.Single();
        return provider;
    }

    /// <summary>The person says yes at the provider: a code for what the portal asked, and the nonce of that.</summary>
    public (string Code, string State, string Nonce) Consent(Uri asked)
    {
        var query = QueryHelpers.ParseQuery(asked.Query);
        Assert.Equal(($"{Url}/authorize", "code", ClientId, "S256"), (asked.GetLeftPart(UriPartial.Path), (string?)query["response_type"], (string?)query["client_id"], (string?)query["code_challenge_method"]));
        Assert.Contains("openid", ((string?)query["scope"])!.Split(' '));
        var code = $"code-{++next}";
        codes[code] = (query["code_challenge"]!, query["redirect_uri"]!);
        return (code, query["state"]!, query["nonce"]!);
    }

    /// <summary>A token with these claims.</summary>
    public string Sign(Dictionary<string, object?> claims, SecurityKey? key = null, string algorithm = SecurityAlgorithms.RsaSha256, string type = "JWT") =>
        new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(Json(claims), new SigningCredentials(key ?? Key, algorithm), new Dictionary<string, object> { ["typ"] = type });

    /// <summary>A token with these claims, of which some are another; null for none.</summary>
    public string Sign(Dictionary<string, object?> claims, params (string Claim, object? Value)[] other)
    {
        foreach (var (claim, value) in other)
            claims[claim] = value;
        return Sign(claims, key: null);
    }

    /// <summary>A token that nobody signed.</summary>
    public static string Unsigned(Dictionary<string, object?> claims) =>
        $"{WebEncoders.Base64UrlEncode("{\"alg\":\"none\",\"typ\":\"JWT\"}"u8)}.{WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes(Json(claims)))}.";

    /// <summary>The claims of somebody in a group, proved with two steps a moment ago.</summary>
    public Dictionary<string, object?> Claims(string nonce, string subject = "7f3a", params string[] groups)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        return new()
        {
            ["iss"] = Url,
            ["aud"] = ClientId,
            ["sub"] = subject,
            ["nonce"] = nonce,
            ["iat"] = now,
            ["exp"] = now + 300,
            ["auth_time"] = now,
            ["amr"] = new[] { "pwd", "mfa" },
            ["email"] = $"{subject}@council.example",
            ["preferred_username"] = $"{subject}@council.example",
            ["groups"] = groups,
        };
    }

    /// <summary>From now on tokens have another key, which is told of or not.</summary>
    public void ChangeKey(bool told)
    {
        Key = NewKey($"key-{++next}");
        if (told)
            Told.Add(Key);
    }

    public static RsaSecurityKey NewKey(string id) => new(RSA.Create(2048)) { KeyId = id };

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        switch (context.Request.Path.Value)
        {
            case "/.well-known/openid-configuration":
                var says = new Dictionary<string, object?> { ["issuer"] = Url, ["authorization_endpoint"] = $"{Url}/authorize", ["token_endpoint"] = $"{Url}/token", ["jwks_uri"] = $"{Url}/keys", ["end_session_endpoint"] = $"{Url}/out" };
                foreach (var (name, value) in Metadata)
                    says[name] = value;
                await WriteAsync(context, 200, Json(says));
                break;
            case "/keys":
                KeysAsked++;
                await WriteAsync(context, 200, JsonSerializer.Serialize(new { keys = Told.Select(k => k.Rsa.ExportParameters(false) is var p ? new { kty = "RSA", use = "sig", kid = k.KeyId, n = WebEncoders.Base64UrlEncode(p.Modulus!), e = WebEncoders.Base64UrlEncode(p.Exponent!) } : null) }));
                break;
            case "/token":
                var form = await context.Request.ReadFormAsync();
                if (Fault is { } fault)
                    await WriteAsync(context, fault.Status, fault.Body);
                else if (form["client_secret"] != ClientSecret || form["client_id"] != ClientId)
                    await WriteAsync(context, 401, """{"error":"invalid_client","error_description":"<script>alert(1)</script>"}""");
                // A code works once, for who has what its challenge was made of.
                else if (!codes.Remove(form["code"].ToString(), out var asked) || asked.RedirectUri != form["redirect_uri"] || asked.Challenge != WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString()))))
                    await WriteAsync(context, 400, """{"error":"invalid_grant"}""");
                else
                    await WriteAsync(context, 200, Json(new() { ["access_token"] = "not used", ["token_type"] = "Bearer", ["id_token"] = Token() }));
                break;
            case "/moved":
                context.Response.Redirect(context.Request.Query["to"]!);
                break;
            default:
                context.Response.StatusCode = (int)HttpStatusCode.NotFound;
                break;
        }
    }

    private static Task WriteAsync(HttpContext context, int status, string json)
    {
        (context.Response.StatusCode, context.Response.ContentType) = (status, "application/json");
        context.Response.Headers.Date = DateTimeOffset.UtcNow.ToString("r", CultureInfo.InvariantCulture);
        return context.Response.WriteAsync(json);
    }

    private static string Json(Dictionary<string, object?> says) => JsonSerializer.Serialize(says.Where(c => c.Value is not null).ToDictionary());
}
