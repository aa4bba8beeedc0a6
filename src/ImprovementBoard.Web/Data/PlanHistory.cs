using ImprovementBoard.Core.Actions;
using ImprovementBoard.Core.History;
using ImprovementBoard.Core.Time;
using ImprovementBoard.Web.Features.Actions;

namespace ImprovementBoard.Web.Data;

/// <summary>What the plan of a seeded action would have left in the history: milestones, blocks and proposals. Moves are told by <see cref="SeedHistory"/>.</summary>
internal static class PlanHistory
{
    public static IEnumerable<(DateOnly On, string By, HistoryKind Kind, string What)> Of(ActionItem a)
    {
        foreach (var m in a.Milestones.Where(m => m.RecordedOn is not null))
            yield return (m.RecordedOn!.Value, m.RecordedBy!, HistoryKind.MilestoneDone, $"{m.Title}: done on {Words.Short(m.DoneOn!.Value)}");
        foreach (var r in a.MissedReasons)
            yield return (r.On, r.By, HistoryKind.MilestoneMissed, $"{a.Milestones.Single(m => m.Number == r.Milestone).Title}: {r.Text}");
        foreach (var b in a.Blocks)
        {
            yield return (b.From, b.By, HistoryKind.Blocked, b.InWords());
            if (b.Until is { } until)
                yield return (until, b.EndedBy!, HistoryKind.Unblocked, $"No longer blocked since {Words.Short(b.From)}");
        }
        foreach (var r in a.Recoveries)
            yield return (r.On, r.By, HistoryKind.RecoveryPlanned, $"Back on track by {Words.Short(r.BackBy)}: {r.Text}");
        foreach (var p in a.Proposals)
        {
            yield return (p.ProposedOn, p.ProposedBy, HistoryKind.DatesProposed, $"Proposed: {PlanWords.Moves(p, a)}. {p.Reason}");
            if (p.Outcome == ProposalOutcome.Refused)
                yield return (p.DecidedOn!.Value, p.DecidedBy!, HistoryKind.DatesRefused, $"Refused by decision {p.Decision}: {PlanWords.Moves(p, a)}. {p.Note}");
        }
    }
}
