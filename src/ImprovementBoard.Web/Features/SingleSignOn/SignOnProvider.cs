using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace ImprovementBoard.Web.Features.SingleSignOn;

/// <summary>The provider cannot be used now: it does not answer, or what it says of itself does not fit the settings.</summary>
internal sealed class ProviderException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>
/// What the provider says of itself: its addresses and keys. Asked for when somebody first signs in, never at the start, so that a provider that is down stops
/// nobody who has a password.
/// </summary>
internal sealed partial class SignOnProvider(BoardOptions options, TimeProvider clock, ILogger<SignOnProvider> log) : IDisposable
{
    private const int MaxAnswer = 1 << 20;

    // Keys are changed without notice, but who sends tokens with made-up keys must not make the portal ask at will.
    private static readonly TimeSpan Kept = TimeSpan.FromHours(12), LeastBetween = TimeSpan.FromMinutes(1), Patience = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim turn = new(1, 1);
    private OpenIdConnectConfiguration? known;
    private DateTimeOffset readAt = DateTimeOffset.MinValue;

    /// <summary>Talks to the provider. It follows no redirect: where the portal calls is in the settings and in what the provider says of itself, and nowhere else.</summary>
    public HttpClient Http { get; } = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = Patience, PooledConnectionLifetime = TimeSpan.FromMinutes(15) }) { Timeout = Patience, MaxResponseContentBufferSize = MaxAnswer };

    /// <summary>True where the provider has a page to sign out at, as far as it was asked yet.</summary>
    public bool SignsOut => !string.IsNullOrEmpty(known?.EndSessionEndpoint);

    /// <summary>What it says of itself.</summary>
    /// <param name="anew">Asks again, because a token has a key that is not known; once a minute at most.</param>
    /// <exception cref="ProviderException">It does not answer, or what it says does not fit.</exception>
    public async Task<OpenIdConnectConfiguration> ReadAsync(bool anew = false, CancellationToken ct = default)
    {
        await turn.WaitAsync(ct);
        try
        {
            var age = clock.GetUtcNow() - readAt;
            if (known is not null && age < (anew ? LeastBetween : Kept))
                return known;
            try
            {
                (known, readAt) = (await FetchAsync(ct), clock.GetUtcNow());
            }
            catch (ProviderException e) when (known is not null && !anew)
            {
                // What was true twelve hours ago very likely still is.
                OldOne(log, e);
            }
            return known!;
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose()
    {
        Http.Dispose();
        turn.Dispose();
    }

    private async Task<OpenIdConnectConfiguration> FetchAsync(CancellationToken ct)
    {
        var settings = options.SingleSignOn;
        OpenIdConnectConfiguration found;
        try
        {
            found = await OpenIdConnectConfigurationRetriever.GetAsync(
                $"{settings.Authority.TrimEnd('/')}/.well-known/openid-configuration", new HttpDocumentRetriever(Http) { RequireHttps = !settings.IsHere }, ct);
        }
        catch (Exception e) when (e is IOException or InvalidOperationException or ArgumentException or OperationCanceledException && !ct.IsCancellationRequested)
        {
            throw new ProviderException("The provider of sign-ins did not say what its addresses and keys are.", e);
        }
        if (found.Issuer?.TrimEnd('/') != settings.Issuer.TrimEnd('/'))
            throw new ProviderException($"The provider of sign-ins calls itself another than {SingleSignOnOptions.Section}:Authority says: {settings.Issuer} is expected.");
        foreach (var address in new[] { found.AuthorizationEndpoint, found.TokenEndpoint, found.JwksUri, found.EndSessionEndpoint ?? found.TokenEndpoint })
        {
            if (!Uri.TryCreate(address, UriKind.Absolute, out var at) || !(at.Scheme == Uri.UriSchemeHttps || (settings.IsHere && at.IsLoopback)))
                throw new ProviderException("The provider of sign-ins names an address that is missing or not https.");
        }
        return found;
    }

    [LoggerMessage(LogLevel.Warning, "The provider of sign-ins did not answer; what it said before is used on.")]
    private static partial void OldOne(ILogger log, Exception exception);
}
