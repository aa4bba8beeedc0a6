using ImprovementBoard.Core;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Actions;
using ImprovementBoard.Core.Distribution;
using ImprovementBoard.Core.History;
using ImprovementBoard.Core.Packs;
using ImprovementBoard.Core.Periods;
using ImprovementBoard.Core.Programmes;
using ImprovementBoard.Core.Readiness;
using ImprovementBoard.Core.Schedules;
using ImprovementBoard.Core.Time;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.Packs;
using ImprovementBoard.Web.Features.Readiness;
using ImprovementBoard.Web.History;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.Periods;

/// <summary>
/// Carries out the steps of the reporting calendar that are due. Rung every hour and at start; a step has one row, so a second ring, a
/// second node and a long stop all leave it done once.
/// </summary>
internal sealed partial class PeriodKeeper(BoardDatabase database, PackFactsReader reader, PackRuns runs, TimeProvider clock, ILogger<PeriodKeeper> log)
{
    /// <summary>A stop longer than this leaves old meetings alone: nobody wants to be chased for them.</summary>
    internal const int DaysLookedBack = 120;

    // After a stop the office is reminded of a step that fell due so many working days ago, not of older ones.
    private const int DaysReminded = 5;

    /// <summary>Every programme, but none that was put back from a copy and is not released.</summary>
    public async Task RunAllDueAsync(CancellationToken ct)
    {
        await using var db = database.OpenWithoutProgramme();
        foreach (var programme in await db.Programmes.AsNoTracking().Where(p => p.RestoredAt == null).ToListAsync(ct))
            await RunDueAsync(programme, programme.Today(clock.GetUtcNow()), ct);
    }

    /// <summary>What a demonstration's calendar would have done by its date, each step on its own day.</summary>
    public async Task CatchUpDemonstrationAsync(Programme programme, CancellationToken ct)
    {
        await using var db = database.Open(programme.Id);
        var periods = await db.Periods.AsNoTracking().Select(p => new { p.CutOffOn, p.MeetingOn }).ToListAsync(ct);
        var days = periods.SelectMany(p => CalendarSteps.All.Where(s => s.IsAutomatic()).Select(s => s.DueOn(p.CutOffOn, p.MeetingOn).AddDays(s == CalendarStep.CutOff ? 1 : 0)));
        foreach (var day in days.Where(day => day <= programme.DemonstrationToday).Distinct().Order().ToList())
            await RunDueAsync(programme, day, ct);
    }

    /// <summary>One programme. A step that fails is written down with its reason and tried again at the next ring; the others go on.</summary>
    private async Task RunDueAsync(Programme programme, DateOnly today, CancellationToken ct)
    {
        await using var db = database.Open(programme.Id);
        var periods = await OpenedAsync(db, today, ct);
        var ids = periods.ConvertAll(p => p.Id);
        var done = (await db.PeriodSteps.AsNoTracking().Where(s => ids.Contains(s.PeriodId) && !s.Failed).Select(s => new { s.PeriodId, s.Step }).ToListAsync(ct)).ConvertAll(s => (s.PeriodId, s.Step));
        foreach (var period in periods)
        {
            foreach (var step in CalendarSteps.All.Where(s => s.IsAutomatic() && !done.Contains((period.Id, s)) && period.Owes(s, today)))
                await RunAsync(programme, period.Id, step, today, ct);
            foreach (var step in CalendarSteps.All.Where(s => !done.Contains((period.Id, s)) && period.Reminds(s, today)))
                await RemindAsync(programme, period.Id, step, today, ct);
        }
    }

    /// <summary>Leaves out what leads are mailed about that fell due by today and are not done: leads may have had them before the database was put back from a copy.</summary>
    public async Task LeaveOutMissedAsync(BoardDbContext db, DateOnly today, CancellationToken ct)
    {
        var periods = await OpenedAsync(db, today, ct);
        var ids = periods.ConvertAll(p => p.Id);
        var rows = await db.PeriodSteps.Where(s => ids.Contains(s.PeriodId)).ToListAsync(ct);
        foreach (var period in periods)
        {
            foreach (var step in CalendarSteps.All.Where(s => s is CalendarStep.Commission or CalendarStep.Chase or CalendarStep.Check && period.Owes(s, today)))
            {
                var row = rows.Find(s => s.PeriodId == period.Id && s.Step == step);
                if (row is null or { Failed: true })
                    Write(db, row, db.ProgrammeId, period.Id, step, today, "Left out after a restore, because leads may have been asked before it.", [], failed: false);
            }
        }
    }

    private static async Task<List<Opened>> OpenedAsync(BoardDbContext db, DateOnly today, CancellationToken ct) =>
        await db.Periods.AsNoTracking()
            .Where(p => p.MeetingOn >= today.AddDays(-DaysLookedBack) && p.OpensOn <= today)
            .OrderBy(p => p.CutOffOn).Select(p => new Opened(p.Id, p.CutOffOn, p.MeetingOn, p.AddedOn)).ToListAsync(ct);

