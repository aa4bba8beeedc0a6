namespace ImprovementBoard.Core.History;

/// <summary>What came of proving one chain. Its count and seal are a checkpoint for the next time.</summary>
public sealed class HistoryCheck
{
    /// <summary>Length limit of <see cref="Words"/>.</summary>
    public const int WordsMaxLength = 600;

    /// <summary>Key.</summary>
    public int Id { get; set; }

    /// <summary>The programme whose chain it is; 0 for the chain of the installation. No row of a programme, because there is none for 0: whoever reads names the chain.</summary>
    public int Chain { get; set; }

    /// <summary>When it ended, in UTC.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>Who asked for it: a role title, or what ran it.</summary>
    public required string By { get; set; }

    /// <summary>Entries found in order.</summary>
    public long Entries { get; set; }

    /// <summary>Seal of the last of them.</summary>
    public required string Hash { get; set; }

    /// <summary>What is wrong, or null.</summary>
    public ChainFaultKind? Fault { get; set; }

    /// <summary>Number of the first broken entry, or null.</summary>
    public long? FaultAt { get; set; }

    /// <summary>What is wrong in words; empty where nothing is.</summary>
    public string Words { get; set; } = "";

    /// <summary>How long it took.</summary>
    public int Milliseconds { get; set; }

    /// <summary>How much of the chain holds, in a sentence.</summary>
    public string Holds => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"The {Entries:#,0} entries {(FaultAt is null ? "of the history hold" : "before that hold")}.");

    /// <summary>True where it was so long ago that later ones must have been left out: there is one each night.</summary>
    public bool IsOld(DateTimeOffset now) => now - At > TimeSpan.FromDays(2);

    /// <summary>What it knows of the chain, for the next check; what was found broken knows nothing.</summary>
    public Checkpoint? Knows() => Fault is null ? new(Entries, Hash, $"the check of {Time.Words.At(At)}") : null;
}
