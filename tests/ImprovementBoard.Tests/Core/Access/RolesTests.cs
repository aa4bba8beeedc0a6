using ImprovementBoard.Core.Access;
using static ImprovementBoard.Core.Access.Permission;

namespace ImprovementBoard.Tests.Core.Access;

public sealed class RolesTests
{
    // A tick is a right; a column for every permission, a row for every role.
    private static readonly Permission[] Columns =
        [ReadPlan, PostOwnUpdate, PostAnyUpdate, ReviewActions, ReadPacks, ReadDraftPacks, BuildPack, ManageSchedules, AddOwnEvidence, AddAnyEvidence, ReadConfidentialEvidence, RecordFindings, JudgeImpact, Permission.HandOver, EditPlan, AcknowledgeFlags, KeepCalendar, ApprovePack, IssuePack, ReadCommissionerPacks, DistributePacks, ReadMail, ReleaseMail, ReadTrail, ReadSignIns, ReadAccess, ManagePeople, ManageSignIn, ReadRetention, ManageRetention, ExportForRequests, ReadUnpublishedLetters];

    [Theory]
    [InlineData(Role.Chair, "x  .  .  .  x  .  .  .  .  .  .  .  .  .  .  x  .  x  .  .  .  .  .  .  .  .  .  .  .  .  .  x")]
    [InlineData(Role.Member, "x  .  .  .  x  .  .  .  .  .  .  .  .  .  .  .  .  x  .  .  .  .  .  .  .  .  .  .  .  .  .  x")]
    [InlineData(Role.Commissioner, "x  .  .  .  x  x  .  .  .  .  x  .  .  .  .  .  .  .  .  x  .  .  .  x  .  .  .  .  .  .  .  x")]
    [InlineData(Role.Lead, "x  x  .  .  x  .  .  .  x  .  .  .  .  .  .  .  .  x  .  .  .  .  .  .  .  .  .  .  .  .  .  x")]
    [InlineData(Role.Office, "x  .  x  x  x  x  x  x  x  x  x  x  x  x  x  x  x  .  x  x  x  x  .  x  .  x  .  .  x  .  x  x")]
    [InlineData(Role.Admin, "x  .  .  .  x  x  .  x  .  .  x  .  .  x  .  .  .  .  .  x  .  x  x  x  x  x  x  x  x  x  x  x")]
    [InlineData(Role.Viewer, "x  .  .  .  x  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .")]
    public void A_role_may_exactly_this(Role role, string row) =>
        Assert.Equal(row, string.Join("  ", Columns.Select(p => role.May(p) ? "x" : ".")));

    [Fact]
    public void The_table_has_a_column_for_every_permission() => Assert.Equal(Enum.GetValues<Permission>().Order(), Columns.Order());

    [Fact]
    public void Every_right_says_in_words_what_it_is_and_what_it_opens()
    {
        Assert.Equal(Enum.GetValues<Permission>().Order(), PermissionMatrix.All.Select(r => r.Permission).Order());
        Assert.Distinct(PermissionMatrix.All.Select(r => r.Name));
        Assert.All(PermissionMatrix.All, r => Assert.True(char.IsLower(r.Name[0]) && char.IsUpper(r.Opens.TrimStart('“')[0]) && r.Roles.Count > 0, r.Name));
        Assert.All(PermissionMatrix.All.Where(r => r.InThePast), r => Assert.StartsWith("Read", $"{r.Permission}", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_right_to_read_says_what_it_lets_see_and_no_right_to_act_does() =>
        Assert.Equal(PermissionMatrix.All.Where(r => r.Permission == ExportForRequests || $"{r.Permission}".StartsWith("Read", StringComparison.Ordinal)), PermissionMatrix.All.Where(r => r.Sees is not null));

    [Fact]
    public void Every_rule_about_single_items_is_told_beside_the_table()
    {
        var asked = typeof(Actor).GetMethods().Where(m => m.Name.StartsWith("May", StringComparison.Ordinal) && m.GetParameters() is not [{ ParameterType.Name: nameof(Permission) }]).Select(m => m.Name).Distinct();

        Assert.Empty(asked.Except(RowRule.All.Select(r => r.Where)));
        Assert.Distinct(RowRule.All.Select(r => r.Name));
    }

    [Fact]
    public void Every_role_has_its_row()
    {
        foreach (var role in Enum.GetValues<Role>())
            Assert.True(role.May(ReadPlan), $"{role} is in no row");
    }

    [Fact]
    public void Every_role_has_a_name_of_its_own() => Assert.Distinct(Enum.GetValues<Role>().Select(r => r.Words()));
}
