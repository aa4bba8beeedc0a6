namespace ImprovementBoard.Core.Access;

/// <summary>A row of the settings: who is in a group of the council has a post in a programme.</summary>
/// <param name="Group">The group, as the council’s provider names it.</param>
/// <param name="Programme">The programme’s name in addresses.</param>
/// <param name="Role">What the post may do.</param>
/// <param name="Title">Its role title.</param>
/// <param name="Agency">Its agency.</param>
public sealed record GroupRole(string Group, string Programme, Role Role, string Title, string Agency);

/// <summary>What the council’s groups give.</summary>
public static class GroupRoles
{
    /// <summary>What somebody in <paramref name="groups"/> has in a programme: of several rows the first; null for nothing.</summary>
    public static GroupRole? In(this IEnumerable<GroupRole> rows, string programme, IReadOnlySet<string> groups) =>
        rows.FirstOrDefault(r => r.Programme == programme && groups.Contains(r.Group));

    /// <summary>True where a membership is not what the groups give. One given by hand always is: a person has one post in a programme at a time, and what a person gave no group takes.</summary>
    /// <param name="standing">The membership that the account has, or null.</param>
    public static bool Differs(this GroupRole? wanted, Member? standing) => standing switch
    {
        null => wanted is not null,
        { Group: null } => false,
        _ => wanted?.Group != standing.Group || wanted.Role != standing.Role,
    };
}
