using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Distribution;
using ImprovementBoard.Core.Periods;
using ImprovementBoard.Core.Programmes;
using ImprovementBoard.Core.Time;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.Mail;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.Periods;

/// <summary>Whom the calendar tells what.</summary>
internal sealed partial class PeriodKeeper
{
    /// <summary>Mails the office once that a step is due which a person sees to. It can still say that it is done.</summary>
    private async Task RemindAsync(Programme programme, int periodId, CalendarStep step, DateOnly today, CancellationToken ct)
    {
        try
        {
            await using var db = database.Open(programme.Id);
            await using var transaction = await db.LockProgrammeAsync(ct);
            if (await db.PeriodSteps.AnyAsync(s => s.PeriodId == periodId && s.Step == step && !s.Failed, ct))
                return;
            var period = await db.Periods.Where(p => p.Id == periodId).Select(p => new { p.Key, p.CutOffOn, p.MeetingOn }).SingleAsync(ct);
            await MailAsync(db, programme, new(
                ReminderOf(period.Key, step), ReportingPeriod.MailsOf(period.Key, step), today, Urls.Period(programme.Slug, period.Key),
                _ => Letters.StepDue(programme, step, step.DueOn(period.CutOffOn, period.MeetingOn), period.MeetingOn)), await PostsAsync(db, Permission.KeepCalendar, today, ct), today, ct);
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            log.LogError(e, "That the step {Step} of period {Period} is due could not be mailed", step, periodId);
        }
    }

    /// <summary>Takes back a reminder that still waits, because its step is done.</summary>
    public static Task TakeBackReminderAsync(BoardDbContext db, string key, CalendarStep step, CancellationToken ct)
    {
        var reminder = $"{ReminderOf(key, step)}/";
        return db.Mail.Where(m => m.Key.StartsWith(reminder)).TakeBackAsync("The step was done before it went out.", ct);
    }

    // Asked anew once the dates have moved, also where they moved back.
    private Task<string> AskLeadsAsync(BoardDbContext db, Programme programme, ReportingPeriod period, CalendarStep step, List<(int Post, string Title, int Actions)> leads, DateOnly today, CancellationToken ct)
    {
        var about = ReportingPeriod.MailsOf(period.Key, step);
        return MailAsync(db, programme, new(
            $"{about}/{period.Moves.Count}", about, period.CutOffOn, Urls.MyUpdates(programme.Slug),
            actions => Letters.UpdatesOwed(programme, period.CutOffOn, period.MeetingOn, actions, again: step == CalendarStep.Chase), "lead"), leads, today, ct);
    }

    /// <summary>Mails those who see to it that a step failed, once a day however often it is tried.</summary>
    private async Task WarnAsync(BoardDbContext db, Programme programme, int periodId, CalendarStep step, DateOnly today, CancellationToken ct)
    {
        var period = await db.Periods.Where(p => p.Id == periodId).Select(p => new { p.Key, p.MeetingOn }).SingleAsync(ct);
        var about = ReportingPeriod.MailsOf(period.Key, step);
        await MailAsync(db, programme, new($"{about}/failed/{today:yyyy-MM-dd}", about, today, Urls.Period(programme.Slug, period.Key), _ => Letters.StepFailed(programme, step, period.MeetingOn)),
            await PostsAsync(db, Permission.ManageSchedules, today, ct), today, ct);
    }

    /// <summary>Mails each post once, and says whom it could not mail. What a demonstration’s calendar made up for, and what counts no more, is mailed to nobody.</summary>
    private async Task<string> MailAsync(BoardDbContext db, Programme programme, Mailing mailing, List<(int Post, string Title, int Count)> posts, DateOnly today, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (today != programme.Today(now) || today > mailing.Until || posts.Count == 0)
            return "";
        var addresses = await db.AddressesAsync([.. posts.Select(p => p.Post)], today, ct);
        foreach (var (post, title, count) in posts.Where(p => addresses.ContainsKey(p.Post)))
        {
            var (subject, body) = mailing.Letter(count);
            await db.PostAsync(new($"{mailing.Key}/{post}", mailing.About, addresses[post], title, subject, body, mailing.Path), today, now, ct);
        }
        var without = posts.FindAll(p => !addresses.ContainsKey(p.Post));
        return (addresses.Count > 0 ? $" A mail goes to {Words.Count(addresses.Count, mailing.Noun)}." : "")
            + (without.Count > 0 ? $" {Words.Count(without.Count, mailing.Noun)} {(without.Count == 1 ? "has" : "have")} no account to mail to: {Words.List([.. without.Select(p => Words.Inside(p.Title))])}." : "");
    }

    private static string ReminderOf(string key, CalendarStep step) => $"{ReportingPeriod.MailsOf(key, step)}/due";

    private static async Task<List<(int Post, string Title, int Count)>> PostsAsync(BoardDbContext db, Permission permission, DateOnly today, CancellationToken ct) =>
        (await PostsAsync(db, today, ct)).FindAll(m => m.Role.May(permission)).ConvertAll(m => (m.Id, m.Title, 1));

    private static async Task<List<Member>> PostsAsync(BoardDbContext db, DateOnly today, CancellationToken ct) =>
        (await db.Members.AsNoTracking().OrderBy(m => m.Title).ToListAsync(ct)).FindAll(m => m.HoldsOn(today));

    /// <summary>Mails of one kind.</summary>
    /// <param name="Key">With a post it makes a mail the only one.</param>
    /// <param name="Until">The last day on which it is worth sending.</param>
    /// <param name="Letter">What it says to whom so many things concern.</param>
    /// <param name="Noun">What its readers are called.</param>
    private sealed record Mailing(string Key, string About, DateOnly Until, string Path, Func<int, (string Subject, string Body)> Letter, string Noun = "post");
}
