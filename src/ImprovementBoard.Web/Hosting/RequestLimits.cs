using System.Net;
using System.Net.Sockets;
using System.Security.Claims;
using System.Threading.RateLimiting;
using ImprovementBoard.Core.History;

namespace ImprovementBoard.Web.Hosting;

/// <summary>How much one person, or one address, may ask for: nobody slows down the others (trust bar S8, S11; ASVS 5.0, 2.4.1).</summary>
internal static class RequestLimits
{
    /// <summary>Largest request body in bytes: forms hold a few thousand characters. Evidence has a limit of its own.</summary>
    private const long MaxBody = 1 << 20;

    /// <summary>Most circuits of the whole portal, from 115 KiB for a form to 2 MiB for a grid.</summary>
    private const int MaxCircuits = 2_000;

    /// <summary>An export reads and writes as much as so many pages.</summary>
    private const int PagesAnExport = 20;

    private const string CircuitPath = "/_blazor";

    private static readonly PathString[] Doors = [Urls.SignIn, Urls.ForgottenPassword, Urls.NewPassword.TrimEnd('/')];

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
        context.RequestServices.GetRequiredService<Refusals>().Note(context, "came from another site");
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync("This request came from another site, so it was refused. Open the portal and try again.");
    });

    /// <summary>
    /// From one address, behind which a whole council may sit, 60 sign-in forms, 60 steps of passkeys, 120 of council accounts, which cannot be guessed, 60 looks at whether a pack is genuine and 60 secret addresses a minute; for one person (or one address without a
    /// sign-in) the requests and open circuits of the settings. What is counted by person stands after the sign-in cookie is read.
    /// </summary>
    public static IServiceCollection AddRequestLimits(this IServiceCollection services, BoardOptions options) => services.AddRateLimiter(limits =>
    {
        limits.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limits.OnRejected = async (rejected, ct) =>
        {
            rejected.HttpContext.RequestServices.GetRequiredService<Refusals>().Note(rejected.HttpContext, "was one too many");
            var response = rejected.HttpContext.Response;
            response.ContentType = "text/plain; charset=utf-8";
            response.Headers.RetryAfter = "60";
            await response.WriteAsync($"Too many {Words(rejected.HttpContext)}. Wait a minute and try again.", ct);
        };
        limits.GlobalLimiter = PartitionedRateLimiter.CreateChained(
            PartitionedRateLimiter.Create<HttpContext, string>(context =>
                IsPasskey(context.Request) ? AMinute($"passkey {Address(context)}", 60)
                : IsCouncil(context.Request) ? AMinute($"council {Address(context)}", 120)
                : IsSignIn(context.Request) ? AMinute($"sign-in {Address(context)}", 60)
                : IsVerify(context.Request) ? AMinute($"verify {Address(context)}", 60)
                : IsSecret(context) ? AMinute($"secret {Address(context)}", 60)
                : RateLimitPartition.GetNoLimiter("")),
            PartitionedRateLimiter.Create<HttpContext, string>(context =>
                IsCircuit(context.Request) ? RateLimitPartition.GetConcurrencyLimiter($"circuits {Who(context)}", _ => new() { PermitLimit = options.Limits.CircuitsPerPerson })
                : AMinute($"requests {Who(context)}", options.Limits.RequestsPerMinute)),
            PartitionedRateLimiter.Create<HttpContext, string>(context =>
                IsExport(context) ? AMinute($"exports {Who(context)}", options.Limits.RequestsPerMinute / PagesAnExport) : RateLimitPartition.GetNoLimiter("")));
    });

    private static string Words(HttpContext context) =>
        IsCircuit(context.Request) ? "pages of yours are open at once. Close some"
        : IsSignIn(context.Request) || IsCouncil(context.Request) ? "sign-in attempts from this address"
        : IsVerify(context.Request) ? "packs checked from this address"
        : IsSecret(context) ? "links opened from this address"
        : IsExport(context) ? "requests, or exports, which count as twenty"
        : "requests";

    private static bool IsSignIn(HttpRequest request) =>
        HttpMethods.IsPost(request.Method) && Doors.Any(door => request.Path.StartsWithSegments(door, StringComparison.OrdinalIgnoreCase));

    // A whole council may come from one address; two steps a sign-in.
    private static bool IsCouncil(HttpRequest request) => request.Path.StartsWithSegments(Urls.CouncilAnswer, StringComparison.OrdinalIgnoreCase);

    private static bool IsPasskey(HttpRequest request) => request.Path.StartsWithSegments(Urls.SignInPasskey, StringComparison.OrdinalIgnoreCase);

    private static bool IsVerify(HttpRequest request) =>
        request.Path.StartsWithSegments(Urls.Verify, StringComparison.OrdinalIgnoreCase) && (HttpMethods.IsPost(request.Method) || request.QueryString.HasValue);

    private static bool IsSecret(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<SecretAddressAttribute>() is not null;

    private static bool IsExport(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<ExportAttribute>() is not null;

    /// <summary>The request that carries a circuit lasts as long as the circuit, so that counting those that run counts circuits.</summary>
    private static bool IsCircuit(HttpRequest request) =>
        // Routing takes the address with a slash at its end as well.
        !HttpMethods.IsPost(request.Method) && new PathString(request.Path.Value?.TrimEnd('/')).Equals(CircuitPath, StringComparison.OrdinalIgnoreCase);

    private static string Who(HttpContext context) => context.User.FindFirstValue(ClaimTypes.NameIdentifier) ?? Address(context);

    /// <summary>The address, of IPv6 the first half: the second is its owner's to choose.</summary>
    internal static string Address(HttpContext context) => context.Connection.RemoteIpAddress switch
    {
        null => "unknown",
        { IsIPv4MappedToIPv6: true } mapped => mapped.MapToIPv4().ToString(),
        { AddressFamily: AddressFamily.InterNetworkV6 } v6 when !IPAddress.IsLoopback(v6) => new IPAddress([.. v6.GetAddressBytes().AsSpan(0, 8), 0, 0, 0, 0, 0, 0, 0, 0]).ToString(),
        var address => address.ToString(),
    };

    private static RateLimitPartition<string> AMinute(string key, int most) =>
        RateLimitPartition.GetSlidingWindowLimiter(key, _ => new() { PermitLimit = most, Window = TimeSpan.FromMinutes(1), SegmentsPerWindow = 6 });
}

/// <summary>Marks an answer that costs as much as many pages: it has a limit of its own.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
internal sealed class ExportAttribute : Attribute;

/// <summary>Writes into the log what was refused before any page saw it (ASVS 5.0, 16.3.3), bounded, and never the address, which may hold a secret.</summary>
internal sealed partial class Refusals(ILogger<Refusals> log, TimeProvider clock)
{
    private readonly EventBudget budget = new(20, 500);

    public void Note(HttpContext context, string why)
    {
        var who = context.User.FindFirstValue(ClaimTypes.NameIdentifier) ?? RequestLimits.Address(context);
        if (budget.Take(who, clock.GetUtcNow()) is var answer and not BudgetAnswer.Leave)
            Refused(log, context.Request.Method, context.GetEndpoint()?.DisplayName ?? "no page", who, why, answer == BudgetAnswer.RecordAsLast ? " More in this hour are not written." : "");
    }

    [LoggerMessage(LogLevel.Warning, "Refused {Method} of {Page} by {Who}: it {Why}.{More}")]
    private static partial void Refused(ILogger log, string method, string page, string who, string why, string more);
}
