namespace ImprovementBoard.Core.Evidence;

/// <summary>How far evidence can be relied on, weakest first: self-reported &lt; internally tested &lt; independent.</summary>
public enum EvidenceStrength
{
    /// <summary>Whoever leads the work says so.</summary>
    SelfReported,

    /// <summary>Tested inside the council by someone who does not lead the work.</summary>
    InternallyTested,

    /// <summary>Tested by someone outside the council.</summary>
    Independent,
}

/// <summary>What kind of thing the evidence is.</summary>
public enum EvidenceKind
{
    /// <summary>A graded review of files.</summary>
    Audit,

    /// <summary>Figures.</summary>
    Data,

    /// <summary>What children and families say.</summary>
    ChildFamilyVoice,

    /// <summary>What staff say.</summary>
    StaffVoice,

    /// <summary>What a partner agency says.</summary>
    Partner,

    /// <summary>A review from outside.</summary>
    ExternalReview,

    /// <summary>What Ofsted says.</summary>
    Ofsted,

    /// <summary>A paper, such as a policy or minutes.</summary>
    Document,

    /// <summary>Practice watched as it happened.</summary>
    Observation,
}

/// <summary>The part of a piece of evidence that a judgement rests on.</summary>
/// <param name="DatedOn">The date of the evidence itself, not of the upload.</param>
/// <param name="Sample">How many files, answers or people it looked at, or null where that makes no sense.</param>
public sealed record EvidenceFact(int Id, EvidenceKind Kind, EvidenceStrength Strength, DateOnly DatedOn, int? Sample);

/// <summary>Words for evidence.</summary>
public static class EvidenceWords
{
    /// <summary>Such as "Audit of 30, internally tested, 12 Mar 2018".</summary>
    public static string InWords(this EvidenceFact fact) =>
        $"{fact.Kind.Words()}{(fact.Sample is { } n ? $" of {Time.Words.Number(n)}" : "")}, {fact.Strength.Words().ToLowerInvariant()}, {Time.Words.Short(fact.DatedOn)}";

    /// <summary>The strength in words.</summary>
    public static string Words(this EvidenceStrength strength) => strength switch
    {
        EvidenceStrength.SelfReported => "Self-reported",
        EvidenceStrength.InternallyTested => "Internally tested",
        _ => "Independent",
    };

    /// <summary>The kind in words.</summary>
    public static string Words(this EvidenceKind kind) => kind switch
    {
        EvidenceKind.Audit => "Audit",
        EvidenceKind.Data => "Data",
        EvidenceKind.ChildFamilyVoice => "Child or family voice",
        EvidenceKind.StaffVoice => "Staff voice",
        EvidenceKind.Partner => "Partner",
        EvidenceKind.ExternalReview => "External review",
        EvidenceKind.Ofsted => "Ofsted",
        EvidenceKind.Document => "Document",
        _ => "Observation",
    };
}
