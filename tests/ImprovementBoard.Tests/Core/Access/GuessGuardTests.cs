using ImprovementBoard.Core.Access;

namespace ImprovementBoard.Tests.Core.Access;

public sealed class GuessGuardTests
{
    private static readonly DateTimeOffset Start = TestClock.Instant("2026-03-02 09:00");

    [Fact]
    public void Waits_grow_from_a_minute_to_fifteen_and_no_further()
    {
        var guard = new GuessGuard(5);
        var now = Start;
        var waits = new List<double>();
        for (var i = 0; i < 12; i++)
        {
            var (may, next) = guard.Take("a", now);
            Assert.True(may);
            waits.Add(((next ?? now) - now).TotalMinutes);
            now = next ?? now;
        }

        Assert.Equal([0, 0, 0, 0, 1, 2, 4, 8, 15, 15, 15, 15], waits);
    }

    [Fact]
    public void Where_tries_fade_a_shared_address_waits_for_a_rush_alone()
    {
        var guard = new GuessGuard(30, fading: TimeSpan.FromMinutes(3));
        var now = Start;
        for (var i = 0; i < 2_000; i++, now += TimeSpan.FromMinutes(4))
            Assert.Null(guard.Take("a", now).Next);

        for (var i = 0; i < 29; i++)
            Assert.Null(guard.Take("b", now).Next);
        Assert.NotNull(guard.Take("b", now).Next);
        Assert.Null(guard.Take("b", now.AddMinutes(30)).Next);
    }

    [Fact]
    public void Trying_while_one_has_to_wait_makes_the_wait_no_longer()
    {
        var guard = new GuessGuard(1);
        guard.Take("a", Start);

        Assert.Equal((false, Start.AddMinutes(1)), guard.Take("a", Start.AddSeconds(59)));
        Assert.True(guard.Take("a", Start.AddMinutes(1)).May);
    }

    [Fact]
    public void Each_key_has_its_own_tally_and_a_right_try_clears_it()
    {
        var guard = new GuessGuard(1);
        guard.Take("a", Start);

        Assert.True(guard.Take("b", Start).May);
        guard.Clear("a");
        Assert.True(guard.Take("a", Start).May);
    }

    [Fact]
    public void Many_at_once_get_no_more_than_the_free_ones()
    {
        var guard = new GuessGuard(5);
        var let = 0;

        Parallel.For(0, 500, _ =>
        {
            if (guard.Take("a", Start).May)
                Interlocked.Increment(ref let);
        });

        Assert.Equal(5, let);
    }

    [Fact]
    public void Ten_thousand_tries_in_a_day_of_one_every_eight_seconds_let_few_through()
    {
        var guard = new GuessGuard(5);

        var let = Enumerable.Range(0, 10_000).Count(i => guard.Take("a", Start.AddSeconds(i * 8)).May);

        // 22 hours: five free, four growing waits, then four in an hour.
        Assert.InRange(let, 60, 100);
    }

    [Fact]
    public void One_given_back_does_not_count()
    {
        var guard = new GuessGuard(2);
        for (var i = 0; i < 10; i++)
        {
            Assert.True(guard.Take("a", Start).May);
            guard.GiveBack("a");
        }
    }

    [Fact]
    public void Who_fills_the_memory_with_keys_makes_room_again()
    {
        var guard = new GuessGuard(1, mostKeys: 100);
        for (var i = 0; i < 1000; i++)
            guard.Take($"{i}", Start.AddSeconds(i));

        Assert.False(guard.Take("999", Start.AddSeconds(1000)).May);
        Assert.True(guard.Take("1", Start.AddSeconds(1000)).May);
    }
}
