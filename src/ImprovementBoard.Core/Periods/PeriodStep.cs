using ImprovementBoard.Core.Programmes;

namespace ImprovementBoard.Core.Periods;

/// <summary>That a step of a period was carried out, or failed. A period has at most one row for each step: that makes a second ring harmless.</summary>
public sealed class PeriodStep : IProgrammeRow
{
    /// <summary>Longest account of what happened, in characters.</summary>
    public const int WordsMaxLength = 500;

    /// <summary>Key.</summary>
    public int Id { get; set; }

    /// <inheritdoc/>
    public int ProgrammeId { get; set; }

    /// <summary>The period.</summary>
    public int PeriodId { get; set; }

    /// <summary>The period.</summary>
    public ReportingPeriod? Period { get; set; }

    /// <summary>The step.</summary>
    public CalendarStep Step { get; set; }

    /// <summary>The programme's date when it was carried out, or last failed.</summary>
    public DateOnly On { get; set; }

    /// <summary>The instant, in UTC.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>Role title of who did it.</summary>
    public required string By { get; set; }

    /// <summary>True when it failed; it is tried again.</summary>
    public bool Failed { get; set; }

    /// <summary>What happened, or why it failed, in words.</summary>
    public required string Words { get; set; }

    /// <summary>Role titles of those it concerned.</summary>
    public List<string> Told { get; set; } = [];
}
