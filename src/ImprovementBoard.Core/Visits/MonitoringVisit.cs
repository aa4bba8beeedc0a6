using ImprovementBoard.Core.Programmes;
using ImprovementBoard.Core.Time;

namespace ImprovementBoard.Core.Visits;

/// <summary>The word inspectors used for the pace of progress.</summary>
public enum Pace
{
    /// <summary>The letter does not say.</summary>
    NotStated,

    /// <summary>Things got worse.</summary>
    Declined,

    /// <summary>Too slow.</summary>
    TooSlow,

    /// <summary>Slow and inconsistent.</summary>
    SlowInconsistent,

    /// <summary>Some progress.</summary>
    SomeProgress,

    /// <summary>Steady.</summary>
    Steady,

    /// <summary>Significant.</summary>
    Significant,
}

/// <summary>A visit to an inadequate authority that ends in a letter and no grade.</summary>
public sealed partial class MonitoringVisit : IProgrammeRow, IEditable
{
    /// <summary>Key.</summary>
    public int Id { get; set; }

    /// <inheritdoc/>
    public int ProgrammeId { get; set; }

    /// <summary>Name in addresses: the number inspectors gave it, or its year and month where no source numbers it.</summary>
    public required string Ref { get; set; }

    /// <summary>Name on screen.</summary>
    public required string Title { get; set; }

    /// <summary>The number inspectors gave the visit, or null when no source states it.</summary>
    public int? OfficialNumber { get; set; }

    /// <summary>First day on site, or null when not stated.</summary>
    public DateOnly? From { get; set; }

    /// <summary>Last day on site, or null when not stated.</summary>
    public DateOnly? To { get; set; }

    /// <summary>The date as the source gives it, such as "late June 2017".</summary>
    public required string DateWords { get; set; }

    /// <summary>Where the visit stands among the others; not a fact where the source gives no date.</summary>
    public DateOnly SortOn { get; set; }

    /// <summary>What inspectors looked at.</summary>
    public required string Focus { get; set; }

    /// <summary>The word they used for pace.</summary>
    public Pace Pace { get; set; }

    /// <summary>The day the letter was published, or null when not stated.</summary>
    public DateOnly? LetterPublishedOn { get; set; }

    /// <summary>Where the facts come from.</summary>
    public required string Source { get; set; }

    /// <summary>What a reader should know about the source, or null.</summary>
    public string? Note { get; set; }

    /// <summary>The day it was entered here; before that day nobody could read it.</summary>
    public DateOnly RecordedOn { get; set; }

    /// <summary>Role title of who entered it, or null when it came with the plan.</summary>
    public string? RecordedBy { get; set; }

    /// <inheritdoc/>
    public Guid Version { get; set; }

    /// <summary>The letter came out.</summary>
    /// <exception cref="RuleException">It is out already, or the day makes no sense.</exception>
    public void PublishLetter(DateOnly? on, DateOnly today)
    {
        if (LetterPublishedOn is { } before)
            throw new RuleException($"The letter is published already, on {Words.Long(before)}.");
        if (on is not { } day || day > today || day < SortOn)
            throw new RuleException("Give the day the letter came out: after the visit and not later than today.", "LetterOn");
        LetterPublishedOn = day;
        if (RecordedBy is not null)
            Source = SourceOf(day);
    }

    internal static string SourceOf(DateOnly? letter) =>
        letter is { } on ? $"Inspectors’ letter of {Words.Long(on)}" : "What inspectors said at the visit; the letter is not published yet";
}

/// <summary>Words for <see cref="Pace"/>.</summary>
public static class Paces
{
    /// <summary>The pace in words, lower case.</summary>
    public static string Words(this Pace pace) => pace switch
    {
        Pace.Declined => "declined",
        Pace.TooSlow => "too slow",
        Pace.SlowInconsistent => "slow and inconsistent",
        Pace.SomeProgress => "some progress",
        Pace.Steady => "steady progress",
        Pace.Significant => "significant progress",
        _ => "pace not stated",
    };
}
