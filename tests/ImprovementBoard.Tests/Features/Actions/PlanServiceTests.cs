using ImprovementBoard.Core;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Actions;
using ImprovementBoard.Core.History;
using ImprovementBoard.Core.Ratings;
using ImprovementBoard.Core.Time;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Features.Actions;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Tests.Features.Actions;

/// <summary>The plan over the real database: who may, what is kept, what the history tells.</summary>
public sealed class PlanServiceTests
{
    private static readonly TermsInput Money = new(null, 45_000, "Transformation fund", false);

    private static DatesInput Dates(TestBoard board) => new(board.Today.AddDays(120), new Dictionary<int, DateOnly?>(), "No suitable applicant.");

    // Every act on the plan, by who may do it.
    private static readonly Dictionary<string, (bool Lead, Func<PlanService, ProgrammeScope, Guid, TestBoard, Task> Do)> Acts = new()
    {
        ["add a milestone"] = (false, (p, s, seen, b) => p.AddMilestoneAsync(s, "1.1", seen, "Advert out", b.Today.AddDays(9))),
        ["mark a milestone"] = (true, (p, s, seen, b) => p.MarkMilestoneAsync(s, "1.1", seen, 1, b.Today)),
        ["explain a miss"] = (true, (p, s, seen, b) => p.ExplainMissAsync(s, "1.1", seen, 1, "No applicant.")),
        ["block"] = (true, (p, s, seen, b) => p.BlockAsync(s, "1.1", seen, "No room.", null)),
        ["unblock"] = (true, (p, s, seen, b) => p.UnblockAsync(s, "1.1", seen)),
        ["set owner and money"] = (false, (p, s, seen, b) => p.SetTermsAsync(s, "1.1", seen, Money)),
        ["keep it out of the public edition"] = (false, (p, s, seen, b) => p.SetPublicationAsync(s, "1.1", seen, true, "Decided in private.")),
        ["set the partner"] = (false, (p, s, seen, b) => p.SetPartnerAsync(s, "1.1", seen, "The police")),
        ["wait for another"] = (false, (p, s, seen, b) => p.WaitForAsync(s, "1.1", seen, "1.2")),
        ["stop waiting"] = (false, (p, s, seen, b) => p.StopWaitingAsync(s, "1.1", seen, 1)),
        ["propose dates"] = (true, (p, s, seen, b) => p.ProposeDatesAsync(s, "1.1", seen, Dates(b))),
        ["accept dates"] = (false, (p, s, seen, b) => p.AcceptDatesAsync(s, "1.1", seen, 1, "D-24", null)),
        ["refuse dates"] = (false, (p, s, seen, b) => p.RefuseDatesAsync(s, "1.1", seen, 1, null, "Not yet.")),
        ["withdraw dates"] = (true, (p, s, seen, b) => p.WithdrawDatesAsync(s, "1.1", seen, 1)),
    };

    public static TheoryData<string> EveryAct => [.. Acts.Keys];

    [Theory]
    [MemberData(nameof(EveryAct))]
    public async Task Only_who_may_changes_the_plan_and_nobody_from_an_older_screen(string act)
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        var action = await board.AddActionAsync("1.1", and: a => a.Milestones = [new() { Number = 1, Title = "Advert out", BaselineDate = board.Today.AddDays(-1) }]);
        await board.AddActionAsync("1.2");
        var (lead, change) = Acts[act];
        var plans = database.Get<PlanService>();

        foreach (var scope in new[] { board.As(Role.Chair), board.As(Role.Member), board.As(Role.Commissioner), board.As(Role.Admin), board.As(board.OtherLead) })
            await Assert.ThrowsAsync<ForbiddenException>(() => change(plans, scope, action.Version, board));
        if (!lead)
            await Assert.ThrowsAsync<ForbiddenException>(() => change(plans, board.As(Role.Lead), action.Version, board));
        foreach (var scope in lead ? [board.As(Role.Lead), board.As(Role.Office)] : new[] { board.As(Role.Office) })
            Assert.StartsWith("Someone else changed action 1.1", (await Assert.ThrowsAsync<RuleException>(() => change(plans, scope, Guid.NewGuid(), board))).Message, StringComparison.Ordinal);

