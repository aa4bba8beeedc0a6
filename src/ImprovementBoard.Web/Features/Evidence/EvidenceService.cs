using ImprovementBoard.Core;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Evidence;
using ImprovementBoard.Core.History;
using ImprovementBoard.Core.Time;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.History;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.Evidence;

/// <summary>A file or link that a person sends.</summary>
/// <param name="File">The file as it came in, not yet stored; null for a link.</param>
internal sealed record NewVersion(ReceivedFile? File, string? Link, string? Note)
{
    /// <summary>The file's facts by looking at its content; null for a link.</summary>
    /// <exception cref="RuleException">The content may not be attached.</exception>
    public EvidenceFile? Checked() =>
        File is null ? null : new EvidenceFile(File.Name, FileContent.Check(File.Content, File.Name).MediaType, File.Content.Length, File.Sha256);
}

/// <summary>What came of attaching.</summary>
/// <param name="SameAs">Other evidence of the programme with the same bytes, which the person may read, or null.</param>
internal sealed record Attached(int Id, int? SameAs);

/// <summary>Changes to evidence: permission, rule, file, history and row; the file is on disk before a row names it.</summary>
internal sealed class EvidenceService(BoardDatabase database, FileStore store, TimeProvider clock, ILogger<EvidenceService> log)
{
    /// <summary>Attaches new evidence.</summary>
    /// <exception cref="ForbiddenException">The person neither leads or owns it nor runs the office.</exception>
    /// <exception cref="RuleException">An answer makes no sense, the file may not be attached or is here already, or it could not be stored.</exception>
    public async Task<Attached> AddAsync(ProgrammeScope scope, EvidenceTarget target, EvidenceInput input, NewVersion version, CancellationToken ct = default)
    {
        var item = EvidenceItem.Describe(input, scope.Actor, scope.Today);
        var file = version.Checked();
        await using var db = database.Open(scope.Id);
        await using var transaction = await db.LockProgrammeAsync(ct);
        var owner = await AttachAsync(db, item, target, ct);
        scope.Actor.Require(scope.Actor.MayAddEvidence(owner), $"attach evidence to {target.Ref}, which is not theirs");
        var added = item.AddVersion(file, version.Link, version.Note, scope.Actor, scope.Today);
        item.Index(target.Ref);
        var same = await SameAsync(db, scope, item, added, ct);
        if (version.File is { } received)
            store.Keep(received);
        db.Add(item);
        await SaveAsync(db, async () =>
        {
            await db.SaveChangesAsync(ct);
            Record(db, scope, item, target, HistoryKind.EvidenceAdded, EvidenceHistory.Added(item, added));
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
        });
        return new(item.Id, same);
    }

    /// <summary>Adds a newer file or link; the older ones stay.</summary>
    /// <param name="seen">The version of the row that the person had on screen.</param>
    /// <inheritdoc cref="AddAsync"/>
    public Task AddVersionAsync(ProgrammeScope scope, int id, Guid seen, NewVersion version, CancellationToken ct = default)
    {
        var file = version.Checked();
        return ChangeAsync(scope, id, seen, item =>
        {
            var added = item.AddVersion(file, version.Link, version.Note, scope.Actor, scope.Today);
            if (version.File is { } received)
                store.Keep(received);
            return (HistoryKind.EvidenceAdded, EvidenceHistory.Added(item, added));
        }, ct);
    }

    /// <summary>Takes evidence out of what counts, with a reason.</summary>
    /// <inheritdoc cref="AddVersionAsync"/>
    public Task WithdrawAsync(ProgrammeScope scope, int id, Guid seen, string? reason, CancellationToken ct = default) =>
        ChangeAsync(scope, id, seen, item =>
        {
            item.Withdraw(scope.Actor, reason, scope.Today);
            return (HistoryKind.EvidenceWithdrawn, EvidenceHistory.Withdrawn(item));
        }, ct);

    /// <summary>The office changes who may read it: to confidential always, to everybody with a reason.</summary>
    /// <exception cref="ForbiddenException">The person may not attach any evidence.</exception>
    /// <inheritdoc cref="AddVersionAsync"/>
    public Task SetSensitivityAsync(ProgrammeScope scope, int id, Guid seen, Sensitivity to, string? reason, CancellationToken ct = default)
    {
        scope.Actor.Require(Permission.AddAnyEvidence);
        return ChangeAsync(scope, id, seen, item => (HistoryKind.EvidenceAccessChanged, EvidenceHistory.AccessChanged(item, item.SetSensitivity(to, reason))), ct);
    }

