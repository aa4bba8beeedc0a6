using System.Globalization;
using ImprovementBoard.Core.History;
using ImprovementBoard.Core.Packs;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.Packs;
using ImprovementBoard.Web.History;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Xunit.Abstractions;
using static ImprovementBoard.Tests.TestDates;

namespace ImprovementBoard.Tests.Features.Packs;

/// <summary>The real portal, killed while it makes packs: ten times, or as often as <c>ImprovementBoard__TestKills</c> says.</summary>
public sealed class KilledPortalTests(ITestOutputHelper output)
{
    private const int Packs = 6;

    private static readonly int Kills = int.Parse(Environment.GetEnvironmentVariable("ImprovementBoard__TestKills") ?? "10", CultureInfo.InvariantCulture);
    private static readonly DateOnly Owed = Day("2018-03-01");

    [Fact]
    public async Task Killed_at_random_moments_it_has_no_half_pack_and_each_due_pack_once()
    {
        await using var store = TestStore.OnSqlite();
        await OwePacksAsync(store);
        var seed = Environment.TickCount;
        output.WriteLine($"Random seed {seed}");
        var random = new Random(seed);

        var (programme, rounds, cut) = (0, 0, 0);
        for (var kill = 0; kill < Kills; kill++)
        {
            // Where all are made there is nothing left to interrupt.
            if (await PacksAsync(store) == Packs)
            {
                rounds++;
                cut += (await CutShortAsync(store)).Count;
                await OwePacksAsync(store);
            }
            var earlier = await RunsAsync(store);
            await using var portal = await PortalProcess.StartAsync(store.Settings);
            // Half of the moments lie within a run, however slow the machine.
            using (var begun = new CancellationTokenSource(TimeSpan.FromSeconds(60)))
            {
                while (kill % 2 == 1 && await RunsAsync(store) == earlier)
                    await Task.Delay(20, begun.Token);
            }
            await Task.Delay(random.Next(600));
            await portal.KillAsync();
            programme = await WholeAsync(store);
        }

        await using var last = await PortalProcess.StartAsync(store.Settings);
        await using var after = Open(store, programme);
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        while (await after.Packs.CountAsync() < Packs || await after.PackRuns.AnyAsync(r => r.Outcome == RunOutcome.Running))
            Assert.True(await tick.WaitForNextTickAsync(patience.Token));
        await WholeAsync(store);
        var packs = await after.Packs.OrderBy(p => p.Number).ToListAsync();
        Assert.Equal(Enumerable.Range(0, Packs).Select(i => Owed.AddMonths(i).ToString("yyyy-MM", CultureInfo.InvariantCulture)), packs.Select(p => p.PeriodKey));
        Assert.Equal(Enumerable.Range(1, Packs), packs.Select(p => p.Number!.Value));

        var interrupted = await CutShortAsync(store);
        output.WriteLine($"{cut + interrupted.Count} of {Kills} kills cut a run short; {rounds} times all {Packs} packs were made, and it began anew");
        Assert.NotEqual(0, cut + interrupted.Count);
        Assert.All(interrupted, r => Assert.StartsWith("The portal stopped during this run.", r.Message, StringComparison.Ordinal));
    }

    private static async Task<int> WholeAsync(TestStore store)
    {
        await using var none = Open(store, 0);
        var programme = await none.Programmes.Select(p => p.Id).SingleAsync();
        await using var db = Open(store, programme);
        Assert.Equal("ok", await db.Database.SqlQuery<string>($"SELECT integrity_check AS Value FROM pragma_integrity_check").SingleAsync());
        var packs = await db.Packs.ToListAsync();
        var files = await db.Files.ToListAsync();
        Assert.Equal(packs.SelectMany(p => new[] { p.FileHash, p.SnapshotHash! }).Order(), files.Select(f => f.Hash).Order());
        Assert.All(files, f => Assert.Equal(f.Hash, PackFactsReader.Hash(f.Content)));
        Assert.Distinct(packs.Select(p => p.PeriodKey));
        Assert.Equal(Enumerable.Range(1, packs.Count), packs.Select(p => p.Number!.Value).Order());
        Assert.Equal(packs.Count, await db.History.CountAsync(h => h.Kind == HistoryKind.PackBuilt));
        var chain = await new HistoryVerifier(new(() => Open(store, 0)), TimeProvider.System).ProgrammeAsync(programme, "A test", [], CancellationToken.None);
        Assert.Equal((null, await db.History.CountAsync()), (chain.Fault, chain.Entries));
        return programme;
    }

    /// <summary>A database that owes six packs, so that there is one to interrupt at every start.</summary>
    private static async Task OwePacksAsync(TestStore store)
    {
        foreach (var file in Directory.GetFiles(store.Folder, "board.db*"))
            File.Delete(file);
        await TestDatabase.CopySeededSqliteAsync(store.File);
        await using var db = Open(store, 0);
        await db.Schedules.IgnoreQueryFilters().ExecuteUpdateAsync(set => set.SetProperty(s => s.ActiveFrom, Owed));
    }

    private static async Task<int> PacksAsync(TestStore store)
    {
        await using var db = Open(store, 0);
        return await db.Packs.IgnoreQueryFilters().CountAsync();
    }

    private static async Task<List<PackRun>> CutShortAsync(TestStore store)
    {
        await using var db = Open(store, 0);
        return await db.PackRuns.IgnoreQueryFilters().Where(r => r.Outcome == RunOutcome.Interrupted).ToListAsync();
    }

    private static async Task<int> RunsAsync(TestStore store)
    {
        await using var db = Open(store, 0);
        return await db.PackRuns.IgnoreQueryFilters().CountAsync();
    }

    private static SqliteBoardDbContext Open(TestStore store, int programme)
    {
        // Without a pool: the process that dies must be the only one that holds the file.
        var connection = new SqliteConnectionStringBuilder { DataSource = store.File, Pooling = false }.ConnectionString;
        return new(new DbContextOptionsBuilder<SqliteBoardDbContext>().UseSqlite(connection).Options) { ProgrammeId = programme };
    }
}
