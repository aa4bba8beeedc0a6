using ImprovementBoard.Core.Actions;
using ImprovementBoard.Core.History;
using ImprovementBoard.Core.Programmes;
using ImprovementBoard.Core.Ratings;
using ImprovementBoard.Core.Recommendations;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.Flags;
using ImprovementBoard.Web.History;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.Actions;

/// <summary>
/// Keeps the stored ratings true. They are stored so that lists filter and sort in SQL; they change when an action changes and when
/// a day passes. The nightly job rings here, and so does the first visitor of a day, so a missed job changes nothing.
/// </summary>
public sealed class DeliveryRatings(BoardDatabase database, TimeProvider clock)
{
    /// <summary>Rates the whole programme again, and works out its flags, when they are older than <paramref name="today"/>.</summary>
    public async Task BringUpToDateAsync(Programme programme, DateOnly today, CancellationToken ct = default)
    {
        if (programme.RatedOn == today && programme.FlaggedOn == today)
            return;
        await using var db = database.Open(programme.Id);
        db.KeepVersions = true;
        // Of two visitors of the same morning, the slower one waits here and then finds the work done.
        await using var transaction = await db.LockProgrammeAsync(ct);
        var current = await db.Programmes.SingleAsync(p => p.Id == programme.Id, ct);
        if (current.RatedOn != today)
            await CatchUpAsync(db, current, today, ct);
        await db.SaveChangesAsync(ct);
        if (current.FlaggedOn != today)
            await db.KeepAllFlagsAsync(current.FlaggedOn, today, ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>
    /// Rates every day that has passed since the last rating, one after the other, so that what moved on a day when nobody rang is noted
    /// for that day. Where no standing was ever kept, they are made up from the dated facts, from the programme's start.
    /// </summary>
    public async Task CatchUpAsync(BoardDbContext db, Programme programme, DateOnly today, CancellationToken ct = default)
    {
        var actions = await db.Actions.Include(a => a.Updates).Include(a => a.Recommendations).AsSplitQuery().ToListAsync(ct);
        var recommendations = await db.Recommendations.Include(r => r.Actions).AsSplitQuery().ToListAsync(ct);
        var open = await db.OpenStandingsAsync(actions, ct);
        var last = programme.RatedOn;
        var first = open.Count == 0 ? programme.StartedOn : last?.AddDays(1) ?? today;
        for (var day = first; day <= today; day = day.AddDays(1))
        {
            var moved = new HashSet<ActionItem>();
            foreach (var action in actions)
            {
                var before = action.Delivery;
                action.Rate(day, programme.UpdateCycleDays);
                if (db.Stand(open, action, day))
                    moved.Add(action);
                if (day > last)
                    Note(db, action, before, day);
            }
            // On a day between, only what an action of its own moved can have moved a recommendation.
            foreach (var recommendation in recommendations.Where(r => day == first || day == today || r.Actions.Exists(moved.Contains)))
            {
                var before = recommendation.Delivery;
                recommendation.Rate(day);
                if (day > last)
                    Note(db, recommendation, before, day);
            }
        }
        programme.RatedOn = today;
    }

    /// <summary>Rates every programme; the nightly job.</summary>
    public async Task BringAllUpToDateAsync(CancellationToken ct)
    {
        await using var db = database.OpenWithoutProgramme();
        foreach (var programme in await db.Programmes.AsNoTracking().ToListAsync(ct))
            await BringUpToDateAsync(programme, programme.Today(clock.GetUtcNow()), ct);
    }

    /// <summary>Notes a changed rating of an action in the history. <paramref name="before"/> is the rating it had.</summary>
    public void Note(BoardDbContext db, ActionItem action, DeliveryRating before, DateOnly today)
    {
        if (action.Delivery != before)
            db.RecordMove(action.ProgrammeId, clock.GetUtcNow(), today, Subject.Action, action.Ref, before, action.Delivery, action.DeliveryReason, action.Illustrative);
    }

    /// <summary>Rolls ratings up to recommendations, whose actions must be loaded and rated.</summary>
    public void RollUp(BoardDbContext db, IEnumerable<Recommendation> recommendations, DateOnly today)
    {
        foreach (var recommendation in recommendations)
        {
            var before = recommendation.Delivery;
            recommendation.Rate(today);
            Note(db, recommendation, before, today);
        }
    }

    private void Note(BoardDbContext db, Recommendation recommendation, DeliveryRating before, DateOnly today)
    {
        if (recommendation.Delivery != before)
            db.RecordMove(recommendation.ProgrammeId, clock.GetUtcNow(), today, Subject.Recommendation, recommendation.Ref, before, recommendation.Delivery, recommendation.DeliveryReason, recommendation.Actions.Exists(a => a.Illustrative));
    }
}
