using ImprovementBoard.Core.Programmes;
using static ImprovementBoard.Tests.TestDates;

namespace ImprovementBoard.Tests.Core.Programmes;

public sealed class DirectionTests
{
    [Theory]
    [InlineData("2016-11-25", null, "2016-11-24", false)]
    [InlineData("2016-11-25", null, "2016-11-25", true)]
    [InlineData("2016-11-25", null, "2020-01-13", true)]
    [InlineData("2016-11-25", "2020-01-13", "2020-01-12", true)]
    [InlineData("2016-11-25", "2020-01-13", "2020-01-13", false)] // the day it ended
    [InlineData(null, null, "2018-08-06", false)]                  // no source says when it was issued
    public void Binds_from_the_day_it_is_issued_until_it_ends(string? issuedOn, string? endedOn, string day, bool inForce)
    {
        var direction = new Direction { LegalBasis = "s497A", Summary = "Summary", Source = "DfE", IssuedOn = DayOrNone(issuedOn), EndedOn = DayOrNone(endedOn) };

        Assert.Equal(inForce, direction.InForceOn(Day(day)));
    }
}
