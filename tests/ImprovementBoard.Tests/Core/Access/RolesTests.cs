using ImprovementBoard.Core.Access;
using static ImprovementBoard.Core.Access.Permission;

namespace ImprovementBoard.Tests.Core.Access;

public sealed class RolesTests
{
    // A tick is a right; a column for every permission, a row for every role.
    private static readonly Permission[] Columns =
        [ReadPlan, PostOwnUpdate, PostAnyUpdate, ReviewActions, ReadPacks, ReadDraftPacks, BuildPack, ManageSchedules, AddOwnEvidence, AddAnyEvidence, ReadConfidentialEvidence, RecordFindings, JudgeImpact, Permission.HandOver, EditPlan, AcknowledgeFlags, KeepCalendar, ApprovePack, IssuePack, ReadCommissionerPacks, DistributePacks, ReadMail, ReleaseMail, ReadTrail, ReadSignIns, ManageSignIn];

    [Theory]
    [InlineData(Role.Chair, "x  .  .  .  x  .  .  .  .  .  .  .  .  .  .  x  .  x  .  .  .  .  .  .  .  .")]
    [InlineData(Role.Member, "x  .  .  .  x  .  .  .  .  .  .  .  .  .  .  .  .  x  .  .  .  .  .  .  .  .")]
    [InlineData(Role.Commissioner, "x  .  .  .  x  x  .  .  .  .  x  .  .  .  .  .  .  .  .  x  .  .  .  x  .  .")]
    [InlineData(Role.Lead, "x  x  .  .  x  .  .  .  x  .  .  .  .  .  .  .  .  x  .  .  .  .  .  .  .  .")]
    [InlineData(Role.Office, "x  .  x  x  x  x  x  x  x  x  x  x  x  x  x  x  x  .  x  x  x  x  .  x  .  .")]
    [InlineData(Role.Admin, "x  .  .  .  x  x  .  x  .  .  x  .  .  .  .  .  .  .  .  x  .  x  x  x  x  x")]
    public void A_role_may_exactly_this(Role role, string row) =>
        Assert.Equal(row, string.Join("  ", Columns.Select(p => role.May(p) ? "x" : ".")));

    [Fact]
    public void The_table_has_a_column_for_every_permission() => Assert.Equal(Enum.GetValues<Permission>().Order(), Columns.Order());

    [Fact]
    public void Every_role_has_its_row()
    {
        foreach (var role in Enum.GetValues<Role>())
            Assert.True(role.May(ReadPlan), $"{role} is in no row");
    }

    [Fact]
    public void Every_role_has_a_name_of_its_own() => Assert.Distinct(Enum.GetValues<Role>().Select(r => r.Words()));
}
