namespace ImprovementBoard.Core.Programmes;

/// <summary>Who a judgement or recommendation is addressed to.</summary>
public enum BodyKind
{
    /// <summary>The local authority.</summary>
    Council,

    /// <summary>The safeguarding partnership, before 2019 the local safeguarding children board.</summary>
    SafeguardingPartnership,
}

/// <summary>A body that was inspected and that answers recommendations.</summary>
public sealed class Body : IProgrammeRow
{
    /// <summary>Key.</summary>
    public int Id { get; set; }

    /// <inheritdoc/>
    public int ProgrammeId { get; set; }

    /// <summary>Name on screen.</summary>
    public required string Name { get; set; }

    /// <summary>What it is.</summary>
    public BodyKind Kind { get; set; }
}
