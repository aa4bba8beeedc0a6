namespace ImprovementBoard.Core.History;

/// <summary>What a history entry is about.</summary>
public enum Subject
{
    /// <summary>The programme itself.</summary>
    Programme,

    /// <summary>A recommendation.</summary>
    Recommendation,

    /// <summary>An action.</summary>
    Action,

    /// <summary>A pack.</summary>
    Pack,

    /// <summary>A pack schedule.</summary>
    Schedule,

    /// <summary>An inspection or a monitoring visit.</summary>
    Visit,

    /// <summary>A piece of confidential evidence; what happens to other evidence stands in the history of what it is attached to.</summary>
    Evidence,

    /// <summary>A reporting period.</summary>
    Period,
}

/// <summary>What kind of thing happened.</summary>
public enum HistoryKind
{
    /// <summary>The row entered the plan.</summary>
    Added,

    /// <summary>Work started.</summary>
    Started,

    /// <summary>A progress update was posted.</summary>
    UpdatePosted,

    /// <summary>A delivery rating changed.</summary>
    RatingMoved,

    /// <summary>A due date was formally moved.</summary>
    DueDateMoved,

    /// <summary>New dates were proposed.</summary>
    DatesProposed,

    /// <summary>Proposed dates were refused or taken back.</summary>
    DatesRefused,

    /// <summary>A milestone was added or moved, a dependency, an owner or money changed.</summary>
    PlanChanged,

    /// <summary>A milestone was reached.</summary>
    MilestoneDone,

    /// <summary>Somebody said why a milestone was missed.</summary>
    MilestoneMissed,

    /// <summary>Somebody said what will bring the work back on track, and by when.</summary>
    RecoveryPlanned,

    /// <summary>Work cannot go on.</summary>
    Blocked,

    /// <summary>Work can go on again.</summary>
    Unblocked,

    /// <summary>The lead said it was delivered.</summary>
    Delivered,

    /// <summary>A second person signed it off.</summary>
    SignedOff,

    /// <summary>The re-check found that the change holds.</summary>
    Closed,

    /// <summary>A delivery was found not to stand; work goes on.</summary>
    Reopened,

    /// <summary>A reviewer accepted an update.</summary>
    UpdateAccepted,

    /// <summary>A reviewer returned an update with a reason.</summary>
    UpdateReturned,

    /// <summary>A reviewer judged the impact of a recommendation.</summary>
    ImpactJudged,

    /// <summary>A reviewer assured that a recommendation is met.</summary>
    Assured,

    /// <summary>Another recommendation took its place.</summary>
    Superseded,

    /// <summary>A replaced recommendation was taken up again.</summary>
    TakenUpAgain,

    /// <summary>A later finding contradicted what was assured or judged.</summary>
    Contradicted,

    /// <summary>Evidence was attached, or a newer version of it.</summary>
    EvidenceAdded,

    /// <summary>Evidence was withdrawn with a reason.</summary>
    EvidenceWithdrawn,

    /// <summary>Evidence became confidential, or was opened to everybody in the programme.</summary>
    EvidenceAccessChanged,

    /// <summary>A file of evidence was downloaded.</summary>
    EvidenceDownloaded,

    /// <summary>Somebody opened the page of confidential evidence.</summary>
    EvidenceRead,

    /// <summary>An item passed to another post.</summary>
    HandedOver,

    /// <summary>Somebody said why a flag can wait.</summary>
    FlagAcknowledged,

    /// <summary>A draft was made, or a pack that was issued as it was made.</summary>
    PackBuilt,

    /// <summary>A pack was made for approval.</summary>
    PackPrepared,

    /// <summary>An approver approved a pack.</summary>
    PackApproved,

    /// <summary>Another post was put in an approver's place.</summary>
    PackApproverChanged,

    /// <summary>A pack was returned or taken back before it was issued.</summary>
    PackWithdrawn,

    /// <summary>Somebody commented on a pack before it was issued, or a comment was answered.</summary>
    PackCommented,

    /// <summary>A pack was issued.</summary>
    PackIssued,

    /// <summary>A schedule was changed.</summary>
    ScheduleChanged,

    /// <summary>A monitoring visit was recorded.</summary>
    VisitRecorded,

    /// <summary>Something inspectors said was recorded.</summary>
    FindingRecorded,

    /// <summary>A visit that was recorded wrongly was put right.</summary>
    VisitCorrected,

    /// <summary>A finding that was taken in wrongly was put right.</summary>
    FindingCorrected,

    /// <summary>The council answered a concern.</summary>
    FindingAnswered,

    /// <summary>A strength got a re-test date or was tested again.</summary>
    StrengthRetested,

    /// <summary>Periods were added to the reporting calendar, or their dates changed.</summary>
    CalendarChanged,

    /// <summary>A step of the reporting calendar was carried out.</summary>
    PeriodStepDone,

    /// <summary>The office waived something that the gate of a period found.</summary>
    ReadinessWaived,

    /// <summary>A waiver was taken back.</summary>
    WaiverWithdrawn,

    /// <summary>A mail that had failed, or may have been sent, was sent again.</summary>
    MailSentAgain,

    /// <summary>Somebody was put on a distribution list or taken off it, or the life of links was changed.</summary>
    DistributionChanged,

    /// <summary>An issued pack was sent to its distribution list, or again to one recipient.</summary>
    PackSent,

    /// <summary>A link to a pack was withdrawn, or its mail came back.</summary>
    PackLinkWithdrawn,

    /// <summary>Somebody read a pack, in the portal or by a secure link.</summary>
    PackRead,

    /// <summary>Somebody took a table away as a file.</summary>
    Exported,

    /// <summary>Somebody asked for what their role does not open.</summary>
    Refused,

    /// <summary>The history was proved, or found broken.</summary>
    HistoryChecked,

    /// <summary>Entries from before there were seals were sealed.</summary>
    HistorySealed,

    /// <summary>Somebody was invited, joined, got another role, or their part ends on another day.</summary>
    AccessChanged,

    /// <summary>An administrator looked through who has access.</summary>
    AccessReviewed,

    /// <summary>Which roles must sign in with more than a password was changed.</summary>
    SignInRulesChanged,

    /// <summary>A retention period was changed.</summary>
    RetentionChanged,

    /// <summary>A hold was put on something, or lifted.</summary>
    HoldChanged,

    /// <summary>What was due was deleted, or could not be.</summary>
    RetentionCarriedOut,

    /// <summary>A file or link of evidence was deleted because its period was over.</summary>
    EvidenceDeleted,

    /// <summary>All that names a person who left, or somebody without an account, was removed.</summary>
    PersonErased,

    /// <summary>The database was put back from a copy, or mails and packs went on after that.</summary>
    Restored,
}
