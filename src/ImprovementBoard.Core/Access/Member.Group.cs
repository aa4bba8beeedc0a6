using ImprovementBoard.Core.Time;

namespace ImprovementBoard.Core.Access;

// A membership that the council’s own groups give, at every sign-in with the council account.
public sealed partial class Member
{
    /// <summary>The group it came from, as the settings name it; null where it was given by hand.</summary>
    public string? Group { get; set; }

    /// <summary>The post that a group gives to an account.</summary>
    public static Member Of(GroupRole row, int programmeId, Guid account, DateOnly today) =>
        new() { ProgrammeId = programmeId, Title = row.Title, Agency = row.Agency, Role = row.Role, UserId = account, From = today, Group = row.Group };

    /// <summary>Makes it what the groups give now. One given by hand stays as it is.</summary>
    /// <param name="row">What they give in its programme, or null for nothing.</param>
    /// <param name="all">Every post of the programme.</param>
    /// <param name="held">Open actions and recommendations it holds.</param>
    /// <returns>What changed, for the history; empty where nothing did that people see.</returns>
    /// <exception cref="RuleException">It is the last administrator, or it holds items that the new role could not.</exception>
    public string Follow(GroupRole? row, IEnumerable<Member> all, int held, Actor by, DateOnly today)
    {
        if (Group is null)
            return "";
        if (row is null)
        {
            SetLastDay(today.AddDays(-1), all, by, today);
            return $"{Title} ({Agency}) is in no group of the council any more that opens this programme: access ended";
        }
        var before = Role;
        if (row.Role != before)
            ChangeRole(row.Role, all, held, by, today);
        // Last: where the role cannot change, nothing does.
        Group = row.Group;
        return Role == before ? "" : $"{Title} ({Agency}) is {Words.Inside(Role.Words())} by a group of the council from now on, was {Words.Inside(before.Words())}";
    }
}
