using ImprovementBoard.Core.Evidence;
using ImprovementBoard.Core.Programmes;
using ImprovementBoard.Core.Ratings;

namespace ImprovementBoard.Core.Recommendations;

/// <summary>What a reviewer judged about the impact of a recommendation on one day, with the evidence it rests on. Never overwritten.</summary>
public sealed class ImpactJudgement : IProgrammeRow
{
    /// <summary>Longest reason, in characters.</summary>
    public const int ReasonMaxLength = 500;

    /// <summary>Stands in place of a reason that rests on a letter which is not published.</summary>
    public const string ReasonKeptBack = "The reason is not open to you.";

    /// <summary>Key, in the order judged.</summary>
    public int Id { get; set; }

    /// <inheritdoc/>
    public int ProgrammeId { get; set; }

    /// <summary>The recommendation judged.</summary>
    public int RecommendationId { get; set; }

    /// <summary>The level judged.</summary>
    public ImpactRating Level { get; set; }

    /// <summary>The programme's date when it was judged.</summary>
    public DateOnly On { get; set; }

    /// <summary>Role title of who judged.</summary>
    public required string By { get; set; }

    /// <summary>What children would notice; for a contradiction what inspectors found.</summary>
    public required string Reason { get; set; }

    /// <summary>The evidence it rests on, as it was described on that day.</summary>
    public List<JudgedEvidence> Evidence { get; set; } = [];

    /// <summary>The finding that contradicted a higher level, or null where a reviewer judged.</summary>
    public int? FindingId { get; set; }

    /// <summary>True when a later finding contradicted a higher level.</summary>
    public bool Contradicted { get; set; }

    /// <summary>True where no source states it.</summary>
    public bool Illustrative { get; set; }

    /// <summary>The same for a reader who may not know what inspectors found.</summary>
    public ImpactJudgement WithoutReason()
    {
        var told = (ImpactJudgement)MemberwiseClone();
        (told.Reason, told.FindingId, told.Contradicted) = (ReasonKeptBack, null, false);
        return told;
    }
}

/// <summary>A piece of evidence as it stood when a judgement was rested on it.</summary>
public sealed class JudgedEvidence
{
    /// <summary>Key of the evidence, or 0 where the record has none.</summary>
    public int EvidenceId { get; set; }

    /// <summary>What kind of thing it is.</summary>
    public EvidenceKind Kind { get; set; }

    /// <summary>How far it can be relied on.</summary>
    public EvidenceStrength Strength { get; set; }

    /// <summary>The date of the evidence itself.</summary>
    public DateOnly DatedOn { get; set; }

    /// <summary>How many files, answers or people it looked at, or null.</summary>
    public int? Sample { get; set; }

    /// <summary>Such as "Audit of 30, internally tested, 12 Mar 2018".</summary>
    public string Words => new EvidenceFact(EvidenceId, Kind, Strength, DatedOn, Sample).InWords();
}
