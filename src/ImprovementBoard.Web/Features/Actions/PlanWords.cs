using ImprovementBoard.Core.Actions;
using ImprovementBoard.Core.Time;

namespace ImprovementBoard.Web.Features.Actions;

/// <summary>Plan facts in words, the same on the page and in the history.</summary>
public static class PlanWords
{
    /// <summary>"£45,000", or "not stated".</summary>
    public static string Cost(ActionTerms? terms) => terms?.CostPounds is { } cost ? $"£{Words.Number(cost)}" : "not stated";

    /// <summary>"transformation fund, agreed", or "not stated".</summary>
    public static string Funding(ActionTerms? terms) => terms?.Funding is { } funding ? $"{funding}, {(terms.FundingAgreed ? "agreed" : "not agreed")}" : "not stated";

    /// <summary>"£45,000, was not stated"; only what stands now where that stood before.</summary>
    public static string Was(string now, string before) => now == before ? now : $"{now}, was {before}";

    /// <summary>Which dates a proposal moves: "due date from 31 Jul 2018 to 28 Sep 2018 and Advert published from 1 Aug 2018 to 3 Sep 2018".</summary>
    public static string Moves(DateProposal proposal, ActionItem action)
    {
        var moves = proposal.Milestones.ConvertAll(m => action.Milestones.Find(x => x.Number == m.Milestone) is { } milestone
            ? $"{milestone.Title} from {Words.Short(Before(proposal, action, milestone))} to {Words.Short(m.To)}" : $"a milestone to {Words.Short(m.To)}");
        if (proposal.NewDue != proposal.FromDue)
            moves.Insert(0, $"due date from {Words.Short(proposal.FromDue)} to {Words.Short(proposal.NewDue)}");
        return Words.List(moves);
    }

    // The date in force when it was proposed; its own move may have been agreed the same day.
    private static DateOnly Before(DateProposal proposal, ActionItem action, Milestone milestone) =>
        action.MilestoneMoves.FindLast(m => m.Milestone == milestone.Number && m.On <= proposal.ProposedOn && (m.On != proposal.DecidedOn || m.Decision != proposal.Decision))?.To ?? milestone.BaselineDate;
}
