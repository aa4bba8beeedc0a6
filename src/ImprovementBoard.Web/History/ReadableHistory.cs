using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Evidence;
using ImprovementBoard.Core.History;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.Packs;
using ImprovementBoard.Web.Features.Visits;

namespace ImprovementBoard.Web.History;

/// <summary>What of the history a person may read. Every list of entries begins here.</summary>
internal static class ReadableHistory
{
    private static readonly HistoryKind[]
        BeforeIssue = [HistoryKind.PackPrepared, HistoryKind.PackApproved, HistoryKind.PackApproverChanged, HistoryKind.PackWithdrawn, HistoryKind.PackCommented, HistoryKind.PackSent, HistoryKind.PackLinkWithdrawn],
        WhoReadWhat = [HistoryKind.EvidenceDownloaded, HistoryKind.EvidenceRead, HistoryKind.PackRead, HistoryKind.Exported, HistoryKind.Refused, HistoryKind.HistoryChecked,
            // Why something is held may be that somebody is being looked into.
            HistoryKind.HoldChanged],
        // Told under the recommendations they bear on, or in the words of another finding, so that a letter cannot be told by the reference of the entry.
        OfFindings = [HistoryKind.FindingRecorded, HistoryKind.FindingCorrected, HistoryKind.FindingAnswered, HistoryKind.StrengthRetested, HistoryKind.Contradicted];

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
        // Nor does a visit whose letter is not published: what was told of any finding since it is known may be its words. Nor does a pack made meanwhile.
        if (!scope.May(Permission.ReadUnpublishedLetters))
        {
            var unpublished = ReadableVisits.Unpublished(db, scope.Today);
            var packs = PackQueries.Readable(db, scope);
#pragma warning disable CA1305, MA0011 // Said to the database, which knows no culture.
            readable = readable.Where(h =>
                (h.Subject != Subject.Visit || !unpublished.Any(v => v.Ref == h.SubjectRef))
                && (!OfFindings.Contains(h.Kind) || !unpublished.Any(v => v.RecordedOn <= h.On))
                && (h.Subject != Subject.Pack || packs.Any(p => p.Number != null && p.Number.ToString() == h.SubjectRef)));
#pragma warning restore CA1305, MA0011
        }
        return scope.May(Permission.ReadTrail) ? readable : readable.Where(h => !WhoReadWhat.Contains(h.Kind));
    }
}
