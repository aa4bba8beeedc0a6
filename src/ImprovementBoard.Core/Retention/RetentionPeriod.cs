using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Programmes;

namespace ImprovementBoard.Core.Retention;

/// <summary>A period that a programme set in place of the default. Only the present one is here; the history tells every change.</summary>
public sealed class RetentionPeriod : IProgrammeRow, IEditable
{
    /// <summary>Longest reason, in characters.</summary>
    public const int ReasonMaxLength = 500;

    /// <summary>Key.</summary>
    public int Id { get; set; }

    /// <inheritdoc/>
    public int ProgrammeId { get; set; }

    /// <summary>Of what.</summary>
    public RetentionKind Kind { get; set; }

    /// <summary>Its length, in the unit of the kind.</summary>
    public int Length { get; private set; }

    /// <summary>The programme's date on which it was set.</summary>
    public DateOnly SetOn { get; private set; }

    /// <summary>Role title of who set it.</summary>
    public string SetBy { get; private set; } = "";

    /// <summary>Why.</summary>
    public string Reason { get; private set; } = "";

    /// <inheritdoc/>
    public Guid Version { get; set; }

    /// <summary>Its rule.</summary>
    public RetentionRule Rule => RetentionRule.Of(Kind);

    /// <summary>Sets another length.</summary>
    /// <param name="length">In the unit of the kind; null where no number was given.</param>
    /// <param name="before">The length until now.</param>
    /// <exception cref="RuleException">It is no number, outside the limits or the same, or the reason is missing or too long.</exception>
    public void Set(int? length, int before, string? reason, Actor by, DateOnly today)
    {
        if (length is not { } given || given < Rule.Least || given > Rule.Most)
            throw new RuleException($"Give a whole number of {(Rule.Unit == RetentionUnit.Months ? "months" : "days")} from {Time.Words.Number(Rule.Least)} to {Time.Words.Number(Rule.Most)}.", nameof(Length));
        if (given == before)
            throw new RuleException($"It is {Rule.Words(given)} already. Choose another, or leave it as it is.", nameof(Length));
        Reason = Text.Required(reason, nameof(Reason), "Write why: the line of your retention schedule, or who decided it.", ReasonMaxLength);
        (Length, SetOn, SetBy) = (given, today, by.Title);
    }
}

/// <summary>The periods of a programme: what it set, and the defaults for the rest.</summary>
public sealed class RetentionPeriods(IEnumerable<RetentionPeriod> set)
{
    private readonly Dictionary<RetentionKind, int> lengths = set.ToDictionary(p => p.Kind, p => p.Length);

    /// <summary>How long a kind is kept, in the unit of its rule.</summary>
    public int Of(RetentionKind kind) => lengths.TryGetValue(kind, out var length) ? length : RetentionRule.Of(kind).Default;
}
