using ImprovementBoard.Core;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Actions;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Data;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.Actions;

/// <summary>Keeps updates that are still being written. A draft is nobody's business but its author's, so the history knows nothing of it.</summary>
public sealed class DraftService(BoardDatabase database, TimeProvider clock)
{
    /// <summary>Keeps what is typed so far. Answers when, or null where there is nothing left to keep because it was posted meanwhile.</summary>
    /// <exception cref="ForbiddenException">The person may not post updates on this action.</exception>
    /// <exception cref="RuleException">There is no such action, or an answer is longer than a draft can hold.</exception>
    public async Task<DateTimeOffset?> SaveAsync(ProgrammeScope scope, string reference, UpdateFields fields, CancellationToken ct = default)
    {
        var input = fields.ToInput();
        if (new[] { input.WhatChanged, input.ChildWouldNotice, input.InTheWay }.Any(a => a.Length > UpdateDraft.AnswerMaxLength))
            throw new RuleException("This is too long to be kept as a draft. Shorten it.");
        await using var db = database.Open(scope.Id);
        // Held until the end: a draft that arrives late must not come back after its update was posted.
        await using var transaction = await db.LockProgrammeAsync(ct);
        var action = await db.Actions.Where(a => a.Ref == reference).Select(a => new { a.Id, a.LeadId }).SingleOrDefaultAsync(ct)
            ?? throw new RuleException($"There is no action {reference} in this programme.");
        scope.Actor.Require(scope.Actor.MemberId is not null && scope.Actor.MayPostUpdate(action.LeadId), "keep a draft of an update on an action that is not theirs");
        var author = scope.Actor.MemberId!.Value;
        if (await db.Updates.AnyAsync(u => u.ActionItemId == action.Id && u.ById == author && u.PostKey == input.PostKey && u.PostKey != null, ct))
            return null;

        var draft = await db.UpdateDrafts.SingleOrDefaultAsync(d => d.ActionItemId == action.Id && d.MemberId == author, ct)
            ?? db.Add(new UpdateDraft { ProgrammeId = scope.Id, ActionItemId = action.Id, MemberId = author }).Entity;
        // Null characters PostgreSQL refuses; blanks at the ends stay, because the person goes on typing there.
        static string Typed(string text) => text.Replace("\0", "", StringComparison.Ordinal);
        (draft.WhatChanged, draft.ChildWouldNotice, draft.InTheWay) = (Typed(input.WhatChanged), Typed(input.ChildWouldNotice), Typed(input.InTheWay));
        (draft.Forecast, draft.LeadSays, draft.Started) = (input.Forecast, input.LeadSays, input.Started);
        (draft.PostKey, draft.Seen, draft.SeenHistory) = (input.PostKey ?? Guid.NewGuid(), fields.SeenVersion, fields.SeenEntry);
        draft.SavedAt = clock.GetUtcNow();
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return draft.SavedAt;
    }

    /// <summary>Throws away what the person typed about an action.</summary>
    public async Task DiscardAsync(ProgrammeScope scope, string reference, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        await db.UpdateDrafts
            .Where(d => d.MemberId == scope.Actor.MemberId && db.Actions.Any(a => a.Id == d.ActionItemId && a.Ref == reference))
            .ExecuteDeleteAsync(ct);
    }
}
