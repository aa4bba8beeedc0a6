using System.Globalization;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Packs;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.Visits;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.Packs;

/// <summary>
/// Reads about packs as they stood on the programme's date. What was not issued then is seen by those who may read drafts and by its approvers, as
/// long as their role approves packs, and does not exist for the others.
/// </summary>
internal sealed class PackQueries(BoardDatabase database, PackProof proof)
{
    /// <summary>Every draft and every issued pack the person may read, newest first.</summary>
    public async Task<IReadOnlyList<PackRow>> ListAsync(ProgrammeScope scope, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        return await Readable(db, scope).Where(p => p.Number == null || p.IssuedOn <= scope.Today)
            .OrderByDescending(p => p.PositionAsAt).ThenByDescending(p => p.Id).Select(PackRow.Of).ToListAsync(ct);
    }

    /// <summary>The numbered packs of a period that the person may read, in their order.</summary>
    public async Task<IReadOnlyList<PackRow>> OfPeriodAsync(ProgrammeScope scope, string periodKey, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        return await Readable(db, scope).Where(p => p.PeriodKey == periodKey && p.Number != null).OrderBy(p => p.Number).Select(PackRow.Of).ToListAsync(ct);
    }

    /// <summary>The latest issued pack, or null.</summary>
    public async Task<PackRow?> LatestAsync(ProgrammeScope scope, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        return await Readable(db, scope).Where(p => p.IssuedOn <= scope.Today)
            .OrderByDescending(p => p.PositionAsAt).ThenByDescending(p => p.Number).Select(PackRow.Of).FirstOrDefaultAsync(ct);
    }

    /// <summary>One pack, or null when there is none of that name that the person may read.</summary>
    public async Task<PackRow?> FindAsync(ProgrammeScope scope, string reference, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        return Named(Readable(db, scope), reference) is { } pack ? await pack.Select(PackRow.Of).SingleOrDefaultAsync(ct) : null;
    }

    /// <summary>Reference of the pack that a run made, or null.</summary>
    public async Task<string?> RefAsync(ProgrammeScope scope, int id, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        return (await Readable(db, scope).Where(p => p.Id == id).Select(PackRow.Of).SingleOrDefaultAsync(ct))?.Ref;
    }

    /// <summary>References of packs by their keys, of those that the person may read.</summary>
    public async Task<IReadOnlyDictionary<int, string>> RefsAsync(ProgrammeScope scope, IReadOnlyList<int> ids, CancellationToken ct = default)
    {
        if (ids.Count == 0)
            return new Dictionary<int, string>();
        await using var db = database.Open(scope.Id);
        return (await Readable(db, scope).Where(p => ids.Contains(p.Id)).Select(p => new { p.Id, p.Number }).ToListAsync(ct)).ToDictionary(p => p.Id, p => Pack.RefOf(p.Id, p.Number));
    }

    /// <summary>The pack to rely on in the place of a superseded one, or null.</summary>
    public async Task<PackRow?> LaterAsync(ProgrammeScope scope, PackRow pack, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        return await Standing(Readable(db, scope), pack.Audience, pack.PeriodKey, scope.Today).Select(PackRow.Of).FirstOrDefaultAsync(ct);
    }

    /// <summary>The stored bytes of a pack’s PDF.</summary>
    /// <exception cref="DamagedException">They are not those that were frozen.</exception>
    public async Task<byte[]> ContentAsync(ProgrammeScope scope, PackRow pack, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        return await proof.FileAsync(db, pack.FileHash, pack.Name, ct);
    }

    /// <summary>The posts of the programme, by title.</summary>
    public async Task<IReadOnlyList<Member>> PostsAsync(ProgrammeScope scope, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        return await db.Members.AsNoTracking().OrderBy(m => m.Title).ToListAsync(ct);
    }

    /// <summary>The packs there were on the programme's date that the person may read.</summary>
    internal static IQueryable<Pack> Readable(BoardDbContext db, ProgrammeScope scope)
    {
        var (today, me) = (scope.Today, Approving(scope));
        var packs = db.Packs.AsNoTracking().Where(p => p.BuiltOn <= today);
        if (!scope.May(Permission.ReadPacks))
            return packs.Where(p => false);
        if (!scope.May(Permission.ReadCommissionerPacks))
            packs = packs.Where(p => p.Audience != Audience.Commissioner || p.Approvals.Any(a => a.MemberId == me));
        if (!scope.May(Permission.ReadUnpublishedLetters))
        {
            var unpublished = ReadableVisits.Unpublished(db, scope.Today);
            packs = packs.Where(p => p.Audience == Audience.Public || !unpublished.Any(v => v.RecordedOn <= p.BuiltOn));
        }
        return scope.May(Permission.ReadDraftPacks) ? packs : packs.Where(p => p.IssuedOn <= today || p.Approvals.Any(a => a.MemberId == me));
    }

    /// <summary>The post as which the person stands among approvers, in the past too; null where its role approves nothing.</summary>
    internal static int? Approving(ProgrammeScope scope) => scope.Actor.Role?.May(Permission.ApprovePack) == true ? scope.Actor.MemberId : null;

    /// <summary>The pack of an audience and a period that is issued on a day and not superseded; there is one at most.</summary>
    internal static IQueryable<Pack> Standing(IQueryable<Pack> packs, Audience audience, string periodKey, DateOnly day) =>
        InState(packs.Where(p => p.Audience == audience && p.PeriodKey == periodKey), PackState.Issued, day);

    /// <summary>The pack of a name, or null where it can be no pack's name.</summary>
    internal static IQueryable<Pack>? Named(IQueryable<Pack> packs, string reference)
    {
        if (reference.StartsWith("draft-", StringComparison.Ordinal))
            return int.TryParse(reference.AsSpan("draft-".Length), CultureInfo.InvariantCulture, out var id) ? packs.Where(p => p.Id == id && p.Number == null) : null;
        return int.TryParse(reference, CultureInfo.InvariantCulture, out var number) ? packs.Where(p => p.Number == number) : null;
    }

    /// <summary>Those in a state on a day, as <see cref="PackDates.StateOn"/> says.</summary>
    internal static IQueryable<Pack> InState(IQueryable<Pack> packs, PackState state, DateOnly day) => state switch
    {
        PackState.Draft => packs.Where(p => p.Number == null),
        PackState.Withdrawn => packs.Where(p => p.Number != null && p.WithdrawnOn <= day),
        PackState.Superseded => packs.Where(p => p.Number != null && p.SupersededOn <= day),
        PackState.Issued => packs.Where(p => p.Number != null && p.IssuedOn <= day && (p.SupersededOn == null || p.SupersededOn > day)),
        _ => packs.Where(p => p.Number != null && (p.IssuedOn == null || p.IssuedOn > day) && (p.WithdrawnOn == null || p.WithdrawnOn > day)),
    };
}
