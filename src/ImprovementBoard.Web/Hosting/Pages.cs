using System.IO.Compression;
using ImprovementBoard.Web.Layout;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.ResponseCompression;
using Radzen;

namespace ImprovementBoard.Web.Hosting;

/// <summary>Razor pages: reading is static, doing is interactive (docs/architecture.md).</summary>
internal static class Pages
{
    public static IServiceCollection AddPages(this IServiceCollection services, BoardOptions options)
    {
        services.AddRazorComponents().AddInteractiveServerComponents(o =>
        {
            o.DisconnectedCircuitMaxRetained = 50;
            o.MaxBufferedUnacknowledgedRenderBatches = 5;
            o.JSInteropDefaultCallTimeout = TimeSpan.FromSeconds(15);
        })
        // 32 KiB would end the circuit on a text that is only too long; it must get its sentence instead.
        .AddHubOptions(o => o.MaximumReceiveMessageSize = 256 * 1024);
        services.AddRadzenComponents();
        services.AddBoardHealth();
        services.AddRequestLimits(options);
        services.AddExceptionHandler<FaultLog>();
        services.AddSingleton<Refusals>();
        services.Configure<ForwardedHeadersOptions>(o => o.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto);
        services.AddResponseCompression(o =>
        {
            // The pages hold no secret beside attacker-chosen text but the antiforgery token, which is masked anew in every answer.
            o.EnableForHttps = true;
            o.Providers.Add<BrotliCompressionProvider>();
            o.Providers.Add<GzipCompressionProvider>();
        });
        services.Configure<BrotliCompressionProviderOptions>(o => o.Level = CompressionLevel.Fastest);
        return services;
    }

    public static void MapPages(this WebApplication app) => app
        .MapRazorComponents<App>()
        .AddInteractiveServerRenderMode(o => o.ContentSecurityFrameAncestorsPolicy = "'none'")
        .RequireAuthorization();
}
