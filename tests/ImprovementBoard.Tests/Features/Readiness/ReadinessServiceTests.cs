using ImprovementBoard.Core;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.History;
using ImprovementBoard.Core.Packs;
using ImprovementBoard.Core.Periods;
using ImprovementBoard.Core.Readiness;
using ImprovementBoard.Core.Schedules;
using ImprovementBoard.Tests.Features.Packs;
using ImprovementBoard.Web.Features.Actions;
using ImprovementBoard.Web.Features.Evidence;
using ImprovementBoard.Web.Features.Packs;
using ImprovementBoard.Web.Features.Periods;
using ImprovementBoard.Web.Features.Readiness;
using Microsoft.EntityFrameworkCore;
using static ImprovementBoard.Tests.TestDates;

namespace ImprovementBoard.Tests.Features.Readiness;

/// <summary>
/// The gate of a live period, opened on 2 March 2026, cut off on 31 March, meeting on 16 April: 1.1 needs a decision, 1.2 lacks evidence, 1.3 is fine
/// until its update falls due on 23 March.
/// </summary>
[Trait("Category", "Database")]
public sealed class ReadinessServiceTests : IAsyncLifetime
{
    private const string Why = "The lead is ill until May; the deputy reports to the board.";

    private TestDatabase database = null!;
    private TestBoard board = null!;
    private string key = "";

    private ReadinessService Service => database.Get<ReadinessService>();

    public async Task InitializeAsync()
    {
        database = await TestDatabase.EmptyAsync();
        board = await TestBoard.AddAsync(database);
        await board.AddActionAsync("1.1", and: a => a.Blocks.Add(new() { From = board.Today, By = "Head of safeguarding", Reason = "No room for the team.", NeedsDecisionOf = "Improvement board" }));
        await board.AddActionAsync("1.2", board.OtherLead, a => a.DeliveredOn = board.Today);
        await board.AddActionAsync("1.3");
        await database.Get<PeriodService>().AddAsync(board.As(Role.Office), new(Day("2026-04-16"), 6, 10, 2));
        key = ReportingPeriod.KeyOf(Day("2026-04-16"));
    }

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task The_gate_finds_what_is_missing_names_who_is_asked_and_lets_go_of_what_is_put_right()
    {
        Assert.Equal(["no_recovery_plan 1.1 Head of safeguarding Open", "no_evidence 1.2 Virtual school head Open"], await SaidAsync());

        await board.AddEvidenceAsync("1.2");
        await database.Get<PlanService>().PlanRecoveryAsync(board.As(Role.Lead), "1.1", await VersionAsync("1.1"), "Two agency workers start.", Day("2026-05-15"));

        Assert.Empty(await SaidAsync());
        await using var db = database.Open(board.Programme.Id);
        Assert.Equal("Back on track by 15 May 2026: Two agency workers start.", (await db.History.SingleAsync(h => h.Kind == HistoryKind.RecoveryPlanned && h.SubjectRef == "1.1")).What);
    }

    [Fact]
    public async Task A_waiver_is_kept_with_its_reason_and_seen_from_its_day_until_it_is_withdrawn()
    {
        await MoveToAsync("2026-03-10");
        await Service.WaiveAsync(board.As(Role.Office), key, "no_evidence", ReadinessSubject.Action, "1.2", $" {Why} ");
        await MoveToAsync("2026-03-12");
        var standing = Assert.Single((await ViewAsync()).Waivers);
        Assert.Equal((Why, "Programme office", Day("2026-03-10"), "Awaiting sign-off; no evidence that everybody may read stands on it."), (standing.Reason, standing.By, standing.On, standing.Missing));
        Assert.Contains("no_evidence 1.2 Virtual school head Waived", await SaidAsync());

        await Assert.ThrowsAsync<RuleException>(() => Service.WithdrawAsync(board.As(Role.Office), key, standing.Id, Guid.NewGuid()));
        await Service.WithdrawAsync(board.As(Role.Office), key, standing.Id, standing.Version);

        Assert.Contains("no_evidence 1.2 Virtual school head Open", await SaidAsync());
        Assert.Contains("no_evidence 1.2 Virtual school head Waived", await SaidAsync(Day("2026-03-11")));
        Assert.Contains("no_evidence 1.2 Virtual school head Open", await SaidAsync(Day("2026-03-09")));
        await Service.WaiveAsync(board.As(Role.Office), key, "no_evidence", ReadinessSubject.Action, "1.2", Why);
        await using var db = database.Open(board.Programme.Id);
        Assert.Equal(2, await db.ReadinessWaivers.CountAsync());
        var told = await db.History.Where(h => h.Kind == HistoryKind.ReadinessWaived || h.Kind == HistoryKind.WaiverWithdrawn).OrderBy(h => h.Id).ToListAsync();
        Assert.Equal([$"“Closures without evidence” waived for action 1.2: {Why}", $"Withdrawn: “Closures without evidence” waived for action 1.2: {Why}", $"“Closures without evidence” waived for action 1.2: {Why}"], told.Select(h => h.What));
        Assert.All(told, h => Assert.Equal((Subject.Period, key, "Programme office"), (h.Subject, h.SubjectRef, h.By)));
    }

