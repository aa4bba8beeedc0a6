using ImprovementBoard.Core.History;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.History;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace ImprovementBoard.Tests.Features.History;

public sealed class HistoryUpgradeTests
{
    [Fact]
    public async Task What_was_written_before_there_were_seals_is_sealed_once_as_it_stands()
    {
        await using var store = TestStore.OnSqlite();
        var board = new BoardDatabase(() => new SqliteBoardDbContext(new DbContextOptionsBuilder<SqliteBoardDbContext>().UseSqlite($"Data Source={store.File};Pooling=False", o => o.MigrationsAssembly("ImprovementBoard.Web")).Options));
        await using (var old = board.OpenWithoutProgramme())
        {
            await old.GetService<IMigrator>().MigrateAsync("Mail");
            await old.Database.ExecuteSqlRawAsync("""
                INSERT INTO Programmes (Id, Slug, Name, Council, CouncilCode, Kind, Stage, StartedOn, UpdateCycleDays, Sources, Version)
                  VALUES (1, 'old', 'Old', 'Old council', '999', 'Ilacs', 'Delivering', '2018-01-01', 28, '[]', '00000000-0000-0000-0000-000000000001'), (2, 'new', 'New', 'New council', '998', 'Ilacs', 'Delivering', '2018-01-01', 28, '[]', '00000000-0000-0000-0000-000000000002');
                INSERT INTO History (Id, ProgrammeId, At, "On", "By", Subject, SubjectRef, Kind, What, Illustrative)
                  VALUES (3, 1, 636690000000000003, '2018-08-02', 'Office', 'Action', '1.1', 'Added', 'Second', 0), (2, 1, 636690000000000000, '2018-08-06', 'Office', 'Action', '1.1', 'Added', 'First', 0), (9, 2, 636690000000000000, '2018-08-06', 'Office', 'Action', '1.1', 'Added', 'Of another', 1);
                """);
        }
        var clock = TestClock.At("2026-03-02 09:00");

        await board.MigrateBoardAsync(clock);
        await board.MigrateBoardAsync(clock);

        var verifier = new HistoryVerifier(board, clock);
        Assert.Equal((null, 3L), (await verifier.ProgrammeAsync(1, "A test", [], CancellationToken.None) is var one ? (one.Fault, one.Entries) : default));
        Assert.Equal((null, 2L), (await verifier.ProgrammeAsync(2, "A test", [], CancellationToken.None) is var two ? (two.Fault, two.Entries) : default));
        await using var db = board.Open(1);
        Assert.Equal(["First", "Second"], await db.History.OrderBy(h => h.Sequence).Take(2).Select(h => h.What).ToListAsync());
        Assert.StartsWith("The 2 entries that were here before", (await db.History.SingleAsync(h => h.Kind == HistoryKind.HistorySealed)).What, StringComparison.Ordinal);
    }
}
