using ImprovementBoard.Core.Access;
using ImprovementBoard.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Tests.Access;

public sealed class ProgrammeAccessTests
{
    [Fact]
    public async Task A_member_enters_with_the_role_of_the_membership()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);

        foreach (var role in Enum.GetValues<Role>())
            Assert.Equal((role, board.Programme.Id, board.Today), await EnterAsync(database, board, role) is { } scope ? (scope.Actor.Role!.Value, scope.Id, scope.Today) : default);
    }

    [Fact]
    public async Task A_membership_begins_and_ends_on_its_days()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        await using (var db = database.Open(board.Programme.Id))
        {
            var member = await db.Members.SingleAsync(m => m.Role == Role.Chair);
            (member.From, member.To) = (board.Today, board.Today.AddDays(1));
            await db.SaveChangesAsync();
        }
        async Task<bool> MayAsync(int days)
        {
            database.Clock.Now = TestClock.Instant("2026-03-02 09:00").AddDays(days);
            Assert.Equal(await EnterAsync(database, board, Role.Chair) is not null, (await database.Get<ProgrammeAccess>().MineAsync(board.Person(Role.Chair))).Count == 1);
            return await EnterAsync(database, board, Role.Chair) is not null;
        }

        Assert.Equal((false, true, true, false), (await MayAsync(-1), await MayAsync(0), await MayAsync(1), await MayAsync(2)));
    }

    [Fact]
    public async Task Nobody_enters_a_programme_that_is_not_theirs()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        await TestBoard.AddAsync(database, "othershire");
        var access = database.Get<ProgrammeAccess>();

        Assert.Null(await access.EnterAsync(board.Person(Role.Admin), "othershire"));
        Assert.Null(await access.EnterAsync(board.Person(Role.Admin), "nowhere"));
        Assert.Null(await access.EnterAsync(new(), "testshire"));
        Assert.Equal(["testshire"], (await access.MineAsync(board.Person(Role.Admin))).Select(m => m.Programme.Slug));
        Assert.Empty(await access.MineAsync(new()));
    }

    [Fact]
    public async Task A_right_that_was_taken_away_is_gone_for_a_page_that_is_still_open()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        var open = database.Get<CurrentProgramme>();
        Assert.NotNull(await open.EnterAsync(board.Person(Role.Office), "testshire"));
        await using (var db = database.Open(board.Programme.Id))
            await db.Members.Where(m => m.Role == Role.Office).ExecuteUpdateAsync(set => set.SetProperty(m => m.To, board.Today.AddDays(-1)));

        Assert.Null(await open.EnterAgainAsync(board.Person(Role.Office), "testshire"));
        Assert.Null(open.Scope);
    }

    private static Task<ProgrammeScope?> EnterAsync(TestDatabase database, TestBoard board, Role role) =>
        database.Get<ProgrammeAccess>().EnterAsync(board.Person(role), board.Programme.Slug);
}
