using ImprovementBoard.Core.Evidence;
using ImprovementBoard.Core.History;

namespace ImprovementBoard.Web.Features.Evidence;

/// <summary>A piece of evidence to choose from when something is judged.</summary>
/// <param name="AttachedTo">What it is attached to, such as "action 15.1".</param>
public sealed record EvidenceChoice(EvidenceFact Fact, string Title, string AttachedTo, bool Confidential);

/// <summary>One line of a list of evidence.</summary>
/// <param name="Action">Reference of the action it is attached to, or null.</param>
/// <param name="Recommendation">Reference of the recommendation it is attached to, or null.</param>
/// <param name="Versions">How many versions there are.</param>
public sealed record EvidenceRow(
    int Id, string Title, EvidenceKind Kind, EvidenceStrength Strength, DateOnly DatedOn, DateOnly? PeriodFrom, DateOnly? PeriodTo, int? SampleSize,
    string Finding, Sensitivity Sensitivity, string? Action, string? Recommendation, DateOnly AddedOn, string AddedBy, bool Withdrawn, int Versions, bool Illustrative);

/// <summary>How the list is filtered; it is the query of the address.</summary>
/// <param name="Withdrawn">True for what was withdrawn, false for what stands.</param>
public sealed record EvidenceFilter(string? Search, EvidenceKind? Kind, EvidenceStrength? Strength, bool Withdrawn, int Page)
{
    /// <summary>Rows on a page.</summary>
    public const int PageSize = 50;

    /// <summary>True when nothing is left out.</summary>
    public bool IsEverything => Search is null && Kind is null && Strength is null && !Withdrawn;
}

/// <summary>One piece of evidence with all its versions, the newest first.</summary>
/// <param name="OwnerId">The post that leads the action, or owns the recommendation.</param>
/// <param name="History">What happened to it; kept apart for confidential evidence only.</param>
public sealed record EvidenceView(
    EvidenceItem Item, string? Action, string? Recommendation, string AttachedToTitle, int OwnerId, IReadOnlyList<EvidenceVersion> Versions, IReadOnlyList<HistoryEntry> History);

/// <summary>What evidence is attached to: an action or a recommendation of this reference.</summary>
public sealed record EvidenceTarget(bool IsAction, string Ref)
{
    /// <summary>Such as "action 15.2".</summary>
    public string Words => $"{(IsAction ? "action" : "recommendation")} {Ref}";
}
