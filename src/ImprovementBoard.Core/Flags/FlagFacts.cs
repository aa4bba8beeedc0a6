using ImprovementBoard.Core.Ratings;

namespace ImprovementBoard.Core.Flags;

/// <summary>What the rules need to know of one action, at the end of <paramref name="Today"/>.</summary>
/// <param name="CycleDays">Days in one update cycle.</param>
/// <param name="Delivery">The rating in force.</param>
/// <param name="AgreedOn">The day a reviewer agreed a rating that differs from the rule's, or null.</param>
/// <param name="Due">Due date in force.</param>
/// <param name="UpdateDueBy">The day by which the next update was due, or null when none is asked for.</param>
/// <param name="LastUpdateOn">The day of the latest update that was not returned, or null.</param>
/// <param name="LastWords">What it says has changed, or null.</param>
/// <param name="WordsBefore">What the one before it said, or null.</param>
/// <param name="MovesOn">The days on which the due date was moved, oldest first.</param>
/// <param name="Lead">Role title of its lead.</param>
/// <param name="LeadLeftOn">The last day of that post, where it has one.</param>
/// <param name="DeliveredOn">The day the lead said it was delivered, or null.</param>
/// <param name="RecheckOn">The day from which it is checked again, or null.</param>
/// <param name="ClosedOn">The day it was closed, or null.</param>
/// <param name="NewestEvidenceOn">Date of the newest evidence that stands and is not confidential, or null when none does: a flag is read by everybody.</param>
/// <param name="WaitsFor">What it waits for that is not delivered.</param>
public sealed record ActionFlagFacts(
    DateOnly Today,
    int CycleDays,
    DeliveryRating Delivery,
    DateOnly? AgreedOn,
    DateOnly Due,
    DateOnly? UpdateDueBy,
    DateOnly? LastUpdateOn,
    string? LastWords,
    string? WordsBefore,
    IReadOnlyList<DateOnly> MovesOn,
    string Lead,
    DateOnly? LeadLeftOn,
    DateOnly? DeliveredOn,
    DateOnly? RecheckOn,
    DateOnly? ClosedOn,
    DateOnly? NewestEvidenceOn,
    IReadOnlyList<WaitedFor> WaitsFor);

/// <summary>An undelivered action that another waits for.</summary>
/// <param name="Due">Its due date.</param>
/// <param name="From">The day since which the other waits for it.</param>
public sealed record WaitedFor(string Ref, DateOnly Due, DateOnly From);

/// <summary>What the rules need to know of one recommendation, at the end of <paramref name="Today"/>.</summary>
/// <param name="Settled">True when it is closed or superseded.</param>
/// <param name="AskedOn">The day it came into the programme.</param>
/// <param name="Actions">How many actions answer it.</param>
/// <param name="JudgedOn">The day its impact was last judged, or null.</param>
/// <param name="BetterOn">The last day its delivery got better, or null.</param>
/// <param name="Owner">Role title of its owner.</param>
/// <param name="OwnerLeftOn">The last day of that post, where it has one.</param>
/// <param name="RecheckOn">The day from which it is checked again, or null.</param>
public sealed record RecommendationFlagFacts(
    DateOnly Today,
    bool Settled,
    DateOnly AskedOn,
    int Actions,
    DeliveryRating Delivery,
    ImpactRating? Impact,
    DateOnly? JudgedOn,
    DateOnly? BetterOn,
    string Owner,
    DateOnly? OwnerLeftOn,
    DateOnly? RecheckOn);

/// <summary>What the rules need to know of one finding, at the end of <paramref name="Today"/>.</summary>
/// <param name="AnswerDueOn">The day by which it is to be answered, or null when it is answered or asks for nothing.</param>
/// <param name="RetestOn">The day a strength is tested again, or null.</param>
public sealed record FindingFlagFacts(DateOnly Today, DateOnly? AnswerDueOn, DateOnly? RetestOn);
