using System.Globalization;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.History;
using ImprovementBoard.Core.Packs.Tables;
using ImprovementBoard.Core.Time;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.Actions;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.History;

/// <summary>What of the record of sign-ins is asked for.</summary>
/// <param name="By">Role title of the post the account holds.</param>
/// <param name="From">After this day, in London.</param>
/// <param name="To">Up to this day.</param>
public sealed record SignInFilter(InstallationEventKind? Kind = null, string? By = null, DateOnly? From = null, DateOnly? To = null, int Page = 1)
{
    /// <summary>The filter in an address.</summary>
    public (string Key, string? Value)[] Address => new HistoryFilter(By: By, From: From, To: To).Address.Select(a => a.Key == "kind" ? ("kind", $"{Kind}") : a).ToArray();
}

/// <summary>A line of the record of sign-ins.</summary>
/// <param name="Who">Title of the post the account holds; null where no account has the address that was typed.</param>
public sealed record SignInRow(DateTimeOffset At, InstallationEventKind Kind, string? Who, string What);

/// <summary>Reads the record of sign-ins: of the accounts of one programme in the days of their parts, and of addresses that are nobody's. Other programmes' people are none of its business.</summary>
public sealed class SignInQueries(BoardDatabase database)
{
    private const int PageSize = 100;

    /// <summary>One page, the newest first.</summary>
    public async Task<PageOf<SignInRow>> ListAsync(ProgrammeScope scope, SignInFilter filter, CancellationToken ct = default)
    {
        scope.Actor.Require(Permission.ReadSignIns);
        await using var db = database.Open(scope.Id);
        var mine = await db.EventsOfPartsAsync(ct);
        var all = await mine.CountAsync(ct);
        var matching = Matching(db, mine, filter);
        var found = filter == new SignInFilter(Page: filter.Page) ? all : await matching.CountAsync(ct);
        var pages = Math.Max(1, (found + PageSize - 1) / PageSize);
        var page = Math.Clamp(filter.Page, 1, pages);
        return new(await Rows(db, matching.OrderByDescending(e => e.Sequence).Skip((page - 1) * PageSize).Take(PageSize)).ToListAsync(ct), found, all, page, pages);
    }

    /// <summary>Writes all that fits as comma-separated text, line by line, the newest first.</summary>
    internal async Task WriteCsvAsync(ProgrammeScope scope, SignInFilter filter, TextWriter to, CancellationToken ct)
    {
        scope.Actor.Require(Permission.ReadSignIns);
        await using var db = database.Open(scope.Id);
        await to.WriteAsync(PackCsv.Line(["At (UTC)", "Post", "Change", "What happened"]));
        await foreach (var e in Rows(db, Matching(db, await db.EventsOfPartsAsync(ct), filter).OrderByDescending(e => e.Sequence)).AsAsyncEnumerable().WithCancellation(ct))
            await to.WriteAsync(PackCsv.Line([e.At.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture), e.Who, HistoryWords.Of(e.Kind), e.What]));
    }

    /// <summary>The last check of the record, or null.</summary>
    public async Task<HistoryCheck?> LastCheckAsync(CancellationToken ct = default)
    {
        await using var db = database.OpenWithoutProgramme();
        return await ImprovementBoard.Web.History.HistoryKeeper.LastAsync(db, 0, ct);
    }

    private static IQueryable<InstallationEvent> Matching(BoardDbContext db, IQueryable<InstallationEvent> events, SignInFilter filter)
    {
        if (filter.Kind is { } kind)
            events = events.Where(e => e.Kind == kind);
        if (filter.By is { } by)
            events = events.Where(e => db.Members.Any(m => m.UserId == e.AccountId && m.Title == by));
        if (EndOf(filter.From) is { } after)
            events = events.Where(e => e.At >= after);
        return EndOf(filter.To) is { } until ? events.Where(e => e.At < until) : events;
    }

    // Days that no clock of the portal ever showed end nothing.
    private static DateTimeOffset? EndOf(DateOnly? day) =>
        day is { Year: > 2000 and < 9999 } d ? LondonTime.Of(d.AddDays(1), TimeOnly.MinValue).ToUniversalTime() : null;

    private static IQueryable<SignInRow> Rows(BoardDbContext db, IQueryable<InstallationEvent> events) =>
        events.Select(e => new SignInRow(e.At, e.Kind, db.Members.Where(m => m.UserId != null && m.UserId == e.AccountId).OrderByDescending(m => m.Id).Select(m => m.Title).FirstOrDefault(), e.What));
}
