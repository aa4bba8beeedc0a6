namespace ImprovementBoard.Core.Retention;

/// <summary>A kind of thing that nobody needs for ever. What each holds and for how long it is kept: <see cref="RetentionRule"/>.</summary>
public enum RetentionKind
{
    /// <summary>Updates that were typed and never posted.</summary>
    UpdateDrafts,

    /// <summary>Packs built by hand and never numbered, with the comments on them.</summary>
    DraftPacks,

    /// <summary>Attempts to make packs.</summary>
    PackRuns,

    /// <summary>Mails that went out or were given up.</summary>
    Mails,

    /// <summary>Invitations that were accepted or have ended.</summary>
    Invitations,

    /// <summary>Addresses of recipients outside the programme who were taken off their list.</summary>
    Recipients,

    /// <summary>Files and links of evidence that a newer version has replaced.</summary>
    EvidenceVersions,

    /// <summary>Files and links of evidence attached to what is closed.</summary>
    EvidenceFiles,

    /// <summary>How accounts signed in whose last part has ended.</summary>
    SignInMeans,

    /// <summary>Accounts whose last part has ended.</summary>
    Accounts,
}

/// <summary>In what a period is counted.</summary>
public enum RetentionUnit
{
    /// <summary>Days.</summary>
    Days,

    /// <summary>Months of the calendar.</summary>
    Months,
}
