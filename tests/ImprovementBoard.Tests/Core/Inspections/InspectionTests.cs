using ImprovementBoard.Core.Inspections;
using static ImprovementBoard.Tests.TestDates;

namespace ImprovementBoard.Tests.Core.Inspections;

public sealed class InspectionTests
{
    [Theory]
    [InlineData("2016-11-28", null, "2017-03-09", "70 working days after the report was received on 28 November 2016")]
    [InlineData("2016-11-28", "2017-03-31", "2017-03-31", "set by hand: Agreed with the Department")]
    [InlineData(null, "2017-03-31", "2017-03-31", "set by hand: Agreed with the Department")]
    [InlineData(null, null, null, "not known, because the date of receipt is not known")]
    public void The_plan_is_due_by_a_rule_that_is_told(string? receivedOn, string? byHand, string? due, string rule)
    {
        var inspection = new Inspection
        {
            Ref = "inspection-2016",
            Title = "Inspection 2016",
            Framework = "SIF",
            Source = "Ofsted",
            ReceivedOn = DayOrNone(receivedOn),
            PlanDueOverride = DayOrNone(byHand),
            PlanDueOverrideReason = byHand is null ? null : "Agreed with the Department",
        };

        Assert.Equal((DayOrNone(due), rule), (inspection.PlanDueOn, inspection.PlanDueRule));
    }
}
