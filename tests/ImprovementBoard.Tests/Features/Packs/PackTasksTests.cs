using Bunit;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Web.Features.Packs;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Tests.Features.Packs;

/// <summary>What the dashboard says is to be done about packs, over the real services.</summary>
public sealed class PackTasksTests
{
    [Theory]
    [InlineData(true, "waits for the head of safeguarding, who has left.")]
    [InlineData(false, "waits for the head of safeguarding, who can no longer approve.")]
    public async Task A_pack_that_waits_for_one_who_cannot_approve_is_a_task_of_the_office(bool left, string said)
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        await ApprovablePack.AddAsync(database, board, 1);
        await using (var db = database.Open(board.Programme.Id))
        {
            var lead = await db.Members.SingleAsync(m => m.Id == board.Lead.Id);
            (lead.To, lead.Role) = left ? (board.Today.AddDays(-1), lead.Role) : (lead.To, Role.Commissioner);
            await db.SaveChangesAsync();
        }
        await using var context = new BunitContext();
        database.Register(context.Services);

        var tasks = context.Render<PackTasks>(p => p.Add(t => t.Scope, board.As(Role.Office)));

        tasks.WaitForAssertion(() => Assert.Contains(said, tasks.Find(".notice.bad").TextContent, StringComparison.Ordinal));
        Assert.EndsWith("/packs/1#decide", tasks.Find(".notice.bad a").GetAttribute("href"), StringComparison.Ordinal);
    }

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
