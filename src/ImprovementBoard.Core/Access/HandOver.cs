namespace ImprovementBoard.Core.Access;

/// <summary>An item that passed from one post to another. Kept for ever, so that a past date shows who held it then.</summary>
public sealed class HandOver
{
    /// <summary>Longest note, in characters.</summary>
    public const int NoteMaxLength = 1000;

    /// <summary>The day from which the new post holds it.</summary>
    public DateOnly On { get; set; }

    /// <summary>The post that held it before.</summary>
    public int FromId { get; set; }

    /// <summary>Its role title then.</summary>
    public required string From { get; set; }

    /// <summary>The post that holds it from then on.</summary>
    public int ToId { get; set; }

    /// <summary>Its role title then.</summary>
    public required string To { get; set; }

    /// <summary>What the new post must know.</summary>
    public required string Note { get; set; }

    /// <summary>Role title of who passed it on.</summary>
    public required string By { get; set; }

    /// <summary>Who held an item on a day: <paramref name="changes"/> in the order they were made, <paramref name="now"/> who holds it after them.</summary>
    public static int HolderOn(IReadOnlyList<HandOver> changes, int now, DateOnly day) => changes.FirstOrDefault(c => c.On > day)?.FromId ?? now;

    /// <summary>The passing on of an item of <paramref name="from"/> to <paramref name="to"/>.</summary>
    /// <exception cref="RuleException">It is the same post, the new post has left or may not post updates, or the note is missing or too long.</exception>
    public static HandOver Of(Member from, Member to, string? note, Actor by, DateOnly today)
    {
        if (from.Id == to.Id)
            throw new RuleException("Choose another post than the one that holds the items now.", nameof(To));
        if (!to.HoldsOn(today))
            throw new RuleException($"{to.Title} is not in post today. Choose somebody who is.", nameof(To));
        if (!MayHold(to.Role))
            throw new RuleException($"{to.Title} may not post updates. Choose a lead, or ask the administrator to change the role.", nameof(To));
        return new()
        {
            On = today,
            FromId = from.Id,
            From = from.Title,
            ToId = to.Id,
            To = to.Title,
            Note = Text.Required(note, nameof(Note), "Write what the new lead must know: what is promised, what is stuck, who to ring.", NoteMaxLength),
            By = by.Title,
        };
    }

    /// <summary>True when a post of this role can hold actions and recommendations.</summary>
    public static bool MayHold(Role role) => role.May(Permission.PostOwnUpdate) || role.May(Permission.PostAnyUpdate);
}
