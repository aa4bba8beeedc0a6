namespace ImprovementBoard.Web.Features.Actions;

internal static class ActionsRegistration
{
    public static IServiceCollection AddActions(this IServiceCollection services) => services
        .AddSingleton<DeliveryRatings>()
        .AddScoped<ActionService>()
        .AddScoped<PlanService>()
        .AddScoped<PlanQueries>()
        .AddScoped<ActionQueries>()
        .AddScoped<DraftService>()
        .AddScoped<DraftQueries>();
}
