namespace ImprovementBoard.Core.Actions;

/// <summary>Why a delivery did not stand.</summary>
public enum RoundEnd
{
    /// <summary>The second person did not agree that it was delivered.</summary>
    SentBack,

    /// <summary>The re-check found that it does not hold.</summary>
    RecheckFailed,

    /// <summary>Something else came up, such as a finding of inspectors.</summary>
    Reopened,
}

/// <summary>A delivery that did not stand: what was said and agreed, and how it ended. Kept for ever.</summary>
public sealed class DeliveryRound
{
    /// <summary>The day the lead said it was delivered.</summary>
    public DateOnly? DeliveredOn { get; set; }

    /// <summary>The day a second person agreed, or null.</summary>
    public DateOnly? SignedOffOn { get; set; }

    /// <summary>Role title of the second person, or null.</summary>
    public string? SignedOffBy { get; set; }

    /// <summary>The day a re-check was set for, or null.</summary>
    public DateOnly? RecheckOn { get; set; }

    /// <summary>The day the re-check found that it held, or null.</summary>
    public DateOnly? ClosedOn { get; set; }

    /// <summary>The day it ended; from this day on work goes on.</summary>
    public DateOnly EndedOn { get; set; }

    /// <summary>How it ended.</summary>
    public RoundEnd How { get; set; }

    /// <summary>Role title of who ended it.</summary>
    public string EndedBy { get; set; } = "";

    /// <summary>Why.</summary>
    public string Reason { get; set; } = "";
}

/// <summary>Words for <see cref="RoundEnd"/>.</summary>
public static class DeliveryRoundWords
{
    /// <summary>How it ended, in words.</summary>
    public static string Words(this RoundEnd how) => how switch
    {
        RoundEnd.SentBack => "Sent back",
        RoundEnd.RecheckFailed => "Re-check failed",
        _ => "Reopened",
    };
}
