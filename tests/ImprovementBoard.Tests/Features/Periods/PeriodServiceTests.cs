using ImprovementBoard.Core;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Periods;
using ImprovementBoard.Web.Features.Dashboard;
using ImprovementBoard.Web.Features.Packs;
using ImprovementBoard.Web.Features.Periods;
using ImprovementBoard.Web.Features.Readiness;
using static ImprovementBoard.Tests.TestDates;

namespace ImprovementBoard.Tests.Features.Periods;

/// <summary>What the programme office does with the calendar, and how it looked on an earlier day. Meetings on 16 April and 28 May 2026.</summary>
[Trait("Category", "Database")]
public sealed class PeriodServiceTests : IAsyncLifetime
{
    private const string First = "board-2026-04-16";

    private TestDatabase database = null!;
    private TestBoard board = null!;

    private PeriodService Periods => database.Get<PeriodService>();

    private PeriodQueries Queries => database.Get<PeriodQueries>();

    public async Task InitializeAsync()
    {
        database = await TestDatabase.EmptyAsync();
        board = await TestBoard.AddAsync(database);
        await Periods.AddAsync(board.As(Role.Office), new(Day("2026-04-16"), 6, 10, 2));
    }

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task The_next_board_is_the_first_meeting_still_to_come()
    {
        Assert.Equal(Day("2026-04-16"), await NextBoardAsync());

        await MoveAsync("2026-04-07", "2026-04-21");
        Assert.Equal(Day("2026-04-21"), await NextBoardAsync());

        database.Clock.Now = TestClock.Instant("2026-04-22 09:00");
        Assert.Equal(Day("2026-05-28"), await NextBoardAsync());
    }

    [Fact]
    public async Task On_a_day_before_the_dates_changed_every_step_stands_on_its_earlier_day()
    {
        var before = (await Queries.FindAsync(board.As(Role.Chair), First))!;
        database.Clock.Now = TestClock.Instant("2026-03-10 09:00");
        await MoveAsync("2026-04-07", "2026-04-21");

        var now = (await Queries.FindAsync(board.As(Role.Chair), First))!;
        var then = (await Queries.FindAsync(board.As(Role.Chair) with { Today = Day("2026-03-09") }, First))!;

        Assert.Equal(before.Row, then.Row);
        Assert.Equal(before.Steps, then.Steps);
        Assert.Equal(Day("2026-04-07"), now.Steps.Single(s => s.Step == CalendarStep.CutOff).DueOn);
        Assert.Empty(then.Moves);
    }

    [Fact]
    public async Task On_a_day_before_the_dates_changed_the_next_period_opens_on_its_earlier_day()
    {
        const string second = "board-2026-05-28";
        var (chair, gate) = (board.As(Role.Chair), database.Get<ReadinessQueries>());
        var before = await Queries.ListAsync(chair);
        var opened = (await gate.FindAsync(chair, second))!.OpensOn;
        database.Clock.Now = TestClock.Instant("2026-03-10 09:00");
        await MoveAsync("2026-04-07", "2026-04-21");
        chair = board.As(Role.Chair) with { Today = Day("2026-03-09") };

        Assert.Equal(before, await Queries.ListAsync(chair));
        Assert.Equal(before[0], (await Queries.FindAsync(chair, second))!.Row);
        Assert.Equal(opened, (await gate.FindAsync(chair, second))!.OpensOn);
        Assert.Equal("Board of 16 April 2026", (await gate.NextAsync(chair))!.Value.Name);
        Assert.Equal(Day("2026-04-08"), (await Queries.FindAsync(board.As(Role.Chair), second))!.Row.OpensOn);
    }

    [Fact]
    public async Task Dates_changed_by_somebody_else_meanwhile_stay()
    {
        var seen = (await Queries.FindAsync(board.As(Role.Office), First))!.Version;
        await MoveAsync("2026-04-07", "2026-04-21");

        var fault = await Assert.ThrowsAsync<RuleException>(() => Periods.MoveAsync(board.As(Role.Office), First, seen, new(Day("2026-04-08"), Day("2026-04-22"), "The hall is taken.")));

        Assert.StartsWith("Someone else changed this period", fault.Message, StringComparison.Ordinal);
        Assert.Equal(Day("2026-04-21"), await NextBoardAsync());
    }

    [Fact]
    public async Task On_a_day_that_a_meeting_was_moved_away_from_another_period_can_meet_under_a_key_of_its_own()
    {
        await MoveAsync("2026-03-25", "2026-04-15");
        var seen = (await Queries.FindAsync(board.As(Role.Office), "board-2026-05-28"))!.Version;
        await Periods.MoveAsync(board.As(Role.Office), "board-2026-05-28", seen, new(Day("2026-04-20"), Day("2026-05-06"), "The chair is away."));

        await Periods.AddAsync(board.As(Role.Office), new(Day("2026-05-28"), 6, 10, 2));

        Assert.Equal(
            [(First, Day("2026-04-15")), ("board-2026-05-28", Day("2026-05-06")), ("board-2026-05-28-2", Day("2026-05-28")), ("board-2026-07-09", Day("2026-07-09"))],
            (await Queries.ListAsync(board.As(Role.Office))).Reverse().Select(p => (p.Key, p.MeetingOn)));
        Assert.Equal("Board of 28 May 2026", (await Queries.FindAsync(board.As(Role.Chair), "board-2026-05-28-2"))!.Row.Name);
        Assert.Equal("board-2026-05-28-3", ReportingPeriod.KeyOf(Day("2026-05-28"), new HashSet<string> { "board-2026-05-28", "board-2026-05-28-2" }));
    }

    private async Task MoveAsync(string cutOff, string meeting)
    {
        var office = board.As(Role.Office);
        await Periods.MoveAsync(office, First, (await Queries.FindAsync(office, First))!.Version, new(Day(cutOff), Day(meeting), "The chair is away."));
    }

    private async Task<DateOnly?> NextBoardAsync()
    {
        var shown = (await database.Get<DashboardQueries>().GetAsync(board.As(Role.Chair))).NextBoardOn;
        await using var db = database.Open(board.Programme.Id);
        Assert.Equal(shown, (await new PackFactsReader().SnapshotAsync(db, board.Programme, new("2026-04", "April 2026"), board.As(Role.Chair).Today, default)).NextBoardOn);
        return shown;
    }
}
