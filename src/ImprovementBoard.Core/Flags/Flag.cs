using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Actions;
using ImprovementBoard.Core.Programmes;
using ImprovementBoard.Core.Time;

namespace ImprovementBoard.Core.Flags;

/// <summary>What a flag is about.</summary>
public enum FlagSubject
{
    /// <summary>An action.</summary>
    Action,

    /// <summary>A recommendation.</summary>
    Recommendation,

    /// <summary>Something inspectors said.</summary>
    Finding,
}

/// <summary>
/// Something that needs attention, with the rule that fired. A row is a spell: where the words, the holder or an acknowledgement
/// change, it ends and the next one begins, so that every past day shows what was known then.
/// </summary>
public sealed class Flag : IProgrammeRow, IEditable
{
    /// <summary>The end of a spell that still lasts.</summary>
    public static readonly DateOnly Open = DateOnly.MaxValue;

    /// <summary>A flag comes back after at most this many days, a quarter.</summary>
    public const int QuietDays = 92;

    /// <summary>Longest title, and longest account of why, in characters.</summary>
    public const int TitleMaxLength = 120, WhyMaxLength = 300;

    /// <summary>Key.</summary>
    public int Id { get; set; }

    /// <inheritdoc/>
    public int ProgrammeId { get; set; }

    /// <summary>What it is about.</summary>
    public FlagSubject Subject { get; set; }

    /// <summary>Key of what it is about.</summary>
    public int SubjectId { get; set; }

    /// <summary>Its reference; for a finding that of the visit or inspection it was made at.</summary>
    public required string Ref { get; set; }

    /// <summary>Its title, shortened.</summary>
    public required string Title { get; set; }

    /// <summary>The post that leads or owns it, or null for a finding.</summary>
    public int? HolderId { get; set; }

    /// <summary>Code of the rule that fired, see <see cref="FlagRules"/>.</summary>
    public required string Rule { get; set; }

    /// <summary>How serious the rule is.</summary>
    public Seriousness Seriousness { get; set; }

    /// <summary>The first day the condition held.</summary>
    public DateOnly Since { get; set; }

    /// <summary>Why, in words that stay true from day to day.</summary>
    public required string Why { get; set; }

    /// <summary>The first day of this spell.</summary>
    public DateOnly From { get; set; }

    /// <summary>The first day on which it no longer stood like this, or <see cref="Open"/>.</summary>
    public DateOnly Until { get; set; } = Open;

    /// <summary>Every acknowledgement, oldest first.</summary>
    public List<FlagAcknowledgement> Acknowledgements { get; set; } = [];

    /// <summary>The day it returns to the list, or null when nobody acknowledged it.</summary>
    public DateOnly? QuietUntil { get; set; }

    /// <inheritdoc/>
    public Guid Version { get; set; }

    /// <summary>Keeps it out of the list until a day.</summary>
    /// <returns>The row in which it stands from today: this one, or a new one to be saved.</returns>
    /// <exception cref="RuleException">It is cleared, the reason is missing or too long, or the day is not one of the next <see cref="QuietDays"/>.</exception>
    public Flag Acknowledge(Actor by, string? reason, DateOnly? returnsOn, DateOnly today)
    {
        if (Until != Open)
            throw new RuleException("This flag has changed or cleared meanwhile. Load the page again and read what stands now.");
        var text = Text.Required(reason, "Reason", "Write why it can wait, and what is being done.", ActionItem.ReasonMaxLength);
        if (returnsOn is not { } day || day <= today || day > today.AddDays(QuietDays))
            throw new RuleException($"Give the day it comes back, after today and not later than {Words.Long(today.AddDays(QuietDays))}.", "ReturnsOn");
        var next = SpellFrom(today);
        next.Acknowledgements = [.. Acknowledgements, new() { On = today, By = by.Title, Reason = text, ReturnsOn = day }];
        next.QuietUntil = day;
        return next;
    }

    /// <summary>Brings it up to what the rule says today; nothing changes where it says the same.</summary>
    /// <param name="found">What the rule says now.</param>
    /// <returns>The row in which it stands from today: this one, or a new one to be saved.</returns>
    public Flag Become(Flag found, DateOnly today)
    {
        if ((Ref, Title, HolderId, Seriousness, Why) == (found.Ref, found.Title, found.HolderId, found.Seriousness, found.Why))
            return this;
        var next = SpellFrom(today);
        (next.Ref, next.Title, next.HolderId, next.Seriousness, next.Why) = (found.Ref, found.Title, found.HolderId, found.Seriousness, found.Why);
        return next;
    }

    // What was shown on earlier days stays; a change of the same day is seen by nobody who looks back.
    private Flag SpellFrom(DateOnly today)
    {
        if (From >= today)
            return this;
        Until = today;
        return new()
        {
            ProgrammeId = ProgrammeId,
            Subject = Subject,
            SubjectId = SubjectId,
            Ref = Ref,
            Title = Title,
            HolderId = HolderId,
            Rule = Rule,
            Seriousness = Seriousness,
            Since = Since,
            Why = Why,
            From = today,
            Acknowledgements = [.. Acknowledgements.Select(a => new FlagAcknowledgement { On = a.On, By = a.By, Reason = a.Reason, ReturnsOn = a.ReturnsOn })],
            QuietUntil = QuietUntil,
        };
    }
}

/// <summary>Somebody knows of a flag and says why it can wait.</summary>
public sealed class FlagAcknowledgement
{
    /// <summary>The day it was said.</summary>
    public DateOnly On { get; set; }

    /// <summary>Role title of who said it.</summary>
    public string By { get; set; } = "";

    /// <summary>Why it can wait.</summary>
    public string Reason { get; set; } = "";

    /// <summary>The day the flag returns to the list.</summary>
    public DateOnly ReturnsOn { get; set; }
}
