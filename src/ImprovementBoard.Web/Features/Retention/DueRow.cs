using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Mail;
using ImprovementBoard.Core.Packs;
using ImprovementBoard.Core.Retention;
using ImprovementBoard.Core.Time;
using ImprovementBoard.Web.Data;

namespace ImprovementBoard.Web.Features.Retention;

/// <summary>Something whose period is over. Every property is set in every question, because the database asks for them again to tell what is held.</summary>
internal sealed class DueRow : IHoldable
{
    /// <summary>Key in its table; of an account that of its post.</summary>
    public int Id { get; init; }

    /// <summary>What tells it from others of its kind.</summary>
    public string Name { get; init; } = "";

    /// <summary>A number that tells it from others of its name, or 0.</summary>
    public int Number { get; init; }

    /// <summary>The day its period began; null where an instant says so.</summary>
    public DateOnly? Day { get; init; }

    /// <summary>Another such day, of which the later one counts; or null.</summary>
    public DateOnly? OtherDay { get; init; }

    /// <summary>So many days after <see cref="Day"/> it began.</summary>
    public int Later { get; init; }

    /// <summary>The instant its period began, in UTC, or null.</summary>
    public DateTimeOffset? At { get; init; }

    /// <inheritdoc/>
    public int? ActionId { get; init; }

    /// <inheritdoc/>
    public int? RecommendationId { get; init; }

    /// <inheritdoc/>
    public int? EvidenceId { get; init; }

    /// <inheritdoc/>
    public int? MemberId { get; init; }

    /// <inheritdoc/>
    public string? Address { get; init; }

    /// <summary>The day its period began.</summary>
    public DateOnly From => Day is { } day ? OtherDay > day ? OtherDay.Value : day.AddDays(Later) : OtherDay ?? LondonTime.DateOf(At!.Value);

    /// <summary>What it is, for the certificate: numbers and role titles, never what it says.</summary>
    public string Ref(RetentionKind kind) => kind switch
    {
        RetentionKind.UpdateDrafts => $"Unposted update on action {Name}",
        RetentionKind.DraftPacks => $"Draft {Id}",
        RetentionKind.PackRuns => $"Run {Id}",
        RetentionKind.Mails => $"Mail {Id} to the {Words.Inside(Name)}",
        RetentionKind.Invitations => $"Invitation {Id} as {Words.Inside(Name)}",
        RetentionKind.Recipients => $"Recipient {Id}, {Words.Inside(Name)}",
        RetentionKind.EvidenceVersions or RetentionKind.EvidenceFiles => $"Evidence {EvidenceId}, version {Number}",
        _ => $"Account of the {Words.Inside(Name)}",
    };
}

