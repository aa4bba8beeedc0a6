using ImprovementBoard.Core.History;

namespace ImprovementBoard.Web.Features.History;

/// <summary>Words for <see cref="HistoryKind"/>.</summary>
public static class HistoryWords
{
    /// <summary>The kind in words.</summary>
    public static string Of(HistoryKind kind) => kind switch
    {
        HistoryKind.Added => "Entered the plan",
        HistoryKind.Started => "Started",
        HistoryKind.UpdatePosted => "Update posted",
        HistoryKind.RatingMoved => "Rating changed",
        HistoryKind.DueDateMoved => "Due date moved",
        HistoryKind.DatesProposed => "New dates proposed",
        HistoryKind.DatesRefused => "New dates refused",
        HistoryKind.PlanChanged => "Plan changed",
        HistoryKind.MilestoneDone => "Milestone done",
        HistoryKind.MilestoneMissed => "Milestone missed",
        HistoryKind.RecoveryPlanned => "Recovery plan",
        HistoryKind.Blocked => "Blocked",
        HistoryKind.Unblocked => "Free again",
        HistoryKind.Delivered => "Delivered",
        HistoryKind.SignedOff => "Signed off",
        HistoryKind.Closed => "Closed",
        HistoryKind.Reopened => "Reopened",
        HistoryKind.UpdateAccepted => "Update accepted",
        HistoryKind.UpdateReturned => "Update returned",
        HistoryKind.ImpactJudged => "Impact judged",
        HistoryKind.Assured => "Assured",
        HistoryKind.Superseded => "Superseded",
        HistoryKind.TakenUpAgain => "Taken up again",
        HistoryKind.Contradicted => "Contradicted",
        HistoryKind.EvidenceAdded => "Evidence added",
        HistoryKind.EvidenceWithdrawn => "Evidence withdrawn",
        HistoryKind.EvidenceAccessChanged => "Evidence access changed",
        HistoryKind.EvidenceDownloaded => "Evidence downloaded",
        HistoryKind.EvidenceRead => "Confidential evidence read",
        HistoryKind.HandedOver => "Handed over",
        HistoryKind.FlagAcknowledged => "Flag acknowledged",
        HistoryKind.PackBuilt => "Pack made",
        HistoryKind.PackPrepared => "Pack prepared",
        HistoryKind.PackApproved => "Pack approved",
        HistoryKind.PackApproverChanged => "Approver changed",
        HistoryKind.PackWithdrawn => "Pack withdrawn",
        HistoryKind.PackCommented => "Comment",
        HistoryKind.PackIssued => "Pack issued",
        HistoryKind.VisitRecorded => "Visit recorded",
        HistoryKind.FindingRecorded => "Finding recorded",
        HistoryKind.VisitCorrected => "Visit corrected",
        HistoryKind.FindingCorrected => "Finding corrected",
        HistoryKind.FindingAnswered => "Finding answered",
        HistoryKind.StrengthRetested => "Strength re-tested",
        HistoryKind.CalendarChanged => "Calendar changed",
        HistoryKind.PeriodStepDone => "Step done",
        HistoryKind.ReadinessWaived => "Readiness waived",
        HistoryKind.WaiverWithdrawn => "Waiver withdrawn",
        HistoryKind.MailSentAgain => "Mail sent again",
        HistoryKind.DistributionChanged => "Distribution changed",
        HistoryKind.PackSent => "Pack sent",
        HistoryKind.PackLinkWithdrawn => "Link withdrawn",
        HistoryKind.RetentionChanged => "Retention period changed",
        HistoryKind.HoldChanged => "Hold",
        HistoryKind.RetentionCarriedOut => "Retention",
        HistoryKind.EvidenceDeleted => "Evidence file deleted",
        HistoryKind.PersonErased => "Person erased",
        HistoryKind.Restored => "Restored from a copy",
        HistoryKind.PackRead => "Pack read",
        HistoryKind.Exported => "Exported",
        HistoryKind.Refused => "Refused",
        HistoryKind.AccessChanged => "Access changed",
        HistoryKind.AccessReviewed => "Access reviewed",
        HistoryKind.HistoryChecked => "History checked",
        HistoryKind.SignInRulesChanged => "Sign-in rules changed",
        HistoryKind.HistorySealed => "History sealed",
        _ => "Schedule changed",
    };

    /// <summary>The kind in words.</summary>
    public static string Of(InstallationEventKind kind) => kind switch
    {
        InstallationEventKind.SignedIn => "Signed in",
        InstallationEventKind.SignedOut => "Signed out",
        InstallationEventKind.SignInRefused => "Sign-in refused",
        InstallationEventKind.LockedOut => "Locked out",
        InstallationEventKind.Refused => "Refused",
        _ => "Account changed",
    };

    /// <summary>What is wrong with a chain, in two words.</summary>
    public static string Of(ChainFaultKind kind) => kind switch
    {
        ChainFaultKind.Changed => "Changed",
        ChainFaultKind.Missing => "Missing",
        ChainFaultKind.Inserted => "Inserted",
        ChainFaultKind.OutOfOrder => "Out of order",
        ChainFaultKind.CutOff => "Cut off at the end",
        ChainFaultKind.Unfrozen => "Frozen facts changed",
        ChainFaultKind.Abandoned => "Without a programme",
        _ => "Written anew",
    };
}