    [Fact]
    public async Task Who_may_not_waive_and_what_is_not_open_change_nothing()
    {
        foreach (var role in Enum.GetValues<Role>().Where(r => r != Role.Office))
            await Assert.ThrowsAsync<ForbiddenException>(() => Service.WaiveAsync(board.As(role), key, "no_evidence", ReadinessSubject.Action, "1.2", Why));
        var past = board.As(Role.Office);
        await Assert.ThrowsAsync<ForbiddenException>(() => Service.WaiveAsync(past with { Actor = past.Actor with { LooksBack = true } }, key, "no_evidence", ReadinessSubject.Action, "1.2", Why));
        foreach (var (check, subject, reference) in new (string?, ReadinessSubject?, string?)[] { ("no_evidence", ReadinessSubject.Action, "1.1"), ("no_evidence", ReadinessSubject.Recommendation, "1.2"), ("missing_updates", ReadinessSubject.Action, "1.2"), (null, null, null) })
            await Assert.ThrowsAsync<RuleException>(() => Service.WaiveAsync(board.As(Role.Office), key, check, subject, reference, Why));
        await Assert.ThrowsAsync<RuleException>(() => Service.WaiveAsync(board.As(Role.Office), ReportingPeriod.KeyOf(Day("2026-05-28")), "no_evidence", ReadinessSubject.Action, "1.2", Why));
        await Assert.ThrowsAsync<RuleException>(() => Service.WaiveAsync(board.As(Role.Office), key, "no_evidence", ReadinessSubject.Action, "1.2", "Too short"));

        await using var db = database.Open(board.Programme.Id);
        Assert.Equal(0, await db.ReadinessWaivers.CountAsync());
        Assert.False(await db.History.AnyAsync(h => h.Kind == HistoryKind.ReadinessWaived));
    }

    [Fact]
    public async Task All_that_a_check_found_is_waived_with_one_reason_and_each_by_itself()
    {
        await MoveToAsync("2026-03-25");
        Assert.Equal(["missing_updates 1.1", "missing_updates 1.3"], (await SaidAsync()).Where(s => s.StartsWith("missing", StringComparison.Ordinal)).Select(s => s[..^" Head of safeguarding Open".Length]));
        foreach (var role in Enum.GetValues<Role>().Where(r => r != Role.Office))
            await Assert.ThrowsAsync<ForbiddenException>(() => Service.WaiveAllAsync(board.As(role), key, "missing_updates", Why));
        await Assert.ThrowsAsync<RuleException>(() => Service.WaiveAllAsync(board.As(Role.Office), key, "missing_updates", "Too short"));
        await Assert.ThrowsAsync<RuleException>(() => Service.WaiveAllAsync(board.As(Role.Office), key, null, Why));

        await Service.WaiveAllAsync(board.As(Role.Office), key, "missing_updates", Why);

        Assert.All((await SaidAsync()).Where(s => s.StartsWith("missing", StringComparison.Ordinal)), s => Assert.EndsWith("Waived", s, StringComparison.Ordinal));
        Assert.Contains("no_evidence 1.2 Virtual school head Open", await SaidAsync());
        await using var db = database.Open(board.Programme.Id);
        Assert.Equal((2, 2), (await db.ReadinessWaivers.CountAsync(), await db.History.CountAsync(h => h.Kind == HistoryKind.ReadinessWaived)));
        await Assert.ThrowsAsync<RuleException>(() => Service.WaiveAllAsync(board.As(Role.Office), key, "missing_updates", Why));
    }

