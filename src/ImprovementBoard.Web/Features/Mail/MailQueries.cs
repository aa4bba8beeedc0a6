using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Mail;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.Actions;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.Mail;

/// <summary>What of the mails is asked for.</summary>
public sealed record MailFilter(MailState? State, string? About, int Page = 1)
{
    public bool IsEverything => (State, About) is (null, null);
}

/// <summary>How many mails about one thing are in each state.</summary>
public sealed record MailCounts(int Sent, int Outbox, int Waiting, int Failed, int Unsure, int TakenBack)
{
    public int All => Sent + Outbox + Waiting + Failed + Unsure + TakenBack;

    /// <summary>"2 sent, 1 failed": what did not arrive is named by itself, never among what did.</summary>
    public string Words => string.Join(", ", new[] { (Sent, "sent"), (Outbox, "in the outbox"), (Waiting, "waiting to be sent"), (Unsure, "may have been sent"), (Failed, "failed"), (TakenBack, "taken back") }.Where(p => p.Item1 > 0).Select(p => $"{p.Item1} {p.Item2}"));
}

/// <summary>Reads what was mailed to whom, and what became of it.</summary>
internal sealed class MailQueries(BoardDatabase database, TimeProvider clock)
{
    private const int PageSize = 50, DaysOfTrouble = 7;

    /// <summary>One page of the mails, the newest first.</summary>
    public async Task<PageOf<MailItem>> ListAsync(ProgrammeScope scope, MailFilter filter, CancellationToken ct = default)
    {
        scope.Actor.Require(Permission.ReadMail);
        await using var db = database.Open(scope.Id);
        var mails = db.Mail.AsNoTracking();
        var all = await mails.CountAsync(ct);
        var found = filter.State is { } state ? mails.Where(m => m.State == state) : mails;
        if (filter.About is { } about)
            found = found.Where(m => m.About == about);
        var count = filter.IsEverything ? all : await found.CountAsync(ct);
        var pages = Math.Max(1, (count + PageSize - 1) / PageSize);
        var page = Math.Clamp(filter.Page, 1, pages);
        return new(await found.OrderByDescending(m => m.QueuedAt).ThenByDescending(m => m.Id).Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(ct), count, all, page, pages);
    }

    /// <summary>One mail, or null.</summary>
    public async Task<MailItem?> FindAsync(ProgrammeScope scope, int id, CancellationToken ct = default)
    {
        scope.Actor.Require(Permission.ReadMail);
        await using var db = database.Open(scope.Id);
        return await db.Mail.AsNoTracking().SingleOrDefaultAsync(m => m.Id == id, ct);
    }

    /// <summary>What became of the mails about things whose names begin so, by name.</summary>
    public async Task<IReadOnlyDictionary<string, MailCounts>> CountsAsync(ProgrammeScope scope, string beginning, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        var rows = await db.Mail.Where(m => m.About.StartsWith(beginning)).GroupBy(m => new { m.About, m.State, m.Via }).Select(g => new { g.Key.About, g.Key.State, g.Key.Via, Count = g.Count() }).ToListAsync(ct);
        return rows.GroupBy(r => r.About).ToDictionary(g => g.Key, g => new MailCounts(
            g.Where(r => r.State == MailState.Sent && r.Via != MailRoute.Outbox).Sum(r => r.Count),
            g.Where(r => r.State == MailState.Sent && r.Via == MailRoute.Outbox).Sum(r => r.Count),
            g.Where(r => r.State is MailState.Queued or MailState.Sending).Sum(r => r.Count),
            g.Where(r => r.State == MailState.Failed).Sum(r => r.Count),
            g.Where(r => r.State == MailState.Unsure).Sum(r => r.Count),
            g.Where(r => r.State == MailState.TakenBack).Sum(r => r.Count)));
    }

    /// <summary>Mails that waited in the copy from which the database was put back.</summary>
    public async Task<int> HeldAsync(ProgrammeScope scope, CancellationToken ct = default)
    {
        scope.Actor.Require(Permission.ReadMail);
        if (scope.Programme.RestoredAt is not { } since)
            return 0;
        await using var db = database.Open(scope.Id);
        return await db.Mail.CountAsync(m => m.State == MailState.Queued && m.QueuedAt <= since, ct);
    }

    /// <summary>Mails of the last seven days that failed or may not have arrived.</summary>
    public async Task<int> TroubleAsync(ProgrammeScope scope, CancellationToken ct = default)
    {
        scope.Actor.Require(Permission.ReadMail);
        await using var db = database.Open(scope.Id);
        var since = clock.GetUtcNow().AddDays(-DaysOfTrouble);
        return await db.Mail.CountAsync(m => (m.State == MailState.Failed || m.State == MailState.Unsure) && m.QueuedAt >= since, ct);
    }
}
