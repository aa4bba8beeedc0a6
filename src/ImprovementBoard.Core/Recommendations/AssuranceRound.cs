namespace ImprovementBoard.Core.Recommendations;

/// <summary>Why an assurance did not stand.</summary>
public enum AssuranceEnd
{
    /// <summary>Something else came up.</summary>
    Reopened,

    /// <summary>The re-check found that it does not hold.</summary>
    RecheckFailed,

    /// <summary>A later finding by inspectors contradicts it.</summary>
    Contradicted,

    /// <summary>One of its actions was reopened.</summary>
    ActionReopened,
}

/// <summary>What was once assured or judged about a recommendation and did not stand, and how it ended. Kept for ever.</summary>
public sealed class AssuranceRound
{
    /// <summary>The day a reviewer assured it, or null where it had not come so far.</summary>
    public DateOnly? AssuredOn { get; set; }

    /// <summary>Role title of that reviewer, or null.</summary>
    public string? AssuredBy { get; set; }

    /// <summary>The day a re-check was set for, or null.</summary>
    public DateOnly? RecheckOn { get; set; }

    /// <summary>The day it was closed, or null.</summary>
    public DateOnly? ClosedOn { get; set; }

    /// <summary>The day it ended; from this day on the recommendation is open again.</summary>
    public DateOnly EndedOn { get; set; }

    /// <summary>How it ended.</summary>
    public AssuranceEnd How { get; set; }

    /// <summary>Role title of who ended it.</summary>
    public string EndedBy { get; set; } = "";

    /// <summary>Why.</summary>
    public string Reason { get; set; } = "";

    /// <summary>How and when it ended and why, in a sentence without its full stop.</summary>
    public string InWords() => $"{How.Words()} on {Time.Words.Short(EndedOn)}. {Reason.TrimEnd('.')}";

    /// <summary>The same for a reader who may not know why it ended.</summary>
    public AssuranceRound WithoutReason()
    {
        var told = (AssuranceRound)MemberwiseClone();
        (told.How, told.Reason) = (AssuranceEnd.Reopened, ImpactJudgement.ReasonKeptBack);
        return told;
    }
}
