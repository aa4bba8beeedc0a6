using ImprovementBoard.Core.History;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.Actions;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.History;

/// <summary>A line of the record of sign-ins.</summary>
/// <param name="Who">Title of the post the account holds; null where no account has the address that was typed.</param>
public sealed record SignInRow(DateTimeOffset At, InstallationEventKind Kind, string? Who, string What);

/// <summary>Reads the record of sign-ins: of the accounts of one programme in the days of their parts, and of addresses that are nobody's. Other programmes' people are none of its business.</summary>
public sealed class SignInQueries(BoardDatabase database)
{
    private const int PageSize = 100;

    /// <summary>One page, the newest first.</summary>
    public async Task<PageOf<SignInRow>> ListAsync(ProgrammeScope scope, InstallationEventKind? kind, int page, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        var mine = await db.EventsOfPartsAsync(ct);
        var all = await mine.CountAsync(ct);
        var matching = kind is { } k ? mine.Where(e => e.Kind == k) : mine;
        var found = kind is null ? all : await matching.CountAsync(ct);
        var pages = Math.Max(1, (found + PageSize - 1) / PageSize);
        page = Math.Clamp(page, 1, pages);
        var rows = await matching.OrderByDescending(e => e.Sequence).Skip((page - 1) * PageSize).Take(PageSize)
            .Select(e => new SignInRow(e.At, e.Kind, db.Members.Where(m => m.UserId != null && m.UserId == e.AccountId).OrderByDescending(m => m.Id).Select(m => m.Title).FirstOrDefault(), e.What)).ToListAsync(ct);
        return new(rows, found, all, page, pages);
    }

    /// <summary>The last check of the record, or null.</summary>
    public async Task<HistoryCheck?> LastCheckAsync(CancellationToken ct = default)
    {
        await using var db = database.OpenWithoutProgramme();
        return await ImprovementBoard.Web.History.HistoryKeeper.LastAsync(db, 0, ct);
    }
}
