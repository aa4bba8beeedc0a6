using ImprovementBoard.Core.Packs;
using ImprovementBoard.Core.Periods;
using ImprovementBoard.Web.Features.Packs;
using static ImprovementBoard.Tests.TestDates;

namespace ImprovementBoard.Tests.Features.Packs;

/// <summary>A period of a live programme whose cut-off has passed, so that its packs can be prepared.</summary>
internal static class PreparablePeriod
{
    public const string Key = "board-2026-03-05";

    /// <summary>Adds it with its facts as they stand, or as a test changes them.</summary>
    public static async Task AddAsync(TestDatabase database, TestBoard board, Func<PackFacts, PackFacts>? change = null)
    {
        await using var db = database.Open(board.Programme.Id);
        var period = new ReportingPeriod { ProgrammeId = board.Programme.Id, Key = Key, OpensOn = Day("2026-01-05"), CutOffOn = Day("2026-02-27"), MeetingOn = Day("2026-03-12"), AddedOn = Day("2026-01-05") };
        var facts = await database.Get<PackFactsReader>().SnapshotAsync(db, board.Programme, new(period.Key, period.Name), period.CutOffOn, default);
        var json = PackFactsReader.ToJson(change?.Invoke(facts) ?? facts);
        period.Freeze(json, PackFactsReader.Hash(json), "Scheduler", board.Today, database.Clock.Now);
        db.Periods.Add(period);
        await db.SaveChangesAsync();
    }
}
