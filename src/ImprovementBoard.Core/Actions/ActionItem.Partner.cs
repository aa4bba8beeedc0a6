using ImprovementBoard.Core.Access;

namespace ImprovementBoard.Core.Actions;

/// <summary>A change of the partner agency of an action. What stood before is kept for the days before.</summary>
public sealed class PartnerChange
{
    /// <summary>The day of the change.</summary>
    public DateOnly On { get; set; }

    /// <summary>Role title of who made it.</summary>
    public string By { get; set; } = "";

    /// <summary>The partner agency before, or null.</summary>
    public string? From { get; set; }
}

public sealed partial class ActionItem
{
    /// <summary>Longest name of a partner agency, in characters.</summary>
    public const int PartnerMaxLength = 80;

    /// <summary>Every change of the partner agency, oldest first.</summary>
    public List<PartnerChange> PartnerChanges { get; set; } = [];

    /// <summary>The partner agency at the end of <paramref name="day"/>, or null.</summary>
    public string? PartnerOn(DateOnly day) => PartnerChanges.Find(c => c.On > day) is { } next ? next.From : PartnerAgency;

    /// <summary>Sets the partner agency that shares the action; empty for none. Updates must be loaded.</summary>
    /// <exception cref="RuleException">It is the same as before, or too long.</exception>
    public PartnerChange SetPartner(string? partner, Actor by, DateOnly today, int cycleDays)
    {
        var name = Text.Clean(partner);
        if (name.Length > PartnerMaxLength)
            throw Text.Fault(name, nameof(PartnerAgency), "", PartnerMaxLength)!;
        if (name == (PartnerAgency ?? ""))
            throw new RuleException("This is the partner agency already. Change it, or leave it.", nameof(PartnerAgency));
        var change = new PartnerChange { On = today, By = by.Title, From = PartnerAgency };
        PartnerChanges.Add(change);
        PartnerAgency = name.Length == 0 ? null : name;
        // Search looks at it too.
        Rate(today, cycleDays);
        return change;
    }
}
