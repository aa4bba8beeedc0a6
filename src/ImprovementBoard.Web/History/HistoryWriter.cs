using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.History;
using ImprovementBoard.Core.Ratings;
using ImprovementBoard.Web.Data;

namespace ImprovementBoard.Web.History;

/// <summary>Adds history entries to the transaction of the change they describe.</summary>
internal static class HistoryWriter
{
    /// <summary>Something a person or the scheduler did.</summary>
    public static void Record(this BoardDbContext db, Actor actor, DateTimeOffset now, DateOnly today, Subject subject, string reference, HistoryKind kind, string what, int? evidence = null) =>
        db.History.Add(new HistoryEntry
        {
            ProgrammeId = actor.ProgrammeId,
            At = now,
            On = today,
            By = actor.Title,
            MemberId = actor.MemberId,
            Subject = subject,
            SubjectRef = reference,
            Kind = kind,
            What = what,
            EvidenceId = evidence,
        });

    /// <summary>A rating that the rule changed.</summary>
    public static void RecordMove(this BoardDbContext db, int programmeId, DateTimeOffset now, DateOnly today, Subject subject, string reference, DeliveryRating from, DeliveryRating to, string why, bool illustrative = false) =>
        db.History.Add(new HistoryEntry
        {
            ProgrammeId = programmeId,
            At = now,
            On = today,
            By = "Rating rule",
            Subject = subject,
            SubjectRef = reference,
            Kind = HistoryKind.RatingMoved,
            What = why,
            FromRating = from,
            ToRating = to,
            Illustrative = illustrative,
        });
}
