using ImprovementBoard.Core.Forecasts;
using ImprovementBoard.Core.Packs;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.Actions;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.Forecasts;

/// <summary>The forecast of one recommendation.</summary>
public sealed record RecommendationForecast(string Ref, string ShortTitle, PlanForecast Forecast);

/// <summary>Everything the page about pace shows.</summary>
public sealed record PaceView(PlanForecast Plan, LineChart BurnUp, UpdatesOnTime Updates, IReadOnlyList<RecommendationForecast> Recommendations);

/// <summary>Reads dates and makes forecasts of them: no text, no whole action, and nothing dated after the day looked at.</summary>
public sealed class ForecastQueries(BoardDatabase database)
{
    /// <summary>The forecast of the whole plan.</summary>
    public Task<PlanForecast> OfPlanAsync(ProgrammeScope scope, CancellationToken ct = default) => OfAsync(scope, null, ct);

    /// <summary>The forecast of the actions that answer one recommendation.</summary>
    public Task<PlanForecast> OfRecommendationAsync(ProgrammeScope scope, int recommendationId, CancellationToken ct = default) => OfAsync(scope, recommendationId, ct);

    /// <summary>The forecast of the plan and of every recommendation, the burn-up, and how many updates were on time.</summary>
    public async Task<PaceView> PaceAsync(ProgrammeScope scope, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        var (started, today) = (scope.Programme.StartedOn, scope.Today);
        var from = today.AddDays(-PlanForecast.LongestWindowDays);
        var read = await db.Stood(scope).Select(a => new
        {
            a.Item.Id,
            a.Item.AddedOn,
            a.Item.BaselineDue,
            a.Due,
            a.Item.StartedOn,
            a.Item.DeliveredOn,
            a.Item.SignedOffOn,
            Rounds = a.Item.EarlierRounds,
            UpdatedBefore = a.Item.Updates.Where(u => u.On < from && !(u.Returned && u.ReviewedOn <= today)).OrderByDescending(u => u.On).Select(u => (DateOnly?)u.On).FirstOrDefault(),
        }).ToListAsync(ct);
        // From the actions to their updates, because the index of updates is by action and day.
        var updates = (await db.Actions.SelectMany(a => a.Updates.Where(u => u.On >= from && u.On <= today && !(u.Returned && u.ReviewedOn <= today)), (a, u) => new { a.Id, u.On }).ToListAsync(ct)).ToLookup(u => u.Id, u => u.On);
        var answers = await db.Stood(scope).SelectMany(a => a.Item.Recommendations, (a, r) => new { Action = a.Item.Id, Recommendation = r.Id }).ToListAsync(ct);
        var recommendations = await db.Recommendations.OrderBy(r => r.Order).Select(r => new { r.Id, r.Ref, r.ShortTitle }).ToListAsync(ct);

        var actions = read.ToDictionary(a => a.Id, a => new ForecastAction(a.AddedOn, a.BaselineDue, a.Due, SignOff.Of(a.SignedOffOn, a.Rounds)));
        var onTime = UpdatesOnTime.None;
        foreach (var a in read)
        {
            var days = a.UpdatedBefore is { } before ? updates[a.Id].Prepend(before) : updates[a.Id];
            onTime += UpdatesOnTime.Of(WorkSpell.Of(a.StartedOn, a.DeliveredOn ?? a.SignedOffOn, a.Rounds), [.. days], scope.Programme.UpdateCycleDays, from, today);
        }
        var byRecommendation = answers.ToLookup(x => x.Recommendation, x => actions[x.Action]);
        return new(
            PlanForecast.Of(actions.Values, started, today),
            BurnUp.Of(actions.Values, started, today),
            onTime,
            recommendations.ConvertAll(r => new RecommendationForecast(r.Ref, r.ShortTitle, PlanForecast.Of([.. byRecommendation[r.Id]], started, today))));
    }

    private async Task<PlanForecast> OfAsync(ProgrammeScope scope, int? recommendationId, CancellationToken ct)
    {
        await using var db = database.Open(scope.Id);
        var today = scope.Today;
        var window = PlanForecast.WindowOn(scope.Programme.StartedOn, today);
        var stood = db.Stood(scope);
        if (recommendationId is { } id)
            stood = stood.Where(a => a.Item.Recommendations.Any(r => r.Id == id));
        // One query, and each count read from an index alone: as a group they would be sorted first. Tied to the programme, or each would be asked for by itself.
        var counts = await db.Programmes.Where(p => p.Id == scope.Id).Select(p => new
        {
            All = stood.Count(a => a.Item.ProgrammeId == p.Id),
            SignedOff = stood.Count(a => a.Item.ProgrammeId == p.Id && a.SignedOff),
            NeededBy = stood.Where(a => a.Item.ProgrammeId == p.Id && !a.SignedOff).Max(a => (DateOnly?)a.Due),
        }).SingleAsync(ct);
        return PlanForecast.Of(new PaceCounts(today, window, counts.All, counts.SignedOff, await LatelyAsync(stood, scope, window, ct), counts.NeededBy));
    }

    private static async Task<int> LatelyAsync(IQueryable<StoodAction> stood, ProgrammeScope scope, int window, CancellationToken ct)
    {
        var (today, from) = (scope.Today, scope.Today.AddDays(-window));
        if (!scope.LooksBack)
            return await stood.CountAsync(a => a.Item.SignedOffOn > from && a.Item.SignedOffOn <= today, ct);
        // Looking back, the sign-off that stood may have been undone since, and then the rounds tell its day.
        var signed = await stood.Where(a => a.SignedOff && (a.Item.SignedOffOn == null || a.Item.SignedOffOn > from))
            .Select(a => new { a.Item.SignedOffOn, Rounds = a.Item.EarlierRounds }).ToListAsync(ct);
        return signed.Count(a => SignOff.Of(a.SignedOffOn, a.Rounds).Any(s => s.StoodOn(today) && PlanForecast.IsLately(s.On, window, today)));
    }
}

internal static class ForecastsRegistration
{
    public static IServiceCollection AddForecasts(this IServiceCollection services) => services.AddScoped<ForecastQueries>();
}
