using ImprovementBoard.Core;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.History;
using ImprovementBoard.Core.Retention;
using ImprovementBoard.Core.Time;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.History;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.Retention;

/// <summary>Whether the person of a post may be erased, and what goes.</summary>
/// <param name="Refusal">Why not, or null.</param>
/// <param name="Mails">Mails whose address and text go.</param>
/// <param name="Invitations">Invitations whose address goes.</param>
/// <param name="Drafts">Unposted updates that are deleted.</param>
/// <param name="Updates">Posted updates, which stay.</param>
/// <param name="Entries">Entries of the history, which stay.</param>
/// <param name="Elsewhere">True where the account had a part in another programme too.</param>
public sealed record ErasurePlan(Member Post, string? Refusal, int Mails, int Invitations, int Drafts, int Updates, int Entries, bool Elsewhere);

/// <summary>Erases a person who has left, for good. What they did stays, under their role title.</summary>
internal sealed class ErasureService(BoardDatabase database, OutboxSweep outbox, Trail trail, TimeProvider clock, ILogger<ErasureService> log)
{
    /// <summary>What erasing the person of a post would do; null where this programme has no such post.</summary>
    /// <exception cref="ForbiddenException">The person may not.</exception>
    public async Task<ErasurePlan?> PlanAsync(ProgrammeScope scope, int id, CancellationToken ct = default)
    {
        scope.Actor.Require(Permission.ManageRetention);
        await using var db = database.Open(scope.Id);
        if (await db.Members.AsNoTracking().SingleOrDefaultAsync(m => m.Id == id, ct) is not { } post)
            return null;
        var (refusal, account) = await RefusalAsync(db, post, ct);
        if (account is not { } user)
            return new(post, refusal, 0, 0, 0, 0, 0, false);
        // Only what this programme holds is counted; what others hold is theirs to know.
        var address = await db.Users.Where(u => u.Id == user).Select(u => u.NormalizedEmail).SingleAsync(ct);
        return new(post, refusal,
            await db.Mail.To(address).CountAsync(m => m.ClearedOn == null, ct), await db.Invitations.To(address).CountAsync(ct),
            await db.UpdateDrafts.CountAsync(d => d.MemberId == id, ct), await db.Updates.CountAsync(u => u.ById == id, ct), await db.History.CountAsync(h => h.MemberId == id, ct),
            await db.Members.IgnoreQueryFilters().AnyAsync(m => m.UserId == user && m.ProgrammeId != scope.Id, ct));
    }

    /// <summary>Erases the person of a post, in every programme they had a part in.</summary>
    /// <param name="typed">The role title, typed to confirm.</param>
    /// <exception cref="ForbiddenException">The person may not.</exception>
    /// <exception cref="RuleException">There is no such person, they have a part somewhere, a hold covers them, or confirmation or reason is missing.</exception>
    public async Task EraseAsync(ProgrammeScope scope, int id, string? typed, string? reason, CancellationToken ct = default)
    {
        scope.Actor.Require(Permission.ManageRetention);
        Guid erased;
        Member post;
        AccountStanding standing;
        await using (var db = database.Open(scope.Id))
        {
            await using var turn = await db.LockProgrammeAsync(ct);
            await db.LockAccountsAsync(ct);
            post = await db.Members.SingleOrDefaultAsync(m => m.Id == id, ct) ?? throw new RuleException("There is no such person in this programme.");
            var (refusal, account) = await RefusalAsync(db, post, ct);
            if (refusal is not null)
                throw new RuleException(refusal);
            var why = Erasure.Confirm(post, typed, reason);
            erased = account!.Value;
            standing = (await AccountRetention.StandingsAsync(db, [erased], clock.GetUtcNow(), ct)).Single();
            await AccountRetention.EraseAsync(db, erased, scope.Today, scope.Actor.Title, ct);
            db.Record(scope.Actor, clock.GetUtcNow(), scope.Today, Subject.Programme, post.HistoryRef, HistoryKind.PersonErased, $"The person who was {Words.Inside(post.Title)} was erased; what they did stays under the role title. {why}");
            db.Disposals.AddRange([Line(scope.Id, post.Title, scope.Today, scope.Actor.Title), .. Elsewhere(standing, scope.Id, scope.Today, "Administrator of another programme")]);
            await db.SaveChangesAsync(ct);
            await turn.CommitAsync(ct);
        }
        // From here on nothing of the person is in the database; what follows tells of it and empties what lies beside it.
        await trail.AccountChangedAsync(erased, "Its address and all that names the person were removed.");
        foreach (var programme in standing.Posts.Select(p => p.Programme).Distinct())
            await TellAsync(programme, ct);
        await outbox.SweepAsync(ct);
        await CheckpointAsync();
    }

