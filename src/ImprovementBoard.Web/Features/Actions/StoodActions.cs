using System.Linq.Expressions;
using ImprovementBoard.Core.Actions;
using ImprovementBoard.Core.Ratings;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Data;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.Actions;

/// <summary>An action with how it stands, or stood on the past day that is looked at: what lists filter, sort and count by.</summary>
internal sealed class StoodAction
{
    public required ActionItem Item { get; init; }
    public required DeliveryRating Delivery { get; init; }
    public required DeliveryRating? LeadSays { get; init; }
    public required DeliveryRating? ReviewerSays { get; init; }
    public required int LeadId { get; init; }
    public required DateOnly Due { get; init; }
    public required DateOnly? LastUpdateOn { get; init; }
    public required DateOnly? UpdateDueBy { get; init; }

    /// <summary>False once the lead said it was delivered.</summary>
    public required bool Undelivered { get; init; }

    /// <summary>True once a second person agreed.</summary>
    public required bool SignedOff { get; init; }
}

/// <summary>The one source of lists and counts of actions, for today and for any past day.</summary>
internal static class StoodActions
{
    /// <summary>The actions as they stand for this scope.</summary>
    public static IQueryable<StoodAction> Stood(this BoardDbContext db, ProgrammeScope scope) =>
        scope.LooksBack ? db.StoodOn(scope.Today) : db.Actions.AsNoTracking().Select(a => new StoodAction
        {
            Item = a,
            Delivery = a.Delivery,
            LeadSays = a.LeadSays,
            ReviewerSays = a.ReviewerSays,
            LeadId = a.LeadId,
            Due = a.Due,
            LastUpdateOn = a.LastUpdateOn,
            UpdateDueBy = a.UpdateDueBy,
            Undelivered = a.DeliveredOn == null && a.SignedOffOn == null,
            SignedOff = a.SignedOffOn != null,
        });

    /// <summary>The actions as they stood at the end of a past day.</summary>
    public static IQueryable<StoodAction> StoodOn(this BoardDbContext db, DateOnly day) =>
        db.Standings.AsNoTracking().Where(s => s.Until > day && s.From <= day).Select(s => new StoodAction
        {
            Item = s.Item,
            Delivery = s.Delivery,
            LeadSays = s.LeadSays,
            ReviewerSays = s.ReviewerSays,
            LeadId = s.LeadId,
            Due = s.Due,
            LastUpdateOn = s.LastUpdateOn,
            UpdateDueBy = s.UpdateDueBy,
            Undelivered = s.State == ActionState.NotStarted || s.State == ActionState.InProgress,
            SignedOff = s.State == ActionState.Embedding || s.State == ActionState.Closed,
        });

    /// <summary>The lead or a reviewer sees it otherwise than the rule.</summary>
    public static readonly Expression<Func<StoodAction, bool>> Differs = a => a.LeadSays != null || a.ReviewerSays != null;

    /// <summary>Past its due date and not delivered.</summary>
    public static Expression<Func<StoodAction, bool>> IsLate(DateOnly today) => a => a.Due < today && a.Undelivered;

    /// <summary>
    /// The rows of a list, in its order. What only one row in a hundred pages needs (the reason in words, the strip) is not kept for past
    /// days; it is worked out from the dated facts for the rows shown.
    /// </summary>
    public static async Task<IReadOnlyList<ActionRow>> RowsAsync(this BoardDbContext db, IQueryable<StoodAction> actions, ProgrammeScope scope, CancellationToken ct)
    {
        var today = scope.Today;
        var pending = PlanQueries.Pending(db, today);
        var rows = await (
            from a in actions
            join m in db.Members on a.LeadId equals m.Id
            select new ActionRow(a.Item.Ref, a.Item.Title, m.Title, a.LeadId, a.Delivery, a.Item.DeliveryReason, a.Item.RuleSays, a.LeadSays, a.ReviewerSays, a.Item.Strip, a.Item.BaselineDue, a.Due, a.LastUpdateOn, a.UpdateDueBy, a.Due < today && a.Undelivered, a.Item.Illustrative, a.Item.TimesMoved,
                pending.Where(p => p.ActionItemId == a.Item.Id).Select(p => (DateOnly?)p.NewDue).FirstOrDefault())).ToListAsync(ct);
        var warnings = await PlanQueries.WarningsAsync(db, scope, rows.ConvertAll(r => r.Ref), ct);
        rows = rows.ConvertAll(r => r with { Warnings = [.. warnings[r.Ref]] });
        if (!scope.LooksBack)
            return rows;
        var refs = rows.ConvertAll(r => r.Ref);
        var past = (await db.Actions.AsNoTracking().Include(a => a.Updates).Where(a => refs.Contains(a.Ref)).ToListAsync(ct))
            .ToDictionary(a => a.Ref, a => a.AsAt(today, scope.Programme.UpdateCycleDays));
        return rows.ConvertAll(r => r with { Reason = past[r.Ref].DeliveryReason, RuleSays = past[r.Ref].RuleSays, Strip = past[r.Ref].Strip, TimesMoved = past[r.Ref].TimesMoved });
    }
}
