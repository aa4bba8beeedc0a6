using ImprovementBoard.Core.History;
using ImprovementBoard.Core.Programmes;
using ImprovementBoard.Core.Ratings;
using ImprovementBoard.Core.Recommendations;
using ImprovementBoard.Core.Visits;
using ImprovementBoard.Web.Features.Actions;

namespace ImprovementBoard.Web.Features.Recommendations;

/// <summary>One line of the list of recommendations.</summary>
/// <param name="Differing">Of its actions, those that the lead or a reviewer rates otherwise than the rule.</param>
public sealed record RecommendationRow(
    string Ref, string ShortTitle, Theme Theme, string Body, string Owner, DeliveryRating Delivery, string Reason, string Strip, ImpactRating? Impact, RecommendationStatus Status, int Actions = 0, int Differing = 0, int Findings = 0);

/// <summary>How the list is filtered and sorted; it is the query of the address.</summary>
public sealed record RecommendationFilter(string? Search, DeliveryRating? Delivery, Theme? Theme, int? BodyId, string? Sort, int Page)
{
    /// <summary>Only this impact.</summary>
    public ImpactRating? Impact { get; init; }

    /// <summary>Only what nobody has judged.</summary>
    public bool NotJudged { get; init; }

    /// <summary>Only what stands so.</summary>
    public RecommendationStatus? Status { get; init; }

    /// <summary>Only what is busy and makes no difference yet, see <see cref="ImpactGrid.IsBusyWithoutDifference"/>.</summary>
    public bool BusyOnly { get; init; }

    /// <summary>Rows on a page.</summary>
    public const int PageSize = 50;
}

/// <summary>One recommendation with its line of sight.</summary>
/// <param name="OwnerLeftOn">The last day of its owner, where that has passed.</param>
/// <param name="Replaces">Those that it stands in for on that day.</param>
public sealed record RecommendationView(
    Recommendation Item,
    string Body,
    string Owner,
    DateOnly? OwnerLeftOn,
    string? PreviousRef,
    string? NextRef,
    int Position,
    int All,
    IReadOnlyList<(string Ref, string ShortTitle)> Replaces,
    IReadOnlyList<ActionRow> Actions,
    IReadOnlyList<OccasionFindings> Said,
    IReadOnlyList<ImpactJudgement> Judgements,
    IReadOnlyList<HistoryEntry> History);

/// <summary>What inspectors said about one recommendation on one occasion; no findings means it was not looked at.</summary>
/// <param name="Later">True when it happened after the programme's date, which only a demonstration has.</param>
/// <param name="AnythingFound">True when any finding of the occasion is recorded, about whatever: only then does silence say something.</param>
public sealed record OccasionFindings(string Ref, string Title, string Dates, bool Later, bool AnythingFound, IReadOnlyList<FindingView> Findings);

/// <summary>A finding with how often it had been said by then.</summary>
/// <param name="Time">1 the first time, 2 when it repeats an earlier finding, and so on.</param>
public sealed record FindingView(Finding Finding, int Time, IReadOnlyList<string> Recommendations);
