using ImprovementBoard.Core.Packs;
using ImprovementBoard.Web.Features.Packs;
using ImprovementBoard.Web.Features.Packs.Edition;
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

    /// <summary>POSTs, because programs that check mails open every link in them and would be counted as readers.</summary>
    public static void MapPackLinks(this WebApplication app)
    {
        app.MapForm($"{Urls.PackLink}{{secret}}/download", (string secret, PackLinks links, HttpContext context, CancellationToken ct) => AnswerAsync(secret, context, async () =>
            await links.DownloadAsync(secret, ct) is { } pack ? Results.File(pack.File, "application/pdf", NameOf(pack.Link, ".pdf")) : null)).AllowAnonymous().WithMetadata(new SecretAddressAttribute());
        app.MapForm($"{Urls.PackLink}{{secret}}/tables", (string secret, PackLinks links, HttpContext context, CancellationToken ct) => AnswerAsync(secret, context, async () =>
            await links.ReadAsync(secret, PackForm.Workbook, ct) is { } pack ? Results.File(PackWorkbook.Make(pack.Content, pack.Note), EditionDownloads.Xlsx, NameOf(pack.Link, "-tables.xlsx")) : null)).AllowAnonymous().WithMetadata(new SecretAddressAttribute());
    }

    // What is refused is told by the page of the link.
    private static async Task<IResult> AnswerAsync(string secret, HttpContext context, Func<Task<IResult?>> file)
    {
        try
        {
            if (await file() is { } found)
            {
                context.Response.Headers.CacheControl = "private, no-store";
                return found;
            }
        }
        catch (DamagedException)
        {
            return Results.Redirect($"{Urls.PackLink}{Uri.EscapeDataString(secret)}?damaged=true");
        }
        return Results.Redirect($"{Urls.PackLink}{Uri.EscapeDataString(secret)}");
    }

    private static string NameOf(LinkView link, string ending) => $"{link.Programme.Slug}-{link.Audience}-{link.Label.Replace(' ', '-')}{ending}".ToLowerInvariant();
}
