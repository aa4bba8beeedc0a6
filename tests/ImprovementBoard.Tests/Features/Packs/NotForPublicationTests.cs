using ImprovementBoard.Core.Packs;
using ImprovementBoard.Core.Packs.Sections;
using ImprovementBoard.Web.Features.Packs;
using Microsoft.EntityFrameworkCore;
using static ImprovementBoard.Tests.TestDates;

namespace ImprovementBoard.Tests.Features.Packs;

/// <summary>An action that is marked between two public editions, after the facts of the second were frozen.</summary>
[Trait("Category", "Database")]
public sealed class NotForPublicationTests
{
    [Fact]
    public async Task The_next_public_edition_has_no_word_of_it_though_the_last_one_told_of_it()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        await board.AddActionAsync("1.1");
        await board.AddActionAsync("1.2");
        await PreparablePeriod.AddAsync(database, board);
        await using var db = database.Open(board.Programme.Id);
        Task<PackFacts> ReadAsync(Audience audience) => database.Get<PackFactsReader>().ReadAsync(db, board.Programme, audience, new(new(PreparablePeriod.Key, "Board of 12 March 2026"), Day("2026-02-27")), 2, board.Today, default);
        db.Files.Add(new() { Hash = PackFactsReader.Hash(TestFiles.Pdf), Content = TestFiles.Pdf });
        db.Packs.Add(new()
        {
            ProgrammeId = board.Programme.Id,
            Audience = Audience.Public,
            Number = 1,
            PeriodKey = "2026-01",
            PeriodName = "January 2026",
            PositionAsAt = Day("2026-01-30"),
            BuiltAt = database.Clock.Now,
            BuiltOn = board.Today,
            BuiltBy = "Programme office",
            FactsJson = PackFactsReader.ToJson(await ReadAsync(Audience.Public)),
            FactsHash = "",
            FileHash = PackFactsReader.Hash(TestFiles.Pdf),
            IssuedOn = board.Today,
        });
        (await db.Actions.SingleAsync(a => a.Ref == "1.2")).SetPublication(true, "Decided in private.");
        await db.SaveChangesAsync();

        var (outside, inside) = (await ReadAsync(Audience.Public), await ReadAsync(Audience.Board));

        Assert.Equal(["1.1", "1.2"], PackFactsReader.FromJson((await db.Packs.SingleAsync()).FactsJson).Actions.Select(a => a.Ref));
        Assert.DoesNotContain("\"1.2\"", PackFactsReader.ToJson(outside), StringComparison.Ordinal);
        Assert.DoesNotContain("Action 1.2", PackFactsReader.ToJson(outside), StringComparison.Ordinal);
        Assert.Equal("Pack 1", outside.Previous!.Name);
        Assert.DoesNotContain("1.2", ChangesSection.From(outside).Rows.Select(r => r.Ref));
        Assert.Equal(1, outside.LeftOut!.Single(l => l.What == "Actions that are not for publication").Count);
        Assert.Contains(inside.Actions, a => a.Ref == "1.2");
    }
}
