using ImprovementBoard.Core;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.History;
using ImprovementBoard.Core.Packs;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.Packs.Edition;
using ImprovementBoard.Web.History;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.Packs;

/// <summary>What is said about packs before they are issued, and what the office did about it.</summary>
internal sealed class PackComments(BoardDatabase database, EditionQueries editions, TimeProvider clock)
{
    /// <summary>Comments on a draft, or on a pack that waits for approval.</summary>
    /// <param name="section">A section, table or chart as it is cited, or empty for the whole pack.</param>
    /// <exception cref="ForbiddenException">The person looks at a past date.</exception>
    /// <exception cref="RuleException">There is no such pack the person may read, it is issued or withdrawn, or the words make no sense.</exception>
    /// <exception cref="DamagedException">What is stored of the pack is not what was frozen.</exception>
    public async Task CommentAsync(ProgrammeScope scope, string reference, string? section, string? words, CancellationToken ct = default)
    {
        scope.Actor.Require(!scope.LooksBack, "comment on a pack while looking back");
        if (await editions.FindAsync(scope, reference, ct) is not { } edition)
            throw new RuleException($"There is no pack {reference} in this programme.");
        if (Text.Clean(section) is { Length: > 0 } cited && !Places(edition).Exists(p => p.Name == cited))
            throw new RuleException("Choose a section, table or chart of this pack, or the whole pack.", nameof(PackComment.Section));
        await using var db = database.Open(scope.Id);
        await using var transaction = await db.LockProgrammeAsync(ct);
        var pack = await db.Packs.SingleAsync(p => p.Id == edition.Pack.Id, ct);
        var comment = pack.Comment(section, words, scope.Actor, scope.Today, clock.GetUtcNow());
        db.PackComments.Add(comment);
        Record(db, scope, pack, $"Comment on {(comment.Section.Length > 0 ? $"{comment.Section} of " : "")}{pack.Name.ToLowerInvariant()}: {comment.Words}");
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>The office says what was done about a comment.</summary>
    /// <exception cref="ForbiddenException">The person may not issue packs.</exception>
    /// <exception cref="RuleException">It is answered already, or the answer is missing.</exception>
    public async Task AnswerAsync(ProgrammeScope scope, int id, string? answer, CancellationToken ct = default)
    {
        scope.Actor.Require(Permission.IssuePack);
        await using var db = database.Open(scope.Id);
        await using var transaction = await db.LockProgrammeAsync(ct);
        var comment = await db.PackComments.Include(c => c.Pack).SingleOrDefaultAsync(c => c.Id == id, ct) ?? throw new RuleException("This comment does not exist. Load the page again.");
        comment.Resolve(answer, scope.Actor, scope.Today);
        Record(db, scope, comment.Pack!, $"Answer to a comment on {comment.Pack!.Name.ToLowerInvariant()}: {comment.Answer}");
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>What of a pack can be commented on, by the names it is cited by, with their titles.</summary>
    public static List<(string Name, string Title)> Places(ReadablePack edition) =>
        [.. edition.Content.Sections.SelectMany(s => s.Charts.Select(c => ($"{c.Reference}", c.Chart.Title)).Concat(s.Tables.Select(t => ($"{t.Reference}", t.Title))).Prepend(($"Section {s.Number}", s.Title)))];

    private void Record(BoardDbContext db, ProgrammeScope scope, Pack pack, string what) =>
        db.Record(scope.Actor, clock.GetUtcNow(), scope.Today, Subject.Pack, pack.Ref, HistoryKind.PackCommented, what);
}
