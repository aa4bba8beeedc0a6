using ImprovementBoard.Core.Programmes;

namespace ImprovementBoard.Core.Retention;

/// <summary>What a night did with one kind.</summary>
public sealed class RetentionCount
{
    /// <summary>The kind, by name.</summary>
    public required string Kind { get; set; }

    /// <summary>How many went.</summary>
    public int Gone { get; set; }

    /// <summary>How many were due and held back.</summary>
    public int Held { get; set; }
}

/// <summary>
/// A night of a programme. One a date: whoever comes second, another node or a portal that was killed and started again, goes on with it. Counts are
/// written with what they count.
/// </summary>
public sealed class RetentionRun : IProgrammeRow
{
    /// <summary>Longest words of a failure, in characters.</summary>
    public const int FaultMaxLength = 300;

    /// <summary>Key.</summary>
    public int Id { get; set; }

    /// <inheritdoc/>
    public int ProgrammeId { get; set; }

    /// <summary>The programme's date.</summary>
    public DateOnly On { get; set; }

    /// <summary>The instant it began, in UTC.</summary>
    public DateTimeOffset StartedAt { get; set; }

    /// <summary>The instant it was through, in UTC, or null while it is not.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>Why it is not through, in words, or empty.</summary>
    public string Fault { get; private set; } = "";

    /// <summary>What it did, by kind; a kind of which nothing was due is left out.</summary>
    public List<RetentionCount> Counts { get; set; } = [];

    /// <summary>How many things went.</summary>
    public int Gone => Counts.Sum(c => c.Gone);

    /// <summary>How many were due and held back.</summary>
    public int Held => Counts.Sum(c => c.Held);

    /// <summary>What it did, in words.</summary>
    public string Words => Counts.Count == 0 ? "Nothing was due" : string.Join("; ", Counts.Select(c =>
        $"{RetentionRule.Of(Enum.Parse<RetentionKind>(c.Kind)).Name}: {Time.Words.Number(c.Gone)} gone{(c.Held > 0 ? $", {Time.Words.Number(c.Held)} held back" : "")}"));

    /// <summary>Adds to what went.</summary>
    public void AddGone(RetentionKind kind, int gone)
    {
        if (gone > 0)
            Of(kind).Gone += gone;
    }

    /// <summary>Notes what is due and held back.</summary>
    public void SetHeld(RetentionKind kind, int held)
    {
        if (held > 0 || Counts.Exists(c => c.Kind == $"{kind}"))
            Of(kind).Held = held;
    }

    /// <summary>It is through.</summary>
    public void End(DateTimeOffset now) => (EndedAt, Fault) = (now, "");

    /// <summary>It broke off; the next night goes on.</summary>
    public void Break(string fault) => Fault = fault.Length <= FaultMaxLength ? fault : fault[..(FaultMaxLength - 1)] + "…";

    private RetentionCount Of(RetentionKind kind)
    {
        // Its own list: what is stored as JSON is compared as a whole.
        if (Counts.Find(c => c.Kind == $"{kind}") is { } there)
            return there;
        Counts.Add(new() { Kind = $"{kind}" });
        return Counts[^1];
    }
}

/// <summary>One line of the certificate of disposal: that something went, and never what it said. Kept for ever.</summary>
public sealed class Disposal : IProgrammeRow
{
    /// <summary>Longest reference, in characters.</summary>
    public const int RefMaxLength = 120;

    /// <summary>Key, in the order they went.</summary>
    public long Id { get; set; }

    /// <inheritdoc/>
    public int ProgrammeId { get; set; }

    /// <summary>What kind.</summary>
    public RetentionKind Kind { get; set; }

    /// <summary>What it was, by number or role title.</summary>
    public required string Ref { get; set; }

    /// <summary>The day it was due; null where a person erased it before.</summary>
    public DateOnly? DueOn { get; set; }

    /// <summary>The programme's date on which it went.</summary>
    public DateOnly On { get; set; }

    /// <summary>“Scheduler”, or the role title of who erased it.</summary>
    public required string By { get; set; }

    /// <summary>What the history of the programme has still to say of it; null once it does.</summary>
    public string? Untold { get; set; }
}
