using ImprovementBoard.Core.Time;

namespace ImprovementBoard.Core.Actions;

/// <summary>A time during which an action could not go on. Kept for ever.</summary>
public sealed class ActionBlock
{
    /// <summary>Longest reason, in characters. Short, because every list prints it.</summary>
    public const int ReasonMaxLength = 200;

    /// <summary>Longest name of who must decide, in characters.</summary>
    public const int DeciderMaxLength = 60;

    /// <summary>First day.</summary>
    public DateOnly From { get; set; }

    /// <summary>Role title of who said so.</summary>
    public required string By { get; set; }

    /// <summary>What stops it.</summary>
    public required string Reason { get; set; }

    /// <summary>Who must decide, such as "Improvement board", or null when the lead can clear it.</summary>
    public string? NeedsDecisionOf { get; set; }

    /// <summary>The day from which work could go on, or null while it is blocked.</summary>
    public DateOnly? Until { get; set; }

    /// <summary>Role title of who said so, or null.</summary>
    public string? EndedBy { get; set; }

    /// <summary>True at the end of <paramref name="day"/>.</summary>
    public bool HoldsOn(DateOnly day) => From <= day && (Until is null || Until > day);

    /// <summary>Why it is blocked and who must decide, in words without a stop at the end.</summary>
    public string InWords() => $"Blocked: {Reason.TrimEnd('.', ' ', ';')}{(NeedsDecisionOf is { } who ? $"; needs a decision of the {Words.Inside(who)}" : "")}";
}
