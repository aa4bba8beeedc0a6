namespace ImprovementBoard.Core.Programmes;

/// <summary>How the Department for Education intervenes.</summary>
public enum DirectionKind
{
    /// <summary>Order under section 497A of the Education Act 1996, applied by section 50 of the Children Act 2004.</summary>
    StatutoryDirection,

    /// <summary>Non-statutory notice.</summary>
    ImprovementNotice,
}

/// <summary>Words for <see cref="DirectionKind"/>.</summary>
public static class DirectionKinds
{
    /// <summary>The kind in words.</summary>
    public static string Words(this DirectionKind kind) => kind == DirectionKind.StatutoryDirection ? "Statutory direction" : "Improvement notice";
}

/// <summary>A statutory direction or improvement notice. In force until an end date is recorded.</summary>
public sealed class Direction : IProgrammeRow
{
    /// <summary>Key.</summary>
    public int Id { get; set; }

    /// <inheritdoc/>
    public int ProgrammeId { get; set; }

    /// <summary>Direction or notice.</summary>
    public DirectionKind Kind { get; set; }

    /// <summary>The law it rests on.</summary>
    public required string LegalBasis { get; set; }

    /// <summary>The day it was issued, or null when no source states it.</summary>
    public DateOnly? IssuedOn { get; set; }

    /// <summary>The day it ended, or null while in force.</summary>
    public DateOnly? EndedOn { get; set; }

    /// <summary>Why it ended.</summary>
    public string? EndReason { get; set; }

    /// <summary>What it requires, in our words.</summary>
    public required string Summary { get; set; }

    /// <summary>Where the facts come from.</summary>
    public required string Source { get; set; }

    /// <summary>What a reader should know about the source, or null.</summary>
    public string? Note { get; set; }

    /// <summary>True when it binds the council on <paramref name="day"/>.</summary>
    public bool InForceOn(DateOnly day) => IssuedOn <= day && (EndedOn is null || day < EndedOn);
}
