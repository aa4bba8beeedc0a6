using ImprovementBoard.Core;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.History;
using ImprovementBoard.Core.Time;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.History;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.Account;

/// <summary>A role, and how its people can sign in.</summary>
/// <param name="People">Accounts that hold it today.</param>
/// <param name="Ready">Those of them that have a second factor.</param>
/// <param name="Must">True where the role must have one.</param>
public sealed record RoleSignIn(Role Role, int People, int Ready, bool Must);

/// <summary>Which roles of a programme must sign in with more than a password.</summary>
internal sealed class SignInRules(BoardDatabase database, SessionService sessions, TimeProvider clock)
{
    /// <summary>Every role.</summary>
    public async Task<IReadOnlyList<RoleSignIn>> ListAsync(ProgrammeScope scope, CancellationToken ct = default)
    {
        scope.Actor.Require(Permission.ManageSignIn);
        await using var db = database.Open(scope.Id);
        var held = await (
            from member in db.Members
            where member.From <= scope.Today && (member.To == null || member.To >= scope.Today)
            join user in db.Users on member.UserId equals user.Id
            select new { member.Role, Ready = user.TwoFactorEnabled || db.Set<IdentityUserPasskey<Guid>>().Any(p => p.UserId == user.Id) }).ToListAsync(ct);
        return [.. Enum.GetValues<Role>().Select(role => new RoleSignIn(role, held.Count(h => h.Role == role), held.Count(h => h.Role == role && h.Ready), scope.Programme.NeedsSecondFactor(role)))];
    }

    /// <summary>Says which roles must, from this moment. Whom it newly binds and who is signed in without is signed out, and led to the set-up after signing in.</summary>
    /// <param name="seen">The programme’s version the person had on screen.</param>
    /// <param name="reason">Why, for the history.</param>
    /// <param name="strong">True where the person signed in with more than a password.</param>
    /// <exception cref="ForbiddenException">The person may not.</exception>
    /// <exception cref="RuleException">The programme was changed meanwhile, no reason is given, or the person asks of their own role what they did not do themselves.</exception>
    public async Task SaveAsync(ProgrammeScope scope, IReadOnlyCollection<Role> roles, Guid? seen, string? reason, bool strong, CancellationToken ct = default)
    {
        scope.Actor.Require(Permission.ManageSignIn);
        await using var db = database.Open(scope.Id);
        await using var turn = await db.LockProgrammeAsync(ct);
        var programme = await db.Programmes.SingleAsync(p => p.Id == scope.Id, ct);
        if (programme.Version != seen)
            throw new RuleException("Somebody else changed the settings of this programme meanwhile. Look at them below and save again.");
        var (before, bound) = (Said(programme), Bound(programme));
        programme.RequireSecondFactor(roles);
        if (Said(programme) == before)
            return;
        var newly = Bound(programme).Except(bound).ToList();
        if (!strong && newly.Exists(r => r == scope.Actor.Role))
            throw new RuleException("Your own role is among them, and you signed in with a password alone. Add a second factor under “Your account” and sign in with it first; then save again.");
        db.Record(scope.Actor, clock.GetUtcNow(), scope.Today, Subject.Programme, "sign-in", HistoryKind.SignInRulesChanged, $"A second factor must have: {Said(programme)}; before: {before}. Why: {Text.Why(reason, "Reason")}");
        var people = await db.Members.Where(m => newly.Contains(m.Role) && m.From <= scope.Today && (m.To == null || m.To >= scope.Today)).Select(m => m.UserId).ToListAsync(ct);
        await db.SaveChangesAsync(ct);
        await turn.CommitAsync(ct);
        // Pages they have open by the password alone go on showing what is now closed to it.
        foreach (var account in people.OfType<Guid>())
            await sessions.EndWeakAsync(account, ct);
    }

    private static List<Role> Bound(Core.Programmes.Programme programme) => [.. Enum.GetValues<Role>().Where(programme.NeedsSecondFactor)];

    private static string Said(Core.Programmes.Programme programme) =>
        Bound(programme).ConvertAll(r => Words.Inside(r.Words())) is { Count: > 0 } must ? Words.List(must) : "no role";
}
