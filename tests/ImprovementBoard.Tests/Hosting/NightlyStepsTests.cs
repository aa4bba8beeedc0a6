using ImprovementBoard.Web;

namespace ImprovementBoard.Tests.Hosting;

public sealed class NightlyStepsTests
{
    [Fact]
    public async Task A_step_that_breaks_off_stands_in_the_log_and_the_next_are_taken()
    {
        var (log, taken) = (new ListLog(), new List<string>());

        await Schedule.OneByOneAsync(log,
        [
            ("rating again", () => Task.Run(() => taken.Add("first"))),
            ("removing files", () => throw new IOException("Held open.")),
            ("proving the histories", () => Task.Run(() => taken.Add("last"))),
        ]);

        Assert.Equal(["first", "last"], taken);
        Assert.Equal("Error The nightly job broke off while removing files; the other steps go on Held open.", Assert.Single(log.Lines));
    }
}