    private async Task ChangeAsync(ProgrammeScope scope, int id, Guid seen, Func<EvidenceItem, (HistoryKind Kind, string What)> change, CancellationToken ct)
    {
        await using var db = database.Open(scope.Id);
        await using var transaction = await db.LockProgrammeAsync(ct);
        var item = await EvidenceQueries.Readable(db, scope).Include(e => e.Versions).SingleOrDefaultAsync(e => e.Id == id, ct)
            ?? throw new RuleException("There is no such evidence in this programme.");
        var target = await db.Actions.Where(a => a.Id == item.ActionItemId).Select(a => new { Of = new EvidenceTarget(true, a.Ref), Owner = a.LeadId }).SingleOrDefaultAsync(ct)
            ?? await db.Recommendations.Where(r => r.Id == item.RecommendationId).Select(r => new { Of = new EvidenceTarget(false, r.Ref), Owner = r.OwnerId }).SingleAsync(ct);
        scope.Actor.Require(scope.Actor.MayAddEvidence(target.Owner), $"change evidence {id}, which is not theirs");
        if (item.Version != seen)
            throw new RuleException($"Someone else changed “{item.Title}” while you were writing. Read what stands now, then submit again.");
        var (kind, what) = change(item);
        item.Index(target.Of.Ref);
        Record(db, scope, item, target.Of, kind, what);
        db.Entry(item).Property(e => e.Version).IsModified = true;
        await SaveAsync(db, async () =>
        {
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
        });
    }

    /// <summary>Ties it to what it is attached to.</summary>
    /// <returns>The post that leads the action or owns the recommendation.</returns>
    private static async Task<int> AttachAsync(BoardDbContext db, EvidenceItem item, EvidenceTarget target, CancellationToken ct)
    {
        if (target.IsAction)
        {
            var action = await db.Actions.Where(a => a.Ref == target.Ref).Select(a => new { a.Id, a.LeadId }).SingleOrDefaultAsync(ct) ?? throw Missing(target);
            item.ActionItemId = action.Id;
            return action.LeadId;
        }
        var recommendation = await db.Recommendations.Where(r => r.Ref == target.Ref).Select(r => new { r.Id, r.OwnerId }).SingleOrDefaultAsync(ct) ?? throw Missing(target);
        item.RecommendationId = recommendation.Id;
        return recommendation.OwnerId;
    }

    /// <summary>Other evidence with the same file or link.</summary>
    /// <exception cref="RuleException">It stands on the same action or recommendation.</exception>
    private static async Task<int?> SameAsync(BoardDbContext db, ProgrammeScope scope, EvidenceItem item, EvidenceVersion added, CancellationToken ct)
    {
        var same = await EvidenceQueries.Standing(EvidenceQueries.Readable(db, scope), scope.Today)
            .SelectMany(e => e.Versions, (e, v) => new { e.Id, e.Title, e.ActionItemId, e.RecommendationId, Version = v })
            .Where(x => x.Version.DeletedOn == null).Where(x => added.Sha256 != null ? x.Version.Sha256 == added.Sha256 : x.Version.Link == added.Link)
            .OrderBy(x => x.Id).ToListAsync(ct);
        if (same.Find(x => x.ActionItemId == item.ActionItemId && x.RecommendationId == item.RecommendationId) is { } here)
            throw new RuleException($"This {(added.Sha256 is null ? "link" : "file")} is here already as “{here.Title}”, version {here.Version.Number}, added on {Words.Long(here.Version.AddedOn)}.", added.Sha256 is null ? "Link" : "File");
        return same is [var first, ..] ? first.Id : null;
    }

    private async Task SaveAsync(BoardDbContext db, Func<Task> save)
    {
        try
        {
            await save();
        }
        catch (Exception e) when (FaultWords.IsFullDisk(e))
        {
            // A file already moved to its place has no row; the nightly sweep removes it.
            log.LogError(e, "The database at {Source} could not be written.", db.Database.GetDbConnection().DataSource);
            throw new RuleException(FaultWords.FullDisk);
        }
    }

    private void Record(BoardDbContext db, ProgrammeScope scope, EvidenceItem item, EvidenceTarget target, HistoryKind kind, string what)
    {
        var (subject, reference) = EvidenceHistory.SubjectOf(item, target.IsAction ? target.Ref : null, target.IsAction ? null : target.Ref);
        db.Record(scope.Actor, clock.GetUtcNow(), scope.Today, subject, reference, kind, what, item.Id);
    }

    private static RuleException Missing(EvidenceTarget target) => new($"There is no {target.Words} in this programme.");
}
