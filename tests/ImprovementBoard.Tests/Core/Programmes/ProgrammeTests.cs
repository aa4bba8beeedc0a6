using System.Globalization;
using ImprovementBoard.Core.Programmes;
using static ImprovementBoard.Tests.TestDates;

namespace ImprovementBoard.Tests.Core.Programmes;

public sealed class ProgrammeTests
{
    private static readonly DateTimeOffset HalfPastMidnightInLondon = DateTimeOffset.Parse("2026-08-05T23:30:00Z", CultureInfo.InvariantCulture);

    [Theory]
    [InlineData(null, "2026-08-06", false)]
    [InlineData("2018-08-06", "2018-08-06", true)]
    public void Today_is_the_london_date_and_for_a_demonstration_its_pinned_one(string? pinned, string today, bool demonstration)
    {
        var programme = new Programme { Slug = "kirklees", Name = "Kirklees", Council = "Kirklees Council", CouncilCode = "382", DemonstrationToday = DayOrNone(pinned) };

        Assert.Equal((Day(today), demonstration), (programme.Today(HalfPastMidnightInLondon), programme.IsDemonstration));
    }
}
