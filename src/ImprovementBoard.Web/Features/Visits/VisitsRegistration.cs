namespace ImprovementBoard.Web.Features.Visits;

internal static class VisitsRegistration
{
    public static IServiceCollection AddVisits(this IServiceCollection services) => services.AddScoped<VisitQueries>().AddScoped<MatrixQueries>().AddScoped<FindingQueries>().AddScoped<VisitService>().AddScoped<CorrectionService>();
}
