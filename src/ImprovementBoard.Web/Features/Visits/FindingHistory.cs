using ImprovementBoard.Core.History;
using ImprovementBoard.Core.Recommendations;
using ImprovementBoard.Core.Time;
using ImprovementBoard.Core.Visits;

namespace ImprovementBoard.Web.Features.Visits;

/// <summary>What the history says about findings, the same for what people do and for the demonstration.</summary>
internal static class FindingHistory
{
    /// <summary>Where an entry stands: with every recommendation the finding bears on, or else with its visit.</summary>
    public static IEnumerable<(Subject Subject, string Ref)> Subjects(IReadOnlyCollection<Recommendation> bearsOn, string visit) =>
        bearsOn.Count == 0
            ? [(Subject.Visit, visit)]
            : bearsOn.Distinct().OrderBy(r => r.Order).Select(r => (Subject.Recommendation, r.Ref));

    public static string Recorded(Finding finding) => $"Inspectors said ({finding.Polarity.Words().ToLowerInvariant()}): {finding.Text}";

    public static string Corrected(Finding finding, FindingCorrection correction) => $"{Corrected(correction)} The finding: {finding.Text}";

    public static string Corrected(Correction correction) => $"{correction.Changes} Reason: {correction.Reason.TrimEnd('.')}.";

    public static string Answered(FindingAnswer answer) => $"Answer to inspectors: {answer.Text}";

    public static string Checked(Finding finding, StrengthCheck check) =>
        $"{check.Result.Words()}.{(check.Note.Length > 0 ? $" {check.Note}" : "")}{(check.NextOn is { } next ? $" Next test on {Words.Short(next)}." : "")} The strength: {finding.Text}";
}
