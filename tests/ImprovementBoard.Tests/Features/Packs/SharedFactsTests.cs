using System.Text.RegularExpressions;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Packs;
using ImprovementBoard.Web.Features.Actions;
using ImprovementBoard.Web.Features.Packs;
using Microsoft.EntityFrameworkCore;
using UglyToad.PdfPig;

namespace ImprovementBoard.Tests.Features.Packs;

/// <summary>The editions of one period and position, where the period is none of the reporting calendar. With the real renderer.</summary>
[Trait("Category", "Database")]
public sealed partial class SharedFactsTests : IAsyncLifetime
{
    private const string Key = "2026-03", Before = "Managers met their workers.", After = "Every worker is supervised.";

    private TestDatabase database = null!;
    private TestBoard board = null!;
    private int boards, commissioners;

    private PackService Packs => database.Get<PackService>();

    public async Task InitializeAsync()
    {
        database = await TestDatabase.EmptyAsync();
        board = await TestBoard.AddAsync(database);
        await board.AddActionAsync("1.1");
        boards = (await board.AddScheduleAsync()).Id;
        commissioners = (await board.AddScheduleAsync(s => s.Audience = Audience.Commissioner)).Id;
        database.Clock.Now = TestClock.Instant("2026-03-06 07:00");
    }

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task An_edition_made_after_an_update_says_what_the_first_one_says()
    {
        var first = await BuildAsync(boards);
        await PostAsync();
        var drawn = await Packs.DrawCurrentAsync(board.Programme.Id, Audience.Commissioner, default);
        var second = await BuildAsync(commissioners);
        var third = (await Packs.PrepareAsync(board.As(Role.Office).Actor, Audience.Commissioner, Key, "A name was wrong.", _ => Task.CompletedTask, default))!;
        var draft = await Packs.BuildDraftAsync(board.As(Role.Office).Actor, Audience.Commissioner, _ => Task.CompletedTask, default);

        Assert.Equal((Before, Before), (Says(first), Says(second)));
        Assert.Equal((PrintedEnd(await FileAsync(first)), first.SnapshotHash), (PrintedEnd(await FileAsync(second)), second.SnapshotHash));
        Assert.Equal(second.FileHash, PackFactsReader.Hash(drawn.Pdf));
        // What is corrected or only tried reads the facts as they stand.
        Assert.Equal((After, After), (Says(third), Says(draft)));
        Assert.Equal((null, null), (third.SnapshotHash, draft.SnapshotHash));
    }

    [Fact]
    public async Task Two_editions_made_at_once_share_their_facts()
    {
        var made = await Task.WhenAll(Task.Run(() => BuildAsync(boards)), Task.Run(() => BuildAsync(commissioners)));

        Assert.Equal(made[0].SnapshotHash, made[1].SnapshotHash);
        Assert.Equal(PrintedEnd(await FileAsync(made[0])), PrintedEnd(await FileAsync(made[1])));
        await using var db = database.Open(board.Programme.Id);
        Assert.Equal(3, await db.Files.CountAsync());
    }

    [Fact]
    public async Task A_returned_edition_is_made_again_from_new_facts_once_no_other_tells_the_old_ones()
    {
        await using (var db = database.Open(board.Programme.Id))
        {
            await db.Schedules.ForEachAsync(s => s.ApproverIds = [board.As(Role.Chair).Actor.MemberId!.Value]);
            await db.SaveChangesAsync();
        }
        var (first, other) = (await BuildAsync(boards), await BuildAsync(commissioners));
        await PostAsync();
        await WithdrawAsync(first);

        var again = await PrepareAsync(Audience.Board);
        Assert.Equal((Before, first.SnapshotHash), (Says(again), again.SnapshotHash));
        await WithdrawAsync(again);
        await WithdrawAsync(other);
        var renewed = await PrepareAsync(Audience.Board);

        Assert.Equal((After, renewed.SnapshotHash), (Says(renewed), (await PrepareAsync(Audience.Commissioner)).SnapshotHash));
    }

    [Fact]
    public async Task From_damaged_facts_no_edition_is_made()
    {
        var first = await BuildAsync(boards);
        await using var db = database.Open(board.Programme.Id);
        await db.Files.Where(f => f.Hash == first.SnapshotHash).ExecuteUpdateAsync(set => set.SetProperty(f => f.Content, "{}"u8.ToArray()));

        var refusal = await Assert.ThrowsAsync<DamagedException>(() => BuildAsync(commissioners));
        await Assert.ThrowsAsync<DamagedException>(() => Packs.DrawCurrentAsync(board.Programme.Id, Audience.Commissioner, default));

        Assert.StartsWith("What is stored of the facts that the editions of March 2026 share is not what was frozen", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(1, await db.Packs.CountAsync());
    }

    [Fact]
    public async Task Shared_facts_are_not_exchanged()
    {
        var first = await BuildAsync(boards);
        await using var db = database.Open(board.Programme.Id);

        (await db.Packs.SingleAsync()).SnapshotHash = first.FileHash;
        await Assert.ThrowsAsync<InvalidOperationException>(() => db.SaveChangesAsync());
    }

    private async Task<Pack> BuildAsync(int schedule) => Assert.Single(await Packs.BuildDueAsync(board.Programme.Id, schedule, _ => Task.CompletedTask, default));

    private async Task<Pack> PrepareAsync(Audience audience) => (await Packs.PrepareAsync(board.As(Role.Office).Actor, audience, Key, null, _ => Task.CompletedTask, default))!;

    private Task WithdrawAsync(Pack pack) => database.Get<PackLife>().WithdrawAsync(board.As(Role.Office), pack.Number!.Value, "An update was missing.");

    private async Task PostAsync()
    {
        var lead = board.As(Role.Lead);
        await using var db = database.Open(lead.Id);
        var seen = await db.Actions.Select(a => a.Version).SingleAsync();
        await database.Get<ActionService>().PostUpdateAsync(lead, "1.1", seen, new() { WhatChanged = After, ChildWouldNotice = "One worker.", InTheWay = "Nothing.", Forecast = lead.Today.AddDays(30) });
    }

    private async Task<byte[]> FileAsync(Pack pack)
    {
        await using var db = database.Open(board.Programme.Id);
        return (await db.Files.SingleAsync(f => f.Hash == pack.FileHash)).Content;
    }

    private static string Says(Pack pack) => PackFactsReader.FromJson(pack.FactsJson).Actions.Single().LastUpdate!.WhatChanged;

    private static string PrintedEnd(byte[] file)
    {
        using var pdf = PdfDocument.Open(file);
        var end = EndOfHistory().Match(string.Join('\n', pdf.GetPages().Select(p => p.Text)));
        Assert.True(end.Success);
        return end.Value;
    }

    [GeneratedRegex("[0-9,]+ ?entries", RegexOptions.None, 5000)]
    private static partial Regex EndOfHistory();
}