/// <summary>What of a programme is due, kind by kind. Accounts belong to no programme: <see cref="AccountRetention"/>.</summary>
internal static class DueRows
{
    /// <summary>What is due when periods that began on <paramref name="cutoff"/> or before are over.</summary>
    public static IQueryable<DueRow> Of(BoardDbContext db, RetentionKind kind, DateOnly cutoff, DateTimeOffset now)
    {
        var before = LondonTime.Of(cutoff.AddDays(1), TimeOnly.MinValue).ToUniversalTime();
        var ranOut = cutoff.AddDays(-Invitation.Days);
        return kind switch
        {
            RetentionKind.UpdateDrafts => db.UpdateDrafts.Where(d => d.SavedAt < before).Select(d => new DueRow { Id = d.Id, Name = db.Actions.Where(a => a.Id == d.ActionItemId).Select(a => a.Ref).FirstOrDefault() ?? "", Number = 0, Day = null, OtherDay = null, Later = 0, At = d.SavedAt, ActionId = d.ActionItemId, RecommendationId = null, EvidenceId = null, MemberId = d.MemberId, Address = null }),
            RetentionKind.DraftPacks => db.Packs.Where(p => p.Number == null && p.BuiltOn <= cutoff).Select(p => new DueRow { Id = p.Id, Name = "", Number = 0, Day = p.BuiltOn, OtherDay = null, Later = 0, At = null, ActionId = null, RecommendationId = null, EvidenceId = null, MemberId = null, Address = null }),
            RetentionKind.PackRuns => db.PackRuns.Where(r => r.AskedAt < before && r.Outcome != RunOutcome.Waiting && r.Outcome != RunOutcome.Running).Select(r => new DueRow { Id = r.Id, Name = "", Number = 0, Day = null, OtherDay = null, Later = 0, At = r.AskedAt, ActionId = null, RecommendationId = null, EvidenceId = null, MemberId = null, Address = null }),
            RetentionKind.Mails => db.Mail.Where(m => m.On <= cutoff && m.ClearedOn == null && m.State != MailState.Queued && m.State != MailState.Sending).Select(m => new DueRow { Id = m.Id, Name = m.ToTitle, Number = 0, Day = m.On, OtherDay = null, Later = 0, At = null, ActionId = null, RecommendationId = null, EvidenceId = null, MemberId = null, Address = m.To }),
            RetentionKind.Invitations => db.Invitations.Where(i => i.Email != "" && ((i.AcceptedOn ?? i.EndedOn) <= cutoff || (i.AcceptedOn == null && i.EndedOn == null && i.InvitedOn <= ranOut && i.ExpiresAt < now))).Select(i => new DueRow { Id = i.Id, Name = i.Title, Number = 0, Day = i.AcceptedOn ?? i.EndedOn ?? i.InvitedOn, OtherDay = null, Later = i.AcceptedOn == null && i.EndedOn == null ? Invitation.Days : 0, At = null, ActionId = null, RecommendationId = null, EvidenceId = null, MemberId = i.MemberId, Address = i.Email }),
            RetentionKind.Recipients => db.Recipients.Where(r => r.RemovedOn <= cutoff && r.Email != "").Select(r => new DueRow { Id = r.Id, Name = r.Title, Number = 0, Day = r.RemovedOn, OtherDay = null, Later = 0, At = null, ActionId = null, RecommendationId = null, EvidenceId = null, MemberId = null, Address = r.Email }),
            RetentionKind.EvidenceVersions =>
                from v in db.EvidenceVersions
                where v.DeletedOn == null
                join e in db.Evidence on v.EvidenceItemId equals e.Id
                let newer = db.EvidenceVersions.Where(n => n.EvidenceItemId == v.EvidenceItemId && n.Number == v.Number + 1).Select(n => (DateOnly?)n.AddedOn).FirstOrDefault()
                where newer <= cutoff
                select new DueRow { Id = v.Id, Name = "", Number = v.Number, Day = newer, OtherDay = null, Later = 0, At = null, ActionId = e.ActionItemId, RecommendationId = e.RecommendationId, EvidenceId = e.Id, MemberId = null, Address = null },
            RetentionKind.EvidenceFiles =>
                from v in db.EvidenceVersions
                where v.DeletedOn == null
                join e in db.Evidence on v.EvidenceItemId equals e.Id
                let action = db.Actions.Where(a => a.Id == e.ActionItemId).Select(a => a.ClosedOn).FirstOrDefault()
                let recommendation = db.Recommendations.Where(r => r.Id == e.RecommendationId).Select(r => r.ClosedOn).FirstOrDefault()
                where (e.ActionItemId == null || action <= cutoff) && (e.RecommendationId == null || recommendation <= cutoff)
                select new DueRow { Id = v.Id, Name = "", Number = v.Number, Day = action, OtherDay = recommendation, Later = 0, At = null, ActionId = e.ActionItemId, RecommendationId = e.RecommendationId, EvidenceId = e.Id, MemberId = null, Address = null },
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Accounts belong to no programme."),
        };
    }

    /// <summary>Those of them that a hold covers; <see cref="HoldSet.Covers"/> said to the database.</summary>
    public static IQueryable<DueRow> Held(this IQueryable<DueRow> due, HoldSet holds)
    {
        if (holds.Everything)
            return due;
        var (actions, recommendations, evidence, people, addresses) = (holds.Actions.ToList(), holds.Recommendations.ToList(), holds.Evidence.ToList(), holds.People.ToList(), holds.Addresses.ToList());
#pragma warning disable CA1304, CA1311, MA0011 // Said to the database, which knows no culture; addresses are ASCII.
        return due.Where(d => (d.ActionId != null && actions.Contains(d.ActionId.Value))
            || (d.RecommendationId != null && recommendations.Contains(d.RecommendationId.Value))
            || (d.EvidenceId != null && evidence.Contains(d.EvidenceId.Value))
            || (d.MemberId != null && people.Contains(d.MemberId.Value))
            || (d.Address != null && addresses.Contains(d.Address.ToLower())));
#pragma warning restore CA1304, CA1311, MA0011
    }
}
