using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Evidence;
using ImprovementBoard.Core.History;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Data;

namespace ImprovementBoard.Web.History;

/// <summary>What of the history a person may read. Every list of entries begins here.</summary>
internal static class ReadableHistory
{
    private static readonly HistoryKind[]
        BeforeIssue = [HistoryKind.PackPrepared, HistoryKind.PackApproved, HistoryKind.PackApproverChanged, HistoryKind.PackWithdrawn, HistoryKind.PackCommented, HistoryKind.PackSent, HistoryKind.PackLinkWithdrawn],
        WhoReadWhat = [HistoryKind.EvidenceDownloaded, HistoryKind.EvidenceRead, HistoryKind.PackRead, HistoryKind.Exported, HistoryKind.Refused, HistoryKind.HistoryChecked,
            // Why something is held may be that somebody is being looked into.
            HistoryKind.HoldChanged];

    /// <summary>The kinds of entry that this role may ever see.</summary>
    public static IEnumerable<HistoryKind> Kinds(ProgrammeScope scope) => Enum.GetValues<HistoryKind>().Where(k => scope.May(Permission.ReadTrail) || !WhoReadWhat.Contains(k));

    /// <summary>Known on the day looked at, and open to this role.</summary>
    public static IQueryable<HistoryEntry> Readable(this BoardDbContext db, ProgrammeScope scope)
    {
        var readable = db.History.Where(h => h.On <= scope.Today);
        // A draft does not exist for those who may not read drafts, not even here; nor does what was said of a pack before it was issued.
        if (!scope.May(Permission.ReadDraftPacks))
            readable = readable.Where(h => h.Subject != Subject.Pack || (!h.SubjectRef.StartsWith("draft-") && !BeforeIssue.Contains(h.Kind)));
        // Nor does confidential evidence, and what was told of evidence before it became so.
        if (!scope.May(Permission.ReadConfidentialEvidence))
            readable = readable.Where(h => h.Subject != Subject.Evidence && (h.EvidenceId == null || !db.Evidence.Any(e => e.Id == h.EvidenceId && e.Sensitivity == Sensitivity.Confidential)));
        return scope.May(Permission.ReadTrail) ? readable : readable.Where(h => !WhoReadWhat.Contains(h.Kind));
    }
}
