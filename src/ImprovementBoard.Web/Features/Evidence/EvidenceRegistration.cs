using ImprovementBoard.Web.Data;

namespace ImprovementBoard.Web.Features.Evidence;

internal static class EvidenceRegistration
{
    public static IServiceCollection AddEvidence(this IServiceCollection services) => services
        .AddSingleton<FileStore>()
        .AddScoped<EvidenceQueries>();
}
