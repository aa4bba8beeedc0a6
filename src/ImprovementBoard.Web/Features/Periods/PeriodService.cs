using ImprovementBoard.Core;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.History;
using ImprovementBoard.Core.Periods;
using ImprovementBoard.Core.Time;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.Mail;
using ImprovementBoard.Web.Features.Packs;
using ImprovementBoard.Web.History;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.Periods;

/// <summary>What people do with the reporting calendar. What the portal does by itself stands in <see cref="PeriodKeeper"/>.</summary>
internal sealed class PeriodService(BoardDatabase database, TimeProvider clock)
{
    /// <summary>Adds the periods that a rule gives to the calendar. Answers how many.</summary>
    /// <exception cref="ForbiddenException">The person may not keep the calendar.</exception>
    /// <exception cref="RuleException">The rule makes no sense.</exception>
    public async Task<int> AddAsync(ProgrammeScope scope, CalendarRule rule, CancellationToken ct = default)
    {
        scope.Actor.Require(Permission.KeepCalendar);
        await using var db = database.Open(scope.Id);
        await using var transaction = await db.LockProgrammeAsync(ct);
        var last = await db.Periods.MaxAsync(p => (DateOnly?)p.CutOffOn, ct);
        var dates = rule.Dates(scope.Today, last);
        var taken = await db.Periods.Select(p => p.Key).ToHashSetAsync(ct);
        List<ReportingPeriod> added = [.. dates.Select((d, i) => new ReportingPeriod
        {
            ProgrammeId = scope.Id,
            Key = ReportingPeriod.KeyOf(d.MeetingOn, taken),
            OpensOn = i > 0 ? dates[i - 1].CutOffOn.AddDays(1) : last?.AddDays(1) ?? scope.Today,
            CutOffOn = d.CutOffOn,
            MeetingOn = d.MeetingOn,
            AddedOn = scope.Today,
        })];
        db.Periods.AddRange(added);
        db.Record(scope.Actor, clock.GetUtcNow(), scope.Today, Subject.Period, added[0].Key, HistoryKind.CalendarChanged,
            $"{Words.Count(dates.Count, "period")} added to the calendar, every {rule.EveryWeeks} weeks, cut off {Words.Count(rule.CutOffWorkingDays, "working day")} before the meeting: {Words.Long(dates[0].MeetingOn)} to {Words.Long(dates[^1].MeetingOn)}");
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return dates.Count;
    }

    /// <summary>Changes the dates of one period. Where leads were asked for updates already and the new day of that is still to come, they are asked again then.</summary>
    /// <param name="seen">The version the person had on screen.</param>
    /// <exception cref="ForbiddenException">The person may not keep the calendar.</exception>
    /// <exception cref="RuleException">The dates make no sense, or someone else changed them meanwhile.</exception>
    public async Task MoveAsync(ProgrammeScope scope, string key, Guid seen, PeriodInput input, CancellationToken ct = default)
    {
        scope.Actor.Require(Permission.KeepCalendar);
        await using var db = database.Open(scope.Id);
        await using var transaction = await db.LockProgrammeAsync(ct);
        var periods = await db.Periods.OrderBy(p => p.CutOffOn).ToListAsync(ct);
        var i = periods.FindIndex(p => p.Key == key);
        if (i < 0)
            throw Gone(key);
        var (period, next) = (periods[i], periods.ElementAtOrDefault(i + 1));
        if (period.Version != seen)
            throw new RuleException("Someone else changed this period while you were reading. Load the page again and see what stands now.");
        var before = $"meeting {Words.Long(period.MeetingOn)}, cut-off {Words.Long(period.CutOffOn)}";
        period.Move(input, i > 0 ? periods[i - 1].CutOffOn : null, next?.CutOffOn, scope.Actor, scope.Today);
        if (next is not null)
            next.OpensOn = period.CutOffOn.AddDays(1);
        await AskAgainAsync(db, period, scope.Today, ct);
        db.Record(scope.Actor, clock.GetUtcNow(), scope.Today, Subject.Period, period.Key, HistoryKind.CalendarChanged,
            $"Was {before}; now meeting {Words.Long(period.MeetingOn)}, cut-off {Words.Long(period.CutOffOn)}: {period.Moves[^1].Reason}");
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>A person says that a step is done which the portal cannot see. A reminder of it that still waits is taken back.</summary>
    /// <exception cref="ForbiddenException">The person may not keep the calendar.</exception>
    /// <exception cref="RuleException">The portal does this step itself, a pack of the period still waits, it is done already, or nothing is said about it.</exception>
    public async Task MarkAsync(ProgrammeScope scope, string key, CalendarStep step, string? words, CancellationToken ct = default)
    {
        scope.Actor.Require(Permission.KeepCalendar);
        if (!step.IsByHand())
            throw new RuleException("The portal does this step by itself.");
        await using var db = database.Open(scope.Id);
        await using var transaction = await db.LockProgrammeAsync(ct);
        var period = await db.Periods.SingleOrDefaultAsync(p => p.Key == key, ct) ?? throw Gone(key);
        if (period.FrozenAt is null)
            throw new RuleException("The facts of this period are not frozen yet, so this step cannot be done.");
        var done = await db.PeriodSteps.SingleOrDefaultAsync(s => s.PeriodId == period.Id && s.Step == step, ct);
        if (done is { Failed: false })
            throw new RuleException("This step is done already. Load the page again.");
        if (step == CalendarStep.Issue && await PackService.Waiting(db).Where(p => p.PeriodKey == key).MinAsync(p => p.Number, ct) is { } waiting)
            throw new RuleException($"Pack {waiting} of this period is not issued yet. Once it is, this step is done by itself.");
        if (done is null)
            db.PeriodSteps.Add(done = new PeriodStep { ProgrammeId = scope.Id, PeriodId = period.Id, Step = step, By = "", Words = "" });
        (done.On, done.At, done.By, done.Failed) = (scope.Today, clock.GetUtcNow(), scope.Actor.Title, false);
        done.Words = Text.Required(words, nameof(PeriodStep.Words), "Write what was done, such as “Sent to all members”.", PeriodStep.WordsMaxLength);
        await PeriodKeeper.TakeBackReminderAsync(db, key, step, ct);
        db.Record(scope.Actor, done.At, scope.Today, Subject.Period, period.Key, HistoryKind.PeriodStepDone, $"{step.Words()}: {done.Words}");
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }

    // Leads who were asked for the earlier cut-off are asked for the new one too. The history keeps that they were asked.
    private static async Task AskAgainAsync(BoardDbContext db, ReportingPeriod period, DateOnly today, CancellationToken ct)
    {
        var asked = await db.PeriodSteps.Where(s => s.PeriodId == period.Id && (s.Step == CalendarStep.Commission || s.Step == CalendarStep.Chase)).ToListAsync(ct);
        var again = asked.FindAll(s => s.Step.DueOn(period.CutOffOn, period.MeetingOn) > today);
        db.PeriodSteps.RemoveRange(again);
        await db.TakeBackAsync([.. again.Select(s => ReportingPeriod.MailsOf(period.Key, s.Step))], "The dates of the period changed before it went out.", ct);
    }

    private static RuleException Gone(string key) => new($"There is no period {key} in this programme. Go back to the calendar.");
}
