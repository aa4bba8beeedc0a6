using ImprovementBoard.Core.Evidence;
using ImprovementBoard.Core.History;
using ImprovementBoard.Core.Time;

namespace ImprovementBoard.Web.Features.Evidence;

/// <summary>How evidence stands in the history: with what it is attached to, unless it is confidential.</summary>
internal static class EvidenceHistory
{
    /// <summary>Where an entry goes. What is told while evidence is confidential stands in a history of its own, which only those see who may read all of it.</summary>
    /// <param name="action">Reference of the action it is attached to, or null.</param>
    /// <param name="recommendation">Reference of the recommendation, or null.</param>
    public static (Subject Subject, string Ref) SubjectOf(EvidenceItem item, string? action, string? recommendation) => SubjectOf(item.Sensitivity, item.Id, action, recommendation);

    /// <inheritdoc cref="SubjectOf(EvidenceItem, string?, string?)"/>
    public static (Subject Subject, string Ref) SubjectOf(Sensitivity sensitivity, int id, string? action, string? recommendation) =>
        sensitivity == Sensitivity.Confidential ? (Subject.Evidence, $"{id}")
        : action is not null ? (Subject.Action, action)
        : (Subject.Recommendation, recommendation!);

    /// <summary>A version came.</summary>
    public static string Added(EvidenceItem item, EvidenceVersion version) => version.Number == 1
        ? $"Evidence added: {item.Title}. {item.Strength.Words()}, dated {Words.Short(item.DatedOn)}"
        : $"Version {version.Number} of evidence added: {item.Title}{(version.Note is { } note ? $". {note}" : "")}";

    /// <summary>Who may read it changed.</summary>
    public static string AccessChanged(EvidenceItem item, string reason) =>
        $"{(item.Sensitivity == Sensitivity.Confidential ? $"Made confidential: {item.Title}." : Opened(item))} {reason}".TrimEnd();

    /// <summary>How an entry begins that says that it was opened.</summary>
    public static string Opened(EvidenceItem item) => $"No longer confidential: {item.Title}.";

    /// <summary>Files or links of it were deleted because their period was over.</summary>
    public static string Deleted(EvidenceItem item, IReadOnlyList<EvidenceVersion> versions) =>
        $"Period over, file deleted: {item.Title}, {(versions.Count == 1 ? "version" : "versions")} {Words.List([.. versions.OrderBy(v => v.Number).Select(v => $"{v.Number}")])}";

    /// <summary>It was withdrawn.</summary>
    public static string Withdrawn(EvidenceItem item) => $"Evidence withdrawn: {item.Title}. {item.WithdrawnReason}";
}
