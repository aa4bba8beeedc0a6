using ImprovementBoard.Core.Programmes;

namespace ImprovementBoard.Core.Visits;

/// <summary>A slip put right: when, by whom, why, and what changed. Kept for ever, with what stood before for the days before.</summary>
public abstract class Correction
{
    /// <summary>Longest reason, in characters.</summary>
    public const int ReasonMaxLength = 500;

    /// <summary>The day it was put right.</summary>
    public DateOnly On { get; set; }

    /// <summary>Role title of who put it right.</summary>
    public string By { get; set; } = "";

    /// <summary>Why.</summary>
    public string Reason { get; set; } = "";

    /// <summary>What changed, from what to what, in words.</summary>
    public string Changes { get; set; } = "";

    /// <summary>The reason as it is kept.</summary>
    /// <exception cref="RuleException">It is missing or too long.</exception>
    internal static string Why(string? reason) =>
        Text.Required(reason, nameof(Reason), "Write why it is corrected, such as “paragraph mistyped”.", ReasonMaxLength);

    /// <summary>The changes in one sentence.</summary>
    /// <param name="fields">Name, words before and words after of each field; those that differ are told.</param>
    /// <exception cref="RuleException">Nothing differs.</exception>
    internal static string Told(params (string Name, string Before, string After)[] fields)
    {
        var changed = fields.Where(f => f.Before != f.After).Select(f => $"{f.Name} changed from {Or(f.Before)} to {Or(f.After)}").ToList();
        return changed.Count > 0 ? $"{Time.Words.Sentence(string.Join("; ", changed))}." : throw new RuleException("Nothing is changed. Change what is wrong, or leave without saving.");
    }

    private static string Or(string words) => words.Length == 0 ? "none" : words;
}

/// <summary>A correction of a finding, with what the finding said before it.</summary>
public sealed class FindingCorrection : Correction
{
    /// <summary>The day inspectors said it, before.</summary>
    public DateOnly SaidOn { get; set; }

    /// <summary>What was said, before.</summary>
    public string Text { get; set; } = "";

    /// <summary>Paragraph before, or null.</summary>
    public string? Paragraph { get; set; }

    /// <summary>Source before.</summary>
    public string Source { get; set; } = "";

    /// <summary>Which way it pointed before.</summary>
    public Polarity Polarity { get; set; }

    /// <summary>How far the work had got before, or null.</summary>
    public ProgressWord? Progress { get; set; }

    /// <summary>Whether children may have been unsafe, before.</summary>
    public bool ImmediateSafety { get; set; }

    /// <summary>Theme before.</summary>
    public Theme Theme { get; set; }

    /// <summary>Whom it was about before.</summary>
    public Cohort Cohort { get; set; }

    /// <summary>The earlier finding it repeated before, or null.</summary>
    public int? RepeatsId { get; set; }

    /// <summary>Keys of the recommendations it bore on before.</summary>
    public List<int> Recommendations { get; set; } = [];
}

/// <summary>A correction of a visit, with what stood before it.</summary>
public sealed class VisitCorrection : Correction
{
    /// <summary>Title before.</summary>
    public string Title { get; set; } = "";

    /// <summary>Number before, or null.</summary>
    public int? OfficialNumber { get; set; }

    /// <summary>First day before, or null.</summary>
    public DateOnly? From { get; set; }

    /// <summary>Last day before, or null.</summary>
    public DateOnly? To { get; set; }

    /// <summary>The date in words before.</summary>
    public string DateWords { get; set; } = "";

    /// <summary>Place among the others before.</summary>
    public DateOnly SortOn { get; set; }

    /// <summary>What inspectors looked at, before.</summary>
    public string Focus { get; set; } = "";

    /// <summary>Pace before.</summary>
    public Pace Pace { get; set; }

    /// <summary>Day of the letter before, or null.</summary>
    public DateOnly? LetterPublishedOn { get; set; }

    /// <summary>Source before.</summary>
    public string Source { get; set; } = "";
}
