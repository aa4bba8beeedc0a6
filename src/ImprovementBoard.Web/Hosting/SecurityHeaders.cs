using System.Security.Cryptography;

namespace ImprovementBoard.Web.Hosting;

/// <summary>What a browser may do with an answer (ASVS 5.0, 3.4).</summary>
internal static class SecurityHeaders
{
    // Radzen sets style attributes everywhere; nothing else inline is allowed. The base address is the page's own.
    private const string Rest =
        "style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data:; font-src 'self'; " +
        "connect-src 'self'; form-action 'self'; base-uri 'self'; frame-ancestors 'none'; manifest-src 'self'; object-src 'none'";

    // A file that people attached is never part of the portal, whatever it holds and wherever it is opened.
    private const string Sandbox = "default-src 'none'; frame-ancestors 'none'; sandbox";

    /// <summary>The word that scripts of this one answer carry: a script that somebody smuggled in cannot know it.</summary>
    public static string Nonce(HttpContext context) => (string)(context.Items[typeof(SecurityHeaders)] ??= RandomNumberGenerator.GetHexString(32, lowercase: true));

    public static void UseSecurityHeaders(this WebApplication app) => app.Use((context, next) =>
    {
        context.Response.OnStarting(() =>
        {
            var headers = context.Response.Headers;
            var endpoint = context.GetEndpoint()?.Metadata;
            headers.ContentSecurityPolicy = endpoint?.GetMetadata<SandboxedAttribute>() is null ? Policy(context) : Sandbox;
            headers.XContentTypeOptions = "nosniff";
            headers.XFrameOptions = "DENY";
            headers["Cross-Origin-Opener-Policy"] = headers["Cross-Origin-Resource-Policy"] = "same-origin";
            headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
            var secret = endpoint?.GetMetadata<SecretAddressAttribute>() is not null;
            headers["Referrer-Policy"] = secret ? "no-referrer" : "same-origin";
            if (secret)
                headers["X-Robots-Tag"] = "noindex, nofollow";
            if (context.Response.ContentType?.StartsWith("text/html", StringComparison.Ordinal) == true)
                headers.CacheControl = "no-store";
            return Task.CompletedTask;
        });
        return next(context);
    });

    // Only a page asks for the word; every other answer runs no script at all. What a trusted script loads is trusted too.
    private static string Policy(HttpContext context) =>
        $"default-src 'none'; script-src {(context.Items.TryGetValue(typeof(SecurityHeaders), out var nonce) ? $"'nonce-{nonce}' 'strict-dynamic'" : "'none'")}; {Rest}";
}

/// <summary>Marks an answer that hands out a file of people.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
internal sealed class SandboxedAttribute : Attribute;

/// <summary>Marks an answer whose address is a secret: it is told to no other site and to no search engine, and guesses are slowed down.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
internal sealed class SecretAddressAttribute : Attribute;
