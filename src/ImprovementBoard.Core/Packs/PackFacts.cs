using ImprovementBoard.Core.Programmes;
using ImprovementBoard.Core.Ratings;
using ImprovementBoard.Core.Readiness;
using ImprovementBoard.Core.Recommendations;

namespace ImprovementBoard.Core.Packs;

/// <summary>The facts of one programme on one date, frozen. Every page of a pack is made from these and nothing else.</summary>
/// <param name="Previous">The last numbered pack for the same audience, or null for a first one.</param>
/// <param name="Readiness">What the gate said, or null in packs frozen before there was one.</param>
public sealed record PackFacts(
    Audience Audience,
    string Council,
    string Programme,
    ProgrammeStage Stage,
    DateOnly StartedOn,
    bool Demonstration,
    DateOnly PositionAsAt,
    string PeriodName,
    int? Number,
    int UpdateCycleDays,
    DateOnly? NextBoardOn,
    DateOnly? PlanDueOn,
    DateOnly? DirectionSince,
    string? LatestVisit,
    IReadOnlyList<string> Sources,
    IReadOnlyList<RecommendationFact> Recommendations,
    IReadOnlyList<ActionFact> Actions,
    PreviousPack? Previous,
    ReadinessReport? Readiness = null);

/// <summary>One recommendation on the position date.</summary>
/// <param name="Since">The day the rating last changed, or null when it never did.</param>
/// <param name="Standing">Null in packs frozen before states and impact were kept.</param>
public sealed record RecommendationFact(
    string Ref,
    string Title,
    Theme Theme,
    string Source,
    string Owner,
    DeliveryRating Rating,
    string Reason,
    string Strip,
    DateOnly? Since,
    IReadOnlyList<string> Actions,
    StandingFact? Standing = null);

/// <summary>State and impact of a recommendation on the position date.</summary>
/// <param name="Impact">Null where nobody had judged.</param>
public sealed record StandingFact(RecommendationStatus State, string StateReason, ImpactFact? Impact);

/// <summary>The judgement of impact in force.</summary>
public sealed record ImpactFact(ImpactRating Level, DateOnly On, string By, string Reason);

/// <summary>One action on the position date.</summary>
/// <param name="UpdateDueBy">See <see cref="DeliveryFacts.UpdateDueBy"/>.</param>
/// <param name="RuleSays">What the rule says, or null in packs frozen before it was kept.</param>
/// <param name="ReviewerSays">What a reviewer agreed where it differs from the rule, else null.</param>
/// <param name="Recovery">What will bring it back, where it is off track or at risk and somebody said so.</param>
public sealed record ActionFact(
    string Ref,
    string Title,
    string Lead,
    IReadOnlyList<string> Recommendations,
    DeliveryRating Rating,
    string Reason,
    DeliveryRating? LeadSays,
    DateOnly? Since,
    DateOnly BaselineDue,
    DateOnly Due,
    DateOnly Forecast,
    IReadOnlyList<DueMoveFact> DueMoves,
    UpdateFact? LastUpdate,
    DateOnly? UpdateDueBy,
    bool Illustrative,
    DeliveryRating? RuleSays = null,
    DeliveryRating? ReviewerSays = null,
    RecoveryFact? Recovery = null);

/// <summary>The recovery plan given last.</summary>
public sealed record RecoveryFact(DateOnly On, string By, string Text, DateOnly BackBy, bool Illustrative);

/// <summary>An agreed move of a due date.</summary>
public sealed record DueMoveFact(DateOnly On, DateOnly To, string Reason, string Decision);

/// <summary>The latest update on the position date.</summary>
public sealed record UpdateFact(DateOnly On, string By, string WhatChanged, string ChildWouldNotice, string InTheWay, bool Illustrative);

/// <summary>What the last pack said, kept so that this one can say what changed.</summary>
/// <param name="Recommendations">Rating by reference.</param>
/// <param name="Actions">Rating and due date by reference.</param>
/// <param name="Standings">State and impact by reference, or null where it did not freeze them.</param>
public sealed record PreviousPack(
    string Name,
    DateOnly PositionAsAt,
    IReadOnlyDictionary<string, DeliveryRating> Recommendations,
    IReadOnlyDictionary<string, PreviousAction> Actions,
    IReadOnlyDictionary<string, StandingFact>? Standings = null);

/// <summary>What the last pack said of one action.</summary>
public sealed record PreviousAction(DeliveryRating Rating, DateOnly Due);
