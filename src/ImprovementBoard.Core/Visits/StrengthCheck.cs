namespace ImprovementBoard.Core.Visits;

/// <summary>What happened to a strength on the watch list.</summary>
public enum StrengthResult
{
    /// <summary>The day of the next test was set.</summary>
    DateSet,

    /// <summary>Tested: it holds.</summary>
    Holds,

    /// <summary>Tested: it is no longer what it was.</summary>
    Declined,
}

/// <summary>One entry about a strength: a date set, or a test with its result. Kept for ever.</summary>
public sealed class StrengthCheck
{
    /// <summary>The day of the entry.</summary>
    public DateOnly On { get; set; }

    /// <summary>Role title of who made it.</summary>
    public string By { get; set; } = "";

    /// <summary>What happened.</summary>
    public StrengthResult Result { get; set; }

    /// <summary>What the test looked at and found; empty when only a date was set.</summary>
    public string Note { get; set; } = "";

    /// <summary>The day of the next test, or null when none is planned.</summary>
    public DateOnly? NextOn { get; set; }

    /// <summary>True where no source states it.</summary>
    public bool Illustrative { get; set; }
}

/// <summary>Words for <see cref="StrengthResult"/>.</summary>
public static class StrengthWords
{
    /// <summary>The result in words.</summary>
    public static string Words(this StrengthResult result) => result switch
    {
        StrengthResult.DateSet => "Re-test date set",
        StrengthResult.Holds => "Re-tested: it holds",
        _ => "Re-tested: declined",
    };
}
