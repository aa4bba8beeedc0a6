using ImprovementBoard.Core;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.History;
using ImprovementBoard.Web.Features.Actions;
using ImprovementBoard.Web.Features.HandOvers;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Tests.Features.HandOvers;

public sealed class HandOverServiceTests
{
    [Fact]
    public async Task Chosen_items_pass_in_one_go_with_the_note_in_the_history_of_each()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await PlanAsync(database);

        var moved = await database.Get<HandOverService>().HandOverAsync(board.As(Role.Office), Input(board, ["1.1", "1.2"], ["2"]));

        Assert.Equal(3, moved);
        await using var db = database.Open(board.Programme.Id);
        Assert.Equal([board.OtherLead.Id, board.OtherLead.Id, board.Lead.Id], await db.Actions.OrderBy(a => a.Order).Select(a => a.LeadId).ToListAsync());
        Assert.Equal([board.Lead.Id, board.OtherLead.Id], await db.Recommendations.OrderBy(r => r.Order).Select(r => r.OwnerId).ToListAsync());
        Assert.Equal((board.Lead.Id, "Ring the panel."), (await db.Actions.ToListAsync()).Where(a => a.Ref == "1.2").Select(a => (a.LeadOn(board.Today.AddDays(-1)), a.LeadChanges[0].Note)).Single());
        Assert.Equal(
            [
                (Subject.Action, "1.1", "Lead changed from head of safeguarding to virtual school head: Ring the panel."),
                (Subject.Action, "1.2", "Lead changed from head of safeguarding to virtual school head: Ring the panel."),
                (Subject.Recommendation, "2", "Owner changed from head of safeguarding to virtual school head: Ring the panel."),
            ],
            (await db.History.Where(h => h.Kind == HistoryKind.HandedOver).OrderBy(h => h.Id).ToListAsync()).Select(h => (h.Subject, h.SubjectRef, h.What)));
    }

    [Fact]
    public async Task One_item_that_cannot_pass_stops_all_of_them()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await PlanAsync(database);
        var (service, office) = (database.Get<HandOverService>(), board.As(Role.Office));
        await service.HandOverAsync(office, Input(board, ["1.2"], []));

        var gone = await Assert.ThrowsAsync<RuleException>(() => service.HandOverAsync(office, Input(board, ["1.1", "1.2"], ["1"])));
        var unknown = await Assert.ThrowsAsync<RuleException>(() => service.HandOverAsync(office, Input(board, ["1.1", "99.9"], [])));
        var nothing = await Assert.ThrowsAsync<RuleException>(() => service.HandOverAsync(office, Input(board, [], [])));
        var nobody = await Assert.ThrowsAsync<RuleException>(() => service.HandOverAsync(office, Input(board, ["1.1"], []) with { ToId = null }));

        Assert.StartsWith("Somebody else leads action 1.2 by now.", gone.Message, StringComparison.Ordinal);
        Assert.StartsWith("An item you ticked is not in this programme.", unknown.Message, StringComparison.Ordinal);
        Assert.Equal(("Items", "To"), (nothing.Field, nobody.Field));
        await using var db = database.Open(board.Programme.Id);
        Assert.Equal(board.Lead.Id, await db.Actions.Where(a => a.Ref == "1.1").Select(a => a.LeadId).SingleAsync());
        Assert.Equal(1, await db.History.CountAsync(h => h.Kind == HistoryKind.HandedOver));
    }

    [Fact]
    public async Task The_new_lead_may_post_and_finds_it_under_my_updates_and_the_old_one_no_longer()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await PlanAsync(database);
        await database.Get<HandOverService>().HandOverAsync(board.As(Role.Office), Input(board, ["1.1"], []));

        var (mine, queries) = (database.Get<ActionQueries>(), database.Get<HandOverQueries>());
        Assert.Equal(["1.1"], (await mine.MineAsync(board.As(board.OtherLead))).Select(r => r.Ref));
        Assert.DoesNotContain("1.1", (await mine.MineAsync(board.As(Role.Lead))).Select(r => r.Ref));
        Assert.Equal(["1.1"], (await queries.ActionsOfAsync(board.As(Role.Office), board.OtherLead.Id)).Select(i => i.Ref));
    }

    [Fact]
    public async Task What_stays_with_somebody_who_has_left_shows_from_the_day_after()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await PlanAsync(database);
        await using (var db = database.Open(board.Programme.Id))
            await db.Members.Where(m => m.Id == board.Lead.Id).ExecuteUpdateAsync(set => set.SetProperty(m => m.To, board.Today));
        var (queries, office) = (database.Get<HandOverQueries>(), board.As(Role.Office));

        Assert.Empty(await queries.LeftAsync(office));

        var tomorrow = office with { Today = board.Today.AddDays(1) };
        Assert.Equal([(board.Lead.Id, 3, 2, (DateOnly?)board.Today)], (await queries.LeftAsync(tomorrow)).Select(h => (h.Id, h.Actions, h.Recommendations, h.LeftOn)));
        Assert.Equal(board.Lead.Id, (await queries.PostsAsync(tomorrow))[0].Id);
        Assert.DoesNotContain(board.Lead.Id, (await queries.SuccessorsAsync(tomorrow, board.OtherLead.Id)).Select(m => m.Id));
        Assert.Equal(["Programme office", "Virtual school head"], (await queries.SuccessorsAsync(tomorrow, 0)).Select(m => m.Title));
    }

    [Fact]
    public async Task In_the_demonstration_the_items_of_the_head_of_early_help_still_wait()
    {
        await using var database = await TestDatabase.SeededAsync();
        var kirklees = await database.KirkleesAsync();

        Assert.Equal([("Head of early help", 1, 1)], (await database.Get<HandOverQueries>().LeftAsync(kirklees)).Select(h => (h.Title, h.Actions, h.Recommendations)));
    }

    private static HandOverInput Input(TestBoard board, string[] actions, string[] recommendations) =>
        new(board.Lead.Id, board.OtherLead.Id, actions, recommendations, " Ring the panel. ");

    private static async Task<TestBoard> PlanAsync(TestDatabase database)
    {
        var board = await TestBoard.AddAsync(database);
        foreach (var reference in new[] { "1.1", "1.2", "1.3" })
            await board.AddActionAsync(reference);
        return board;
    }
}
