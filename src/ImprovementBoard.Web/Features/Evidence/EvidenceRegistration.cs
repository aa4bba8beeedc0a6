using ImprovementBoard.Web.Data;

namespace ImprovementBoard.Web.Features.Evidence;

internal static class EvidenceRegistration
{
    public static IServiceCollection AddEvidence(this IServiceCollection services) => services
        .AddAntiforgery()
        .AddSingleton<FileStore>()
        .AddSingleton<EvidenceSweep>()
        .AddSingleton<EvidenceUploads>()
        .AddScoped<EvidenceService>()
        .AddScoped<EvidenceDownloads>()
        .AddScoped<EvidenceQueries>();

    /// <summary>Before the check of form tokens, which would read a whole file into memory to find one.</summary>
    public static void UseEvidenceUploads(this WebApplication app) => EvidenceUploads.Use(app);

    public static void MapEvidenceDownloads(this WebApplication app) => EvidenceDownloads.Map(app);
}
