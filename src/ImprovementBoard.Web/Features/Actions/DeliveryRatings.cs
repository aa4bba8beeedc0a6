using ImprovementBoard.Core.Actions;
using ImprovementBoard.Core.History;
using ImprovementBoard.Core.Programmes;
using ImprovementBoard.Core.Ratings;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.History;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.Actions;

/// <summary>
/// Keeps the stored ratings true. They are stored so that lists filter and sort in SQL; they change when an action changes and when
/// a day passes. The nightly job rings here, and so does the first visitor of a day, so a missed job changes nothing.
/// </summary>
public sealed class DeliveryRatings(BoardDatabase database, TimeProvider clock)
{
    /// <summary>Rates the whole programme again when its ratings are older than <paramref name="today"/>.</summary>
    public async Task BringUpToDateAsync(Programme programme, DateOnly today, CancellationToken ct = default)
    {
        if (programme.RatedOn == today)
            return;
        await using var db = database.Open(programme.Id);
        db.KeepVersions = true;
        // Of two visitors of the same morning, the slower one waits here and then finds the work done.
        await using var transaction = await db.LockProgrammeAsync(ct);
        var current = await db.Programmes.SingleAsync(p => p.Id == programme.Id, ct);
        if (current.RatedOn == today)
            return;
        var actions = await db.Actions.Include(a => a.Updates).Include(a => a.Recommendations).AsSplitQuery().ToListAsync(ct);
        foreach (var action in actions)
            Rate(db, action, today, current.UpdateCycleDays);
        RollUp(db, await db.Recommendations.Include(r => r.Actions).AsSplitQuery().ToListAsync(ct), today);
        current.RatedOn = today;
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
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
    public void RollUp(BoardDbContext db, IEnumerable<Core.Recommendations.Recommendation> recommendations, DateOnly today)
    {
        foreach (var recommendation in recommendations)
        {
            var before = recommendation.Delivery;
            recommendation.Rate(today);
            if (recommendation.Delivery != before)
                db.RecordMove(recommendation.ProgrammeId, clock.GetUtcNow(), today, Subject.Recommendation, recommendation.Ref, before, recommendation.Delivery, recommendation.DeliveryReason);
        }
    }

    private void Rate(BoardDbContext db, ActionItem action, DateOnly today, int cycleDays)
    {
        var before = action.Delivery;
        action.Rate(today, cycleDays);
        Note(db, action, before, today);
    }
}
