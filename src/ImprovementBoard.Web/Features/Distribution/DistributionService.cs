using ImprovementBoard.Core;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Distribution;
using ImprovementBoard.Core.History;
using ImprovementBoard.Core.Packs;
using ImprovementBoard.Core.Time;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.History;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.Distribution;

/// <summary>The distribution lists, kept by the office.</summary>
internal sealed class DistributionService(BoardDatabase database, TimeProvider clock)
{
    /// <summary>Puts a post on the list of an edition.</summary>
    /// <exception cref="ForbiddenException">The person may not keep the lists.</exception>
    /// <exception cref="RuleException">The post cannot get this edition, or stands on its list already.</exception>
    public Task AddPostAsync(ProgrammeScope scope, Audience audience, int? memberId, CancellationToken ct = default) =>
        AddAsync(scope, async db => Recipient.OfPost(audience, await db.Members.AsNoTracking().SingleOrDefaultAsync(m => m.Id == memberId, ct), scope.Actor, scope.Today), "Post", ct);

    /// <summary>Puts a role outside the programme on the list of an edition.</summary>
    /// <exception cref="ForbiddenException">The person may not keep the lists.</exception>
    /// <exception cref="RuleException">Something is missing or no address, or the address stands on the list already.</exception>
    public Task AddOutsideAsync(ProgrammeScope scope, Audience audience, string? title, string? agency, string? email, CancellationToken ct = default) =>
        AddAsync(scope, _ => Task.FromResult(Recipient.Outside(audience, title, agency, email, scope.Actor, scope.Today)), nameof(Recipient.Email), ct);

    /// <summary>Takes a recipient off its list. Links it has still work; the office withdraws them on the page of the pack.</summary>
    /// <exception cref="ForbiddenException">The person may not keep the lists.</exception>
    /// <exception cref="RuleException">There is no such recipient, or it was taken off already.</exception>
    public async Task RemoveAsync(ProgrammeScope scope, int id, CancellationToken ct = default)
    {
        scope.Actor.Require(Permission.DistributePacks);
        await using var db = database.Open(scope.Id);
        await using var transaction = await db.LockProgrammeAsync(ct);
        var recipient = await db.Recipients.SingleOrDefaultAsync(r => r.Id == id, ct) ?? throw new RuleException("There is no such recipient. Read below who stands on the lists.");
        recipient.Remove(scope.Actor, scope.Today);
        Record(db, scope, $"{recipient.Title} ({recipient.Agency}) taken off the list of the {recipient.Audience.Words().ToLowerInvariant()} edition");
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>Changes how long links work that are sent from now on.</summary>
    /// <exception cref="ForbiddenException">The person may not keep the lists.</exception>
    /// <exception cref="RuleException">The number of days is outside the limits.</exception>
    public async Task ChangeLinkDaysAsync(ProgrammeScope scope, int? days, CancellationToken ct = default)
    {
        scope.Actor.Require(Permission.DistributePacks);
        await using var db = database.Open(scope.Id);
        await using var transaction = await db.LockProgrammeAsync(ct);
        var programme = await db.Programmes.SingleAsync(p => p.Id == scope.Id, ct);
        var before = programme.LinkDays;
        programme.ChangeLinkDays(days);
        Record(db, scope, $"Links to packs work {Words.Count(programme.LinkDays, "day")}, was {before}");
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }

    private async Task AddAsync(ProgrammeScope scope, Func<BoardDbContext, Task<Recipient>> make, string field, CancellationToken ct)
    {
        scope.Actor.Require(Permission.DistributePacks);
        await using var db = database.Open(scope.Id);
        await using var transaction = await db.LockProgrammeAsync(ct);
        var recipient = await make(db);
        var standing = await db.Recipients.AsNoTracking().Where(r => r.Audience == recipient.Audience && r.RemovedOn == null).ToListAsync(ct);
        if (standing.Find(recipient.Is) is { } same)
            throw new RuleException($"{same.Title} stands on this list already{(same.MemberId is null ? " with this address" : "")}.", field);
        if (standing.Count >= Recipient.MostOfAnEdition)
            throw new RuleException($"A list holds at most {Recipient.MostOfAnEdition} recipients. Take some off first.", field);
        db.Recipients.Add(recipient);
        Record(db, scope, $"{recipient.Title} ({recipient.Agency}) put on the list of the {recipient.Audience.Words().ToLowerInvariant()} edition");
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }

    // Never the address: the history is read by everybody in the programme.
    private void Record(BoardDbContext db, ProgrammeScope scope, string what) =>
        db.Record(scope.Actor, clock.GetUtcNow(), scope.Today, Subject.Programme, "distribution", HistoryKind.DistributionChanged, what);
}
