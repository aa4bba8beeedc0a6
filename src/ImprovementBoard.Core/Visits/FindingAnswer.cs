namespace ImprovementBoard.Core.Visits;

/// <summary>What the council answers to a concern. A later answer stands beside the earlier ones.</summary>
public sealed class FindingAnswer
{
    /// <summary>The day it was given.</summary>
    public DateOnly On { get; set; }

    /// <summary>Role title of who gave it.</summary>
    public string By { get; set; } = "";

    /// <summary>The answer.</summary>
    public string Text { get; set; } = "";

    /// <summary>True where no source states it.</summary>
    public bool Illustrative { get; set; }
}
