using ImprovementBoard.Core.Time;

namespace ImprovementBoard.Core.History;

/// <summary>What is wrong with a chain.</summary>
public enum ChainFaultKind
{
    /// <summary>An entry does not say what it said when it was sealed.</summary>
    Changed,

    /// <summary>An entry is gone.</summary>
    Missing,

    /// <summary>An entry stands between two that followed one another.</summary>
    Inserted,

    /// <summary>An entry stands at another place than it was written at.</summary>
    OutOfOrder,

    /// <summary>The chain ends before an entry that something outside it knows.</summary>
    CutOff,

    /// <summary>The chain holds together, and yet it is not the one that something outside it knows.</summary>
    Rewritten,

    /// <summary>The chain holds, and facts or a file that were frozen are not what they were.</summary>
    Unfrozen,

    /// <summary>The chain is that of a programme that is not there.</summary>
    Abandoned,
}

/// <summary>The first broken entry of a chain.</summary>
/// <param name="Sequence">Its number.</param>
/// <param name="Words">What is wrong, in a sentence.</param>
public sealed record ChainFault(ChainFaultKind Kind, long Sequence, string Words);

/// <summary>How far a chain had come, as something outside it knows: a pack, an earlier check, a sheet of paper.</summary>
/// <param name="Entries">How many entries there were.</param>
/// <param name="Hash">Seal of the last one.</param>
/// <param name="Source">Who says so, such as "Pack 7".</param>
public sealed record Checkpoint(long Entries, string Hash, string Source);

/// <summary>Goes along a chain, entry by entry in the order of their numbers, and holds no more of it than two entries and the checkpoints.</summary>
public sealed class ChainCheck(IEnumerable<Checkpoint> checkpoints)
{
    private const int MostGone = 1000;

    private readonly Queue<Checkpoint> ahead = new(checkpoints.Where(c => c.Entries > 0).OrderBy(c => c.Entries));

    /// <summary>Entries found in order so far.</summary>
    public long Entries { get; private set; }

    /// <summary>Seal of the last of them.</summary>
    public string Hash { get; private set; } = HistorySeal.None;

    /// <summary>True when the entry is the next of the chain and says what it said when it was sealed.</summary>
    /// <param name="entry">As stored.</param>
    public bool Follows(ISealed entry) => entry.Sequence == Entries + 1 && entry.PreviousHash == Hash && entry.Hash == HistorySeal.HashOf(entry);

    /// <summary>Takes the next entry, which <see cref="Follows"/>. Answers what a checkpoint has against it, or null.</summary>
    public ChainFault? Take(ISealed entry)
    {
        (Entries, Hash) = (entry.Sequence, entry.Hash);
        while (ahead.TryPeek(out var known) && known.Entries <= Entries)
        {
            ahead.Dequeue();
            if (known.Entries == Entries && known.Hash != Hash)
                return new(ChainFaultKind.Rewritten, Entries, $"{Words.Sentence(known.Source)} knows another entry {Number(Entries)}: what was written up to there was replaced by something else, and sealed again.");
        }
        return null;
    }

    /// <summary>At the end of the chain: what checkpoints know of entries that are not there, or null.</summary>
    public ChainFault? End() => ahead.LastOrDefault() is { } known
        ? new(ChainFaultKind.CutOff, Entries + 1, $"The end was cut off: there {(Entries == 1 ? "is 1 entry" : $"are {Number(Entries)} entries")}, and {known.Source} knows {Number(known.Entries)}.")
        : null;

    /// <summary>Says what is wrong where an entry does not follow.</summary>
    /// <param name="entry">The entry at this place; null where it cannot even be read.</param>
    /// <param name="number">The number that the row at this place carries.</param>
    /// <param name="next">Number of another row that names the last good entry as the one before it, or null.</param>
    /// <param name="origin">Number of the row that this one names as the one before it, or null.</param>
    public ChainFault Judge(ISealed? entry, long number, long? next, long? origin)
    {
        var here = Entries + 1;
        if (number > here)
            return next is { } at ? Moved(here, at) : Gone(here, number);
        if (number < here)
            return Extra(number);
        if (entry is null)
            return Altered(here);
        if (entry.PreviousHash == Hash)
            return next is null ? Altered(here) : Extra(here);
        // Only what it names as the entry before it was changed.
        if (Fits(entry, number, Hash))
            return Altered(here);
        if (next is { } elsewhere)
            return Fits(entry, elsewhere, entry.PreviousHash) || (origin is { } after && Fits(entry, after + 1, entry.PreviousHash)) ? Moved(here, elsewhere) : Extra(here);
        // Nothing names the entry before as the one it follows. Where this one belongs further down, what stands between is not of the chain.
        if (origin < Entries)
            return Extra(Fits(entry, origin.Value + 1, entry.PreviousHash) ? origin.Value + 1 : here);
        if (Fits(entry, number, entry.PreviousHash))
            return Entries > 0 ? Altered(Entries) : Gone(1, 2);
        return Enumerable.Range(1, MostGone).Any(by => Fits(entry, number + by, entry.PreviousHash)) ? Gone(here, here + 1) : Altered(here);
    }

    private static bool Fits(ISealed entry, long number, string previous) => entry.Hash == HistorySeal.HashOf(entry, number, previous);

    private static ChainFault Altered(long at) => new(ChainFaultKind.Changed, at, $"Entry {Number(at)} was changed after it was written.");

    private static ChainFault Gone(long first, long until) => new(ChainFaultKind.Missing, first,
        until - first > 1 ? $"Entries {Number(first)} to {Number(until - 1)} are missing." : $"Entry {Number(first)} is missing.");

    private static ChainFault Extra(long at) => new(ChainFaultKind.Inserted, at, $"Entry {Number(at)} was inserted: the portal did not write it there.");

    private static ChainFault Moved(long here, long at) => new(ChainFaultKind.OutOfOrder, here, $"Out of order: what was written as entry {Number(here)} stands at {Number(at)}.");

    private static string Number(long n) => n.ToString("#,0", System.Globalization.CultureInfo.InvariantCulture);
}
