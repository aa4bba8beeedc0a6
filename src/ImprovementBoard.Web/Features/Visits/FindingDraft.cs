using ImprovementBoard.Core;
using ImprovementBoard.Core.Programmes;
using ImprovementBoard.Core.Visits;

namespace ImprovementBoard.Web.Features.Visits;

/// <summary>A recommendation to choose from.</summary>
public sealed record RecommendationChoice(string Ref, string ShortTitle, Theme Theme);

/// <summary>What a person chooses from when taking in findings.</summary>
/// <param name="Earlier">Concerns of earlier occasions, which a new one may repeat.</param>
/// <param name="Titles">Title of the occasion of each of them.</param>
/// <param name="Here">What stands at this occasion already.</param>
public sealed record IntakeView(
    Occasion Occasion, IReadOnlyList<RecommendationChoice> Recommendations, IReadOnlyList<EarlierConcern> Earlier, IReadOnlyDictionary<int, string> Titles, IReadOnlyList<string> Here);

/// <summary>One row of the intake while it is filled in.</summary>
public sealed class FindingDraft(int number)
{
    /// <summary>Tells the rows of a form apart, also after one was taken out.</summary>
    public int Number => number;

    public string? Text { get; set; }
    public Polarity? Polarity { get; set; }
    public Cohort? Cohort { get; set; }
    public Theme? Theme { get; set; }
    public string? Paragraph { get; set; }
    public List<string> Recommendations { get; } = [];
    public int? RepeatsId { get; set; }
    public bool TooEarly { get; set; }
    public bool ImmediateSafety { get; set; }

    /// <summary>What is wrong with it.</summary>
    public IReadOnlyList<RuleException> Faults { get; set; } = [];

    public bool IsConcern => Polarity?.IsConcern() == true;

    /// <summary>A finding as it stands, to be corrected.</summary>
    public static FindingDraft Of(Finding finding)
    {
        var draft = new FindingDraft(1)
        {
            Text = finding.Text,
            Polarity = finding.Polarity,
            Cohort = finding.Cohort,
            Theme = finding.Theme,
            Paragraph = finding.Paragraph,
            RepeatsId = finding.RepeatsId,
            TooEarly = finding.Progress == ProgressWord.TooEarly,
            ImmediateSafety = finding.ImmediateSafety,
        };
        draft.Recommendations.AddRange(finding.Recommendations.OrderBy(r => r.Order).Select(r => r.Ref));
        return draft;
    }

    /// <summary>Name of a field of this row in the form.</summary>
    public string Id(string field) => $"{field}-{number}";

    public FindingInput ToInput() => new()
    {
        Text = Text ?? "",
        Polarity = Polarity,
        Cohort = Cohort,
        Theme = Theme,
        Paragraph = Paragraph ?? "",
        Recommendations = [.. Recommendations],
        // What was ticked before the row became a strength is not meant any more.
        RepeatsId = IsConcern ? RepeatsId : null,
        ImmediateSafety = IsConcern && ImmediateSafety,
        TooEarly = TooEarly && Polarity != Core.Visits.Polarity.Strength,
    };
}