    /// <summary>The lines of disposal of the other programmes that held something of an erased account. Each waits to be told in its programme's history.</summary>
    /// <param name="but">The programme that erases it.</param>
    /// <param name="by">Who erases, as the others may know it.</param>
    internal static IEnumerable<Disposal> Elsewhere(AccountStanding standing, int but, DateOnly today, string by)
    {
        foreach (var (programme, title) in standing.Posts.Where(p => p.Programme != but))
        {
            var line = Line(programme, title ?? "Person without a part here", today, by);
            line.Untold = title is null
                ? "A person without a part here was erased; mails and invitations to them, and their place on lists, went with them"
                : $"The person who was {Words.Inside(title)} was erased; what they did stays under the role title";
            yield return line;
        }
    }

    /// <summary>Writes into the history of a programme who was erased in another one's turn. What a portal that died left untold is told the next night.</summary>
    internal async Task TellAsync(int programmeId, CancellationToken ct)
    {
        await using var db = database.Open(programmeId);
        if (!await db.Disposals.AnyAsync(d => d.Untold != null, ct))
            return;
        await using var turn = await db.LockProgrammeAsync(ct);
        var now = clock.GetUtcNow();
        var today = (await db.Programmes.AsNoTracking().SingleAsync(p => p.Id == programmeId, ct)).Today(now);
        foreach (var line in await db.Disposals.Where(d => d.Untold != null).OrderBy(d => d.Id).ToListAsync(ct))
        {
            db.Record(new Actor(programmeId, null, line.By, null), now, today, Subject.Programme, "people", HistoryKind.PersonErased, line.Untold!);
            line.Untold = null;
        }
        await db.SaveChangesAsync(ct);
        await turn.CommitAsync(ct);
    }

    private static Disposal Line(int programme, string title, DateOnly today, string by) =>
        new() { ProgrammeId = programme, Kind = RetentionKind.Accounts, Ref = new DueRow { Name = title }.Ref(RetentionKind.Accounts), On = today, By = by };

    private async Task<(string? Refusal, Guid? Account)> RefusalAsync(BoardDbContext db, Member post, CancellationToken ct)
    {
        if (post.UserId is not { } account)
            return (Erasure.Refusal(post, hasAccount: false, erased: false, present: false, held: false), null);
        var standing = (await AccountRetention.StandingsAsync(db, [account], clock.GetUtcNow(), ct)).Single();
        var erased = await db.Users.AnyAsync(u => u.Id == account && u.ErasedOn != null, ct);
        return (Erasure.Refusal(post, hasAccount: true, erased, standing.Present || standing.Listed, standing.Held), account);
    }

    /// <summary>Empties the write-ahead log of SQLite: else the page as it was before stands in it until others have written over it.</summary>
    internal async Task CheckpointAsync()
    {
        await using var db = database.OpenWithoutProgramme();
        if (!db.Database.IsSqlite())
            return;
        await db.Database.OpenConnectionAsync();
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
        // The first of three numbers: 1 where a reader was in the way.
        if (await command.ExecuteScalarAsync() is not 0L)
            log.LogWarning("The write-ahead log was in use and is emptied later");
    }
}
