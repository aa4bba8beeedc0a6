using ImprovementBoard.Core.Actions;
using ImprovementBoard.Core.Time;

namespace ImprovementBoard.Core.Evidence;

/// <summary>What a person says of evidence when attaching it.</summary>
public sealed record EvidenceInput
{
    /// <summary>Largest number of files, answers or people.</summary>
    public const int SampleMost = 1_000_000;

    /// <summary>What it is, in a few words.</summary>
    public string Title { get; init; } = "";

    /// <summary>What kind of thing it is.</summary>
    public EvidenceKind? Kind { get; init; }

    /// <summary>How far it can be relied on.</summary>
    public EvidenceStrength? Strength { get; init; }

    /// <summary>The date of the evidence itself.</summary>
    public DateOnly? DatedOn { get; init; }

    /// <summary>First day of the period it looks at.</summary>
    public DateOnly? PeriodFrom { get; init; }

    /// <summary>Last day of that period.</summary>
    public DateOnly? PeriodTo { get; init; }

    /// <summary>How many files, answers or people it looked at.</summary>
    public int? SampleSize { get; init; }

    /// <summary>What it shows.</summary>
    public string Finding { get; init; } = "";

    /// <summary>True when only the office, the commissioner, the administrator and the lead may read it.</summary>
    public bool Confidential { get; init; }

    /// <summary>True when the person confirms that no child can be identified from it.</summary>
    public bool NoChildIdentifiable { get; init; }

    /// <summary>Every fault, with the field it belongs to. Empty when all is well.</summary>
    public IReadOnlyList<RuleException> Faults(DateOnly today)
    {
        var faults = new List<RuleException>();
        Add(Text.Fault(Title, nameof(Title), "Write what it is in a few words.", EvidenceItem.TitleMaxLength));
        AddIf(Kind is null || !Enum.IsDefined(Kind.Value), nameof(Kind), "Choose what kind of evidence it is.");
        AddIf(Strength is null || !Enum.IsDefined(Strength.Value), nameof(Strength), "Choose how far it can be relied on.");
        AddIf(DatedOn is null || DatedOn < ActionItem.EarliestDate, nameof(DatedOn), "Give the date of the evidence itself, from 2000 on.");
        AddIf(DatedOn > today, nameof(DatedOn), $"This date is still to come. Give a date up to {Words.Long(today)}.");
        AddIf(PeriodFrom is null != PeriodTo is null, PeriodFrom is null ? nameof(PeriodFrom) : nameof(PeriodTo), "Give both ends of the period, or neither.");
        AddIf(PeriodFrom < ActionItem.EarliestDate, nameof(PeriodFrom), "Give a date from 2000 on.");
        AddIf(PeriodFrom > PeriodTo, nameof(PeriodTo), "The period ends before it begins. Change one of the dates.");
        AddIf(PeriodTo > today, nameof(PeriodTo), $"This date is still to come. Give a date up to {Words.Long(today)}.");
        AddIf(SampleSize is < 1 or > SampleMost, nameof(SampleSize), $"Give a whole number from 1 to {Words.Number(SampleMost)}, or leave it empty.");
        Add(Text.Fault(Finding, nameof(Finding), "Write what it shows, good or bad.", EvidenceItem.FindingMaxLength));
        AddIf(!NoChildIdentifiable, nameof(NoChildIdentifiable), "Check the file or page, then tick that no child can be identified from it.");
        return faults;

        void Add(RuleException? fault)
        {
            if (fault is not null)
                faults.Add(fault);
        }

        void AddIf(bool wrong, string field, string sentence) => Add(wrong ? new RuleException(sentence, field) : null);
    }
}
