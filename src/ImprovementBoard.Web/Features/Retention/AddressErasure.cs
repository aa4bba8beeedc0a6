using ImprovementBoard.Core;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.History;
using ImprovementBoard.Core.Mail;
using ImprovementBoard.Core.Retention;
using ImprovementBoard.Core.Time;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.History;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.Retention;

/// <summary>What a programme holds on a mail address, and whether that may be erased.</summary>
/// <param name="Address">The address as it is kept.</param>
/// <param name="Recipients">Places on distribution lists, now or before.</param>
/// <param name="Invitations">Invitations, open or not.</param>
/// <param name="Deliveries">Packs that were sent to it.</param>
/// <param name="Mails">Mails whose address and text are kept.</param>
/// <param name="Holder">The post of this programme whose account has the address, or null.</param>
/// <param name="Refusal">Why it cannot be erased, or null.</param>
public sealed record AddressPlan(string Address, int Recipients, int Invitations, int Deliveries, int Mails, Member? Holder, string? Refusal)
{
    /// <summary>True where the programme holds nothing on it.</summary>
    public bool IsEmpty => Kinds.Length == 0;

    /// <summary>How many of each kind, without the address.</summary>
    public string Kinds
    {
        get
        {
            List<string> kinds = [];
            if (Recipients > 0)
                kinds.Add(Words.Count(Recipients, "place on a distribution list", "places on distribution lists"));
            if (Invitations > 0)
                kinds.Add(Words.Count(Invitations, "invitation"));
            if (Deliveries > 0)
                kinds.Add(Words.Count(Deliveries, "delivery of a pack", "deliveries of packs"));
            if (Mails > 0)
                kinds.Add(Words.Count(Mails, "mail"));
            if (Holder is not null)
                kinds.Add($"the account of the {Words.Inside(Holder.Title)}");
            return Words.List(kinds);
        }
    }
}

/// <summary>Tells what a programme holds on somebody by their mail address, and erases it: for those who get packs or were invited and have no account.</summary>
internal sealed class AddressErasure(BoardDatabase database, ErasureService erasures, OutboxSweep outbox, TimeProvider clock)
{
    /// <summary>What the programme holds on an address, and whether that may be erased.</summary>
    /// <exception cref="ForbiddenException">The person may not.</exception>
    /// <exception cref="RuleException">It is no address.</exception>
    public async Task<AddressPlan> PlanAsync(ProgrammeScope scope, string? email, CancellationToken ct = default)
    {
        scope.Actor.Require(Permission.ManageRetention);
        var address = EmailAddress.Required(email, "Email");
        await using var db = database.Open(scope.Id);
        return (await HeldAsync(db, scope, address, ct)).Plan;
    }

    /// <summary>Removes an address from this programme, with what was written to it. Other programmes decide for themselves.</summary>
    /// <param name="typed">The address, typed again to confirm.</param>
    /// <exception cref="ForbiddenException">The person may not.</exception>
    /// <exception cref="RuleException">It is no address, nothing is held on it, it belongs to an account, is in use or held, or confirmation or reason is missing.</exception>
    public async Task EraseAsync(ProgrammeScope scope, string? email, string? typed, string? reason, CancellationToken ct = default)
    {
        scope.Actor.Require(Permission.ManageRetention);
        var address = EmailAddress.Required(email, "Email");
        await using (var db = database.Open(scope.Id))
        {
            await using var turn = await db.LockProgrammeAsync(ct);
            await db.LockAccountsAsync(ct);
            var (plan, held) = await HeldAsync(db, scope, address, ct);
            if (plan.IsEmpty)
                throw new RuleException("This programme holds nothing on this address, so there is nothing to erase.", "Email");
            if (plan.Refusal is { } refusal)
                throw new RuleException(refusal);
            var why = Erasure.Confirm(address, typed, reason);
            db.Disposals.AddRange(held.Rows.Select(r => new Disposal { ProgrammeId = scope.Id, Kind = r.Kind, Ref = r.Row.Ref(r.Kind), On = scope.Today, By = scope.Actor.Title }));
            held.Forget(scope.Today, scope.Actor.Title);
            // Never the address: what the history says stays.
            db.Record(scope.Actor, clock.GetUtcNow(), scope.Today, Subject.Programme, "people", HistoryKind.PersonErased, $"The mail address of somebody without an account here was erased: {plan.Kinds}. {why}");
            try
            {
                await db.SaveChangesAsync(ct);
            }
            catch (DbUpdateConcurrencyException)
            {
                throw new RuleException("A mail to this address began to be sent in the same moment. Nothing was erased; try again once it is out.");
            }
            await turn.CommitAsync(ct);
        }
        await outbox.SweepAsync(ct);
        await erasures.CheckpointAsync();
    }

    private async Task<(AddressPlan Plan, AddressedRows Held)> HeldAsync(BoardDbContext db, ProgrammeScope scope, string address, CancellationToken ct)
    {
        var (upper, now) = (address.ToUpperInvariant(), clock.GetUtcNow());
        var held = await AddressedRows.ReadAsync(db, upper, everywhere: false, ct);
        // An account of other programmes alone is not told of, and what this one holds is this one's to erase.
        var holder = await db.Members.AsNoTracking().Where(m => db.Users.Any(u => u.Id == m.UserId && u.NormalizedEmail == upper)).OrderByDescending(m => m.To == null).ThenByDescending(m => m.To).FirstOrDefaultAsync(ct);
        var holds = (await RetentionFacts.ReadAsync(db, scope.Today, now, ct)).Holds;
        var refusal = Erasure.Refusal(holder, held.Rows.Any(r => holds.Covers(r.Row)),
            [.. held.Recipients.Where(r => r.RemovedOn is null).Select(r => r.Audience).Order()],
            [.. held.Invitations.Where(i => i.StateAt(now) == InvitationState.Open).Select(i => i.Title)],
            held.Mails.Any(m => m.State == MailState.Sending));
        return (new(address, held.Recipients.Count, held.Invitations.Count, await db.PackDeliveries.To(db, upper).CountAsync(ct), held.Mails.Count, holder, refusal), held);
    }
}
