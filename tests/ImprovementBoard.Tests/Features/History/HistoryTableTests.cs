using Bunit;
using ImprovementBoard.Core.History;
using ImprovementBoard.Web.Features.History;
using static ImprovementBoard.Tests.TestDates;

namespace ImprovementBoard.Tests.Features.History;

public sealed class HistoryTableTests : BunitContext
{
    [Theory]
    [InlineData("2026-07-06", "6 Jul 2026 00:05")]
    // Loaded, or written on a demonstration’s own date: the time is that of another day.
    [InlineData("2018-08-06", "6 Aug 2018")]
    public void The_time_stands_beside_a_day_that_it_belongs_to(string on, string shown)
    {
        // A minute of the day before in UTC.
        HistoryEntry entry = new() { At = new(2026, 7, 5, 23, 5, 0, TimeSpan.Zero), On = Day(on), By = "Scheduler", SubjectRef = "1.1", What = "Rated again" };

        var table = Render<HistoryTable>(p => p.Add(t => t.Slug, "kirklees").Add(t => t.Entries, [entry]));

        Assert.Equal(shown, table.Find("tbody th").TextContent);
    }
}