    private async Task RunAsync(Programme programme, int periodId, CalendarStep step, DateOnly today, CancellationToken ct)
    {
        var told = false;
        try
        {
            if (step == CalendarStep.Draft)
            {
                // A run that fails mails by itself.
                told = true;
                await MakePacksAsync(programme.Id, ct);
                told = false;
            }
            await using var db = database.Open(programme.Id);
            await using var transaction = await db.LockProgrammeAsync(ct);
            var row = await db.PeriodSteps.SingleOrDefaultAsync(s => s.PeriodId == periodId && s.Step == step, ct);
            if (row is { Failed: false })
                return;
            var period = await db.Periods.SingleAsync(p => p.Id == periodId, ct);
            (string Words, List<string> Asked)? happened = step switch
            {
                CalendarStep.Commission => await CommissionAsync(db, programme, period, today, ct),
                CalendarStep.Chase => await ChaseAsync(db, programme, period, today, ct),
                CalendarStep.CutOff => await FreezeAsync(db, programme, period, today, ct),
                CalendarStep.Check => await CheckAsync(db, programme, period, today, ct),
                CalendarStep.Draft => (await MadeAsync(db, programme, period, today, ct), []),
                _ => await IssuedAsync(db, period, today, ct) is { } issued ? (issued, []) : null,
            };
            // Nothing to tell yet.
            if (happened is not var (words, asked))
                return;
            Write(db, row, programme.Id, periodId, step, today, words, asked, failed: false);
            if (step.IsByHand())
                await TakeBackReminderAsync(db, period.Key, step, ct);
            db.Record(Actor.Scheduler(programme.Id), clock.GetUtcNow(), today, Subject.Period, period.Key, HistoryKind.PeriodStepDone, $"{step.Words()}: {words}");
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
        }
        catch (RuleException e)
        {
            await WriteFailureAsync(programme, periodId, step, today, $"{e.Message} It is tried again every hour.", told, ct);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            log.LogError(e, "The step {Step} of period {Period} failed", step, periodId);
            await WriteFailureAsync(programme, periodId, step, today, $"It failed: {FaultWords.Of(e)} It is tried again every hour; your IT team finds more in the log.", told, ct);
        }
    }

    /// <summary>Writes down that a step failed, and mails those who see to it once a day however often it is tried.</summary>
    private async Task WriteFailureAsync(Programme programme, int periodId, CalendarStep step, DateOnly today, string why, bool told, CancellationToken ct)
    {
        try
        {
            await using var db = database.Open(programme.Id);
            await using var transaction = await db.LockProgrammeAsync(ct);
            var row = await db.PeriodSteps.SingleOrDefaultAsync(s => s.PeriodId == periodId && s.Step == step, ct);
            // Another node may have had more luck meanwhile.
            if (row is { Failed: false })
                return;
            Write(db, row, programme.Id, periodId, step, today, why, [], failed: true);
            if (!told)
                await WarnAsync(db, programme, periodId, step, today, ct);
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // What broke the step may break this too. The other steps and the start of the portal do not hang on it.
            log.LogError(e, "That the step {Step} of period {Period} failed could not be written down", step, periodId);
        }
    }

    private void Write(BoardDbContext db, PeriodStep? row, int programmeId, int periodId, CalendarStep step, DateOnly today, string words, List<string> told, bool failed)
    {
        var by = Actor.Scheduler(programmeId).Title;
        if (row is null)
            db.PeriodSteps.Add(row = new PeriodStep { ProgrammeId = programmeId, PeriodId = periodId, Step = step, By = by, Words = "" });
        (row.On, row.At, row.By, row.Failed, row.Told) = (today, clock.GetUtcNow(), by, failed, told);
        row.Words = words.Length <= PeriodStep.WordsMaxLength ? words : words[..(PeriodStep.WordsMaxLength - 1)] + "…";
    }

    private async Task<(string, List<string>)> CommissionAsync(BoardDbContext db, Programme programme, ReportingPeriod period, DateOnly today, CancellationToken ct)
    {
        var (actions, leads) = await AskedAsync(db, db.Actions, today, ct);
        var mailed = await AskLeadsAsync(db, programme, period, CalendarStep.Commission, leads, today, ct);
        return ($"{Words.Count(leads.Count, "lead")} {(leads.Count == 1 ? "reads" : "read")} on “My updates” that updates on {Words.Count(actions, "action")} count until the end of {Words.Long(period.CutOffOn)}.{mailed}", Titles(leads));
    }