    [Fact]
    public async Task Packs_of_a_period_wait_until_nothing_is_open_and_the_calendar_makes_them_then()
    {
        await board.AddScheduleAsync(s => (s.Rhythm, s.ApproverIds) = (new() { Frequency = Frequency.EveryPeriod }, [board.Lead.Id]));
        await RingAsync("2026-04-01");
        await RingAsync("2026-04-07");
        var step = (await StepAsync(CalendarStep.Draft))!;
        Assert.True(step.Failed);
        Assert.EndsWith("items of the readiness gate are open: resolve or waive them first. It is tried again every hour.", step.Words, StringComparison.Ordinal);
        var refusal = await Assert.ThrowsAsync<RuleException>(() => database.Get<PackRuns>().AskForPackAsync(board.As(Role.Office), Audience.Commissioner, key, null));
        Assert.EndsWith("items of the readiness gate are open: resolve or waive them first.", refusal.Message, StringComparison.Ordinal);
        await using var db = database.Open(board.Programme.Id);
        Assert.Equal((0, 0), (await db.Packs.CountAsync(), await db.PackRuns.CountAsync()));

        await WaiveEverythingAsync();
        await RingAsync("2026-04-09");

        Assert.Equal((false, "Made pack 1 from the frozen facts. Those with approvers wait for them."), ((await StepAsync(CalendarStep.Draft))!.Failed, (await StepAsync(CalendarStep.Draft))!.Words));
        Assert.Equal("its readiness gate had open items", (await db.Packs.SingleAsync()).LateBecause);
    }

    [Fact]
    public async Task A_run_that_fails_is_mailed_by_itself_and_not_by_its_step_too()
    {
        await board.AddScheduleAsync(s => s.Rhythm = new() { Frequency = Frequency.EveryPeriod });
        await RingAsync("2026-04-01");
        await WaiveEverythingAsync();
        database.Options.Packs.NodePath = "/no/node";

        await RingAsync("2026-04-07");

        Assert.True((await StepAsync(CalendarStep.Draft))!.Failed);
        await using var db = database.Open(board.Programme.Id);
        Assert.Equal(["run-failed", "run-failed"], (await db.Mail.Where(m => m.Key.Contains("failed")).ToListAsync()).Select(m => m.Key.Split('/')[0]));
    }

