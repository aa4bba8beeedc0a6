namespace ImprovementBoard.Core.Actions;

/// <summary>A step on the way of an action, with the date first agreed for it. That date never changes; agreed moves stand beside it.</summary>
public sealed class Milestone
{
    /// <summary>Longest title, in characters.</summary>
    public const int TitleMaxLength = 120;

    /// <summary>1, 2, 3 … in the order in which the milestones of an action were added.</summary>
    public int Number { get; set; }

    /// <summary>What will be there, such as "Advert published".</summary>
    public required string Title { get; set; }

    /// <summary>The date first agreed.</summary>
    public DateOnly BaselineDate { get; set; }

    /// <summary>The day it entered the plan.</summary>
    public DateOnly AddedOn { get; set; }

    /// <summary>Role title of who added it.</summary>
    public string AddedBy { get; set; } = "";

    /// <summary>The actual date: the day it was reached, or null.</summary>
    public DateOnly? DoneOn { get; set; }

    /// <summary>The day somebody said so, or null. Until that day it counted as not done.</summary>
    public DateOnly? RecordedOn { get; set; }

    /// <summary>Role title of who said so, or null.</summary>
    public string? RecordedBy { get; set; }

    /// <summary>True where no source states it.</summary>
    public bool Illustrative { get; set; }

    /// <summary>True when, by the end of <paramref name="day"/>, somebody had said that it is done.</summary>
    public bool DoneBy(DateOnly day) => RecordedOn <= day;
}

/// <summary>An agreed new date of a milestone. Comes from an accepted <see cref="DateProposal"/> and nothing else.</summary>
public sealed class MilestoneMove
{
    /// <summary>The milestone, by its number in the action.</summary>
    public int Milestone { get; set; }

    /// <summary>The day it was agreed.</summary>
    public DateOnly On { get; set; }

    /// <summary>The new date.</summary>
    public DateOnly To { get; set; }

    /// <summary>Reference of the decision.</summary>
    public required string Decision { get; set; }
}

/// <summary>Why a milestone was missed, in the words of whoever leads the action.</summary>
public sealed class MissedReason
{
    /// <summary>The milestone, by its number in the action.</summary>
    public int Milestone { get; set; }

    /// <summary>The day it was said.</summary>
    public DateOnly On { get; set; }

    /// <summary>Role title of who said it.</summary>
    public required string By { get; set; }

    /// <summary>Why.</summary>
    public required string Text { get; set; }
}

/// <summary>A milestone as it stood on one day.</summary>
/// <param name="Current">The date in force.</param>
/// <param name="DoneOn">The actual date as known that day, or null.</param>
/// <param name="Missed">True when its date had passed and nobody had said that it is done.</param>
/// <param name="MissedReason">The latest reason given for missing it, or null.</param>
public sealed record MilestoneView(int Number, string Title, DateOnly Baseline, DateOnly Current, DateOnly? DoneOn, bool Missed, MissedReason? MissedReason, bool Illustrative);
