using Bunit;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Web.Features.Packs;

namespace ImprovementBoard.Tests.Features.Packs;

/// <summary>What the dashboard says is to be done about packs, over the real services.</summary>
public sealed class PackTasksTests
{
    [Fact]
    public async Task A_returned_pack_is_a_task_and_one_that_the_office_took_back_itself_is_not()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        await ApprovablePack.AddAsync(database, board, 1, key: "2026-01");
        await database.Get<PackLife>().WithdrawAsync(board.As(Role.Office), 1, "Wrong month.");
        await ApprovablePack.AddAsync(database, board, 2, key: "2026-02");
        await database.Get<PackLife>().ReturnAsync(board.As(Role.Lead), 2, "Table 2.1 is wrong.");
        await using var context = new BunitContext();
        database.Register(context.Services);

        var tasks = context.Render<PackTasks>(p => p.Add(t => t.Scope, board.As(Role.Office)));

        tasks.WaitForAssertion(() => Assert.EndsWith("#prepare-2", Assert.Single(tasks.FindAll("a"), a => a.TextContent == "Prepare it again").GetAttribute("href"), StringComparison.Ordinal));
    }
}
