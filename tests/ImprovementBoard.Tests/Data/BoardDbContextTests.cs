using System.Reflection;
using ImprovementBoard.Core;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Actions;
using ImprovementBoard.Core.Distribution;
using ImprovementBoard.Core.Mail;
using ImprovementBoard.Core.Packs;
using ImprovementBoard.Core.Programmes;
using ImprovementBoard.Core.Retention;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.Actions;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Tests.Data;

public sealed class BoardDbContextTests
{
    private static readonly MethodInfo CountOf = typeof(BoardDbContextTests).GetMethod(nameof(Count), BindingFlags.NonPublic | BindingFlags.Static)!;

    public static TheoryData<string> ProgrammeRows => [.. RowTypes.Select(t => t.Name)];

    private static IEnumerable<Type> RowTypes =>
        typeof(IProgrammeRow).Assembly.GetTypes().Where(t => t is { IsClass: true, IsAbstract: false } && t.IsAssignableTo(typeof(IProgrammeRow)));

    [Fact]
    public async Task Every_row_of_a_programme_is_sealed()
    {
        await using var database = await TestDatabase.EmptyAsync();
        await using var db = database.Board.OpenWithoutProgramme();

        Assert.All(RowTypes, type => Assert.NotEmpty(db.Model.FindEntityType(type)!.GetDeclaredQueryFilters()));
    }

    [Theory]
    [MemberData(nameof(ProgrammeRows))]
    public async Task A_context_without_a_programme_sees_no_row_of_one(string type)
    {
        await using var database = await TestDatabase.SeededAsync();
        var kirklees = await database.KirkleesAsync();
        await using var inside = database.Open(kirklees.Id);
        await using var outside = database.Board.OpenWithoutProgramme();
        await using var elsewhere = database.Open(kirklees.Id + 1);

        var row = RowTypes.Single(t => t.Name == type);
        if (row == typeof(UpdateDraft))
            await database.Get<DraftService>().SaveAsync(kirklees, "15.2", new UpdateFields { WhatChanged = "Half a sen" });
        // The demonstration has everything but drafts of its people, invitations and reviews of access, what retention keeps, and packs with what belongs to them and what is sent of them, which the portal makes at its first start.
        if ((row.Namespace != typeof(Pack).Namespace || row == typeof(PackSchedule)) && row != typeof(MailItem) && row != typeof(PackDelivery) && row != typeof(Invitation) && row != typeof(AccessReview) && row.Namespace != typeof(Disposal).Namespace)
            Assert.NotEqual(0, Rows(inside, row));
        Assert.Equal((0, 0), (Rows(outside, row), Rows(elsewhere, row)));
    }

    [Fact]
    public async Task The_portal_opens_sqlite_so_that_a_commit_survives_a_power_cut()
    {
        await using var database = await TestDatabase.EmptyAsync();
        if (!database.Store.IsSqlite)
            return;
        await using var db = database.Board.OpenWithoutProgramme();

        Assert.Equal("wal", await db.Database.SqlQuery<string>($"SELECT journal_mode AS Value FROM pragma_journal_mode").SingleAsync());
        Assert.Equal(2, await db.Database.SqlQuery<int>($"SELECT synchronous AS Value FROM pragma_synchronous").SingleAsync());
    }

    [Fact]
    public async Task A_save_that_started_from_an_older_version_is_refused()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        var action = await board.AddActionAsync("1.1");
        await using var mine = database.Open(board.Programme.Id);
        await using var yours = database.Open(board.Programme.Id);
        (await mine.Actions.SingleAsync(a => a.Ref == action.Ref)).Title = "Mine";
        (await yours.Actions.SingleAsync(a => a.Ref == action.Ref)).Title = "Yours";

        await mine.SaveChangesAsync();

        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => yours.SaveChangesAsync());
        Assert.Equal("Mine", (await database.Open(board.Programme.Id).Actions.AsNoTracking().SingleAsync(a => a.Ref == action.Ref)).Title);
    }

    [Fact]
    public async Task Every_save_gives_a_new_version()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        var before = (await board.AddActionAsync("1.1")).Version;
        await using var db = database.Open(board.Programme.Id);
        var action = await db.Actions.SingleAsync();

        action.DueMoves = [new DueMove { On = board.Today, To = board.Today.AddDays(90), Reason = "Agreed", Decision = "D1" }];
        await db.SaveChangesAsync();

        Assert.NotEqual(before, action.Version);
        Assert.NotEqual(Guid.Empty, action.Version);
    }

    [Fact]
    public async Task Everything_people_edit_is_guarded_by_its_version()
    {
        await using var database = await TestDatabase.EmptyAsync();
        await using var db = database.Board.OpenWithoutProgramme();

        var editable = db.Model.GetEntityTypes().Where(t => t.ClrType.IsAssignableTo(typeof(IEditable))).ToList();

        Assert.NotEmpty(editable);
        Assert.All(editable, t => Assert.True(t.FindProperty(nameof(IEditable.Version))!.IsConcurrencyToken, t.ClrType.Name));
    }

    [Fact]
    public async Task An_account_that_is_deleted_leaves_its_post_in_the_plan()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        await using var db = database.Open(board.Programme.Id);

        db.Users.Remove(await db.Users.SingleAsync(u => u.Email == board.EmailOf(Role.Lead)));
        await db.SaveChangesAsync();

        Assert.Null((await database.Open(board.Programme.Id).Members.SingleAsync(m => m.Id == board.Lead.Id)).UserId);
    }

    private static int Rows(BoardDbContext db, Type type) => (int)CountOf.MakeGenericMethod(type).Invoke(null, [db])!;

    private static int Count<T>(BoardDbContext db) where T : class => db.Set<T>().Count();
}
