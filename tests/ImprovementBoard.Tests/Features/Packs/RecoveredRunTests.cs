using System.Data.Common;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Packs;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Features.Distribution;
using ImprovementBoard.Web.Features.Packs;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace ImprovementBoard.Tests.Features.Packs;

/// <summary>What was asked for once is made once: by a run that is rung again after the portal was killed, and by two people who ask for the same.</summary>
[Trait("Category", "Database")]
public sealed class RecoveredRunTests : IAsyncLifetime
{
    private const string Correction = "The cover named the wrong month.";

    private readonly Killed killed = new();
    private TestDatabase database = null!;
    private TestBoard board = null!;

    private PackRuns Runs => database.Get<PackRuns>();

    public async Task InitializeAsync()
    {
        database = await TestDatabase.EmptyAsync(killed);
        board = await TestBoard.AddAsync(database);
        await board.AddActionAsync("1.1");
        await board.AddScheduleAsync(s => s.Enabled = false);
        await PreparablePeriod.AddAsync(database, board);
        await database.Get<DistributionService>().AddPostAsync(board.As(Role.Office), Audience.Board, board.As(Role.Member).Actor.MemberId);
    }

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task Killed_between_its_pack_and_its_end_a_run_ends_with_that_pack_when_it_is_rung_again()
    {
        var office = board.As(Role.Office);

        await KilledAndRungAgainAsync(await Runs.AskForPackAsync(office, Audience.Board, PreparablePeriod.Key, null), "Made pack 1 (");
        await KilledAndRungAgainAsync(await Runs.AskForPackAsync(office, Audience.Board, PreparablePeriod.Key, Correction), "Made pack 2 (");
        await KilledAndRungAgainAsync(await Runs.AskForDraftAsync(office, Audience.Summary), "Made draft 3 (");

        await using var db = database.Open(board.Programme.Id);
        var packs = await db.Packs.OrderBy(p => p.Id).ToListAsync();
        Assert.Equal(new (int?, int, int?)[] { (1, 1, 2), (2, 2, null), (null, 1, null) }, packs.Select(p => (p.Number, p.Version, p.SupersededBy)));
        Assert.Equal(packs.Select(p => (int?)p.Id), await db.PackRuns.OrderBy(r => r.Id).Select(r => r.PackId).ToListAsync());
        Assert.Equal(2, await db.PackDeliveries.CountAsync());
    }

    [Theory]
    [InlineData(null)]
    [InlineData(Correction)]
    public async Task Of_two_who_ask_for_the_same_version_the_second_hears_that_somebody_else_prepared_it(string? correction)
    {
        var (office, deputy) = (board.As(Role.Office), await AddDeputyAsync());
        if (correction is not null)
            await RingAsync(office, await Runs.AskForPackAsync(office, Audience.Board, PreparablePeriod.Key, null));
        var first = await Runs.AskForPackAsync(office, Audience.Board, PreparablePeriod.Key, correction);
        var second = await Runs.AskForPackAsync(deputy, Audience.Board, PreparablePeriod.Key, correction);

        await RingAsync(office, first);
        await RingAsync(deputy, second);

        Assert.Equal(RunOutcome.Built, (await Runs.FindAsync(office, first))!.Outcome);
        var after = (await Runs.FindAsync(deputy, second))!;
        Assert.Equal((RunOutcome.NothingDue, "Somebody else prepared this pack meanwhile; nothing was made.", null), (after.Outcome, after.Message, after.PackId));
        await using var db = database.Open(board.Programme.Id);
        Assert.Equal(correction is null ? 1 : 2, await db.Packs.CountAsync());
    }

    private async Task KilledAndRungAgainAsync(int run, string said)
    {
        var office = board.As(Role.Office);
        killed.WithTheNextPack();
        await Assert.ThrowsAsync<IOException>(() => RingAsync(office, run));
        killed.IsOver();
        // Another node may still be at it until then.
        database.Clock.Now = database.Clock.Now.AddMinutes(20);
        await Runs.MarkInterruptedAsync();
        Assert.Equal(RunOutcome.Interrupted, (await Runs.FindAsync(office, run))!.Outcome);

        await RingAsync(office, run);

        var after = (await Runs.FindAsync(office, run))!;
        Assert.Equal(RunOutcome.Built, after.Outcome);
        Assert.StartsWith(said, after.Message, StringComparison.Ordinal);
        Assert.NotNull(after.EndedAt);
    }

    private Task RingAsync(ProgrammeScope scope, int run) => Runs.RunAskedAsync(scope.Id, run, scope.Actor.MemberId!.Value, default);

    private async Task<ProgrammeScope> AddDeputyAsync()
    {
        await using var db = database.Open(board.Programme.Id);
        var deputy = new Member { ProgrammeId = board.Programme.Id, Title = "Deputy programme office", Role = Role.Office, Agency = "Council", From = board.Programme.StartedOn };
        db.Members.Add(deputy);
        await db.SaveChangesAsync();
        return board.As(deputy);
    }

    /// <summary>From the moment a pack is on disk nothing gets through to the database, as after a kill.</summary>
    private sealed class Killed : DbCommandInterceptor, IDbTransactionInterceptor
    {
        private bool armed, stored, dead;

        public void WithTheNextPack() => (armed, stored, dead) = (true, false, false);

        public void IsOver() => (armed, stored, dead) = (false, false, false);

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(Spoken(command, result));

        public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(Spoken(command, result));

        public Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            dead = stored;
            return Task.CompletedTask;
        }

        private T Spoken<T>(DbCommand command, T result)
        {
            if (dead)
                throw new IOException("Killed.");
            stored |= armed && command.CommandText.Contains("INSERT INTO \"Packs\"", StringComparison.Ordinal);
            return result;
        }
    }
}
