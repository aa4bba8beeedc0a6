using System.Reflection;
using ImprovementBoard.Core;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Actions;
using ImprovementBoard.Core.History;
using ImprovementBoard.Core.Packs;
using ImprovementBoard.Core.Schedules;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Features.Account;
using ImprovementBoard.Web.Features.Actions;
using ImprovementBoard.Web.Features.Packs;
using ImprovementBoard.Web.Features.People;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Tests.Features.History;

/// <summary>Every act on the plan, schedules, people and the rules of signing in that changes something: its entry tells what stands now, what stood before, and why where somebody decided about others.</summary>
public sealed class BeforeAfterWhyTests
{
    private const string Why = "The board elected anew.", Moves = "due date from 1 May 2026 to 30 Jun 2026 and Advert out from 11 Mar 2026 to 1 Apr 2026";

    private static readonly TermsInput Money = new(null, 45_000, "Transformation fund", false);

    private static readonly Dictionary<string, (string Told, Func<Acts, Task> Do)> Table = new()
    {
        ["PlanService.MarkMilestoneAsync"] = ("Advert out: done on 2 Mar 2026, was due on 28 Feb 2026", async a =>
        {
            await a.Plan(p => p.AddMilestoneAsync(a.Office, "1.1", a.Seen, "Advert out", a.Today.AddDays(-2)));
            await a.Plan(p => p.MarkMilestoneAsync(a.Lead, "1.1", a.Seen, 1, a.Today));
        }
        ),
        ["PlanService.UnblockAsync"] = ("No longer blocked, was since 2 Mar 2026: No room.", async a =>
        {
            await a.Plan(p => p.BlockAsync(a.Lead, "1.1", a.Seen, "No room.", null));
            await a.Plan(p => p.UnblockAsync(a.Lead, "1.1", a.Seen));
        }
        ),
        ["PlanService.PlanRecoveryAsync"] = ("Back on track by 22 Mar 2026, was by 12 Mar 2026: Two workers start.", async a =>
        {
            await a.Plan(p => p.BlockAsync(a.Lead, "1.1", a.Seen, "No room.", null));
            await a.Plan(p => p.PlanRecoveryAsync(a.Lead, "1.1", a.Seen, "One worker starts.", a.Today.AddDays(10)));
            await a.Plan(p => p.PlanRecoveryAsync(a.Lead, "1.1", a.Seen, "Two workers start.", a.Today.AddDays(20)));
        }
        ),
        ["PlanService.SetTermsAsync"] = ("Senior responsible owner: Virtual school head, was none; cost: £50,000, was £45,000; funding: Transformation fund, agreed, was Transformation fund, not agreed", async a =>
        {
            await a.Plan(p => p.SetTermsAsync(a.Office, "1.1", a.Seen, Money));
            await a.Plan(p => p.SetTermsAsync(a.Office, "1.1", a.Seen, new(a.Board.OtherLead.Id, 50_000, "Transformation fund", true)));
        }
        ),
        ["PlanService.SetPartnerAsync"] = ("Partner agency changed from Police to Health", async a =>
        {
            await a.Plan(p => p.SetPartnerAsync(a.Office, "1.1", a.Seen, "Police"));
            await a.Plan(p => p.SetPartnerAsync(a.Office, "1.1", a.Seen, "Health"));
        }
        ),
        ["PlanService.SetPublicationAsync"] = ("May be published (before: not for publication, Decided in private). The minutes are public now.", async a =>
        {
            await a.Plan(p => p.SetPublicationAsync(a.Office, "1.1", a.Seen, true, "Decided in private."));
            await a.Plan(p => p.SetPublicationAsync(a.Office, "1.1", a.Seen, false, "The minutes are public now."));
        }
        ),
        ["PlanService.WaitForAsync"] = ("Waits for 1.3 Action 1.3. It waits for: 1.2 and 1.3, was 1.2", async a =>
        {
            await a.Plan(p => p.WaitForAsync(a.Office, "1.1", a.Seen, "1.2"));
            await a.Plan(p => p.WaitForAsync(a.Office, "1.1", a.Seen, "1.3"));
        }
        ),
        ["PlanService.StopWaitingAsync"] = ("No longer waits for 1.2. It waits for: nothing, was 1.2", async a =>
        {
            await a.Plan(p => p.WaitForAsync(a.Office, "1.1", a.Seen, "1.2"));
            await a.Plan(p => p.StopWaitingAsync(a.Office, "1.1", a.Seen, 1));
        }
        ),
        ["PlanService.ProposeDatesAsync"] = ($"Proposed: {Moves}. No applicant.", a => a.ProposeAsync()),
        ["PlanService.AcceptDatesAsync"] = ($"Moved by decision D-24: {Moves}. No applicant.", async a =>
        {
            await a.ProposeAsync();
            await a.Plan(p => p.AcceptDatesAsync(a.Office, "1.1", a.Seen, 1, "D-24", null));
        }
        ),
        ["PlanService.RefuseDatesAsync"] = ($"Refused: {Moves}. Not yet.", async a =>
        {
            await a.ProposeAsync();
            await a.Plan(p => p.RefuseDatesAsync(a.Office, "1.1", a.Seen, 1, null, "Not yet."));
        }
        ),
        ["PlanService.WithdrawDatesAsync"] = ($"Taken back: {Moves}", async a =>
        {
            await a.ProposeAsync();
            await a.Plan(p => p.WithdrawDatesAsync(a.Lead, "1.1", a.Seen, 1));
        }
        ),
        ["ScheduleService.ChangeAsync"] = ("Board pack: Monthly, on the last working day at 07:00, paused. Before: Monthly, on day 6 at 07:00; approved by the head of safeguarding, then issued at once", async a =>
        {
            var schedule = await a.ScheduleAsync();
            await a.Database.Get<ScheduleService>().ChangeAsync(a.Office, schedule.Id, schedule.Version, new(new() { Frequency = Frequency.LastWorkingDay, At = new(7, 0) }, false));
        }
        ),
        ["ScheduleService.TurnAsync"] = ("Board pack: paused, was going on: Monthly, on day 6 at 07:00", async a =>
        {
            var schedule = await a.ScheduleAsync();
            await a.Database.Get<ScheduleService>().TurnAsync(a.Office, schedule.Id, schedule.Version, on: false);
        }
        ),
        ["ScheduleService.EndAsync"] = ("Board pack: ended. Before: Monthly, on day 6 at 07:00; approved by the head of safeguarding, then issued at once", async a =>
        {
            var schedule = await a.ScheduleAsync();
            await a.Database.Get<ScheduleService>().EndAsync(a.Office, schedule.Id, schedule.Version);
        }
        ),
        ["PeopleService.ChangeRoleAsync"] = ("Board chair (Council) is board member from now on, was board chair. Why: The board elected anew", async a =>
        {
            var chair = await a.ChairAsync();
            await a.People.ChangeRoleAsync(a.Admin, chair.Id, chair.Version, Role.Member, Why);
        }
        ),
        ["PeopleService.SetLastDayAsync"] = ("The part of Board chair (Council) lasts until 2 March 2026, was until further notice. Why: The board elected anew", async a =>
        {
            var chair = await a.ChairAsync();
            await a.People.SetLastDayAsync(a.Admin, chair.Id, chair.Version, a.Today, Why);
        }
        ),
        ["PeopleService.InviteAgainAsync"] = ("Clerk (Police) invited again as board member; the link of 2 March 2026 ended", async a =>
        {
            var invitation = await a.InvitationAsync();
            await a.People.InviteAgainAsync(a.Admin, invitation.Id, invitation.Version);
        }
        ),
        ["PeopleService.WithdrawAsync"] = ("Invitation of Clerk (Police) as board member, sent on 2 March 2026, withdrawn", async a =>
        {
            var invitation = await a.InvitationAsync();
            await a.People.WithdrawAsync(a.Admin, invitation.Id, invitation.Version);
        }
        ),
        ["SignInRules.SaveAsync"] = ("A second factor must have: lead; before: commissioner, programme office and administrator. Why: The board elected anew", a =>
            a.Database.Get<SignInRules>().SaveAsync(a.Admin, [Role.Lead], a.Board.Programme.Version, Why, strong: true)),
    };

