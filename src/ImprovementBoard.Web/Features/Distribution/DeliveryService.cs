using ImprovementBoard.Core;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Distribution;
using ImprovementBoard.Core.History;
using ImprovementBoard.Core.Packs;
using ImprovementBoard.Core.Time;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.Packs;
using ImprovementBoard.Web.History;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.Distribution;

/// <summary>What the office does about one recipient of an issued pack.</summary>
internal sealed class DeliveryService(BoardDatabase database, PackSender sender, TimeProvider clock)
{
    /// <summary>Sends a pack to one recipient on the list, for the first time or again. The link of an earlier mail ends.</summary>
    /// <param name="seen">Number of the delivery that the person had on screen, 0 where there was none.</param>
    /// <exception cref="ForbiddenException">The person may not send packs.</exception>
    /// <exception cref="RuleException">The pack is not out or superseded, the recipient is off the list, or somebody else was quicker.</exception>
    public Task SendAsync(ProgrammeScope scope, int number, int recipientId, int seen, CancellationToken ct = default) => ChangeAsync(scope, number, async (db, pack) =>
    {
        var recipient = await db.Recipients.SingleOrDefaultAsync(r => r.Id == recipientId && r.Audience == pack.Audience, ct) ?? throw new RuleException("There is no such recipient on the list of this edition. Read below who stands on it.");
        if (recipient.RemovedOn is { } off)
            throw new RuleException($"{recipient.Title} was taken off the list on {Words.Long(off)}. Put it on the list again to send it something.");
        var earlier = await db.PackDeliveries.Include(d => d.Mail).Where(d => d.PackId == pack.Id && d.RecipientId == recipientId).OrderByDescending(d => d.Attempt).FirstOrDefaultAsync(ct);
        if ((earlier?.Attempt ?? 0) != seen)
            throw new RuleException("Somebody else sent it meanwhile. Read below what stands now.");
        earlier?.Replace(scope.Actor, scope.Today);
        await sender.SendAsync(db, scope.Programme, pack, recipient, seen + 1, scope.Actor, scope.Today, clock.GetUtcNow(), ct);
        Record(db, scope, pack, HistoryKind.PackSent, $"{pack.Name} sent {(seen == 0 ? "" : "again ")}to the {Words.Inside(recipient.Title)} ({recipient.Agency})");
    }, ct);

    /// <summary>Withdraws the link of a recipient.</summary>
    /// <param name="seen">The version the person had on screen.</param>
    /// <exception cref="ForbiddenException">The person may not send packs.</exception>
    /// <exception cref="RuleException">It was ended already, there is none, or it has changed.</exception>
    public Task WithdrawAsync(ProgrammeScope scope, int number, int id, Guid seen, CancellationToken ct = default) =>
        ChangeAsync(scope, number, id, seen, delivery => delivery.Withdraw(scope.Actor, scope.Today), "Link of the {0} withdrawn", ct);

    /// <summary>Notes that the mail to a recipient came back.</summary>
    /// <inheritdoc cref="WithdrawAsync"/>
    public Task NoteCameBackAsync(ProgrammeScope scope, int number, int id, Guid seen, CancellationToken ct = default) =>
        ChangeAsync(scope, number, id, seen, delivery => delivery.NoteCameBack(scope.Actor, scope.Today), "Mail to the {0} came back", ct);

    private Task ChangeAsync(ProgrammeScope scope, int number, int id, Guid seen, Action<PackDelivery> change, string told, CancellationToken ct) => ChangeAsync(scope, number, async (db, pack) =>
    {
        var delivery = await db.PackDeliveries.Include(d => d.Mail).SingleOrDefaultAsync(d => d.Id == id && d.PackId == pack.Id && d.Version == seen, ct)
            ?? throw new RuleException("This line has changed while you were reading: it may just have been opened. Read below what stands now.");
        change(delivery);
        Record(db, scope, pack, HistoryKind.PackLinkWithdrawn, $"{pack.Name}: {told.Replace("{0}", $"{Words.Inside(delivery.Title)} ({delivery.Agency})", StringComparison.Ordinal)}");
    }, ct);

    private async Task ChangeAsync(ProgrammeScope scope, int number, Func<BoardDbContext, Pack, Task> change, CancellationToken ct)
    {
        scope.Actor.Require(Permission.DistributePacks);
        await using var db = database.Open(scope.Id);
        await using var transaction = await db.LockProgrammeAsync(ct);
        var pack = await db.Packs.AsNoTracking().SingleOrDefaultAsync(p => p.Number == number, ct);
        if (pack?.IssuedOn is null)
            throw new RuleException("Only an issued pack is sent. Have it issued first.");
        if (pack.SupersededOn is { } on)
            throw new RuleException($"This pack was superseded on {Words.Long(on)}, and its links ended then. Send pack {await PackQueries.Standing(db.Packs, pack.Audience, pack.PeriodKey, scope.Today).Select(p => p.Number).SingleAsync(ct)}, the latest version.");
        await change(db, pack);
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            throw new RuleException("This line changed in the same moment: it was being sent or opened. Read below what stands now.");
        }
        await transaction.CommitAsync(ct);
    }

    private void Record(BoardDbContext db, ProgrammeScope scope, Pack pack, HistoryKind kind, string what) =>
        db.Record(scope.Actor, clock.GetUtcNow(), scope.Today, Subject.Pack, pack.Ref, kind, what);
}
