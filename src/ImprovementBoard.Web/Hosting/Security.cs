using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Diagnostics;

namespace ImprovementBoard.Web.Hosting;

/// <summary>Headers, limits and error pages for every answer.</summary>
internal static class Security
{
    // Radzen sets style attributes everywhere; nothing else inline is allowed.
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data:; font-src 'self'; " +
        "connect-src 'self'; form-action 'self'; base-uri 'self'; frame-ancestors 'none'; manifest-src 'self'; object-src 'none'";

    // A file that people attached is never part of the portal, whatever it holds and wherever it is opened.
    private const string SandboxPolicy = "default-src 'none'; sandbox";

    private static readonly PathString[] Doors = [Urls.SignIn, Urls.ForgottenPassword, Urls.NewPassword.TrimEnd('/')];

    /// <summary>Largest request body in bytes: forms hold a few thousand characters. Evidence has a limit of its own.</summary>
    private const long MaxBody = 1 << 20;

    public static void LimitRequests(this IWebHostBuilder web) => web.ConfigureKestrel(k =>
    {
        k.AddServerHeader = false;
        k.Limits.MaxRequestBodySize = MaxBody;
    });

    public static void UseSecurityHeaders(this WebApplication app) => app.Use((context, next) =>
    {
        context.Response.OnStarting(() =>
        {
            var headers = context.Response.Headers;
            headers.ContentSecurityPolicy = context.GetEndpoint()?.Metadata.GetMetadata<SandboxedAttribute>() is null ? ContentSecurityPolicy : SandboxPolicy;
            headers.XContentTypeOptions = "nosniff";
            var secret = context.GetEndpoint()?.Metadata.GetMetadata<SecretAddressAttribute>() is not null;
            headers["Referrer-Policy"] = secret ? "no-referrer" : "same-origin";
            if (secret)
                headers["X-Robots-Tag"] = "noindex, nofollow";
            headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
            if (context.Response.ContentType?.StartsWith("text/html", StringComparison.Ordinal) == true)
                headers.CacheControl = "no-store";
            return Task.CompletedTask;
        });
        return next(context);
    });

    /// <summary>A foreign page may not open a circuit with a signed-in reader's cookie (ASVS 5.0, 4.4.2).</summary>
    public static void UseRequestLimits(this WebApplication app)
    {
        app.Use((context, next) =>
        {
            var origin = context.Request.Headers.Origin.ToString();
            // The scheme is left out: a proxy that ends TLS talks plain HTTP to us.
            // A page without a referrer names no origin; where the address itself is the secret, nothing rests on a cookie.
            if (origin.Length == 0 || (origin == "null" && IsSecret(context.Request)) || (Uri.TryCreate(origin, UriKind.Absolute, out var from) && string.Equals(from.Authority, context.Request.Host.Value, StringComparison.OrdinalIgnoreCase)))
                return next(context);
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return context.Response.WriteAsync("This request came from another site, so it was refused. Open the portal and try again.");
        });
        app.UseRateLimiter();
    }

    /// <summary>Slows down guessing, from one address: 10 sign-in attempts a minute, 60 steps of passkeys, which cannot be guessed, 40 looks at whether a pack is genuine, and 30 secure links.</summary>
    public static IServiceCollection AddRequestLimits(this IServiceCollection services) => services.AddRateLimiter(limits =>
    {
        limits.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limits.OnRejected = async (rejected, ct) =>
        {
            rejected.HttpContext.Response.ContentType = "text/plain; charset=utf-8";
            await rejected.HttpContext.Response.WriteAsync($"Too many {(IsSignIn(rejected.HttpContext.Request) ? "sign-in attempts" : IsPackLink(rejected.HttpContext.Request) ? "links opened" : "packs checked")} from this address. Wait a minute and try again.", ct);
        };
        limits.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context =>
            IsPasskey(context.Request) ? AMinute("passkey", context, 60)
            : IsSignIn(context.Request) ? AMinute("sign-in", context, 10)
            : IsVerify(context.Request) ? AMinute("verify", context, 40)
            : IsPackLink(context.Request) ? AMinute("pack-link", context, 30)
            : RateLimitPartition.GetNoLimiter(""));
    });

    private static bool IsSignIn(HttpRequest request) =>
        HttpMethods.IsPost(request.Method) && Doors.Any(door => request.Path.StartsWithSegments(door, StringComparison.OrdinalIgnoreCase));

    private static bool IsPasskey(HttpRequest request) => request.Path.StartsWithSegments(Urls.SignInPasskey, StringComparison.OrdinalIgnoreCase);

    private static bool IsSecret(HttpRequest request) => IsPackLink(request) || request.Path.StartsWithSegments(Urls.NewPassword.TrimEnd('/'), StringComparison.OrdinalIgnoreCase);

    private static bool IsVerify(HttpRequest request) =>
        request.Path.StartsWithSegments(Urls.Verify, StringComparison.OrdinalIgnoreCase) && (HttpMethods.IsPost(request.Method) || request.QueryString.HasValue);

    private static bool IsPackLink(HttpRequest request) => request.Path.StartsWithSegments(Urls.PackLink.TrimEnd('/'), StringComparison.OrdinalIgnoreCase);

    private static RateLimitPartition<string> AMinute(string what, HttpContext context, int most) =>
        RateLimitPartition.GetSlidingWindowLimiter($"{what} {context.Connection.RemoteIpAddress?.ToString() ?? "unknown"}",
            _ => new SlidingWindowRateLimiterOptions { PermitLimit = most, Window = TimeSpan.FromMinutes(1), SegmentsPerWindow = 6 });

    /// <summary>A form that ends early is its sender's doing (a page left, a line cut), no fault of the portal: it is answered and not logged as one.</summary>
    public static void UseCutShortAnswers(this WebApplication app) => app.Use(async (context, next) =>
    {
        try
        {
            await next(context);
        }
        catch (AntiforgeryValidationException e) when (e.InnerException is IOException && !context.Response.HasStarted)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
        }
    });

    public static void UseErrorPages(this WebApplication app)
    {
        if (!app.Environment.IsDevelopment())
        {
            app.UseExceptionHandler(Urls.Error, createScopeForErrors: true);
            app.UseHsts();
        }
        app.UseStatusCodePagesWithReExecute("/status/{0}", createScopeForStatusCodePages: true);
        // The page that explains a status is only shown; as a POST it would be refused for lack of a form token.
        app.Use((context, next) =>
        {
            if (context.Features.Get<IStatusCodeReExecuteFeature>() is not null)
                context.Request.Method = HttpMethods.Get;
            return next(context);
        });
    }

    /// <summary>A form without its token is answered here, before a page has begun to write.</summary>
    public static void UseFormTokens(this WebApplication app)
    {
        app.UseAntiforgery();
        app.Use((context, next) =>
        {
            // On the way to the page that explains it, the request is a GET.
            if (!HttpMethods.IsPost(context.Request.Method) || context.Features.Get<IAntiforgeryValidationFeature>() is not { IsValid: false })
                return next(context);
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return Task.CompletedTask;
        });
    }
}

/// <summary>Marks an answer that hands out a file of people.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
internal sealed class SandboxedAttribute : Attribute;

/// <summary>Marks an answer whose address is a secret: it is told to no other site and to no search engine.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
internal sealed class SecretAddressAttribute : Attribute;
