using ImprovementBoard.Core.Actions;
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
            Audience.Public => Public(Publishable(WithoutConfidential(narrowed))),
            _ => WithoutConfidential(narrowed),
        };
    }

    private static PackFacts WithoutConfidential(PackFacts facts) => facts with
    {
        Claims = facts.Claims?.Select(c => c with { Proofs = [.. c.Proofs.Where(p => !p.Confidential)] }).ToList(),
    };

    // A rating keeps counting an action that is left out; its reference and its words are in nothing. Nor in what is compared: it would be told as removed from the plan.
    private static PackFacts Publishable(PackFacts facts)
    {
        var exempt = facts.Actions.Where(a => a.NotForPublication).Select(a => a.Ref).ToHashSet(StringComparer.Ordinal);
        return exempt.Count == 0 ? facts : facts with
        {
            Recommendations = [.. facts.Recommendations.Select(r => exempt.Overlaps(r.Actions) ? r with { Actions = [.. r.Actions.Except(exempt)], Reason = ExemptActions.Rating } : r)],
            Actions = [.. facts.Actions.Where(a => !exempt.Contains(a.Ref))],
            Claims = facts.Claims?.Where(c => !exempt.Contains(c.Ref)).ToList(),
            Previous = facts.Previous is { } p ? p with { Actions = p.Actions.Where(a => !exempt.Contains(a.Key)).ToDictionary() } : null,
            LeftOut = [new("Actions that are not for publication", exempt.Count, "The programme office keeps them out, with a reason in the record. They count in the pace of the whole plan and in the ratings of recommendations.")],
        };
    }

    private static PackFacts Public(PackFacts facts) => facts with
    {
        Recommendations = [.. facts.Recommendations.Select(r => r with
        {
            Owner = r.OwnerAgency ?? "–",
            // No state either: “reopened” can rest on a letter that is not published.
            Standing = r.Standing is { } s ? s with { State = default, StateReason = "", StateSince = null, Impact = s.Impact is { } i ? i with { By = "", Reason = "" } : null } : null,
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
        LatestVisit = facts.PublishedVisit,
        Matrix = null,
        Direction = null,
        Readiness = null,
        LeftOut = [.. facts.LeftOut ?? [], .. LeftOut(facts).Where(l => l.Count != 0)],
    };

    private static IEnumerable<LeftOutFact> LeftOut(PackFacts facts) =>
    [
        new("What leads wrote in their latest updates", facts.Actions.Count(a => a.LastUpdate is not null), "They are written for the board, and could name or describe a child or a member of staff."),
        new("Recovery plans that leads wrote", facts.Actions.Count(a => a.Recovery is not null), "They were written for the board."),
        new("Reasons and decisions behind moved due dates", facts.Actions.Sum(a => a.DueMoves.Count), "They were written for the board. What moved since the last edition stands in section 2."),
        new("Reasons of judgements about impact", facts.Recommendations.Count(r => r.Standing?.Impact is not null), "The level is shown; the reasons were written for the board."),
        new("Reasons behind the ratings of actions", facts.Actions.Count, "The rule is printed; a reason may quote a lead."),
        new("Posts that lead or own the work", facts.Actions.Select(a => a.Lead).Concat(facts.Recommendations.Select(r => r.Owner)).Distinct().Count(), "The agency is shown instead: a post can be one person."),
        new("What stands in the way, and who must decide", facts.Actions.Count(a => a.Blocked is not null), "It is asked of the board."),
        new("What leads and reviewers say beside the rule", facts.Actions.Count(a => Voices.Beside(a.Rating, a.RuleSays, a.LeadSays, a.ReviewerSays).Any()), "The rating in force is shown."),
        new("States of recommendations, and their reasons", facts.Recommendations.Count(r => r.Standing is not null), "A reason may rest on a letter that is not published yet."),
        new("What inspectors said of each recommendation, visit by visit", facts.Matrix?.Rows.Count ?? 0, "Published letters are read on the pages of Ofsted; others are not ours to tell."),
        new("Visits by inspectors whose letter is not published", null, "Whether there was one is not said."),
        new("What the direction requires, in its words", facts.Direction is null ? 0 : 1, "The Department for Education publishes it."),
        new("Samples of 1 to 5 files or people", facts.Claims?.SelectMany(c => c.Proofs).Count(p => p.Sample is { } n && SmallNumbers.Hides(n)) ?? 0, "Somebody could be recognised."),
        new("The forecast of each recommendation", facts.Pace?.Recommendations.Count ?? 0, "The pace of the whole plan is shown; a single recommendation has too few sign-offs to say much."),
        new("Confidential evidence", null, "Whether there is any is not said."),
        new("What the readiness checks found", facts.Readiness?.Items().Count() ?? 0, "They are between the programme office and those who report to it."),
        new("What each agency leads, by rating", facts.Actions.Select(a => a.LeadAgency).Distinct().Count(), "The agency that owns a recommendation is shown; actions are counted only."),
        new("The table of every action", facts.Actions.Count, "Their ratings are counted; a recommendation is as late as its latest action."),
    ];
}
