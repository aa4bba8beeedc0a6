using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Time;

namespace ImprovementBoard.Core.Retention;

/// <summary>Whether a person may be erased (UK GDPR, article 17), and what is asked of whoever does it. It cannot be undone.</summary>
public static class Erasure
{
    /// <summary>Longest reason, in characters.</summary>
    public const int ReasonMaxLength = 500;

    /// <summary>Why the account of a post cannot be erased, in one sentence; null where it can.</summary>
    /// <param name="hasAccount">Whether an account holds or held it.</param>
    /// <param name="erased">Whether that was erased before.</param>
    /// <param name="present">True where it has a part today or later, in this programme or another, or another still counts on it; which other is not told.</param>
    /// <param name="held">True where a hold covers it, here or elsewhere.</param>
    public static string? Refusal(Member post, bool hasAccount, bool erased, bool present, bool held) =>
        !hasAccount ? $"No account holds the post {Words.Inside(post.Title)}, so there is nothing to erase."
        : erased ? $"The person who was {Words.Inside(post.Title)} was erased already."
        : present ? $"{post.Title} still has a part in a programme, is invited to one, or gets the packs of one. End that first; until then their address is needed."
        : held ? $"A hold covers {Words.Inside(post.Title)}: nothing about them may be deleted until it is lifted."
        : null;

    /// <summary>Checks what was typed to confirm, and answers the reason as it is kept.</summary>
    /// <exception cref="RuleException">The role title was not typed as it stands, or the reason is missing or too long.</exception>
    public static string Confirm(Member post, string? typed, string? reason)
    {
        if (!string.Equals(Text.Clean(typed), post.Title, StringComparison.OrdinalIgnoreCase))
            throw new RuleException($"Type the role title “{post.Title}” to confirm. Nothing was erased.", "Confirm");
        return Text.Required(reason, "Reason", "Write why: the request it answers, or who decided it. No names of people.", ReasonMaxLength);
    }
}
