using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Packs;
using ImprovementBoard.Core.Packs.Sections;
using ImprovementBoard.Web.Features.Actions;
using ImprovementBoard.Web.Features.Packs;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Tests.Features.Packs;

/// <summary>What public editions tell of an action that is kept from publication between two of them. Without drawing.</summary>
[Trait("Category", "Database")]
public sealed class NotForPublicationTests : IAsyncLifetime
{
    private TestDatabase database = null!;
    private TestBoard board = null!;

    public async Task InitializeAsync()
    {
        database = await TestDatabase.EmptyAsync();
        board = await TestBoard.AddAsync(database);
        await board.AddActionAsync("1.1");
        await board.AddActionAsync("3.2");
    }

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task An_action_that_is_kept_after_the_cut_off_is_not_in_a_public_edition_of_the_period()
    {
        await PreparablePeriod.AddAsync(database, board);

        await KeepAsync(true);

        Assert.DoesNotContain("3.2", PackFactsReader.ToJson(await FactsAsync(PreparablePeriod.Key, Audience.Public)), StringComparison.Ordinal);
        Assert.Contains((await FactsAsync(PreparablePeriod.Key, Audience.Board)).Actions, a => a.Ref == "3.2");
    }

    [Fact]
    public async Task To_the_public_an_action_that_is_kept_was_not_removed_and_one_that_is_kept_no_longer_is_not_new_in_the_plan()
    {
        var told = await IssueAsync("2026-01", board.Today.AddDays(-60));
        Assert.Contains(told.Actions, a => a.Ref == "3.2");

        await KeepAsync(true);
        var kept = await IssueAsync("2026-02", board.Today.AddDays(-30));
        Assert.DoesNotContain(ChangesSection.From(kept).Rows, r => r.Kind == ChangeKind.Removed);
        Assert.DoesNotContain("3.2", PackFactsReader.ToJson(kept), StringComparison.Ordinal);

        await KeepAsync(false);
        var row = Assert.Single(ChangesSection.From(await FactsAsync("2026-03", Audience.Public)).Rows, r => r.Ref == "3.2");
        Assert.EndsWith("; not told in pack 2", row.Why, StringComparison.Ordinal);
    }

    private async Task<PackFacts> IssueAsync(string key, DateOnly position)
    {
        var facts = await FactsAsync(key, Audience.Public, position);
        await using var db = database.Open(board.Programme.Id);
        if (!await db.Files.AnyAsync())
            db.Files.Add(new() { Hash = "f", Content = [1] });
        db.Packs.Add(new() { ProgrammeId = board.Programme.Id, Number = await db.Packs.CountAsync() + 1, Audience = Audience.Public, PeriodKey = key, PeriodName = key, PositionAsAt = position, BuiltOn = position, IssuedOn = position, BuiltBy = "Programme office", FactsJson = PackFactsReader.ToJson(facts), FactsHash = "a", FileHash = "f" });
        await db.SaveChangesAsync();
        return facts;
    }

    private async Task<PackFacts> FactsAsync(string key, Audience audience, DateOnly? position = null)
    {
        await using var db = database.Open(board.Programme.Id);
        return await new PackFactsReader().ReadAsync(db, board.Programme, audience, new(new(key, key), position ?? board.Today), 9, board.Today, default);
    }

    private async Task KeepAsync(bool kept)
    {
        var office = board.As(Role.Office);
        await using var db = database.Open(board.Programme.Id);
        var seen = await db.Actions.Where(a => a.Ref == "3.2").Select(a => a.Version).SingleAsync();
        await database.Get<PlanService>().SetPublicationAsync(office, "3.2", seen, kept, "Names a child’s school.");
    }
}
