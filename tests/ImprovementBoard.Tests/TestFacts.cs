using ImprovementBoard.Core.Packs;
using ImprovementBoard.Core.Programmes;
using ImprovementBoard.Core.Ratings;
using ImprovementBoard.Core.Recommendations;
using static ImprovementBoard.Tests.TestDates;

namespace ImprovementBoard.Tests;

/// <summary>Frozen facts of a small plan, with defaults that a test changes by <c>with</c>.</summary>
internal static class TestFacts
{
    /// <summary>The date the facts describe.</summary>
    public static readonly DateOnly Position = Day("2018-08-06");

    /// <summary>Three recommendations of two themes: one off track, one on track with a shared action, one nobody answers.</summary>
    public static PackFacts SmallPlan => Plan(
        [
            Recommendation("1", DeliveryRating.OffTrack, "1.1", "1.2"),
            Recommendation("2", DeliveryRating.AtRisk, "2.1", "1.2") with { Theme = Theme.CareLeavers },
            Recommendation("3", DeliveryRating.AtRisk) with { Reason = "No action answers it", Strip = RatingStrip.RollUp([]) },
        ],
        [
            Action("1.1", DeliveryRating.OffTrack, "1"),
            Action("1.2", DeliveryRating.AtRisk, "1", "2"),
            Action("2.1", DeliveryRating.OnTrack, "2"),
        ]);

    /// <summary>The small plan with impact: early signs on 1, which stands reopened; too early on 2; 3 not judged.</summary>
    public static PackFacts Judged => SmallPlan with
    {
        Recommendations =
        [
            SmallPlan.Recommendations[0] with { Standing = new(RecommendationStatus.Reopened, "Contradicted on 2 Jul 2018", new(ImpactRating.EarlySigns, Day("2018-08-01"), "Programme office", "Half see one worker."), Day("2018-07-02")) },
            SmallPlan.Recommendations[1] with { Standing = new(RecommendationStatus.InDelivery, "0 of 2 actions signed off", new(ImpactRating.TooEarly, Day("2018-07-01"), "Programme office", "Just begun.")) },
            SmallPlan.Recommendations[2] with { Standing = new(RecommendationStatus.Open, "No action answers it", null) },
        ],
    };

    /// <summary>A plan with these recommendations and actions; the first pack unless <paramref name="previous"/> is given.</summary>
    public static PackFacts Plan(IReadOnlyList<RecommendationFact> recommendations, IReadOnlyList<ActionFact> actions, PreviousPack? previous = null) => new(
        Audience: Audience.Board,
        Council: "Kirklees Council",
        Programme: "Kirklees children’s services",
        Stage: ProgrammeStage.Delivering,
        StartedOn: Day("2016-11-25"),
        Demonstration: false,
        PositionAsAt: Position,
        PeriodName: "August 2018",
        Number: previous is null ? 1 : 2,
        UpdateCycleDays: 28,
        NextBoardOn: Day("2018-08-23"),
        PlanDueOn: Day("2017-03-09"),
        DirectionSince: Day("2016-11-25"),
        LatestVisit: "Fifth monitoring visit, June 2018",
        Sources: ["Ofsted, inspection report of 25 November 2016."],
        Recommendations: recommendations,
        Actions: actions,
        Previous: previous);

    /// <summary>A plan of recommendations that each move from one rating to another; each has one action of its own.</summary>
    public static PackFacts Moved(params (DeliveryRating? From, DeliveryRating To)[] moves) => Plan(
        [.. moves.Select((m, i) => Recommendation($"{i + 1}", m.To, $"{i + 1}.1"))],
        [.. moves.Select((m, i) => Action($"{i + 1}.1", m.To, $"{i + 1}"))],
        Pack1(
            moves.Select((m, i) => ($"{i + 1}", m.From)).Where(m => m.From is not null).ToDictionary(m => m.Item1, m => m.From!.Value),
            moves.Select((m, i) => ($"{i + 1}.1", m.From)).Where(m => m.From is not null).ToDictionary(m => m.Item1, m => m.From!.Value)));

    /// <summary>What the pack of a month ago said; every action was due then when <see cref="Action"/> is due.</summary>
    public static PreviousPack Pack1(IReadOnlyDictionary<string, DeliveryRating> recommendations, IReadOnlyDictionary<string, DeliveryRating> actions) =>
        new("Pack 1", Day("2018-07-06"), recommendations, actions.ToDictionary(a => a.Key, a => new PreviousAction(a.Value, Day("2018-09-28"))));

    /// <summary>The pack of a month ago, which said of everything what is said now.</summary>
    public static PreviousPack SameAsNow(PackFacts facts) =>
        new("Pack 1", Day("2018-07-06"), facts.Recommendations.ToDictionary(r => r.Ref, r => r.Rating), facts.Actions.ToDictionary(a => a.Ref, a => new PreviousAction(a.Rating, a.Due)));

    /// <summary>A recommendation that these actions answer.</summary>
    public static RecommendationFact Recommendation(string reference, DeliveryRating rating, params string[] actions) => new(
        Ref: reference,
        Title: $"Recommendation {reference}",
        Theme: Theme.Workforce,
        Source: $"Ofsted 2016, recommendation {reference}",
        Owner: "Service director",
        Rating: rating,
        Reason: $"Reason of {reference}",
        Strip: new string((char)('0' + (int)rating), RatingStrip.Length),
        Since: Day("2018-07-20"),
        Actions: actions);

    /// <summary>An action that answers these recommendations, with an update on 1 August.</summary>
    public static ActionFact Action(string reference, DeliveryRating rating, params string[] recommendations) => new(
        Ref: reference,
        Title: $"Action {reference}",
        Lead: "Head of safeguarding",
        Recommendations: recommendations,
        Rating: rating,
        Reason: $"Reason of {reference}",
        LeadSays: null,
        Since: Day("2018-07-20"),
        BaselineDue: Day("2018-09-28"),
        Due: Day("2018-09-28"),
        Forecast: Day("2018-10-05"),
        DueMoves: [],
        LastUpdate: Update("2018-08-01"),
        UpdateDueBy: rating is DeliveryRating.Complete or DeliveryRating.NotDue or DeliveryRating.AwaitingSignOff ? null : Day("2018-08-29"),
        Illustrative: false);

    /// <summary>An update posted on a day.</summary>
    public static UpdateFact Update(string on, string inTheWay = "Two vacancies.") => new(
        Day(on), "Head of safeguarding", "Managers met their workers.", "The same worker at every visit.", inTheWay, Illustrative: false);
}
