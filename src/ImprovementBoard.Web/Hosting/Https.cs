using System.Net;

namespace ImprovementBoard.Web.Hosting;

/// <summary>Outside Development nothing is said in the clear.</summary>
internal static class Https
{
    /// <summary>Where HTTPS is found when neither ASPNETCORE_HTTPS_PORT nor an address of the portal's own says so: at a proxy.</summary>
    private const int UsualPort = 443;

    public static IServiceCollection AddHttps(this IServiceCollection services, IConfiguration configuration)
    {
        // A year, and names below the portal's own (ASVS 5.0, 3.4.1).
        services.AddHsts(o => (o.MaxAge, o.IncludeSubDomains) = (TimeSpan.FromDays(365), true));
        return services.AddHttpsRedirection(o =>
        {
            o.RedirectStatusCode = StatusCodes.Status308PermanentRedirect;
            if (configuration["HTTPS_PORT"] is null && configuration["HTTPS_PORTS"] is null && configuration["URLS"]?.Contains("https://", StringComparison.OrdinalIgnoreCase) != true)
                o.HttpsPort = UsualPort;
        });
    }

    /// <summary>
    /// Takes one entry of the forwarded heads: the nearest proxy’s. Where ASPNETCORE_FORWARDEDHEADERS_ENABLED is on the framework takes it before all else, and a second time
    /// would take the next, which the client wrote.
    /// </summary>
    public static void UseForwardedOnce(this WebApplication app)
    {
        if (!string.Equals(app.Configuration["FORWARDEDHEADERS_ENABLED"], "true", StringComparison.OrdinalIgnoreCase))
            app.UseForwardedHeaders();
    }

    /// <summary>A connection that begins on this machine is a proxy that did not say where it comes from: sending it elsewhere would be a circle. A health check follows no redirect.</summary>
    public static void UseHttpsOnly(this WebApplication app)
    {
        if (app.Environment.IsDevelopment())
            return;
        app.UseHsts();
        app.UseWhen(context => context.Connection.RemoteIpAddress is { } from && !IPAddress.IsLoopback(from) && !context.Request.Path.StartsWithSegments("/health", StringComparison.OrdinalIgnoreCase), remote => remote.UseHttpsRedirection());
    }
}
