using ImprovementBoard.Web.Features.Packs;
using ImprovementBoard.Web.Hosting;

namespace ImprovementBoard.Web.Features.Distribution;

internal static class DistributionRegistration
{
    public static IServiceCollection AddDistribution(this IServiceCollection services) => services
        .AddSingleton<PackSender>()
        .AddScoped<DistributionService>()
        .AddScoped<DeliveryService>()
        .AddScoped<DistributionQueries>()
        .AddScoped<PackLinks>();

    /// <summary>A POST, because programs that check mails open every link in them and would be counted as readers.</summary>
    public static void MapPackLinks(this WebApplication app) => app.MapForm($"{Urls.PackLink}{{secret}}/download", async (string secret, PackLinks links, HttpContext context, CancellationToken ct) =>
    {
        (LinkView Link, byte[] File)? found;
        try
        {
            found = await links.DownloadAsync(secret, ct);
        }
        catch (DamagedException)
        {
            return Results.Redirect($"{Urls.PackLink}{Uri.EscapeDataString(secret)}?damaged=true");
        }
        if (found is not { } pack)
            return Results.Redirect($"{Urls.PackLink}{Uri.EscapeDataString(secret)}");
        context.Response.Headers.CacheControl = "private, no-store";
        return Results.File(pack.File, "application/pdf", $"{pack.Link.Programme.Slug}-{pack.Link.Audience}-{pack.Link.Label.Replace(' ', '-')}.pdf".ToLowerInvariant());
    }).AllowAnonymous().WithMetadata(new SecretAddressAttribute());
}
