namespace ImprovementBoard.Core.Recommendations;

/// <summary>The time during which a recommendation counted as replaced. Kept for ever.</summary>
public sealed class Supersession
{
    /// <summary>The day it was replaced.</summary>
    public DateOnly On { get; set; }

    /// <summary>Role title of who said so.</summary>
    public string By { get; set; } = "";

    /// <summary>Why.</summary>
    public string Reason { get; set; } = "";

    /// <summary>Reference of the recommendation that takes its place, or null when none of this plan does.</summary>
    public string? ReplacedBy { get; set; }

    /// <summary>The day it was taken up again, or null while it counts as replaced.</summary>
    public DateOnly? EndedOn { get; set; }

    /// <summary>Role title of who took it up again, or null.</summary>
    public string? EndedBy { get; set; }

    /// <summary>Why it was taken up again, or null.</summary>
    public string? EndReason { get; set; }

    /// <summary>True when it counted as replaced at the end of <paramref name="day"/>.</summary>
    public bool HoldsOn(DateOnly day) => On <= day && !(EndedOn <= day);

    internal Supersession AsAt(DateOnly day)
    {
        var past = (Supersession)MemberwiseClone();
        if (EndedOn > day)
            (past.EndedOn, past.EndedBy, past.EndReason) = (null, null, null);
        return past;
    }
}
