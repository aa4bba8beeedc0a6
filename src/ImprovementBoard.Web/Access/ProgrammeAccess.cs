using System.Security.Claims;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Programmes;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.Actions;
using ImprovementBoard.Web.History;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Access;

/// <summary>
/// The one door into a programme. The right to enter comes from the membership row, never from the address: a programme one does
/// not belong to is not found, exactly like one that does not exist.
/// </summary>
public sealed class ProgrammeAccess(BoardDatabase database, TimeProvider clock, DeliveryRatings ratings, Trail trail)
{
    /// <summary>
    /// The programme and the person's part in it, or null, also where the part asks for a second factor and the person signed in without, or comes from a group of
    /// the council and the person signed in without the council account: who left the council has no part by it, whatever else opens their account.
    /// A date before its start is taken as its start, one to come as today.
    /// </summary>
    public async Task<ProgrammeScope?> EnterAsync(ClaimsPrincipal person, string slug, CancellationToken ct = default)
    {
        if (UserId(person) is not { } userId || ProgrammeAddress.Parse(slug) is not { } address)
            return null;
        await using var db = database.OpenWithoutProgramme();
        // Members are sealed by programme; finding out which programmes a person belongs to is why this door exists.
        var found = await (
            from member in db.Members.IgnoreQueryFilters()
            join programme in db.Programmes on member.ProgrammeId equals programme.Id
            where member.UserId == userId && programme.Slug == address.Slug
            select new { member, programme }).AsNoTracking().ToListAsync(ct);
        if (found.Count == 0)
            return null;
        var today = found[0].programme.Today(clock.GetUtcNow());
        var held = found.Find(f => f.member.HoldsOn(today));
        if (held is null || Lacks(person, held.programme, held.member))
            return null;
        await ratings.BringUpToDateAsync(held.programme, today, ct);
        var actor = new Actor(held.programme.Id, held.member.Id, held.member.Title, held.member.Role)
        {
            // Every service checks again, also for clicks that are no request: what it refuses is told here, whoever catches it.
            OnRefused = (who, what) => trail.RefusedLater(new(held.programme, who, today), $"tried to {what}"),
        };
        return address.AsAt is { } day && day < today
            ? new ProgrammeScope(held.programme, actor with { LooksBack = true }, day < held.programme.StartedOn ? held.programme.StartedOn : day)
            : new ProgrammeScope(held.programme, actor, today);
    }

    /// <summary>True where how the person signed in is all that keeps them out.</summary>
    public async Task<bool> LacksProofAsync(ClaimsPrincipal person, string slug, CancellationToken ct = default) =>
        UserId(person) is { } userId && ProgrammeAddress.Parse(slug) is { } address
        && (await PostsAsync(userId, ct)).Any(p => p.Programme.Slug == address.Slug && Lacks(person, p.Programme, p.Member));

    /// <summary>The programmes a person belongs to, by name.</summary>
    public async Task<IReadOnlyList<(Programme Programme, Role Role)>> MineAsync(ClaimsPrincipal person, CancellationToken ct = default) =>
        UserId(person) is { } userId ? await OfAccountAsync(userId, ct) : [];

    /// <summary>The programmes an account belongs to, by name.</summary>
    internal async Task<IReadOnlyList<(Programme Programme, Role Role)>> OfAccountAsync(Guid userId, CancellationToken ct = default) =>
        [.. (await PostsAsync(userId, ct)).Select(p => (p.Programme, p.Member.Role))];

    /// <summary>The programmes in which groups of the council gave an account its part, by name.</summary>
    internal async Task<IReadOnlyList<Programme>> ByGroupAsync(Guid userId, CancellationToken ct = default) =>
        [.. (await PostsAsync(userId, ct)).Where(p => p.Member.Group is not null).Select(p => p.Programme)];

    /// <summary>True where a person's part does not open to how they signed in.</summary>
    internal static bool Lacks(ClaimsPrincipal person, Programme programme, Member member) =>
        (programme.NeedsSecondFactor(member.Role) && !SessionClaims.IsStrong(person)) || (member.Group is not null && !SessionClaims.WayOf(person).IsSingleSignOn());

    private async Task<IReadOnlyList<(Programme Programme, Member Member)>> PostsAsync(Guid userId, CancellationToken ct)
    {
        await using var db = database.OpenWithoutProgramme();
        var rows = await (
            from member in db.Members.IgnoreQueryFilters()
            join programme in db.Programmes on member.ProgrammeId equals programme.Id
            where member.UserId == userId
            orderby programme.Name
            select new { member, programme }).AsNoTracking().ToListAsync(ct);
        var now = clock.GetUtcNow();
        return [.. rows.Where(r => r.member.HoldsOn(r.programme.Today(now))).Select(r => (r.programme, r.member))];
    }

    /// <summary>The account of a signed-in person.</summary>
    internal static Guid? UserId(ClaimsPrincipal person) =>
        Guid.TryParse(person.FindFirstValue(ClaimTypes.NameIdentifier), out var id) ? id : null;
}