    /// <summary>What has nothing before it, or changes nothing.</summary>
    private static readonly string[] Begins =
    [
        "PlanService.AddMilestoneAsync", "PlanService.ExplainMissAsync", "PlanService.BlockAsync", "ScheduleService.AddAsync", "ScheduleService.AcknowledgeAsync", "PeopleService.InviteAsync", "PeopleService.SignOutAsync",
        "PeopleService.ReviewAsync", "SignInRules.ListAsync",
    ];

    public static TheoryData<string> Names => [.. Table.Keys];

    [Fact]
    public void Every_act_of_these_services_is_looked_at() =>
        Assert.Equal(
            new[] { typeof(PlanService), typeof(ScheduleService), typeof(PeopleService), typeof(SignInRules) }
                .SelectMany(t => t.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly)).Select(m => $"{m.DeclaringType!.Name}.{m.Name}").Order(StringComparer.Ordinal),
            Table.Keys.Concat(Begins).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_entry_tells_what_stands_now_what_stood_before_and_why(string act)
    {
        await using var database = await TestDatabase.EmptyAsync();
        var acts = await Acts.OnAsync(database);

        await Table[act].Do(acts);

        Assert.Equal(Table[act].Told, (await acts.ToldAsync())[^1]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(" \r\n ")]
    [InlineData("x")]
    public async Task Who_decides_about_others_says_why_or_nothing_happens(string? why)
    {
        await using var database = await TestDatabase.EmptyAsync();
        var acts = await Acts.OnAsync(database);
        var chair = await acts.ChairAsync();
        why = why == "x" ? new('x', Text.WhyMaxLength + 1) : why;

        var faults = new[]
        {
            await Assert.ThrowsAsync<RuleException>(() => acts.People.ChangeRoleAsync(acts.Admin, chair.Id, chair.Version, Role.Member, why)),
            await Assert.ThrowsAsync<RuleException>(() => acts.People.SetLastDayAsync(acts.Admin, chair.Id, chair.Version, acts.Today, why)),
            await Assert.ThrowsAsync<RuleException>(() => database.Get<SignInRules>().SaveAsync(acts.Admin, [Role.Lead], acts.Board.Programme.Version, why, strong: true)),
        };

        Assert.Equal(["RoleReason", "LastDayReason", "Reason"], faults.Select(f => f.Field));
        Assert.Empty(await acts.ToldAsync());
        chair = await acts.ChairAsync();
        Assert.Equal((Role.Chair, null), (chair.Role, chair.To));
    }

    private sealed record Acts(TestDatabase Database, TestBoard Board)
    {
        public Guid Seen { get; private set; }

        public DateOnly Today => Board.Today;

        public ProgrammeScope Office => Board.As(Role.Office);

        public ProgrammeScope Lead => Board.As(Role.Lead);

        public ProgrammeScope Admin => Board.As(Role.Admin);

        public PeopleService People => Database.Get<PeopleService>();

        public static async Task<Acts> OnAsync(TestDatabase database)
        {
            var acts = new Acts(database, await TestBoard.AddAsync(database));
            foreach (var reference in new[] { "1.1", "1.2", "1.3" })
                await acts.Board.AddActionAsync(reference);
            return acts;
        }

        public async Task Plan(Func<PlanService, Task> act)
        {
            await using var db = Database.Open(Board.Programme.Id);
            Seen = await db.Actions.Where(a => a.Ref == "1.1").Select(a => a.Version).SingleAsync();
            await act(Database.Get<PlanService>());
        }

        public async Task ProposeAsync()
        {
            await Plan(p => p.AddMilestoneAsync(Office, "1.1", Seen, "Advert out", Today.AddDays(9)));
            await Plan(p => p.ProposeDatesAsync(Lead, "1.1", Seen, new(Today.AddDays(120), new Dictionary<int, DateOnly?> { [1] = Today.AddDays(30) }, "No applicant.")));
        }

        public Task<PackSchedule> ScheduleAsync() => Board.AddScheduleAsync(s => s.ApproverIds = [Board.Lead.Id]);

        public async Task<Member> ChairAsync()
        {
            await using var db = Database.Open(Board.Programme.Id);
            return await db.Members.AsNoTracking().SingleAsync(m => m.Title == "Board chair");
        }

        public async Task<Invitation> InvitationAsync()
        {
            await People.InviteAsync(Admin, new("clerk@police.example", null, "Clerk", "Police", Role.Member, null));
            await using var db = Database.Open(Board.Programme.Id);
            return await db.Invitations.AsNoTracking().SingleAsync();
        }

        public async Task<List<string>> ToldAsync()
        {
            await using var db = Database.Open(Board.Programme.Id);
            return await db.History.Where(h => h.Kind != HistoryKind.RatingMoved).OrderBy(h => h.Sequence).Select(h => h.What).ToListAsync();
        }
    }
}
