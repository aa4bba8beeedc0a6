using ImprovementBoard.Core.Time;

namespace ImprovementBoard.Core.Visits;

/// <summary>What the office fills in after a monitoring visit.</summary>
public sealed record VisitInput
{
    /// <summary>Longest title or focus, in characters.</summary>
    public const int TitleMaxLength = 120, FocusMaxLength = 400;

    /// <summary>A visit lasts at most this many days; more is a slip of the pen.</summary>
    public const int LongestDays = 31;

    /// <summary>Name on screen; empty for "Monitoring visit" with the month.</summary>
    public string Title { get; init; } = "";

    /// <summary>The number inspectors gave it, or null when they gave none. 1 to 99.</summary>
    public int? OfficialNumber { get; init; }

    /// <summary>First day on site.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Last day on site.</summary>
    public DateOnly? To { get; init; }

    /// <summary>What inspectors looked at.</summary>
    public string Focus { get; init; } = "";

    /// <summary>The word they used for pace.</summary>
    public Pace Pace { get; init; }

    /// <summary>The day the letter was published, or null while it is not.</summary>
    public DateOnly? LetterPublishedOn { get; init; }

    /// <summary>Every fault, with the field it belongs to. Empty when all is well.</summary>
    /// <param name="mayBeUndated">True where no source gives the days on site, so that both may stay empty.</param>
    public IReadOnlyList<RuleException> Faults(DateOnly today, bool mayBeUndated = false)
    {
        var faults = new List<RuleException>();
        if (Text.Clean(Title).Length > TitleMaxLength)
            faults.Add(Text.Fault(Title, nameof(Title), "", TitleMaxLength)!);
        if (OfficialNumber is < 1 or > 99)
            faults.Add(new RuleException("Give the number inspectors gave the visit, from 1 to 99, or leave it empty.", nameof(OfficialNumber)));
        if (!mayBeUndated || From is not null || To is not null)
            Dates(faults, today);
        if (Text.Fault(Focus, nameof(Focus), "Write what inspectors looked at, as their letter says.", FocusMaxLength) is { } focus)
            faults.Add(focus);
        if (LetterPublishedOn is { } letter && (letter > today || letter < To))
            faults.Add(new RuleException("The letter comes out after the visit and not later than today. Leave it empty while it is not published.", nameof(LetterPublishedOn)));
        return faults;
    }

    /// <summary>The visit, entered on <paramref name="today"/>.</summary>
    /// <param name="reference">Its name in addresses, from <see cref="RefAmong"/>.</param>
    /// <exception cref="RuleException">The first fault.</exception>
    public MonitoringVisit Record(int programmeId, string reference, string by, DateOnly today)
    {
        if (Faults(today) is [var first, ..])
            throw first;
        var (from, to) = (From!.Value, To!.Value);
        return new MonitoringVisit
        {
            ProgrammeId = programmeId,
            Ref = reference,
            Title = Text.Clean(Title) is { Length: > 0 } title ? title : TitleOf(to),
            OfficialNumber = OfficialNumber,
            From = from,
            To = to,
            DateWords = DatesOf(from, to),
            SortOn = to,
            Focus = Text.Clean(Focus),
            Pace = Pace,
            LetterPublishedOn = LetterPublishedOn,
            Source = MonitoringVisit.SourceOf(LetterPublishedOn),
            RecordedOn = today,
            RecordedBy = by,
        };
    }

    /// <summary>A name in addresses that none of <paramref name="taken"/> has: the official number, or else year and month.</summary>
    public string RefAmong(IReadOnlyCollection<string> taken)
    {
        var plain = OfficialNumber is { } number ? $"{number}" : $"{To:yyyy-MM}";
        return Enumerable.Range(1, taken.Count + 1).Select(n => n == 1 ? plain : $"{plain}-{n}").First(r => !taken.Contains(r));
    }

    /// <summary>The title of a visit that was given none.</summary>
    public static string TitleOf(DateOnly lastDay) => $"Monitoring visit, {Words.MonthYear(lastDay)}";

    internal static string DatesOf(DateOnly from, DateOnly to) => from == to ? Words.Long(from) : $"{Words.Long(from)} to {Words.Long(to)}";

    private void Dates(List<RuleException> faults, DateOnly today)
    {
        var fault = From is null || From < new DateOnly(2000, 1, 1) ? new RuleException("Give the first day on site.", nameof(From))
            : To is null ? new RuleException("Give the last day on site. It may be the same day.", nameof(To))
            : To < From ? new RuleException("The last day is before the first. Check both dates.", nameof(To))
            : To > today ? new RuleException("This day has not come. Record a visit once it is over.", nameof(To))
            : To > From.Value.AddDays(LongestDays) ? new RuleException("A visit lasts days, not months. Check both dates.", nameof(To))
            : null;
        if (fault is not null)
            faults.Add(fault);
    }
}