    private async Task<(string, List<string>)> ChaseAsync(BoardDbContext db, Programme programme, ReportingPeriod period, DateOnly today, CancellationToken ct)
    {
        var (actions, leads) = await AskedAsync(db, db.Actions.Where(a => !a.Updates.Any(u => u.On >= period.OpensOn && u.On <= today && !u.Returned)), today, ct);
        if (leads.Count == 0)
            return ("Every action at work has an update in this period.", []);
        var mailed = await AskLeadsAsync(db, programme, period, CalendarStep.Chase, leads, today, ct);
        return ($"{Words.Count(actions, "action")} of {Words.Count(leads.Count, "lead")} {(actions == 1 ? "has" : "have")} no update in this period; “My updates” says until when one counts.{mailed}", Titles(leads));
    }

    /// <summary>The leads of actions at work, each with how many.</summary>
    private static async Task<(int Actions, List<(int Post, string Title, int Actions)> Leads)> AskedAsync(BoardDbContext db, IQueryable<ActionItem> actions, DateOnly today, CancellationToken ct)
    {
        var leads = await actions.Where(a => a.StartedOn <= today && a.DeliveredOn == null && a.SignedOffOn == null)
            .Join(db.Members, a => a.LeadId, m => m.Id, (a, m) => new { m.Id, m.Title }).ToListAsync(ct);
        return (leads.Count, [.. leads.GroupBy(l => (l.Id, l.Title)).OrderBy(g => g.Key.Title).Select(g => (g.Key.Id, g.Key.Title, g.Count()))]);
    }

    private static List<string> Titles(List<(int Post, string Title, int Actions)> leads) => [.. leads.Select(l => l.Title).Distinct()];

    private async Task<(string, List<string>)> FreezeAsync(BoardDbContext db, Programme programme, ReportingPeriod period, DateOnly today, CancellationToken ct)
    {
        period.ExpectCutOff(today);
        var facts = await reader.SnapshotAsync(db, programme, new(period.Key, period.Name), period.CutOffOn, ct) with { History = await PackFactsReader.HistoryAsync(db, ct) };
        var json = PackFactsReader.ToJson(facts);
        period.Freeze(json, PackFactsReader.Hash(json), Actor.Scheduler(programme.Id).Title, today, clock.GetUtcNow());
        return ($"Facts frozen as at {Words.Long(period.CutOffOn)}: {Words.Count(facts.Recommendations.Count, "recommendation")} and {Words.Count(facts.Actions.Count, "action")}.", []);
    }

    private async Task<(string, List<string>)> CheckAsync(BoardDbContext db, Programme programme, ReportingPeriod period, DateOnly today, CancellationToken ct)
    {
        if (period.FactsJson is null)
            throw new InvalidOperationException("The facts are not frozen yet.");
        var gate = await ReadinessQueries.OfAsync(db, programme, period, today, ct);
        List<string> found = [.. gate.Checks.Where(c => c.Items.Count > 0).Select(c => $"{Words.Inside(c.Name)} {c.Items.Count}")];
        if (found.Count == 0)
            return ("Every check of the readiness gate passed.", []);
        List<ReadinessItem> open = [.. gate.Items().Where(i => i.State == ReadinessState.Open).Select(i => i.Item)];
        var asked = (await PostsAsync(db, today, ct)).ConvertAll(m => (m.Id, m.Title, Count: open.Count(i => Asks(i, m)))).FindAll(p => p.Count > 0);
        var about = ReportingPeriod.MailsOf(period.Key, CalendarStep.Check);
        // With the meeting the period is over.
        var mailed = await MailAsync(db, programme, new(about, about, period.MeetingOn.AddDays(-1), Urls.Readiness(programme.Slug, period.Key), items => Letters.GateWaits(programme, period.MeetingOn, items)), asked, today, ct);
        return ($"The readiness gate found {Words.List(found)}; {open.Count} of {gate.Items().Count()} are open.{mailed}", [.. open.Select(i => i.Assignee).Distinct().Order()]);
    }

    // An item names a post by its title, or the programme office, whatever its posts are called.
    private static bool Asks(ReadinessItem item, Member post) =>
        item.Role is ReadinessRole.Lead or ReadinessRole.SeniorResponsibleOwner ? item.Assignee == post.Title : post.Role == Role.Office;

    private async Task MakePacksAsync(int programmeId, CancellationToken ct)
    {
        await using var db = database.Open(programmeId);
        foreach (var id in await db.Schedules.Where(s => s.Enabled && s.Rhythm.Frequency == Frequency.EveryPeriod).Select(s => s.Id).ToListAsync(ct))
            await runs.RunScheduleAsync(programmeId, id, ct);
    }

