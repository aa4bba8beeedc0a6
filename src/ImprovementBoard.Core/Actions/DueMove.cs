namespace ImprovementBoard.Core.Actions;

/// <summary>A formally agreed new due date. The old one is kept for ever.</summary>
public sealed class DueMove
{
    /// <summary>The day it was agreed.</summary>
    public DateOnly On { get; set; }

    /// <summary>The new due date.</summary>
    public DateOnly To { get; set; }

    /// <summary>Why.</summary>
    public required string Reason { get; set; }

    /// <summary>Reference of the decision.</summary>
    public required string Decision { get; set; }
}
