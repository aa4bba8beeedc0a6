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
internal sealed class SignInRules(BoardDatabase database, TimeProvider clock)
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

    /// <summary>Says which roles must, from this moment. Who is signed in without is led to the set-up at the next click.</summary>
    /// <param name="seen">The programme’s version the person had on screen.</param>
    /// <param name="reason">Why, for the history.</param>
    /// <exception cref="ForbiddenException">The person may not.</exception>
    /// <exception cref="RuleException">The programme was changed meanwhile, or no reason is given.</exception>
    public async Task SaveAsync(ProgrammeScope scope, IReadOnlyCollection<Role> roles, Guid? seen, string? reason, CancellationToken ct = default)
    {
        scope.Actor.Require(Permission.ManageSignIn);
        await using var db = database.Open(scope.Id);
        await using var turn = await db.LockProgrammeAsync(ct);
        var programme = await db.Programmes.SingleAsync(p => p.Id == scope.Id, ct);
        if (programme.Version != seen)
            throw new RuleException("Somebody else changed the settings of this programme meanwhile. Look at them below and save again.");
        var before = Said(programme);
        programme.RequireSecondFactor(roles);
        if (Said(programme) == before)
            return;
        db.Record(scope.Actor, clock.GetUtcNow(), scope.Today, Subject.Programme, "sign-in", HistoryKind.SignInRulesChanged, $"A second factor must have: {Said(programme)}; before: {before}. Why: {Text.Why(reason, "Reason")}");
        await db.SaveChangesAsync(ct);
        await turn.CommitAsync(ct);
    }

    private static string Said(Core.Programmes.Programme programme) =>
        Enum.GetValues<Role>().Where(programme.NeedsSecondFactor).Select(r => Words.Inside(r.Words())).ToList() is { Count: > 0 } must ? Words.List(must) : "no role";
}