        await using var db = database.Open(board.Programme.Id);
        Assert.Equal((action.Version, 0), (await db.Actions.Where(a => a.Ref == "1.1").Select(a => a.Version).SingleAsync(), await db.History.CountAsync()));
    }

    [Fact]
    public async Task A_lead_proposes_the_office_decides_and_slip_count_and_history_show()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        var action = await board.AddActionAsync("1.1");
        var plans = database.Get<PlanService>();
        var due = board.Today.AddDays(120);

        await plans.ProposeDatesAsync(board.As(Role.Lead), "1.1", await Seen(database, board), Dates(board));
        var row = Assert.Single((await Listed(database, board, new(null, null, null, null, false, null, 1) { ProposedOnly = true })).Rows);
        Assert.Equal((action.BaselineDue, due, 0), (row.Due, row.ProposedDue, row.TimesMoved));
        var proposal = await ProposalAsync(database, board);
        await Assert.ThrowsAsync<ForbiddenException>(async () => await plans.AcceptDatesAsync(board.As(Role.Lead), "1.1", await Seen(database, board), proposal, "D-24", null));
        await plans.AcceptDatesAsync(board.As(Role.Office), "1.1", await Seen(database, board), proposal, "D-24", "The board agreed on Monday.");

        row = Assert.Single((await Listed(database, board)).Rows);
        Assert.Equal((due, null, 1, DeliveryRating.AtRisk), (row.Due, row.ProposedDue, row.TimesMoved, row.Delivery));
        Assert.Equal($"Re-baselined on {Words.Short(board.Today)}", row.Reason);
        await using var db = database.Open(board.Programme.Id);
        Assert.Equal(action.BaselineDue, await db.Actions.Select(a => a.BaselineDue).SingleAsync());
        var moves = $"due date from {Words.Short(action.BaselineDue)} to {Words.Short(due)}";
        Assert.Equal(
            [
                (HistoryKind.DatesProposed, "Head of safeguarding", $"Proposed: {moves}. No suitable applicant."),
                (HistoryKind.DueDateMoved, "Programme office", $"Moved by decision D-24: {moves}. No suitable applicant."),
            ],
            (await db.History.Where(h => h.Kind != HistoryKind.RatingMoved).OrderBy(h => h.Id).ToListAsync()).Select(h => (h.Kind, h.By, h.What)));
    }

    [Fact]
    public async Task What_the_office_proposes_it_does_not_decide_itself()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        await board.AddActionAsync("1.1");
        var plans = database.Get<PlanService>();
        await plans.ProposeDatesAsync(board.As(Role.Office), "1.1", await Seen(database, board), Dates(board));
        var proposal = await ProposalAsync(database, board);

        var fault = await Assert.ThrowsAsync<RuleException>(async () => await plans.AcceptDatesAsync(board.As(Role.Office), "1.1", await Seen(database, board), proposal, "D-24", null));

        Assert.Equal("You proposed these dates. Someone else must decide.", fault.Message);
        await plans.WithdrawDatesAsync(board.As(Role.Office), "1.1", await Seen(database, board), proposal);
        Assert.Empty((await Listed(database, board, new(null, null, null, null, false, null, 1) { ProposedOnly = true })).Rows);
    }

    [Fact]
    public async Task Milestones_blocks_owner_and_money_are_kept_with_who_said_so_and_told_in_the_history()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        await board.AddActionAsync("1.1");
        var plans = database.Get<PlanService>();
        var (office, lead) = (board.As(Role.Office), board.As(Role.Lead));

        await plans.AddMilestoneAsync(office, "1.1", await Seen(database, board), "Advert out", board.Today.AddDays(-2));
        await plans.ExplainMissAsync(lead, "1.1", await Seen(database, board), 1, "No applicant.");
        await plans.MarkMilestoneAsync(lead, "1.1", await Seen(database, board), 1, board.Today);
        await plans.BlockAsync(lead, "1.1", await Seen(database, board), "No money.", "Improvement board");
        await plans.SetTermsAsync(office, "1.1", await Seen(database, board), Money with { SroId = board.OtherLead.Id });

        await using (var db = database.Open(board.Programme.Id))
        {
            var action = await db.Actions.AsNoTracking().SingleAsync();
            Assert.Equal((board.Today.AddDays(-2), board.Today, "Head of safeguarding"), (action.Milestones[0].BaselineDate, action.Milestones[0].DoneOn, action.Milestones[0].RecordedBy));
            Assert.Equal(("No applicant.", "No money.", "Improvement board"), (action.MissedReasons[0].Text, action.Blocks[0].Reason, action.Blocks[0].NeedsDecisionOf));
            Assert.Equal((board.OtherLead.Id, 45_000, DeliveryRating.OffTrack), (action.SroId, action.Terms[0].CostPounds, action.Delivery));
            Assert.Equal(
                [
                    (HistoryKind.PlanChanged, $"Milestone added: Advert out, {Words.Short(board.Today.AddDays(-2))}"),
                    (HistoryKind.MilestoneMissed, "Advert out: No applicant."),
                    (HistoryKind.MilestoneDone, $"Advert out: done on {Words.Short(board.Today)}, was due on {Words.Short(board.Today.AddDays(-2))}"),
                    (HistoryKind.Blocked, "Blocked: No money; needs a decision of the improvement board"),
                    (HistoryKind.PlanChanged, "Senior responsible owner: Virtual school head, was none; cost: £45,000, was not stated; funding: Transformation fund, not agreed, was not stated"),
                ],
                (await db.History.Where(h => h.Kind != HistoryKind.RatingMoved).OrderBy(h => h.Id).ToListAsync()).Select(h => (h.Kind, h.What)));
        }
        await plans.UnblockAsync(lead, "1.1", await Seen(database, board));
        Assert.Equal(DeliveryRating.OnTrack, (await Listed(database, board, new(null, null, null, null, false, null, 1) { SroId = board.OtherLead.Id })).Rows[0].Delivery);
        Assert.Empty((await Listed(database, board, new(null, null, null, null, false, null, 1) { SroId = board.Lead.Id })).Rows);
    }

    [Fact]
    public async Task A_circle_of_waiting_is_refused_and_a_late_one_warns_in_list_and_page()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        await board.AddActionAsync("1.1");
        await board.AddActionAsync("1.2", and: a => (a.BaselineDue, a.Updates[0].Forecast) = (board.Today.AddDays(-3), board.Today.AddDays(-3)));
        var (plans, office) = (database.Get<PlanService>(), board.As(Role.Office));

        await plans.WaitForAsync(office, "1.1", await Seen(database, board), " 1.2 ");
        var fault = await Assert.ThrowsAsync<RuleException>(async () => await plans.WaitForAsync(office, "1.2", await Seen(database, board, "1.2"), "1.1"));

        Assert.Contains("(1.2 → 1.1 → 1.2)", fault.Message, StringComparison.Ordinal);
        const string Words = "Waits for 1.2, whose due date passed 3 days ago";
        Assert.Equal([[Words], []], (await Listed(database, board)).Rows.Select(r => r.Warnings));
        var page = await PageAsync(database, board, "1.1");
        Assert.Equal(("1.2", Words), (Assert.Single(page.WaitsFor).Ref, page.WaitsFor[0].Warning));
        Assert.Equal("1.1", Assert.Single((await PageAsync(database, board, "1.2")).HoldsUp).Ref);

        await plans.StopWaitingAsync(office, "1.1", await Seen(database, board), page.WaitsFor[0].Id);
        Assert.Empty((await PageAsync(database, board, "1.1")).WaitsFor);
        await plans.WaitForAsync(office, "1.2", await Seen(database, board, "1.2"), "1.1");
        await using var db = database.Open(board.Programme.Id);
        Assert.Equal(2, await db.Dependencies.CountAsync());
    }

    [Fact]
    public async Task Neither_an_action_nor_an_owner_of_another_programme_can_be_named()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        var other = await TestBoard.AddAsync(database, "othershire");
        await board.AddActionAsync("1.1");
        await other.AddActionAsync("9.9");
        var (plans, office) = (database.Get<PlanService>(), board.As(Role.Office));

        Assert.Equal("There is no action 9.9 in this programme.", (await Assert.ThrowsAsync<RuleException>(async () => await plans.WaitForAsync(office, "1.1", await Seen(database, board), "9.9"))).Message);
        Assert.Equal("SroId", (await Assert.ThrowsAsync<RuleException>(async () => await plans.SetTermsAsync(office, "1.1", await Seen(database, board), Money with { SroId = other.OtherLead.Id }))).Field);
    }

    private static async Task<Guid> Seen(TestDatabase database, TestBoard board, string reference = "1.1")
    {
        await using var db = database.Open(board.Programme.Id);
        return await db.Actions.Where(a => a.Ref == reference).Select(a => a.Version).SingleAsync();
    }

    private static async Task<int> ProposalAsync(TestDatabase database, TestBoard board)
    {
        await using var db = database.Open(board.Programme.Id);
        return await db.Proposals.Select(p => p.Id).SingleAsync();
    }

    private static Task<PageOf<ActionRow>> Listed(TestDatabase database, TestBoard board, ActionFilter? filter = null) =>
        database.Get<ActionQueries>().ListAsync(board.As(Role.Chair), filter ?? new(null, null, null, null, false, null, 1));

    private static async Task<PlanView> PageAsync(TestDatabase database, TestBoard board, string reference)
    {
        var view = await database.Get<ActionQueries>().FindAsync(board.As(Role.Chair), reference);
        return await database.Get<PlanQueries>().OfAsync(board.As(Role.Chair), view!.Item);
    }
}
