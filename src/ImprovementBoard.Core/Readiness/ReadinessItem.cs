namespace ImprovementBoard.Core.Readiness;

/// <summary>What an item of the gate is about.</summary>
public enum ReadinessSubject
{
    /// <summary>An action.</summary>
    Action,

    /// <summary>A recommendation.</summary>
    Recommendation,
}

/// <summary>As what somebody is asked to resolve an item.</summary>
public enum ReadinessRole
{
    /// <summary>Leads the action, also where a partner shares it.</summary>
    Lead,

    /// <summary>Answers for the action above its lead; asked where nobody leads it any more.</summary>
    SeniorResponsibleOwner,

    /// <summary>Signs off, reviews and judges what others did: the programme office.</summary>
    Reviewer,

    /// <summary>The programme office, where there is nobody else.</summary>
    Office,
}

/// <summary>What resolves an item. The page knows the address of each.</summary>
public enum ReadinessRemedy
{
    /// <summary>Post an update.</summary>
    PostUpdate,

    /// <summary>Give a recovery plan.</summary>
    PlanRecovery,

    /// <summary>Attach evidence.</summary>
    AttachEvidence,

    /// <summary>Sign off what was delivered, or send it back.</summary>
    SignOff,

    /// <summary>Accept or refuse new dates.</summary>
    DecideDates,

    /// <summary>Accept or return the latest update.</summary>
    Review,

    /// <summary>Judge the impact.</summary>
    JudgeImpact,
}

/// <summary>One thing that is missing before packs are issued. A check finds at most one for each subject.</summary>
/// <param name="Title">Title of what it is about.</param>
/// <param name="Missing">What is missing, in one sentence. It names dates, not counted days.</param>
/// <param name="Assignee">Role title of who should resolve it.</param>
public sealed record ReadinessItem(ReadinessSubject Subject, string Ref, string Title, string Missing, ReadinessRole Role, string Assignee, ReadinessRemedy Remedy);

/// <summary>Words of the gate.</summary>
public static class ReadinessWords
{
    /// <summary>Who signs off, reviews and judges, and who stands in where there is nobody else.</summary>
    public const string Office = "Programme office";

    /// <summary>The role in words.</summary>
    public static string Words(this ReadinessRole role) => role switch
    {
        ReadinessRole.Lead => "lead",
        ReadinessRole.SeniorResponsibleOwner => "senior responsible owner",
        ReadinessRole.Reviewer => "as reviewer",
        _ => "for want of a lead",
    };

    /// <summary>What to press.</summary>
    public static string Words(this ReadinessRemedy remedy) => remedy switch
    {
        ReadinessRemedy.PostUpdate => "Post update",
        ReadinessRemedy.PlanRecovery => "Give recovery plan",
        ReadinessRemedy.AttachEvidence => "Attach evidence",
        ReadinessRemedy.SignOff => "Sign off or send back",
        ReadinessRemedy.DecideDates => "Decide on dates",
        ReadinessRemedy.Review => "Review update",
        _ => "Judge impact",
    };
}
