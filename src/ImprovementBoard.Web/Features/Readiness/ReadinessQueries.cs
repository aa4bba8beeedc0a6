using ImprovementBoard.Core.Periods;
using ImprovementBoard.Core.Programmes;
using ImprovementBoard.Core.Readiness;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.Packs;
using ImprovementBoard.Web.Features.Periods;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.Readiness;

/// <summary>The gate of one period.</summary>
/// <param name="Report">What it says, or null before the period opens.</param>
/// <param name="Waivers">Those that stand, with what withdrawing one needs.</param>
public sealed record ReadinessView(string Key, string Name, DateOnly OpensOn, DateOnly CutOffOn, ReadinessReport? Report, IReadOnlyList<ReadinessWaiver> Waivers);

/// <summary>Reads what the gate of a period says.</summary>
internal sealed class ReadinessQueries(BoardDatabase database)
{
    /// <summary>The gate of a period on the programme's date, or null where there is no such period.</summary>
    public async Task<ReadinessView?> FindAsync(ProgrammeScope scope, string key, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        if (await db.Periods.AsNoTracking().SingleOrDefaultAsync(p => p.Key == key && p.AddedOn <= scope.Today, ct) is not { } period)
            return null;
        var report = period.StageOn(scope.Today) == PeriodStage.Planned ? null : await GetAsync(db, scope, period, ct);
        var dates = (await PeriodQueries.RowsAsync(db, scope, ct)).Single(p => p.Key == key);
        return new(period.Key, dates.Name, dates.OpensOn, dates.CutOffOn, report, await ReadinessReader.WaiversAsync(db, period.Id, scope.Today, ct));
    }

    /// <summary>Key and name of the next period that reports to a meeting, or null.</summary>
    public async Task<(string Key, string Name)?> NextAsync(ProgrammeScope scope, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        return (await PeriodQueries.RowsAsync(db, scope, ct)).FirstOrDefault(p => p.OpensOn <= scope.Today && p.MeetingOn >= scope.Today) is { } next ? (next.Key, next.Name) : null;
    }

    /// <inheritdoc cref="RefusalAsync(BoardDbContext, Programme, string, DateOnly, CancellationToken)"/>
    public async Task<string?> RefusalAsync(ProgrammeScope scope, string periodKey, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        return await RefusalAsync(db, scope.Programme, periodKey, scope.Today, ct);
    }

    /// <summary>Why packs of a period cannot be prepared or issued, or null when they can. What follows no reporting calendar has no gate.</summary>
    public static async Task<string?> RefusalAsync(BoardDbContext db, Programme programme, string periodKey, DateOnly today, CancellationToken ct) =>
        await db.Periods.AsNoTracking().SingleOrDefaultAsync(p => p.Key == periodKey, ct) is { } period ? (await OfAsync(db, programme, period, today, ct)).Refusal() : null;

    /// <summary>What the gate of a period says on the programme's date.</summary>
    public static Task<ReadinessReport> GetAsync(BoardDbContext db, ProgrammeScope scope, ReportingPeriod period, CancellationToken ct) => OfAsync(db, scope.Programme, period, scope.Today, ct);

    /// <summary>
    /// The same for a job. Up to the cut-off it tells what is missing on the day; after it, what became of everything that was missing at the
    /// cut-off. With the meeting a period is over: what is put right later does not change its gate, a waiver still does.
    /// </summary>
    public static async Task<ReadinessReport> OfAsync(BoardDbContext db, Programme programme, ReportingPeriod period, DateOnly day, CancellationToken ct)
    {
        List<WaiverFact> waivers = [.. (await ReadinessReader.WaiversAsync(db, period.Id, day, ct)).Select(w => w.Fact())];
        var last = day < period.MeetingOn ? day : period.MeetingOn;
        var now = await ReadinessReader.FactsAsync(db, programme.UpdateCycleDays, last, ct);
        if (day <= period.CutOffOn)
            return ReadinessReport.Of(period.Name, now, waivers);
        // A period that was frozen before there was a gate is looked at again as at its cut-off.
        var found = (period.FactsJson is { } json ? PackFactsReader.FromJson(json).Readiness : null)
            ?? ReadinessReport.Of(period.Name, await ReadinessReader.FactsAsync(db, programme.UpdateCycleDays, period.CutOffOn, ct), []);
        return found.AsOf(day, now, waivers);
    }
}

internal static class ReadinessRegistration
{
    public static IServiceCollection AddReadiness(this IServiceCollection services) => services
        .AddScoped<ReadinessService>()
        .AddScoped<ReadinessQueries>();
}
