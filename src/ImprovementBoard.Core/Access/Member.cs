using ImprovementBoard.Core.Programmes;

namespace ImprovementBoard.Core.Access;

/// <summary>
/// A post in one programme, by role title: whoever leads actions, sits on the board or runs the office. An account is
/// tied to it when the person signs in; a post may stand without one.
/// </summary>
public sealed partial class Member : IProgrammeRow, IEditable
{
    /// <summary>Longest role title and agency, in characters; and longest part of an external viewer, in days from the day it is set.</summary>
    public const int TitleMaxLength = 100, ViewerMostDays = 366;

    /// <summary>Key.</summary>
    public int Id { get; set; }

    /// <inheritdoc/>
    public int ProgrammeId { get; set; }

    /// <summary>Role title, such as "Head of safeguarding".</summary>
    public required string Title { get; set; }

    /// <summary>What the post may do.</summary>
    public Role Role { get; set; }

    /// <summary>The agency the post belongs to.</summary>
    public required string Agency { get; set; }

    /// <summary>The account that holds the post, or null.</summary>
    public Guid? UserId { get; set; }

    /// <summary>First day of the membership.</summary>
    public DateOnly From { get; set; }

    /// <summary>Last day of the membership, or null while it lasts.</summary>
    public DateOnly? To { get; set; }

    /// <summary>Roles it had before, in the order they were changed.</summary>
    public List<RoleChange> RoleChanges { get; set; } = [];

    /// <inheritdoc/>
    public Guid Version { get; set; }

    /// <summary>True where no source states it.</summary>
    public bool Illustrative { get; set; }

    /// <summary>How entries of the history about it name it, such as "people/12".</summary>
    public string HistoryRef => $"people/{Id}";

    /// <summary>True when the membership holds on <paramref name="day"/>.</summary>
    public bool HoldsOn(DateOnly day) => From <= day && (To is null || day <= To);
}
