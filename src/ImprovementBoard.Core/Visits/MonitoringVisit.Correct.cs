using ImprovementBoard.Core.Time;

namespace ImprovementBoard.Core.Visits;

// What was taken in wrongly is put right with a reason; its name in addresses stays.
public sealed partial class MonitoringVisit
{
    /// <summary>Every correction, the oldest first.</summary>
    public List<VisitCorrection> Corrections { get; set; } = [];

    /// <summary>True when no source gives the days on site; a correction may leave them so.</summary>
    public bool Undated => From is null && To is null;

    /// <summary>Every fault of a correction, with the field it belongs to. Empty when all is well.</summary>
    public IReadOnlyList<RuleException> Faults(VisitInput input, DateOnly today)
    {
        var faults = input.Faults(today, mayBeUndated: Undated);
        return RecordedBy is not null && input.To > RecordedOn && input.To <= today
            ? [.. faults, new($"This visit was recorded on {Words.Long(RecordedOn)}, so it was over by then. Check the last day.", nameof(input.To))]
            : faults;
    }

    /// <summary>Puts right what was taken in wrongly. Its findings <see cref="Finding.Follow"/>.</summary>
    /// <exception cref="RuleException">The first fault of the input, no reason is given, or nothing differs.</exception>
    public VisitCorrection Correct(VisitInput input, string? reason, string by, DateOnly today)
    {
        if (Faults(input, today) is [var first, ..])
            throw first;
        var why = Correction.Why(reason);
        var (from, to) = (input.From, input.To);
        var sortOn = to ?? SortOn;
        var dates = from is null ? DateWords : VisitInput.DatesOf(from.Value, to!.Value);
        // The title the portal gave follows the month; one that somebody wrote stays as written.
        var title = Text.Clean(input.Title) is { Length: > 0 } given ? given : VisitInput.TitleOf(sortOn);
        var source = RecordedBy is not null && LetterPublishedOn != input.LetterPublishedOn ? SourceOf(input.LetterPublishedOn) : Source;
        var told = Correction.Told(
            ("when it was", DateWords, from == From && to == To ? DateWords : dates),
            ("what was looked at", $"“{Focus}”", $"“{Text.Clean(input.Focus)}”"),
            ("pace", Pace.Words(), input.Pace.Words()),
            ("number", $"{OfficialNumber}", $"{input.OfficialNumber}"),
            ("letter published", Day(LetterPublishedOn), Day(input.LetterPublishedOn)),
            ("title", $"“{Title}”", $"“{title}”"));
        var correction = new VisitCorrection
        {
            On = today,
            By = by,
            Reason = why,
            Changes = told,
            Title = Title,
            OfficialNumber = OfficialNumber,
            From = From,
            To = To,
            DateWords = DateWords,
            SortOn = SortOn,
            Focus = Focus,
            Pace = Pace,
            LetterPublishedOn = LetterPublishedOn,
            Source = Source,
        };
        Corrections.Add(correction);
        if (from != From || to != To)
            (From, To, DateWords, SortOn) = (from, to, dates, sortOn);
        (Title, OfficialNumber, Focus, Pace, LetterPublishedOn, Source) = (title, input.OfficialNumber, Text.Clean(input.Focus), input.Pace, input.LetterPublishedOn, source);
        return correction;
    }

    /// <summary>As it was known at the end of <paramref name="day"/>. For reading only.</summary>
    public MonitoringVisit AsAt(DateOnly day)
    {
        if (Corrections.Find(c => c.On > day) is not { } next)
            return this;
        var past = (MonitoringVisit)MemberwiseClone();
        (past.Title, past.OfficialNumber, past.From, past.To, past.DateWords, past.SortOn) = (next.Title, next.OfficialNumber, next.From, next.To, next.DateWords, next.SortOn);
        (past.Focus, past.Pace, past.LetterPublishedOn, past.Source) = (next.Focus, next.Pace, next.LetterPublishedOn, next.Source);
        past.Corrections = Corrections.FindAll(c => c.On <= day);
        return past;
    }

    private static string Day(DateOnly? day) => day is { } on ? Words.Long(on) : "";
}
