using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Packs;
using ImprovementBoard.Core.Programmes;
using ImprovementBoard.Core.Time;

namespace ImprovementBoard.Core.Readiness;

/// <summary>
/// That packs of a period may go out although something is missing, with the reason they print. It belongs to one period, one check and
/// one subject, and hides nothing else. It is never deleted, only withdrawn.
/// </summary>
public sealed class ReadinessWaiver : IProgrammeRow, IEditable
{
    /// <summary>Shortest and longest reason, in characters.</summary>
    public const int ReasonMinLength = 10, ReasonMaxLength = 500;

    /// <summary>Longest sentence of what was missing, in characters.</summary>
    public const int MissingMaxLength = 300;

    /// <summary>Key.</summary>
    public int Id { get; set; }

    /// <inheritdoc/>
    public int ProgrammeId { get; set; }

    /// <summary>The period.</summary>
    public int PeriodId { get; set; }

    /// <summary>Code of the check, see <see cref="ReadinessChecks"/>.</summary>
    public required string Check { get; set; }

    /// <summary>What kind of thing it is about.</summary>
    public ReadinessSubject Subject { get; set; }

    /// <summary>Its reference.</summary>
    public required string Ref { get; set; }

    /// <summary>What was missing when it was waived.</summary>
    public required string Missing { get; set; }

    /// <summary>The day it was waived.</summary>
    public DateOnly On { get; set; }

    /// <summary>Role title of who waived it.</summary>
    public required string By { get; set; }

    /// <summary>Why packs may go out without it; they print this.</summary>
    public required string Reason { get; set; }

    /// <summary>The day it was withdrawn, or null while it stands.</summary>
    public DateOnly? WithdrawnOn { get; set; }

    /// <summary>Role title of who withdrew it, or null.</summary>
    public string? WithdrawnBy { get; set; }

    /// <summary>True where no source states it.</summary>
    public bool Illustrative { get; set; }

    /// <inheritdoc/>
    public Guid Version { get; set; }

    /// <summary>Waives an item of a period's gate.</summary>
    /// <exception cref="RuleException">The reason is missing, too short or too long.</exception>
    public static ReadinessWaiver Of(int programmeId, int periodId, string check, ReadinessItem item, string? reason, Actor by, DateOnly today)
    {
        var ask = $"Write why packs may go out without it, in 10 characters or more: the {PackEdition.WithWaivers} packs print it.";
        var text = Text.Required(reason, nameof(Reason), ask, ReasonMaxLength);
        return new()
        {
            ProgrammeId = programmeId,
            PeriodId = periodId,
            Check = check,
            Subject = item.Subject,
            Ref = item.Ref,
            Missing = item.Missing.Length <= MissingMaxLength ? item.Missing : item.Missing[..(MissingMaxLength - 1)] + "…",
            On = today,
            By = by.Title,
            Reason = text.Length >= ReasonMinLength ? text : throw new RuleException(ask, nameof(Reason)),
        };
    }

    /// <summary>True when it stood at the end of <paramref name="day"/>.</summary>
    public bool StandsOn(DateOnly day) => On <= day && !(WithdrawnOn <= day);

    /// <summary>Takes it back: the item is open again unless it was resolved.</summary>
    /// <exception cref="RuleException">It was withdrawn before.</exception>
    public void Withdraw(Actor by, DateOnly today)
    {
        if (WithdrawnOn is { } day)
            throw new RuleException($"This waiver was withdrawn on {Words.Long(day)}. Load the page again.");
        (WithdrawnOn, WithdrawnBy) = (today, by.Title);
    }

    /// <summary>What a report keeps of it.</summary>
    public WaiverFact Fact() => new(Check, Subject, Ref, Missing, On, By, Reason);
}

/// <summary>A waiver as a report tells it.</summary>
public sealed record WaiverFact(string Check, ReadinessSubject Subject, string Ref, string Missing, DateOnly On, string By, string Reason);
