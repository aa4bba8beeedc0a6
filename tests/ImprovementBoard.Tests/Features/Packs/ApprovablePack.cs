using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Packs;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Tests.Features.Packs;

/// <summary>Packs without a drawing: what is approved, issued and found needs none.</summary>
internal static class ApprovablePack
{
    /// <summary>A pack that waits for the lead, then the chair.</summary>
    public static async Task AddAsync(TestDatabase database, TestBoard board, int number, int version = 1, string key = "2026-03")
    {
        await using var db = database.Open(board.Programme.Id);
        if (!await db.Files.AnyAsync())
            db.Files.Add(new() { Hash = "f", Content = [1] });
        var pack = Row(board, number, version, key, null, null, null);
        pack.AskFor([board.Lead, await db.Members.SingleAsync(m => m.Role == Role.Chair)], issueWithLast: true);
        db.Packs.Add(pack);
        await db.SaveChangesAsync();
    }

    /// <summary>A row with the dates given.</summary>
    public static Pack Row(TestBoard board, int? number, int version, string key, DateOnly? issued, DateOnly? superseded, DateOnly? withdrawn) => new()
    {
        ProgrammeId = board.Programme.Id,
        Number = number,
        Version = version,
        PeriodKey = key,
        PeriodName = "March 2026",
        PositionAsAt = board.Today,
        BuiltOn = board.Today.AddDays(-2),
        BuiltBy = "Programme office",
        IssuedOn = issued,
        SupersededOn = superseded,
        WithdrawnOn = withdrawn,
        FactsJson = "{}",
        FactsHash = "a",
        FileHash = "f",
    };
}
