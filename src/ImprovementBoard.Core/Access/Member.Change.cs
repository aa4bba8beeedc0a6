using ImprovementBoard.Core.Time;

namespace ImprovementBoard.Core.Access;

/// <summary>A role that a post had until a day. Kept for ever, so that a past date shows what it might then.</summary>
public sealed class RoleChange
{
    /// <summary>The day from which the next role held.</summary>
    public DateOnly On { get; set; }

    /// <summary>The role before.</summary>
    public Role From { get; set; }

    /// <summary>Role title of who changed it.</summary>
    public required string By { get; set; }
}

// What an administrator changes about somebody's part in a programme.
public sealed partial class Member
{
    /// <summary>The role the post had on a day.</summary>
    public Role RoleOn(DateOnly day) => RoleChanges.Find(c => c.On > day)?.From ?? Role;

    /// <summary>The roles it had and has, oldest first, each with its first day, its last (null for until further notice) and who gave it (empty for the first).</summary>
    public IEnumerable<(DateOnly From, DateOnly? Until, Role Role, string By)> Roles()
    {
        var (from, by) = (From, "");
        foreach (var change in RoleChanges)
        {
            // Of two changes on one day the first never held.
            if (change.On > from)
                yield return (from, change.On.AddDays(-1), change.From, by);
            (from, by) = (change.On, change.By);
        }
        yield return (from, To, Role, by);
    }

    /// <summary>Gives the post another role.</summary>
    /// <param name="to">The role, or null where none was chosen.</param>
    /// <param name="all">Every post of the programme.</param>
    /// <param name="held">Open actions and recommendations it holds.</param>
    /// <exception cref="RuleException">It is one's own, it has left, it is the last administrator, the role is the same, it holds items the new role could not, or an external viewer would have no last day.</exception>
    public void ChangeRole(Role? to, IEnumerable<Member> all, int held, Actor by, DateOnly today)
    {
        if (to is not { } role)
            throw new RuleException("Choose a role.", nameof(Role));
        if (Id == by.MemberId)
            throw new RuleException("Nobody changes their own role. Ask another administrator of this programme.", nameof(Role));
        ExpectStays(today);
        if (role == Role)
            throw new RuleException($"{Title} has this role already. Choose another, or leave it as it is.", nameof(Role));
        ExpectAnotherAdministrator(all, "get another role");
        if (held > 0 && HandOver.MayHold(Role) && !HandOver.MayHold(role))
            throw new RuleException($"{Title} holds {Words.Count(held, "open item")}, and this role cannot. Hand them over first.", nameof(Role));
        if (role == Role.Viewer)
            ExpectViewerEnd(To, today, nameof(Role), "Set the last day of their part first: ");
        RoleChanges.Add(new() { On = today, From = Role, By = by.Title });
        Role = role;
    }

    /// <summary>Sets the last day on which the post may enter; null where it may until further notice.</summary>
    /// <param name="lastDay">The last day. The day before <paramref name="today"/> ends access at the next click; an earlier one is refused.</param>
    /// <param name="all">Every post of the programme.</param>
    /// <exception cref="RuleException">It has left, it is the last administrator, one prolongs one's own part, or the day makes no sense.</exception>
    public void SetLastDay(DateOnly? lastDay, IEnumerable<Member> all, Actor by, DateOnly today)
    {
        ExpectStays(today);
        if (lastDay < today.AddDays(-1))
            throw new RuleException("This day has passed, and what was possible then cannot be undone. To end access now, choose “End access now”.", nameof(To));
        if (lastDay == To)
            throw new RuleException("This is the last day already. Choose another, or leave it as it is.", nameof(To));
        if (Id == by.MemberId && (lastDay is null || To is { } ends && lastDay > ends))
            throw new RuleException("Nobody prolongs their own part. Ask another administrator of this programme.", nameof(To));
        if (lastDay < (To ?? DateOnly.MaxValue))
            ExpectAnotherAdministrator(all, "leave");
        if (Role == Role.Viewer)
            ExpectViewerEnd(lastDay, today, nameof(To));
        To = lastDay;
    }

    /// <summary>Checks the last day of an external viewer, who has no part without one.</summary>
    /// <exception cref="RuleException">There is none, or it is more than a year away.</exception>
    internal static void ExpectViewerEnd(DateOnly? lastDay, DateOnly today, string field, string before = "")
    {
        if (lastDay is null || lastDay > today.AddDays(ViewerMostDays))
            throw new RuleException(Words.Sentence($"{before}an external viewer needs a last day, at most a year away: {Words.Long(today.AddDays(ViewerMostDays))} or before."), field);
    }

    private void ExpectStays(DateOnly today)
    {
        if (To < today)
            throw new RuleException($"The part of {Title} ended on {Words.Long(To!.Value)}. Invite the person again if they come back.");
    }

    // Without one nobody could invite anybody, and only the server's owner could help. One whose last day is set does not count: of two who each rely on the other, both could go.
    // Whom a group gave the part counts only for others of groups: without single sign-on none of them gets in, and a group must be able to end what it gave.
    private void ExpectAnotherAdministrator(IEnumerable<Member> all, string what)
    {
        if (Role != Role.Admin)
            return;
        var others = all.Where(m => m.Id != Id && m.Role == Role.Admin && m.UserId is not null && m.To is null).ToList();
        if (!others.Exists(m => m.Group is null || Group is not null))
            throw new RuleException($"{Title} is the last administrator of this programme who stays until further notice, and cannot {what}. {(others.Count > 0 ? "One whose part a group of the council gave does not count: the group can end it. " : "")}Invite another administrator first, and wait until they have accepted.");
    }
}
