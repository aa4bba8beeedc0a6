using System.Text.Json.Serialization;
using ImprovementBoard.Core.Evidence;
using ImprovementBoard.Core.Forecasts;
using ImprovementBoard.Core.Programmes;
using ImprovementBoard.Core.Ratings;
using ImprovementBoard.Core.Readiness;
using ImprovementBoard.Core.Recommendations;
using ImprovementBoard.Core.Visits;

namespace ImprovementBoard.Core.Packs;

/// <summary>The facts of one programme on one date, frozen. Every page of a pack is made from these and nothing else.</summary>
/// <param name="Previous">The last issued pack for the same audience, or null for a first one.</param>
/// <param name="Sections">Keys of its sections in order, see <see cref="PackEdition"/>. This and what follows is null in facts frozen before it was kept.</param>
/// <param name="Direction">The direction or notice in force, or null.</param>
/// <param name="Claims">What is said to be done or better, with the evidence for it.</param>
/// <param name="LeftOut">What a narrower edition leaves out.</param>
/// <param name="PublishedVisit">The latest visit whose letter was published by then, or null; for readers outside.</param>
/// <param name="Version">1, and one more for every pack of this audience and period issued before.</param>
/// <param name="Readiness">What the gate said, or null in packs frozen before there was one.</param>
/// <param name="Code">By what the programme is called in addresses, or null in facts frozen before it was kept.</param>
/// <param name="PeriodKey">See <see cref="PackPeriod"/>; likewise.</param>
/// <param name="History">Likewise. It is that of the moment, not of the position date.</param>
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
    IReadOnlyList<string>? Sections = null,
    DirectionFact? Direction = null,
    PaceFacts? Pace = null,
    MatrixFacts? Matrix = null,
    IReadOnlyList<ClaimFact>? Claims = null,
    IReadOnlyList<LeftOutFact>? LeftOut = null,
    string? PublishedVisit = null,
    int Version = 1,
    ReadinessReport? Readiness = null,
    string? Code = null,
    string? PeriodKey = null,
    HistoryPoint? History = null);

/// <summary>How far the history had come when facts were frozen: whoever holds the pack can hold the history against it.</summary>
/// <param name="Hash">Seal of the last entry.</param>
public sealed record HistoryPoint(long Entries, string Hash);

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
    StandingFact? Standing = null,
    string? OwnerAgency = null);

/// <summary>State and impact of a recommendation on the position date.</summary>
/// <param name="Impact">Null where nobody had judged.</param>
/// <param name="StateSince">The day on which somebody decided the state; null where it follows from the actions, and in packs that froze none.</param>
public sealed record StandingFact(RecommendationStatus State, string StateReason, ImpactFact? Impact, DateOnly? StateSince = null);

/// <summary>The judgement of impact in force.</summary>
public sealed record ImpactFact(ImpactRating Level, DateOnly On, string By, string Reason);

/// <summary>One action on the position date.</summary>
/// <param name="UpdateDueBy">See <see cref="DeliveryFacts.UpdateDueBy"/>.</param>
/// <param name="RuleSays">What the rule says, or null in packs frozen before it was kept.</param>
/// <param name="ReviewerSays">What a reviewer agreed where it differs from the rule, else null.</param>
/// <param name="Recovery">What will bring it back, where it is off track or at risk and somebody said so.</param>
/// <param name="Blocked">What stops it, or null; null in packs frozen before it was kept, like what follows.</param>
/// <param name="DeliveredOn">The day it was said to be done, or null.</param>
/// <param name="NotForPublication">True when the public edition must not tell it.</param>
/// <param name="AddedOn">The day it came into the plan.</param>
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
    string? LeadAgency = null,
    RecoveryFact? Recovery = null,
    BlockFact? Blocked = null,
    DateOnly? DeliveredOn = null,
    bool NotForPublication = false,
    DateOnly? AddedOn = null)
{
    /// <summary>When the lead expects it to be delivered; null once it is.</summary>
    [JsonIgnore]
    public DateOnly? StillForecast => DeliveredOn is null && Rating is not (DeliveryRating.Complete or DeliveryRating.AwaitingSignOff) ? Forecast : null;
}

/// <summary>What stops an action.</summary>
/// <param name="NeedsDecisionOf">Who must decide, or null when the lead can clear it.</param>
public sealed record BlockFact(string Reason, string? NeedsDecisionOf);

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

/// <summary>A statutory direction or improvement notice.</summary>
/// <param name="Name">"Statutory direction" or "Improvement notice".</param>
public sealed record DirectionFact(string Name, DateOnly IssuedOn, string LegalBasis, string Summary, string Source);

/// <summary>How fast work gets signed off, as counted on the position date; forecasts are made from the counts.</summary>
public sealed record PaceFacts(PaceCounts Plan, LineChart BurnUp, int UpdatesInTime, int UpdatesDue, IReadOnlyList<RecommendationPace> Recommendations);

/// <summary>The counts of the actions that answer one recommendation.</summary>
public sealed record RecommendationPace(string Ref, PaceCounts Counts);

/// <summary>What inspectors said about every recommendation on every occasion.</summary>
/// <param name="Occasions">The inspection first.</param>
/// <param name="Visits">Visits since the inspection of which findings are recorded.</param>
/// <param name="Untested">Themes of which no visit looked at any recommendation.</param>
public sealed record MatrixFacts(IReadOnlyList<OccasionFact> Occasions, IReadOnlyList<MatrixRowFact> Rows, int Visits, IReadOnlyList<Theme> Untested);

/// <param name="Silent">True when no finding of it is recorded.</param>
public sealed record OccasionFact(string Name, string Dates, bool Silent);

/// <param name="Cells">One for each occasion.</param>
/// <param name="LookedAt">On how many visits since the inspection it was looked at.</param>
/// <param name="SaidAgain">How many findings about it repeat an earlier one.</param>
public sealed record MatrixRowFact(string Ref, IReadOnlyList<MatrixCell> Cells, int LookedAt, int SaidAgain);

/// <summary>Something that is said to be done, or to make a difference to children.</summary>
/// <param name="Ref">Reference of the action or recommendation.</param>
/// <param name="Says">What is claimed, such as "Delivered" or "Making a difference".</param>
public sealed record ClaimFact(string Ref, string Title, string Says, IReadOnlyList<ProofFact> Proofs, bool Illustrative);

/// <summary>A piece of evidence for a claim.</summary>
/// <param name="Sample">How many files, answers or people it looked at, or null where that makes no sense.</param>
/// <param name="Confidential">True when only the office, the commissioner, the administrator and its lead know of it.</param>
public sealed record ProofFact(EvidenceStrength Strength, DateOnly DatedOn, int? Sample, bool Confidential);

/// <summary>Something that an edition leaves out.</summary>
/// <param name="Count">How many, or null where that cannot be counted.</param>
public sealed record LeftOutFact(string What, int? Count, string Why);
