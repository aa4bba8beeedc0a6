using System.Data.Common;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Packs;
using ImprovementBoard.Core.Periods;
using ImprovementBoard.Web.Features.Distribution;
using ImprovementBoard.Web.Features.Packs;
using ImprovementBoard.Web.Features.Periods;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using static ImprovementBoard.Tests.TestDates;

namespace ImprovementBoard.Tests.Features.Packs;

/// <summary>A step in the life of a pack that ends at any of its words with the database, as a killed process does, is done whole or not at all.</summary>
[Trait("Category", "Database")]
public sealed class CutShortTests : IAsyncLifetime
{
    private readonly Cut cut = new();
    private TestDatabase database = null!;
    private TestBoard board = null!;

    public async Task InitializeAsync()
    {
        database = await TestDatabase.EmptyAsync(cut);
        board = await TestBoard.AddAsync(database);
        await board.AddActionAsync("1.1");
    }

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task Cut_anywhere_the_last_approval_with_issue_and_mails_is_whole_or_undone()
    {
        await board.AddScheduleAsync(s => (s.Enabled, s.ApproverIds) = (false, [board.Lead.Id, board.As(Role.Chair).Actor.MemberId!.Value]));
        await database.Get<DistributionService>().AddPostAsync(board.As(Role.Office), Audience.Board, board.As(Role.Member).Actor.MemberId);
        await PreparablePeriod.AddAsync(database, board);
        var pack = (await database.Get<PackService>().PrepareAsync(board.As(Role.Office).Actor, Audience.Board, PreparablePeriod.Key, null, _ => Task.CompletedTask, default))!;
        var life = database.Get<PackLife>();
        await life.ApproveAsync(board.As(Role.Lead), pack.Number!.Value, pack.FileHash, null);
        var before = await StateAsync();

        await CutEverywhereAsync(() => life.ApproveAsync(board.As(Role.Chair), pack.Number!.Value, pack.FileHash, null), state => state);

        var after = await StateAsync();
        Assert.Equal((1, 2, 1), (after.Issued, after.Approved, after.Sent - before.Sent));
        Assert.True(after.Mails > before.Mails);
    }

    [Fact]
    public async Task Cut_anywhere_the_facts_of_a_period_are_frozen_whole_or_not_at_all()
    {
        await database.Get<PeriodService>().AddAsync(board.As(Role.Office), new(Day("2026-04-16"), 6, 10, 2));
        var keeper = database.Get<PeriodKeeper>();
        database.Clock.Now = TestClock.Instant("2026-03-31 09:17");
        await keeper.RunAllDueAsync(default);
        database.Clock.Now = TestClock.Instant("2026-04-01 09:17");

        // That a step failed is written down, and mailed once, in a transaction of its own, and no exception comes out. What is cut after the freeze is the step after it.
        await CutEverywhereAsync(() => keeper.RunAllDueAsync(default), state => state with { History = 0, Mails = 0, Frozen = 0 }, WholeAsync);

        Assert.Equal(1, (await StateAsync()).Frozen);

        async Task WholeAsync()
        {
            await using var db = database.Open(board.Programme.Id);
            var period = await db.Periods.OrderBy(p => p.CutOffOn).FirstAsync();
            Assert.Equal(period.FactsJson is null ? null : PackFactsReader.Hash(period.FactsJson), period.FactsHash);
            Assert.Equal(period.FactsJson is not null, await db.PeriodSteps.AnyAsync(s => s.PeriodId == period.Id && s.Step == CalendarStep.CutOff && !s.Failed));
        }
    }

    private async Task CutEverywhereAsync(Func<Task> step, Func<State, State> seen, Func<Task>? whole = null)
    {
        var before = seen(await StateAsync());
        for (var words = 0; ; words++)
        {
            cut.After(words);
            var fault = await Record.ExceptionAsync(step);
            cut.After(null);
            await (whole?.Invoke() ?? Task.CompletedTask);
            if (!cut.Struck)
            {
                Assert.Null(fault);
                Assert.True(words > 10);
                return;
            }
            Assert.Equal(before, seen(await StateAsync()));
        }
    }

    private async Task<State> StateAsync()
    {
        await using var db = database.Open(board.Programme.Id);
        return new(
            await db.PackApprovals.CountAsync(a => a.ApprovedOn != null),
            await db.Packs.CountAsync(p => p.IssuedOn != null),
            await db.PackDeliveries.CountAsync(),
            await db.Mail.CountAsync(),
            await db.Periods.CountAsync(p => p.FactsHash != null),
            await db.History.CountAsync());
    }

    private sealed record State(int Approved, int Issued, int Sent, int Mails, int Frozen, int History);

    /// <summary>Ends the one that speaks to the database after so many words: commands and commits alike.</summary>
    private sealed class Cut : DbCommandInterceptor, IDbTransactionInterceptor
    {
        private int? left;

        public bool Struck { get; private set; }

        /// <summary>Null for never again.</summary>
        public void After(int? words) => (left, Struck) = (words, words is null && Struck);

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(Spoken(result));

        public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(Spoken(result));

        public ValueTask<InterceptionResult> TransactionCommittingAsync(DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(Spoken(result));

        private T Spoken<T>(T result)
        {
            if (left is not { } more)
                return result;
            left = more > 0 ? more - 1 : null;
            if (more > 0)
                return result;
            Struck = true;
            throw new IOException("Cut.");
        }
    }
}
