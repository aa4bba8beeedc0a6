using System.Security.Claims;
using System.Threading.RateLimiting;

namespace ImprovementBoard.Web.Hosting;

/// <summary>How much one person, or one address, may ask for: nobody slows down the others (trust bar S8, S11; ASVS 5.0, 2.4.1).</summary>
internal static class RequestLimits
{
    /// <summary>Largest request body in bytes: forms hold a few thousand characters. Evidence has a limit of its own.</summary>
    private const long MaxBody = 1 << 20;

    /// <summary>Most circuits of the whole portal, about 115 KiB each.</summary>
    private const int MaxCircuits = 5_000;

    private const string CircuitPath = "/_blazor";

    public static void LimitRequests(this IWebHostBuilder web) => web.ConfigureKestrel(k =>
    {
        k.AddServerHeader = false;
        k.Limits.MaxRequestBodySize = MaxBody;
        k.Limits.MaxConcurrentUpgradedConnections = MaxCircuits;
    });

    /// <summary>A foreign page may not open a circuit with a signed-in reader's cookie (ASVS 5.0, 4.4.2).</summary>
    public static void UseOwnOriginOnly(this WebApplication app) => app.Use((context, next) =>
    {
        var origin = context.Request.Headers.Origin.ToString();
        // The scheme is left out: a proxy that ends TLS talks plain HTTP to us.
        // A page without a referrer names no origin; where the address itself is the secret, nothing rests on a cookie.
        if (origin.Length == 0 || (origin == "null" && IsSecret(context)) || (Uri.TryCreate(origin, UriKind.Absolute, out var from) && string.Equals(from.Authority, context.Request.Host.Value, StringComparison.OrdinalIgnoreCase)))
            return next(context);
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return context.Response.WriteAsync("This request came from another site, so it was refused. Open the portal and try again.");
    });

    /// <summary>
    /// From one address 10 sign-in attempts, 40 looks at whether a pack is genuine and 30 secret addresses a minute; for one person (or one address without a
    /// sign-in) the requests and open circuits of the settings. What is counted by person stands after the sign-in cookie is read.
    /// </summary>
    public static IServiceCollection AddRequestLimits(this IServiceCollection services, BoardOptions options) => services.AddRateLimiter(limits =>
    {
        limits.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limits.OnRejected = async (rejected, ct) =>
        {
            var response = rejected.HttpContext.Response;
            response.ContentType = "text/plain; charset=utf-8";
            response.Headers.RetryAfter = "60";
            await response.WriteAsync($"Too many {Words(rejected.HttpContext)}. Wait a minute and try again.", ct);
        };
        limits.GlobalLimiter = PartitionedRateLimiter.CreateChained(
            PartitionedRateLimiter.Create<HttpContext, string>(context =>
                IsSignIn(context.Request) ? AMinute($"sign-in {Address(context)}", 10)
                : IsVerify(context.Request) ? AMinute($"verify {Address(context)}", 40)
                : IsSecret(context) ? AMinute($"secret {Address(context)}", 30)
                : RateLimitPartition.GetNoLimiter("")),
            PartitionedRateLimiter.Create<HttpContext, string>(context =>
                IsCircuit(context.Request) ? RateLimitPartition.GetConcurrencyLimiter($"circuits {Who(context)}", _ => new() { PermitLimit = options.Limits.CircuitsPerPerson })
                : AMinute($"requests {Who(context)}", options.Limits.RequestsPerMinute)));
    });

    private static string Words(HttpContext context) =>
        IsCircuit(context.Request) ? "pages of yours are open at once. Close some"
        : IsSignIn(context.Request) ? "sign-in attempts from this address"
        : IsVerify(context.Request) ? "packs checked from this address"
        : IsSecret(context) ? "links opened from this address"
        : "requests";

    private static bool IsSignIn(HttpRequest request) =>
        HttpMethods.IsPost(request.Method) && string.Equals(request.Path.Value?.TrimEnd('/'), Urls.SignIn, StringComparison.OrdinalIgnoreCase);

    private static bool IsVerify(HttpRequest request) =>
        request.Path.StartsWithSegments(Urls.Verify, StringComparison.OrdinalIgnoreCase) && (HttpMethods.IsPost(request.Method) || request.QueryString.HasValue);

    private static bool IsSecret(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<SecretAddressAttribute>() is not null;

    /// <summary>The request that carries a circuit lasts as long as the circuit, so that counting those that run counts circuits.</summary>
    private static bool IsCircuit(HttpRequest request) => !HttpMethods.IsPost(request.Method) && request.Path.Equals(CircuitPath, StringComparison.OrdinalIgnoreCase);

    private static string Who(HttpContext context) => context.User.FindFirstValue(ClaimTypes.NameIdentifier) ?? Address(context);

    private static string Address(HttpContext context) => context.Connection.RemoteIpAddress?.ToString() ?? "unknown";

    private static RateLimitPartition<string> AMinute(string key, int most) =>
        RateLimitPartition.GetSlidingWindowLimiter(key, _ => new() { PermitLimit = most, Window = TimeSpan.FromMinutes(1), SegmentsPerWindow = 6 });
}
