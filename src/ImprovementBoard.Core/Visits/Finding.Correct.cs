using ImprovementBoard.Core.Programmes;
using ImprovementBoard.Core.Recommendations;
using ImprovementBoard.Core.Time;

namespace ImprovementBoard.Core.Visits;

// What was taken in wrongly is put right with a reason; what stood before is kept, because it is what people read on the days before.
public sealed partial class Finding
{
    /// <summary>Every correction, the oldest first.</summary>
    public List<FindingCorrection> Corrections { get; set; } = [];

    /// <summary>Puts right what was taken in wrongly. <see cref="Recommendations"/> must be loaded.</summary>
    /// <param name="place">Where it was made.</param>
    /// <param name="recommendations">Those of the input, loaded.</param>
    /// <param name="nameOf">What the finding with a key said, for the words of the change.</param>
    /// <exception cref="RuleException">The first fault of the input, no reason is given, or nothing differs.</exception>
    public FindingCorrection Correct(
        FindingInput input, FindingPlace place, IReadOnlyList<Recommendation> recommendations, Func<int, string> nameOf, string? reason, string by, DateOnly today)
    {
        var to = input.Record(ProgrammeId, place, recommendations, by, today);
        // The form knows one word of the inspectors’, “too early”; any other stays while the finding points the same way.
        to.Progress ??= to.Polarity == Polarity && Progress != ProgressWord.TooEarly ? Progress : null;
        to.Source = SourceWith(to.Paragraph);
        var why = Correction.Why(reason);
        var told = Correction.Told(
            ("what was said", $"“{Text}”", $"“{to.Text}”"),
            ("paragraph", Paragraph ?? "", to.Paragraph ?? ""),
            ("which way it points", Polarity.Words().ToLowerInvariant(), to.Polarity.Words().ToLowerInvariant()),
            ("how far it has got", Word.Words().ToLowerInvariant(), to.Word.Words().ToLowerInvariant()),
            ("children may be unsafe now", YesNo(ImmediateSafety), YesNo(to.ImmediateSafety)),
            ("whom it is about", Words.Inside(Cohort.Words()), Words.Inside(to.Cohort.Words())),
            ("theme", Words.Inside(Theme.Words()), Words.Inside(to.Theme.Words())),
            ("recommendations", RefsOf(Recommendations), RefsOf(to.Recommendations)),
            ("the finding it repeats", RepeatsId is { } was ? $"“{nameOf(was)}”" : "", to.RepeatsId is { } now ? $"“{nameOf(now)}”" : ""));
        var correction = Keep(why, told, by, today);
        (Text, Paragraph, Source, Polarity, Progress) = (to.Text, to.Paragraph, to.Source, to.Polarity, to.Progress);
        (ImmediateSafety, Theme, Cohort, RepeatsId) = (to.ImmediateSafety, to.Theme, to.Cohort, to.RepeatsId);
        Recommendations.RemoveAll(r => !to.Recommendations.Contains(r));
        Recommendations.AddRange(to.Recommendations.Except(Recommendations));
        return correction;
    }

    /// <summary>The visit it was made at was corrected: its day and source follow. Nothing is kept where neither changes.</summary>
    public void Follow(VisitCorrection correction, MonitoringVisit visit)
    {
        var source = SourceAfter(correction.Source, visit);
        if (source == Source && On == visit.SortOn)
            return;
        Keep(correction.Reason, $"The visit was corrected. {correction.Changes}", correction.By, correction.On);
        (Source, On) = (source, visit.SortOn);
    }

    /// <summary>The letter of the visit came out: a source that was the visit’s names it from now on. What stood before is kept.</summary>
    /// <param name="before">The visit’s source until then.</param>
    public void Cite(string before, MonitoringVisit visit, string by, DateOnly today)
    {
        var source = SourceAfter(before, visit);
        if (source == Source)
            return;
        Keep("The letter of the visit came out.", $"Source changed from “{Source}” to “{source}”.", by, today);
        Source = source;
    }

    /// <summary>As it was known at the end of <paramref name="day"/>. <see cref="Recommendations"/> must be loaded. For reading only.</summary>
    /// <param name="recommendations">Every recommendation of the programme by its key; asked for only when it was corrected later.</param>
    public Finding AsAt(DateOnly day, IReadOnlyDictionary<int, Recommendation> recommendations)
    {
        if (Corrections.Find(c => c.On > day) is not { } next)
            return this;
        var past = (Finding)MemberwiseClone();
        (past.On, past.Text, past.Paragraph, past.Source, past.Polarity, past.Progress) = (next.SaidOn, next.Text, next.Paragraph, next.Source, next.Polarity, next.Progress);
        (past.ImmediateSafety, past.Theme, past.Cohort, past.RepeatsId) = (next.ImmediateSafety, next.Theme, next.Cohort, next.RepeatsId);
        past.Recommendations = next.Recommendations.ConvertAll(id => recommendations[id]);
        past.Corrections = Corrections.FindAll(c => c.On <= day);
        return past;
    }

    private FindingCorrection Keep(string why, string told, string by, DateOnly today)
    {
        var correction = new FindingCorrection
        {
            On = today,
            By = by,
            Reason = why,
            Changes = told,
            SaidOn = On,
            Text = Text,
            Paragraph = Paragraph,
            Source = Source,
            Polarity = Polarity,
            Progress = Progress,
            ImmediateSafety = ImmediateSafety,
            Theme = Theme,
            Cohort = Cohort,
            RepeatsId = RepeatsId,
            Recommendations = Recommendations.ConvertAll(r => r.Id),
        };
        Corrections.Add(correction);
        return correction;
    }

    private string SourceAfter(string before, MonitoringVisit visit) => Source.StartsWith(before, StringComparison.Ordinal) ? visit.Source + Source[before.Length..] : Source;

    private string SourceWith(string? paragraph)
    {
        if (paragraph == Paragraph)
            return Source;
        var (old, added) = (Paragraph is null ? "" : $", paragraph {Paragraph}", paragraph is null ? "" : $", paragraph {paragraph}");
        return (old.Length > 0 && Source.EndsWith(old, StringComparison.Ordinal) ? Source[..^old.Length] : Source) + added;
    }

    private static string RefsOf(IEnumerable<Recommendation> recommendations) => Words.List([.. recommendations.OrderBy(r => r.Order).Select(r => r.Ref)]);

    private static string YesNo(bool yes) => yes ? "yes" : "no";
}
