using ImprovementBoard.Core.Ratings;
using ImprovementBoard.Core.Time;

namespace ImprovementBoard.Core.Packs;

/// <summary>
/// Facts as an audience may read them. What an edition may not say is taken out of its facts before they are stored, so that no page, table
/// or file made of them can say it.
/// </summary>
public static class Narrowed
{
    /// <summary>The facts for an edition: confidential evidence for the commissioner only; for everybody, no names of posts and no words of persons.</summary>
    public static PackFacts For(PackFacts facts, Audience audience)
    {
        var narrowed = facts with { Audience = audience, Sections = [.. PackEdition.Of(audience).Parts.Select(p => p.Key)] };
        return audience switch
        {
            Audience.Commissioner => narrowed,
            Audience.Public => Public(WithoutConfidential(narrowed)),
            _ => WithoutConfidential(narrowed),
        };
    }

    private static PackFacts WithoutConfidential(PackFacts facts) => facts with
    {
        Claims = facts.Claims?.Select(c => c with { Proofs = [.. c.Proofs.Where(p => !p.Confidential)] }).ToList(),
    };

    private static PackFacts Public(PackFacts facts) => facts with
    {
        Recommendations = [.. facts.Recommendations.Select(r => r with
        {
            Owner = r.OwnerAgency ?? "–",
            Standing = r.Standing is { } s ? s with { StateReason = "", Impact = s.Impact is { } i ? i with { By = "", Reason = "" } : null } : null,
        })],
        Actions = [.. facts.Actions.Select(a => a with
        {
            Lead = a.LeadAgency ?? "–",
            // The reason may quote a lead or a reviewer, or name a post.
            Reason = a.Rating == DeliveryRating.Complete ? "Signed off" : $"Due {Words.Short(a.Due)}, {(a.Rating == DeliveryRating.OffTrack && a.Forecast <= a.Due && a.Due < facts.PositionAsAt ? "not delivered and no later date forecast" : $"forecast {Words.Short(a.Forecast)}")}",
            LastUpdate = null,
            Recovery = null,
            Blocked = null,
            DueMoves = [.. a.DueMoves.Select(m => m with { Reason = "", Decision = "" })],
        })],
        LatestVisit = facts.LatestVisit is null || facts.LatestVisitPublished ? facts.LatestVisit : "not shown: its letter is not published yet",
        Readiness = null,
        LeftOut = [.. LeftOut(facts).Where(l => l.Count != 0)],
    };

    private static IEnumerable<LeftOutFact> LeftOut(PackFacts facts) =>
    [
        new("What leads wrote in their latest updates", facts.Actions.Count(a => a.LastUpdate is not null), "They are written for the board, and could name or describe a child or a member of staff."),
        new("Recovery plans that leads wrote", facts.Actions.Count(a => a.Recovery is not null), "They were written for the board."),
        new("Reasons and decisions behind moved due dates", facts.Actions.Sum(a => a.DueMoves.Count), "They were written for the board. What moved since the last edition stands in section 2."),
        new("Reasons of judgements about impact", facts.Recommendations.Count(r => r.Standing?.Impact is not null), "The level is shown; the reasons were written for the board."),
        new("Reasons behind the ratings of actions", facts.Actions.Count, "The rule is printed; a reason may quote a lead."),
        new("Posts that lead or own the work", facts.Actions.Select(a => a.Lead).Concat(facts.Recommendations.Select(r => r.Owner)).Distinct().Count(), "The agency is shown instead: a post can be one person."),
        new("The latest visit by inspectors", facts.LatestVisit is null || facts.LatestVisitPublished ? 0 : 1, "Its letter is not published yet."),
        new("Samples of 1 to 5 files or people", facts.Claims?.SelectMany(c => c.Proofs).Count(p => p.Sample is { } n && SmallNumbers.Hides(n)) ?? 0, "Somebody could be recognised."),
        new("The forecast of each recommendation", facts.Pace?.Recommendations.Count ?? 0, "The pace of the whole plan is shown; a single recommendation has too few sign-offs to say much."),
        new("Confidential evidence", null, "Whether there is any is not said."),
        new("What the readiness checks found", facts.Readiness?.Items().Count() ?? 0, "They are between the programme office and those who report to it."),
        new("The table of every action", facts.Actions.Count, "Their ratings are counted; a recommendation is as late as its latest action."),
    ];
}
