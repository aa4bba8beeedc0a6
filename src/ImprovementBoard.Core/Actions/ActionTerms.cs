namespace ImprovementBoard.Core.Actions;

/// <summary>Who answers for an action above its lead and what it costs, as agreed on one day. A change adds terms; the old ones are kept.</summary>
public sealed class ActionTerms
{
    /// <summary>Longest source of the money, in characters.</summary>
    public const int FundingMaxLength = 120;

    /// <summary>The greatest cost a form accepts, in pounds.</summary>
    public const int CostMost = 1_000_000_000;

    /// <summary>The day they were set.</summary>
    public DateOnly On { get; set; }

    /// <summary>Role title of who set them.</summary>
    public required string By { get; set; }

    /// <summary>The post that is senior responsible owner, or null.</summary>
    public int? SroId { get; set; }

    /// <summary>Cost in whole pounds, or null when nobody has said.</summary>
    public int? CostPounds { get; set; }

    /// <summary>Where the money comes from, in words, or null.</summary>
    public string? Funding { get; set; }

    /// <summary>True when whoever holds the money has agreed.</summary>
    public bool FundingAgreed { get; set; }

    /// <summary>True where no source states it.</summary>
    public bool Illustrative { get; set; }
}

/// <summary>What the programme office fills in about ownership and money.</summary>
public sealed record TermsInput(int? SroId, int? CostPounds, string? Funding, bool FundingAgreed);
