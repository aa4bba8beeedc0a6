namespace ImprovementBoard.Web.Features.Recommendations;

internal static class RecommendationsRegistration
{
    public static IServiceCollection AddRecommendations(this IServiceCollection services) => services
        .AddScoped<RecommendationQueries>()
        .AddScoped<RecommendationService>();
}
