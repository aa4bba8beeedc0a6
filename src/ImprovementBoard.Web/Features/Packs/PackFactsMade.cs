using ImprovementBoard.Core.Actions;
using ImprovementBoard.Core.Evidence;
using ImprovementBoard.Core.Forecasts;
using ImprovementBoard.Core.Packs;
using ImprovementBoard.Core.Periods;
using ImprovementBoard.Core.Programmes;
using ImprovementBoard.Core.Ratings;
using ImprovementBoard.Core.Readiness;
using ImprovementBoard.Core.Recommendations;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.Evidence;
using ImprovementBoard.Web.Features.Readiness;
using ImprovementBoard.Web.Features.Visits;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.Packs;

/// <summary>Facts of a pack that are worked out of the plan rather than read from it: pace, what inspectors said, what stands behind claims.</summary>
internal static class PackFactsMade
{
    /// <summary>Pace, from actions rated for the position date.</summary>
    public static PaceFacts Pace(Programme programme, DateOnly position, IReadOnlyList<ActionItem> actions, IReadOnlyList<Recommendation> recommendations)
    {
        var facts = actions.ToDictionary(a => a.Id, a => new ForecastAction(a.AddedOn, a.BaselineDue, a.Due, SignOff.Of(a.SignedOffOn, a.EarlierRounds)));
        var from = position.AddDays(-PlanForecast.LongestWindowDays);
        var updates = actions.Aggregate(UpdatesOnTime.None, (sum, a) => sum + UpdatesOnTime.Of(
            WorkSpell.Of(a.StartedOn, a.DeliveredOn ?? a.SignedOffOn, a.EarlierRounds),
            [.. a.Updates.Where(u => u.On <= position && !(u.Returned && u.ReviewedOn <= position)).Select(u => u.On)], programme.UpdateCycleDays, from, position));
        return new(
            PlanForecast.Of(facts.Values, programme.StartedOn, position).Counts,
            BurnUp.Of(facts.Values, programme.StartedOn, position),
            updates.InTime,
            updates.FellDue,
            [.. recommendations.Select(r => new RecommendationPace(r.Ref, PlanForecast.Of([.. r.Actions.Select(a => facts[a.Id])], programme.StartedOn, position).Counts))]);
    }

    /// <summary>The visit matrix as it was known on the position date.</summary>
    public static async Task<MatrixFacts> MatrixAsync(BoardDbContext db, ProgrammeScope scope, CancellationToken ct)
    {
        var view = await MatrixQueries.GetAsync(db, scope, new(null, null, MatrixRows.All, Later: false), ct);
        return new(
            [.. view.Occasions.Select(o => new OccasionFact(o.ShortTitle, o.Dates, view.Silent.Contains(o.Ref)))],
            [.. view.Rows.Select(r => new MatrixRowFact(r.Ref, [.. r.Cells.Select(c => c.Cell)], r.LookedAt, r.SaidAgain))],
            view.Visits,
            view.Untested);
    }

    /// <summary>Every claim that an action is delivered or that a recommendation makes a difference, with its evidence.</summary>
    public static async Task<IReadOnlyList<ClaimFact>> ClaimsAsync(BoardDbContext db, DateOnly position, IReadOnlyList<ActionItem> actions, IReadOnlyList<Recommendation> recommendations, CancellationToken ct)
    {
        var evidence = await EvidenceQueries.Standing(db.Evidence, position)
            .OrderBy(e => e.Id)
            .Select(e => new { e.ActionItemId, e.RecommendationId, e.Strength, e.DatedOn, e.SampleSize, e.Sensitivity })
            .ToListAsync(ct);
        IReadOnlyList<ProofFact> Proofs(Func<int?, int?, bool> bears) =>
            [.. evidence.Where(e => bears(e.ActionItemId, e.RecommendationId)).Select(e => new ProofFact(e.Strength, e.DatedOn, e.SampleSize, e.Sensitivity == Sensitivity.Confidential))];
        return
        [
            .. actions.Where(a => a.StateOn(position) >= ActionState.AwaitingSignOff)
                .Select(a => new ClaimFact(a.Ref, a.Title, a.StateOn(position) == ActionState.AwaitingSignOff ? "Delivered" : "Delivered and signed off", Proofs((action, _) => action == a.Id), a.Illustrative)),
            .. recommendations.Where(r => r.JudgementOn(position)?.Level >= ImpactRating.EarlySigns)
                .Select(r => new ClaimFact(r.Ref, r.ShortTitle, ImpactLook.Of(r.JudgementOn(position)!.Level).Word, Proofs((action, recommendation) => recommendation == r.Id || r.Actions.Exists(a => a.Id == action)), r.JudgementOn(position)!.Illustrative)),
        ];
    }

    /// <summary>The gate of the period in which the day lies; a pack with its own rhythm prints that of its position date.</summary>
    public static async Task<ReadinessReport> GateAsync(BoardDbContext db, ReadinessFacts facts, CancellationToken ct)
    {
        var period = await db.Periods.Where(p => p.AddedOn <= facts.Day && p.OpensOn <= facts.Day && p.CutOffOn >= facts.Day).Select(p => new { p.Id, p.MeetingOn }).FirstOrDefaultAsync(ct);
        return period is null
            ? ReadinessReport.Of(null, facts, [])
            : ReadinessReport.Of(ReportingPeriod.NameOf(period.MeetingOn), facts, [.. (await ReadinessReader.WaiversAsync(db, period.Id, facts.Day, ct)).Select(w => w.Fact())]);
    }
}
