using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Actions;
using ImprovementBoard.Core.Ratings;
using ImprovementBoard.Core.Recommendations;
using ImprovementBoard.Core.Time;

namespace ImprovementBoard.Core.Readiness;

/// <summary>What the checks look at, as it stood at the end of <paramref name="Day"/>.</summary>
public sealed record ReadinessFacts(DateOnly Day, IReadOnlyList<ReadinessAction> Actions, IReadOnlyList<ReadinessRecommendation> Recommendations)
{
    /// <summary>The facts of a plan.</summary>
    /// <param name="day">The day; what is dated after it is left out.</param>
    /// <param name="cycleDays">Days in one update cycle.</param>
    /// <param name="actions">In their order, with updates and the recommendations they answer.</param>
    /// <param name="recommendations">In their order, with their judgements.</param>
    /// <param name="members">Every post by its key.</param>
    /// <param name="evidenced">Keys of the actions on which evidence stood that is not confidential: everybody reads the gate.</param>
    /// <param name="waits">What waits for what.</param>
    /// <param name="proposed">By the key of an action, the day on which new dates were proposed that nobody had decided.</param>
    public static ReadinessFacts Of(DateOnly day, int cycleDays, IReadOnlyCollection<ActionItem> actions, IReadOnlyCollection<Recommendation> recommendations, IReadOnlyDictionary<int, Member> members, IReadOnlySet<int> evidenced, IReadOnlyCollection<Dependency> waits, IReadOnlyDictionary<int, DateOnly> proposed)
    {
        var stood = actions.Select(a => (Item: a, Facts: a.FactsOn(day, cycleDays))).ToList();
        var late = stood.Where(s => s.Facts.Due < day && s.Item.StateOn(day) <= ActionState.InProgress).ToDictionary(s => s.Item.Id, s => $"{s.Item.Ref} (due on {Words.Short(s.Facts.Due)})");
        var waitsFor = waits.Where(d => d.From <= day && !(d.Until <= day) && late.ContainsKey(d.WaitsForId)).ToLookup(d => d.ActionItemId, d => late[d.WaitsForId]);
        var rated = stood.ToDictionary(s => s.Item.Id, s => DeliveryRule.Rate(s.Facts));
        var answers = actions.SelectMany(a => a.Recommendations.Select(r => (r.Id, Action: new RatedAction(a.Ref, rated[a.Id].Rating)))).ToLookup(x => x.Id, x => x.Action);
        return new(
            day,
            [.. stood.Select(s => ReadinessAction.Of(s.Item, s.Facts, rated[s.Item.Id], members, evidenced.Contains(s.Item.Id), [.. waitsFor[s.Item.Id]]) with { ProposedOn = proposed.TryGetValue(s.Item.Id, out var on) ? on : null })],
            [.. recommendations.Select(r => ReadinessRecommendation.Of(r, day, RollUp.Of([.. answers[r.Id]]).Rating))]);
    }
}

/// <summary>One action on the day.</summary>
/// <param name="Lead">Role title of its lead, or null where that post is empty.</param>
/// <param name="Sro">Role title of its senior responsible owner, or null where there is none.</param>
/// <param name="LeadSays">What the lead says where it differs from the rule, else null.</param>
/// <param name="Reviewed">True when a reviewer accepted the latest update that counts.</param>
/// <param name="UpdateDueBy">See <see cref="DeliveryFacts.UpdateDueBy"/>.</param>
/// <param name="BackBy">The day its recovery plan names, or null where it has none.</param>
/// <param name="HasEvidence">True when evidence stood on it that is not confidential.</param>
/// <param name="WaitsForLate">Undelivered work past its due date that it waits for, in words.</param>
public sealed record ReadinessAction(
    string Ref,
    string Title,
    string? Lead,
    string? Sro,
    ActionState State,
    DeliveryRating Delivery,
    DeliveryRating? LeadSays,
    bool Reviewed,
    DateOnly Due,
    DateOnly Forecast,
    DateOnly? LastUpdateOn,
    DateOnly? UpdateDueBy,
    DateOnly? DeliveredOn,
    DateOnly? BackBy,
    bool HasEvidence,
    IReadOnlyList<string> WaitsForLate)
{
    /// <summary>The day on which new dates were proposed that wait for a decision, or null.</summary>
    public DateOnly? ProposedOn { get; init; }

    /// <summary>An item about this action, with whoever should resolve it.</summary>
    public ReadinessItem Item(string missing, ReadinessRemedy remedy)
    {
        var (role, who) = remedy is ReadinessRemedy.SignOff or ReadinessRemedy.Review or ReadinessRemedy.DecideDates ? (ReadinessRole.Reviewer, ReadinessWords.Office)
            : Lead is not null ? (ReadinessRole.Lead, Lead)
            : Sro is not null ? (ReadinessRole.SeniorResponsibleOwner, Sro)
            : (ReadinessRole.Office, ReadinessWords.Office);
        return new(ReadinessSubject.Action, Ref, Title, missing, role, who, remedy);
    }

    internal static ReadinessAction Of(ActionItem a, DeliveryFacts facts, DeliveryVerdict rated, IReadOnlyDictionary<int, Member> members, bool hasEvidence, IReadOnlyList<string> waitsForLate)
    {
        var day = facts.Today;
        string? Holder(int? id) => id is { } key && members.TryGetValue(key, out var m) && !(m.To < day) ? m.Title : null;
        return new(
            a.Ref, a.Title, Holder(a.LeadOn(day)), Holder(a.TermsOn(day)?.SroId), a.StateOn(day), rated.Rating, rated.LeadDiffers,
            a.LatestOn(day)?.ReviewedOn <= day, facts.Due, facts.Forecast, facts.LastUpdateOn, facts.UpdateDueBy, facts.DeliveredOn, a.RecoveryOn(day)?.BackBy, hasEvidence, waitsForLate);
    }
}

/// <summary>One recommendation on the day.</summary>
/// <param name="Settled">True when it was closed or superseded.</param>
/// <param name="JudgedOn">The day its impact was last judged, or null.</param>
public sealed record ReadinessRecommendation(string Ref, string Title, bool Settled, DeliveryRating Delivery, ImpactRating? Impact, DateOnly? JudgedOn)
{
    /// <summary>An item about this recommendation. Reviewers judge; its owner never does.</summary>
    public ReadinessItem Item(string missing, ReadinessRemedy remedy) =>
        new(ReadinessSubject.Recommendation, Ref, Title, missing, ReadinessRole.Reviewer, ReadinessWords.Office, remedy);

    // Closed and superseded are told from its own dates, without its actions.
    internal static ReadinessRecommendation Of(Recommendation r, DateOnly day, DeliveryRating delivery) =>
        new(r.Ref, r.ShortTitle, r.StatusOn(day) is RecommendationStatus.Closed or RecommendationStatus.Superseded, delivery, r.JudgementOn(day)?.Level, r.JudgementOn(day)?.On);
}
