using System.Globalization;
using ImprovementBoard.Core.Programmes;
using ImprovementBoard.Core.Visits;

namespace ImprovementBoard.Web.Features.Visits;

/// <summary>What the person’s device kept of an intake (wwwroot/js/intake.js). It comes from the browser: nothing in it is believed.</summary>
/// <param name="At">When it was last typed into.</param>
/// <param name="Paste">What stood in the field for pasting.</param>
public sealed record KeptIntake(DateTimeOffset At, string? Paste, IReadOnlyList<KeptRow>? Rows);

/// <summary>One row of it, as text.</summary>
public sealed record KeptRow(
    string? Text, string? Polarity, string? Cohort, string? Theme, string? Paragraph, string? RepeatsId, bool TooEarly, bool ImmediateSafety, IReadOnlyList<string>? Recommendations)
{
    /// <summary>Fills a row with what still exists in <paramref name="view"/>.</summary>
    public FindingDraft Fill(FindingDraft draft, IntakeView view)
    {
        draft.Text = Text;
        draft.Paragraph = Paragraph;
        draft.Polarity = Parsed<Polarity>(Polarity);
        draft.Cohort = Parsed<Cohort>(Cohort);
        draft.Theme = Parsed<Theme>(Theme);
        draft.RepeatsId = int.TryParse(RepeatsId, CultureInfo.InvariantCulture, out var id) && view.Titles.ContainsKey(id) ? id : null;
        (draft.TooEarly, draft.ImmediateSafety) = (TooEarly, ImmediateSafety);
        draft.Recommendations.AddRange((Recommendations ?? []).Distinct().Where(r => view.Recommendations.Any(known => known.Ref == r)));
        return draft;
    }

    private static T? Parsed<T>(string? text) where T : struct, Enum => Enum.TryParse<T>(text, out var value) && Enum.IsDefined(value) ? value : null;
}
