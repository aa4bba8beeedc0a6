using ImprovementBoard.Web.Features.History;

namespace ImprovementBoard.Web.History;

internal static class HistoryRegistration
{
    public static IServiceCollection AddHistory(this IServiceCollection services) => services
        .AddSingleton<HistoryVerifier>()
        .AddSingleton<HistoryKeeper>()
        .AddSingleton<Trail>()
        .AddScoped<SignInQueries>()
        .AddScoped<HistoryQueries>();
}
