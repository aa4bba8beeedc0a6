using ImprovementBoard.Core.Programmes;
using ImprovementBoard.Core.Recommendations;

namespace ImprovementBoard.Core.Visits;

/// <summary>Where and when a finding was made.</summary>
/// <param name="InspectionId">The inspection, or null at a visit.</param>
/// <param name="VisitId">The visit, or null at an inspection.</param>
/// <param name="On">The last day of it.</param>
/// <param name="Source">Where its facts come from.</param>
public sealed record FindingPlace(int? InspectionId, int? VisitId, DateOnly On, string Source);

/// <summary>What the office fills in for one finding.</summary>
public sealed record FindingInput
{
    /// <summary>What was said.</summary>
    public string Text { get; init; } = "";

    /// <summary>Which way it points.</summary>
    public Polarity? Polarity { get; init; }

    /// <summary>Whom it is about.</summary>
    public Cohort? Cohort { get; init; }

    /// <summary>Its theme; null for that of the first recommendation.</summary>
    public Theme? Theme { get; init; }

    /// <summary>Paragraph in the letter, or empty.</summary>
    public string Paragraph { get; init; } = "";

    /// <summary>References of the recommendations it bears on.</summary>
    public IReadOnlyList<string> Recommendations { get; init; } = [];

    /// <summary>The earlier finding it repeats, or null.</summary>
    public int? RepeatsId { get; init; }

    /// <summary>True when inspectors said that it is too early to tell.</summary>
    public bool TooEarly { get; init; }

    /// <summary>True when children may be unsafe now.</summary>
    public bool ImmediateSafety { get; init; }

    /// <summary>Every fault, with the field it belongs to. Empty when all is well.</summary>
    public IReadOnlyList<RuleException> Faults()
    {
        var faults = new List<RuleException>();
        if (Core.Text.Fault(Text, nameof(Text), "Write what inspectors said, or leave this row out.", Finding.TextMaxLength) is { } text)
            faults.Add(text);
        if (Polarity is null)
            faults.Add(new RuleException("Choose which way it points.", nameof(Polarity)));
        if (Cohort is null)
            faults.Add(new RuleException("Choose whom it is about.", nameof(Cohort)));
        if (Polarity is { } polarity && polarity.IsConcern() && polarity != Visits.Polarity.NewConcern && Recommendations.Count == 0)
            faults.Add(new RuleException("Choose the recommendation it bears on, or mark it as a new concern.", nameof(Recommendations)));
        else if (Theme is null && Recommendations.Count == 0)
            faults.Add(new RuleException("Choose its theme, because no recommendation gives it one.", nameof(Theme)));
        if (Core.Text.Clean(Paragraph).Length > Finding.ParagraphMaxLength)
            faults.Add(new RuleException($"Give the paragraph in {Finding.ParagraphMaxLength} characters or fewer, such as “12” or “12 and 14”.", nameof(Paragraph)));
        if (Polarity is { } favour && !favour.IsConcern() && (RepeatsId is not null || ImmediateSafety))
            faults.Add(new RuleException("Only a concern is said again or puts children at risk now. Untick it, or choose another way it points.", nameof(Polarity)));
        if (TooEarly && Polarity == Visits.Polarity.Strength)
            faults.Add(new RuleException("A strength is not too early to tell. Choose “improving”, or untick it.", nameof(Polarity)));
        return faults;
    }

    /// <summary>The finding, entered on <paramref name="today"/>.</summary>
    /// <param name="recommendations">The recommendations of <see cref="Recommendations"/>, loaded.</param>
    /// <exception cref="RuleException">The first fault.</exception>
    public Finding Record(int programmeId, FindingPlace place, IReadOnlyList<Recommendation> recommendations, string by, DateOnly today)
    {
        if (Faults() is [var first, ..])
            throw first;
        var paragraph = Core.Text.Clean(Paragraph);
        return new Finding
        {
            ProgrammeId = programmeId,
            InspectionId = place.InspectionId,
            VisitId = place.VisitId,
            On = place.On,
            RecordedOn = today,
            RecordedBy = by,
            Polarity = Polarity!.Value,
            Progress = TooEarly ? ProgressWord.TooEarly : null,
            ImmediateSafety = ImmediateSafety,
            Cohort = Cohort!.Value,
            Theme = Theme ?? recommendations.OrderBy(r => r.Order).First().Theme,
            Text = Core.Text.Clean(Text),
            Paragraph = paragraph.Length == 0 ? null : paragraph,
            Source = paragraph.Length == 0 ? place.Source : $"{place.Source}, paragraph {paragraph}",
            RepeatsId = RepeatsId,
            Recommendations = [.. recommendations],
        };
    }
}
