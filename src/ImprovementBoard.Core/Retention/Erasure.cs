using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Packs;
using ImprovementBoard.Core.Time;

namespace ImprovementBoard.Core.Retention;

/// <summary>Whether a person or a mail address may be erased (UK GDPR, article 17), and what is asked of whoever does it. It cannot be undone.</summary>
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

    /// <summary>Why a mail address cannot be erased from a programme, in one sentence; null where it can.</summary>
    /// <param name="holder">The post of this programme whose account has the address, or null.</param>
    /// <param name="held">True where a hold of this programme covers something of it.</param>
    /// <param name="lists">Editions on whose distribution list it stands.</param>
    /// <param name="invited">Role titles of open invitations to it.</param>
    /// <param name="sending">True where a mail to it is being sent.</param>
    public static string? Refusal(Member? holder, bool held, IReadOnlyList<Audience> lists, IReadOnlyList<string> invited, bool sending)
    {
        if (holder is not null)
            return $"This address belongs to the account of the {Words.Inside(holder.Title)}: erase the person instead, which reaches the account too.";
        if (held)
            return "A hold covers what is held on this address: nothing of it may be deleted until the hold is lifted.";
        List<string> first = [];
        if (lists.Count > 0)
            first.Add($"have the programme office take it off the distribution list of the {Words.List([.. lists.Select(l => l.Words().ToLowerInvariant())])} edition (Packs → Distribution lists)");
        if (invited.Count > 0)
            first.Add($"withdraw the invitation as {Words.List([.. invited.Select(Words.Inside)])} (People)");
        return first.Count > 0 ? $"This address is still in use: first {Words.List(first)}."
            : sending ? "A mail to this address is being sent in this moment: erase the address once it is out."
            : null;
    }

    /// <summary>Checks what was typed to confirm, and answers the reason as it is kept.</summary>
    /// <exception cref="RuleException">The role title was not typed as it stands, or the reason is missing or too long.</exception>
    public static string Confirm(Member post, string? typed, string? reason) => Confirm("role title", post.Title, typed, reason);

    /// <summary>The same for a mail address.</summary>
    /// <exception cref="RuleException">The address was not typed as it stands, or the reason is missing, too long or names the address.</exception>
    public static string Confirm(string address, string? typed, string? reason)
    {
        var why = Confirm("address", address, typed, reason);
        return why.Contains(address, StringComparison.OrdinalIgnoreCase) ? throw new RuleException("The history keeps the reason for ever, so take the address out of it.", "Reason") : why;
    }

    private static string Confirm(string what, string wanted, string? typed, string? reason)
    {
        if (!string.Equals(Text.Clean(typed), wanted, StringComparison.OrdinalIgnoreCase))
            throw new RuleException($"Type the {what} “{wanted}” to confirm. Nothing was erased.", "Confirm");
        return Text.Required(reason, "Reason", "Write why: the request it answers, or who decided it. No names of people.", ReasonMaxLength);
    }
}