    /// <summary>What the step “Draft packs” has to tell.</summary>
    /// <exception cref="RuleException">An edition that follows the calendar has no pack of the period yet.</exception>
    private static async Task<string> MadeAsync(BoardDbContext db, Programme programme, ReportingPeriod period, DateOnly today, CancellationToken ct)
    {
        // One that was returned is made again by the office.
        var made = await db.Packs.Where(p => p.PeriodKey == period.Key && p.Number != null).OrderBy(p => p.Number).Select(p => new { p.Number, p.Audience, Waits = p.IssuedOn == null && p.WithdrawnOn == null }).ToListAsync(ct);
        var schedules = await db.Schedules.AsNoTracking().Where(s => s.Enabled && s.Rhythm.Frequency == Frequency.EveryPeriod).OrderBy(s => s.Audience).ToListAsync(ct);
        var due = CalendarStep.Draft.DueOn(period.CutOffOn, period.MeetingOn);
        var missing = schedules.FindAll(s => s.ActiveFrom <= due && !made.Exists(p => p.Audience == s.Audience));
        if (missing.Count > 0)
        {
            var refusal = period.FactsJson is null ? "The facts are not frozen yet." : await ReadinessQueries.RefusalAsync(db, programme, period.Key, today, ct);
            var before = await PackService.Waiting(db).OrderBy(p => p.Number).Select(p => new { p.Number, p.Audience }).ToListAsync(ct);
            throw new RuleException(string.Join(' ', missing
                .GroupBy(s => refusal ?? (s.ApproverIds.Count > 0 && before.Find(p => p.Audience == s.Audience) is { } first
                    ? $"Pack {first.Number} waits for approval; it is made when that one is issued or withdrawn."
                    : "“Schedule and runs” says why."), s => s.Audience.Words().ToLowerInvariant())
                .Select(g => $"Not made yet: the {Words.List([.. g])} {(g.Count() == 1 ? "pack" : "packs")} of this period. {g.Key}")));
        }
        if (made.Count > 0)
            return $"Made {Words.List(made.ConvertAll(p => $"pack {p.Number}"))} from the frozen facts.{(made.Exists(p => p.Waits) ? " Those with approvers wait for them." : "")}";
        return schedules.MinBy(s => s.ActiveFrom) is { } later
            ? $"Its schedule makes packs that are due from {Words.Long(later.ActiveFrom)} on, so none was made. Prepare those of this period under “Packs”."
            : "No pack follows this calendar yet: choose it in “Schedule and runs”.";
    }

    /// <summary>What the step “Issue packs” has to tell, or null while a pack of the period waits, was withdrawn and not made again, or is still to be made.</summary>
    private static async Task<string?> IssuedAsync(BoardDbContext db, ReportingPeriod period, DateOnly today, CancellationToken ct)
    {
        var packs = await db.Packs.Where(p => p.PeriodKey == period.Key && p.Number != null && p.WithdrawnOn == null).OrderBy(p => p.Number).Select(p => new { p.Id, p.Number, p.Audience, p.IssuedOn }).ToListAsync(ct);
        var due = CalendarStep.Draft.DueOn(period.CutOffOn, period.MeetingOn);
        var owed = await db.Schedules.Where(s => s.Enabled && s.Rhythm.Frequency == Frequency.EveryPeriod && s.ActiveFrom <= due).Select(s => s.Audience).ToListAsync(ct);
        if (packs.Count == 0 || !packs.TrueForAll(p => p.IssuedOn <= today) || owed.Except(packs.Select(p => p.Audience)).Any())
            return null;
        var ids = packs.ConvertAll(p => p.Id);
        var recipients = await db.PackDeliveries.Where(d => ids.Contains(d.PackId) && d.Why == "").Select(d => new { d.RecipientId, Post = d.MemberId != null }).Distinct().ToListAsync(ct);
        // Who is on the lists only the office reads.
        var told = recipients.Count == 0 ? "No mail goes out by their distribution lists."
            : $"By their distribution lists they go to {Words.Count(recipients.Count(r => r.Post), "post")} and {Words.Count(recipients.Count(r => !r.Post), "recipient")} outside.";
        return $"Issued {Words.List(packs.ConvertAll(p => $"pack {p.Number}"))}. {told}";
    }

    private sealed record Opened(int Id, DateOnly CutOffOn, DateOnly MeetingOn, DateOnly AddedOn)
    {
        // The cut-off is carried out when its day is over, and packs may be out before their day.
        public bool Owes(CalendarStep step, DateOnly today) => step is CalendarStep.CutOff or CalendarStep.Issue ? today > CutOffOn : IsDue(step, today);

        public bool Reminds(CalendarStep step, DateOnly today) => step.IsByHand() && IsDue(step, today) && WorkingDays.Between(step.DueOn(CutOffOn, MeetingOn), today) <= DaysReminded;

        // What was due before the period stood in the calendar is nobody's fault.
        private bool IsDue(CalendarStep step, DateOnly today) => step.DueOn(CutOffOn, MeetingOn) is var due && today >= due && due >= AddedOn;
    }
}
