using ImprovementBoard.Core;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.History;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.History;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.HandOvers;

/// <summary>What the office fills in: from whom, to whom, which items by reference, and what the new lead must know.</summary>
public sealed record HandOverInput(int FromId, int? ToId, IReadOnlyList<string> Actions, IReadOnlyList<string> Recommendations, string? Note);

/// <summary>Passes items from one post to another, all of those chosen or none.</summary>
public sealed class HandOverService(BoardDatabase database, TimeProvider clock)
{
    /// <summary>Hands the items over. Answers how many.</summary>
    /// <remarks>No version is checked: an update posted meanwhile does not matter to it. Who holds each item does, and that is.</remarks>
    /// <exception cref="ForbiddenException">The person may not hand over.</exception>
    /// <exception cref="RuleException">Nothing is chosen, the new post cannot hold it, the note is missing, or an item passed to somebody else meanwhile.</exception>
    public async Task<int> HandOverAsync(ProgrammeScope scope, HandOverInput input, CancellationToken ct = default)
    {
        scope.Actor.Require(Permission.HandOver);
        if (input.Actions.Count + input.Recommendations.Count == 0)
            throw new RuleException("Tick at least one item.", "Items");
        await using var db = database.Open(scope.Id);
        await using var transaction = await db.LockProgrammeAsync(ct);
        var posts = await db.Members.Where(m => m.Id == input.FromId || m.Id == input.ToId).ToDictionaryAsync(m => m.Id, ct);
        if (!posts.TryGetValue(input.FromId, out var from))
            throw new RuleException("Choose whose items you hand over.");
        if (input.ToId is not { } toId || !posts.TryGetValue(toId, out var to))
            throw new RuleException("Choose who takes over.", nameof(HandOver.To));

        // A row of its own for each item: a change of one must not reach into the history of another.
        HandOver Change() => HandOver.Of(from, to, input.Note, scope.Actor, scope.Today);
        foreach (var action in await db.Actions.Include(a => a.Updates).Where(a => input.Actions.Contains(a.Ref)).ToListAsync(ct))
        {
            action.PassOn(Change(), scope.Programme.UpdateCycleDays);
            db.Record(scope.Actor, clock.GetUtcNow(), scope.Today, Subject.Action, action.Ref, HistoryKind.HandedOver, HandOverHistory.Told(action.LeadChanges[^1], "Lead"));
        }
        foreach (var recommendation in await db.Recommendations.Where(r => input.Recommendations.Contains(r.Ref)).ToListAsync(ct))
        {
            recommendation.PassOn(Change());
            db.Record(scope.Actor, clock.GetUtcNow(), scope.Today, Subject.Recommendation, recommendation.Ref, HistoryKind.HandedOver, HandOverHistory.Told(recommendation.OwnerChanges[^1], "Owner"));
        }
        var moved = db.ChangeTracker.Entries<Core.IEditable>().Count(e => e.State == EntityState.Modified);
        if (moved != input.Actions.Distinct().Count() + input.Recommendations.Distinct().Count())
            throw new RuleException("An item you ticked is not in this programme. Load the page again and choose what is left.");
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return moved;
    }
}

internal static class HandOversRegistration
{
    public static IServiceCollection AddHandOvers(this IServiceCollection services) => services
        .AddScoped<HandOverService>()
        .AddScoped<HandOverQueries>();
}
