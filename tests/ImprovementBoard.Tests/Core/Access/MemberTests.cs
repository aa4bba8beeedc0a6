using ImprovementBoard.Core.Access;
using static ImprovementBoard.Tests.TestDates;

namespace ImprovementBoard.Tests.Core.Access;

public sealed class MemberTests
{
    [Theory]
    [InlineData("2018-03-01", null, "2018-02-28", false)]
    [InlineData("2018-03-01", null, "2018-03-01", true)]
    [InlineData("2018-03-01", null, "2099-12-31", true)]
    [InlineData("2018-03-01", "2018-07-31", "2018-07-31", true)]
    [InlineData("2018-03-01", "2018-07-31", "2018-08-01", false)]
    public void A_membership_holds_from_its_first_day_to_its_last(string from, string? to, string day, bool holds)
    {
        var member = new Member { Title = "Head of safeguarding", Agency = "Council", From = Day(from), To = DayOrNone(to) };

        Assert.Equal(holds, member.HoldsOn(Day(day)));
    }
}
