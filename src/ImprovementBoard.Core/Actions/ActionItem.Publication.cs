namespace ImprovementBoard.Core.Actions;

public sealed partial class ActionItem
{
    /// <summary>
    /// Why the public edition and the file for information requests leave the action out, or null where they may tell it. A council may keep such information exempt
    /// (Local Government Act 1972, Schedule 12A).
    /// </summary>
    public string? NotForPublication { get; private set; }

    /// <summary>Says that the action is not for publication, or is so no longer.</summary>
    /// <param name="reason">Why; asked for both ways.</param>
    /// <returns>What stood before and what stands now, for the history.</returns>
    /// <exception cref="RuleException">It stands so already, or the reason is missing or too long.</exception>
    public string SetPublication(bool notForPublication, string? reason)
    {
        if (notForPublication == NotForPublication is not null)
            throw new RuleException(notForPublication ? "The action is not for publication already." : "The action may be published already.", nameof(NotForPublication));
        var why = Text.Required(reason, "PublicationReason", "Write why, such as “names a child’s school” or “decided in private”.", ReasonMaxLength);
        var before = NotForPublication;
        NotForPublication = notForPublication ? why : null;
        return notForPublication ? $"Not for publication (before: may be published). {why}" : $"May be published (before: not for publication, {before!.TrimEnd('.')}). {why}";
    }
}