    [Fact]
    public async Task A_period_whose_pack_waits_for_the_approval_of_the_one_before_says_so_and_has_it_afterwards()
    {
        await board.AddScheduleAsync(s => (s.Rhythm, s.ApproverIds) = (new() { Frequency = Frequency.EveryPeriod }, [board.Lead.Id]));
        await RingAsync("2026-04-01");
        await MoveToAsync("2026-04-03");
        await WaiveEverythingAsync();
        await ApprovablePack.AddAsync(database, board, 1);

        await RingAsync("2026-04-07");
        Assert.Equal("Not made yet: the board pack of this period. Pack 1 waits for approval; it is made when that one is issued or withdrawn. It is tried again every hour.", (await StepAsync(CalendarStep.Draft))!.Words);
        await database.Get<PackLife>().WithdrawAsync(board.As(Role.Office), 1, "Wrong month.");
        await RingAsync("2026-04-08");

        Assert.StartsWith("Made pack 2 from the frozen facts.", (await StepAsync(CalendarStep.Draft))!.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_editions_that_follow_the_calendar_the_one_that_was_not_made_keeps_the_step_open()
    {
        await board.AddScheduleAsync(s => (s.Rhythm, s.ApproverIds) = (new() { Frequency = Frequency.EveryPeriod }, [board.Lead.Id]));
        await board.AddScheduleAsync(s => (s.Audience, s.Rhythm) = (Audience.Commissioner, new() { Frequency = Frequency.EveryPeriod }));
        await RingAsync("2026-04-01");
        await MoveToAsync("2026-04-03");
        await WaiveEverythingAsync();
        await ApprovablePack.AddAsync(database, board, 1);

        await RingAsync("2026-04-07");
        var step = (await StepAsync(CalendarStep.Draft))!;
        Assert.Equal((true, "Not made yet: the board pack of this period. Pack 1 waits for approval; it is made when that one is issued or withdrawn. It is tried again every hour."), (step.Failed, step.Words));
        await database.Get<PackLife>().WithdrawAsync(board.As(Role.Office), 1, "Wrong month.");
        await RingAsync("2026-04-08");

        step = (await StepAsync(CalendarStep.Draft))!;
        Assert.Equal((false, "Made pack 2 and pack 3 from the frozen facts. Those with approvers wait for them."), (step.Failed, step.Words));
    }

    [Fact]
    public async Task An_item_that_is_open_again_or_waived_for_another_reason_keeps_a_pack_back_that_all_have_approved()
    {
        await RingAsync("2026-04-01");
        await MoveToAsync("2026-04-03");
        await WaiveEverythingAsync();
        await board.AddScheduleAsync(s => (s.Enabled, s.ApproverIds, s.IssueWithLastApproval) = (false, [board.Lead.Id], false));
        var pack = await PrepareAsync();
        await database.Get<PackLife>().ApproveAsync(board.As(Role.Lead), 1, pack.FileHash, null);

        var waiver = await WithdrawAsync("no_recovery_plan", "1.1");
        await ExpectChangedAsync(() => database.Get<PackLife>().IssueAsync(board.As(Role.Office), 1));
        await Service.WaiveAsync(board.As(Role.Office), key, waiver.Check, waiver.Subject, waiver.Ref, "Another reason than the pack prints.");
        await ExpectChangedAsync(() => database.Get<PackLife>().IssueAsync(board.As(Role.Office), 1));
        await WithdrawAsync("no_recovery_plan", "1.1");
        await Service.WaiveAsync(board.As(Role.Office), key, waiver.Check, waiver.Subject, waiver.Ref, Why);
        await database.Get<PackLife>().IssueAsync(board.As(Role.Office), 1);

        await using var db = database.Open(board.Programme.Id);
        Assert.NotNull((await db.Packs.SingleAsync()).IssuedOn);
    }

    [Fact]
    public async Task A_pack_that_says_put_right_of_what_was_waived_since_is_made_again_and_prints_the_reason()
    {
        const string Since = "The evidence was that of another action.";
        await RingAsync("2026-04-01");
        await MoveToAsync("2026-04-03");
        await board.AddEvidenceAsync("1.2");
        await WaiveEverythingAsync();
        await board.AddScheduleAsync(s => (s.Enabled, s.ApproverIds) = (false, [board.Lead.Id, board.As(Role.Chair).Actor.MemberId!.Value]));
        var pack = await PrepareAsync();
        var life = database.Get<PackLife>();
        await life.ApproveAsync(board.As(Role.Lead), 1, pack.FileHash, null);
        await using var db = database.Open(board.Programme.Id);
        var evidence = await db.Evidence.AsNoTracking().SingleAsync();
        await database.Get<EvidenceService>().WithdrawAsync(board.As(Role.Office), evidence.Id, evidence.Version, Since);
        await Service.WaiveAsync(board.As(Role.Office), key, "no_evidence", ReadinessSubject.Action, "1.2", Since);

        await ExpectChangedAsync(() => life.ApproveAsync(board.As(Role.Chair), 1, pack.FileHash, null));

        Assert.Equal(1, await db.PackApprovals.CountAsync(a => a.ApprovedOn != null));
        await life.WithdrawAsync(board.As(Role.Office), 1, "The readiness check has changed.");
        var again = await PrepareAsync();
        await life.ApproveAsync(board.As(Role.Lead), 2, again.FileHash, null);
        await life.ApproveAsync(board.As(Role.Chair), 2, again.FileHash, null);
        Assert.Equal((null, 2), ((await db.Packs.SingleAsync(p => p.Number == 1)).IssuedOn, (await db.Packs.SingleAsync(p => p.IssuedOn != null)).Number!.Value));
        Assert.Contains(PackAssembler.Assemble(PackFactsReader.FromJson(again.FactsJson), "0").Said<PackReadiness>().Waived, w => (w.Item, w.Reason) == ("Action 1.2 Action 1.2", Since));
    }

    [Fact]
    public async Task The_edition_on_one_page_says_how_many_were_waived_and_is_made_again_once_there_are_more()
    {
        await RingAsync("2026-04-01");
        await MoveToAsync("2026-04-03");
        await board.AddEvidenceAsync("1.2");
        await WaiveEverythingAsync();
        await board.AddScheduleAsync(s => (s.Audience, s.Enabled, s.ApproverIds) = (Audience.Summary, false, [board.Lead.Id]));
        var waived = (await ViewAsync()).Report!.Count(ReadinessState.Waived);
        var pack = await PrepareAsync(Audience.Summary);
        Assert.Equal($"Readiness gate: {waived} waived, see the board pack, appendix B.", PackAssembler.Assemble(PackFactsReader.FromJson(pack.FactsJson), "0").Cover.Credit);
        await using var db = database.Open(board.Programme.Id);
        var evidence = await db.Evidence.AsNoTracking().SingleAsync();
        await database.Get<EvidenceService>().WithdrawAsync(board.As(Role.Office), evidence.Id, evidence.Version, "It was that of another action.");
        await Service.WaiveAsync(board.As(Role.Office), key, "no_evidence", ReadinessSubject.Action, "1.2", Why);

        await ExpectChangedAsync(() => database.Get<PackLife>().ApproveAsync(board.As(Role.Lead), 1, pack.FileHash, null));
    }

    [Fact]
    public async Task After_the_cut_off_found_items_stay_and_say_what_became_of_them_and_the_check_step_says_whom_it_asks()
    {
        await RingAsync("2026-04-01");
        await MoveToAsync("2026-04-02");
        await board.AddEvidenceAsync("1.2");
        await RingAsync("2026-04-02");
        await Service.WaiveAsync(board.As(Role.Office), key, "no_recovery_plan", ReadinessSubject.Action, "1.1", Why);

        var report = (await ViewAsync()).Report!;

        Assert.Equal((Day("2026-03-31"), Day("2026-04-02")), (report.FoundOn, report.AsAt));
        Assert.Equal(
            ["missing_updates 1.1 Head of safeguarding Open", "missing_updates 1.3 Head of safeguarding Open", "no_recovery_plan 1.1 Head of safeguarding Waived", "no_recovery_plan 1.3 Head of safeguarding Open", "no_evidence 1.2 Virtual school head Resolved"],
            (await SaidAsync()).Where(s => !s.StartsWith("sign_off", StringComparison.Ordinal)));
        var step = (await database.Get<PeriodQueries>().FindAsync(board.As(Role.Chair), key))!.Steps.Single(s => s.Step == CalendarStep.Check).Done!;
        Assert.Contains("missing updates 2", step.Words, StringComparison.Ordinal);
        Assert.Contains("closures without evidence 1", step.Words, StringComparison.Ordinal);
        Assert.Equal(["Head of safeguarding", "Programme office"], step.Told);
    }

    [Fact]
    public async Task A_pack_of_the_period_prints_the_reasons_given_after_the_cut_off_and_a_draft_those_of_its_day()
    {
        await Service.WaiveAsync(board.As(Role.Office), key, "no_evidence", ReadinessSubject.Action, "1.2", Why);
        var draft = await FactsAsync(new(new("2026-03", "March 2026"), board.Today));
        Assert.Equal([(Why, Day("2026-03-02"))], PackAssembler.Assemble(draft, "0").Said<PackReadiness>().Waived.Select(w => (w.Reason, w.On)));
        await RingAsync("2026-04-01");
        await MoveToAsync("2026-04-03");
        await Service.WaiveAsync(board.As(Role.Office), key, "no_recovery_plan", ReadinessSubject.Action, "1.1", Why);

        var facts = await FactsAsync(new(new(key, "Board of 16 April 2026"), Day("2026-03-31")));

        var said = PackAssembler.Assemble(PackFactsReader.FromJson(PackFactsReader.ToJson(facts)), "0").Said<PackReadiness>();
        Assert.Equal([("Action 1.1 Action 1.1", Day("2026-04-03")), ("Action 1.2 Action 1.2", Day("2026-03-02"))], said.Waived.Select(w => (w.Item, w.On)));
        await using var db = database.Open(board.Programme.Id);
        var frozen = PackFactsReader.FromJson((await db.Periods.SingleAsync(p => p.Key == key)).FactsJson!).Readiness!;
        Assert.Equal((1, Day("2026-03-31")), (frozen.Count(ReadinessState.Waived), frozen.AsAt));
    }

    [Fact]
    public async Task Once_the_board_has_met_what_comes_up_again_does_not_open_the_gate_anew()
    {
        await RingAsync("2026-04-01");
        await MoveToAsync("2026-04-10");
        await PostAsync("1.3");
        Assert.Contains("missing_updates 1.3 Head of safeguarding Resolved", await SaidAsync());

        await MoveToAsync("2026-06-30");

        Assert.Contains("missing_updates 1.3 Head of safeguarding Resolved", await SaidAsync());
    }

    private async Task WaiveEverythingAsync()
    {
        foreach (var check in (await ViewAsync()).Report!.Checks.Where(c => c.Count(ReadinessState.Open) > 0))
            await Service.WaiveAllAsync(board.As(Role.Office), key, check.Code, Why);
    }

    private async Task<Pack> PrepareAsync(Audience audience = Audience.Board) =>
        (await database.Get<PackService>().PrepareAsync(board.As(Role.Office).Actor, audience, key, null, _ => Task.CompletedTask, default))!;

    private async Task<ReadinessWaiver> WithdrawAsync(string check, string reference)
    {
        var waiver = (await ViewAsync()).Waivers.Single(w => (w.Check, w.Ref) == (check, reference));
        await Service.WithdrawAsync(board.As(Role.Office), key, waiver.Id, waiver.Version);
        return waiver;
    }

    private static async Task ExpectChangedAsync(Func<Task> act) =>
        Assert.Equal("The readiness check has changed since this pack was made. Take it back and prepare it again.", (await Assert.ThrowsAsync<RuleException>(act)).Message);

    private async Task<PeriodStep?> StepAsync(CalendarStep step) =>
        (await database.Get<PeriodQueries>().FindAsync(board.As(Role.Chair), key))!.Steps.Single(s => s.Step == step).Done;

    private Task MoveToAsync(string day)
    {
        database.Clock.Now = TestClock.Instant($"{day} 10:00");
        return database.Get<DeliveryRatings>().BringUpToDateAsync(board.Programme, board.Today);
    }

    private async Task RingAsync(string day)
    {
        database.Clock.Now = TestClock.Instant($"{day} 10:00");
        await database.Get<PeriodKeeper>().RunAllDueAsync(default);
    }

    private async Task PostAsync(string reference)
    {
        var lead = board.As(Role.Lead);
        await database.Get<ActionService>().PostUpdateAsync(lead, reference, await VersionAsync(reference), new() { WhatChanged = "All met.", ChildWouldNotice = "One worker.", InTheWay = "Nothing.", Forecast = lead.Today.AddDays(10) });
    }

    private async Task<PackFacts> FactsAsync(DuePack due)
    {
        await using var db = database.Open(board.Programme.Id);
        return await database.Get<PackFactsReader>().ReadAsync(db, await db.Programmes.SingleAsync(), Audience.Board, due, null, board.Today, default);
    }

    private async Task<Guid> VersionAsync(string reference)
    {
        await using var db = database.Open(board.Programme.Id);
        return await db.Actions.Where(a => a.Ref == reference).Select(a => a.Version).SingleAsync();
    }

    private async Task<ReadinessView> ViewAsync(DateOnly? day = null)
    {
        var scope = board.As(Role.Office);
        return (await database.Get<ReadinessQueries>().FindAsync(day is { } past ? scope with { Today = past } : scope, key))!;
    }

    private async Task<List<string>> SaidAsync(DateOnly? day = null)
    {
        return [.. (await ViewAsync(day)).Report!.Checks.SelectMany(c => c.Items.Select(i => $"{c.Code} {i.Item.Ref} {i.Item.Assignee} {i.State}"))];
    }
}
